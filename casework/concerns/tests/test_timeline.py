"""The timeline is as precise as known, says who recorded what, and keeps what was wrong."""

import pytest
from django.urls import reverse

from casework.cast import TODAY, at
from casework.chronology import commands as chronology
from casework.chronology import queries as chronology_queries
from casework.concerns import commands, missing_commands, timeline_queries


def entries(case, post, now, known_at=None):
    facts = chronology_queries.timeline(case, post=post, now=now, known_at=known_at)
    reading = timeline_queries.Reading(case.authority_id, TODAY, known_at)
    return timeline_queries.entries(facts, reading)


def meeting(cast, day="2026-10-02"):
    """A discussion with all that a meeting decides, recorded in one breath."""
    moment = at(day, "09:46")
    facts = [
        chronology.NewFact(case=cast.ellis, kind=kind, at=moment, data={"meeting": "m"} | data)
        for kind, data in [
            ("discussion.held", {"kind": "review", "quorate": True}),
            ("rating.set", {"level": "significant", "risks": ["criminal", "missing"]}),
            ("plan.agreed", {"plan": "1"}),
            ("review.scheduled", {"due": "2026-11-20"}),
        ]
    ]
    return chronology.record_many(facts=facts, by=cast.marcus, now=at(day, "10:03"))


def test_what_a_meeting_decided_is_read_with_its_discussion(cast, now):
    meeting(cast)

    [entry] = entries(cast.ellis, cast.hannah, now)

    assert entry["title"].startswith("Discussed at RMM: Significant, criminal exploitation")
    assert entry["when"] == "Fri 2 Oct"
    assert entry["small"] == "09:46"
    assert "Plan agreed" in entry["text"]
    assert "Next on Fri 20 Nov" in entry["text"]
    assert entry["recorded"] == "Recorded 10:03, Marcus Aldridge, Children’s Services"


def test_what_came_in_with_one_file_is_read_with_the_meeting_of_its_own_day(cast, now):
    facts = []
    for day in ("2026-09-04", "2026-10-02"):
        for kind, data in [
            ("discussion.held", {}),
            ("rating.set", {"level": "emerging", "risks": []}),
            ("action.agreed", {"action": day}),
        ]:
            facts.append(
                chronology.NewFact(case=cast.ellis, kind=kind, at=at(day, "09:30"), data=data)
            )
    chronology.record_many(facts=facts, by=cast.amara, now=now)

    latest, earlier = entries(cast.ellis, cast.hannah, now)

    assert latest["when"] == "Fri 2 Oct"
    assert earlier["when"] == "Fri 4 Sep"
    assert all("One new action" in entry["text"] for entry in (latest, earlier))
    assert all(entry["title"] == "Discussed at RMM: Emerging" for entry in (latest, earlier))


def test_days_without_times_are_told_as_days(cast, now):
    episode = missing_commands.report_missing(
        case=cast.ellis,
        started_at=at("2026-11-14", "00:00"),
        precision="date",
        missing_from="home",
        told_by="his mum",
        by=cast.hannah,
        now=at("2026-11-16", "11:25"),
    )
    missing_commands.report_found(
        episode=episode,
        ended_at=at("2026-11-16", "00:00"),
        precision="date",
        by=cast.hannah,
        now=at("2026-11-16", "11:25"),
    )

    [entry] = entries(cast.ellis, cast.hannah, now)

    assert (entry["when"], entry["small"]) == ("14 to 16 Nov", "days known, times not")
    assert entry["vague"]
    assert entry["title"] == "Missing from home"
    assert entry["recorded"].endswith("Hannah Osei, Children’s Services, from his mum")


def test_the_day_of_a_record_is_never_told_as_the_day_of_the_thing(cast, now):
    chronology.record(
        case=cast.ellis,
        kind="strategy_discussion.held",
        at=at("2026-10-06"),
        precision="proxy",
        by=cast.hannah,
        now=at("2026-10-06", "14:40"),
    )

    [entry] = entries(cast.ellis, cast.hannah, now)

    assert (entry["when"], entry["small"]) == ("Around Tue 6 Oct", "day of the record")


def test_what_was_withdrawn_stays_with_who_and_why(cast, now):
    fact = commands.link_crime_report(
        case=cast.ellis,
        linked_as="suspect",
        at=at("2026-11-03", "22:10"),
        precision="instant",
        by=cast.colin,
        now=at("2026-11-03", "23:05"),
    )
    chronology.withdraw(
        fact=fact,
        reason="It was another young person",
        by=cast.colin,
        now=at("2026-11-05", "09:30"),
    )

    [entry] = entries(cast.ellis, cast.hannah, now)

    assert entry["withdrawn"]["when"] == "Withdrawn 5 Nov 09:30"
    assert entry["withdrawn"]["text"].startswith("It was another young person.")
    assert entry["recorded"] == "Recorded 23:05, withdrawn by DS Colin Baptiste"


def test_on_an_earlier_day_it_was_not_yet_withdrawn(cast, now):
    fact = commands.link_crime_report(
        case=cast.ellis,
        linked_as="suspect",
        at=at("2026-11-03", "22:10"),
        precision="instant",
        by=cast.colin,
        now=at("2026-11-03", "23:05"),
    )
    chronology.withdraw(fact=fact, reason="Wrong", by=cast.colin, now=at("2026-11-05", "09:30"))

    [then] = entries(cast.ellis, cast.hannah, now, known_at=at("2026-11-04", "12:00"))

    assert then["withdrawn"] is None
    assert entries(cast.ellis, cast.hannah, now, known_at=at("2026-11-03", "12:00")) == []


def test_a_person_takes_a_fact_back_with_a_reason(cast, signed_in, now, time_stands_still):
    [fact, *_] = meeting(cast)
    client = signed_in(cast.hannah)
    address = reverse("concerns:withdraw", args=[cast.ellis.reference, fact.pk])

    without = client.post(address, {"reason": ""})
    client.post(address, {"reason": "Another child was discussed"})

    fact.refresh_from_db()
    assert without.status_code == 422
    assert "Enter why this was wrong" in without.content.decode()
    assert fact.withdrawn_by == cast.hannah
    assert fact.withdrawn_reason == "Another child was discussed"


def test_a_fact_of_another_child_is_not_found_here(cast, signed_in, now):
    [fact, *_] = meeting(cast)
    client = signed_in(cast.hannah)

    response = client.get(reverse("concerns:withdraw", args=[cast.skye.reference, fact.pk]))

    assert response.status_code == 404


def test_a_long_timeline_goes_on_from_where_the_page_ended(
    cast, signed_in, now, time_stands_still, monkeypatch
):
    monkeypatch.setattr("casework.concerns.views.TIMELINE_PAGE", 2)
    for day in ("2026-10-01", "2026-10-02", "2026-10-03"):
        chronology.record(
            case=cast.ellis,
            kind="strategy_discussion.held",
            at=at(day),
            by=cast.hannah,
            now=at(day),
        )
    client = signed_in(cast.hannah)
    address = reverse("concerns:timeline", args=[cast.ellis.reference])

    first = client.get(address).content.decode()
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(address + following).content.decode()

    assert "Sat 3 Oct" in first
    assert "Thu 1 Oct" not in first
    assert "Thu 1 Oct" in second
    assert "Sat 3 Oct" not in second


@pytest.mark.parametrize("place", ["x", "%%%", "W10", "WzEsMl0", "bnVsbA"])
def test_a_broken_place_in_an_address_begins_anew(place, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    timeline = client.get(
        reverse("concerns:timeline", args=[cast.ellis.reference]), {"after": place}
    )
    children = client.get(reverse("concerns:children"), {"after": place})

    assert timeline.status_code == 200
    assert "Ellis Hartwood" in children.content.decode()
