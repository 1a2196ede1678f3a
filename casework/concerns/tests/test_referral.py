"""A referral is a fact with its papers, and says at once which meeting takes it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from casework.cast import at
from casework.chronology import commands as chronology
from casework.chronology.models import Fact
from casework.concerns import commands, form_commands, queries
from casework.concerns.models import Referral


@pytest.fixture
def meetings(cast):
    """Three Fridays at half past nine; the one of 4 December was moved to the Thursday."""
    for key, day in [("a", "2026-11-27"), ("b", "2026-12-04"), ("c", "2026-12-11")]:
        chronology.record(
            case=cast.forum_nw,
            kind="meeting.scheduled",
            at=at("2026-10-12"),
            by=cast.dilys,
            now=at("2026-10-12"),
            data={"meeting": key, "starts_at": at(day, "09:30").isoformat()},
        )
    chronology.record(
        case=cast.forum_nw,
        kind="meeting.moved",
        at=at("2026-10-13"),
        by=cast.dilys,
        now=at("2026-10-13"),
        data={"meeting": "b", "starts_at": at("2026-12-03", "09:30").isoformat()},
    )
    return cast.forum_nw


def goes_to(forum, moment):
    return queries.meeting_for(forum, received_at=moment, now=moment)


def answers(**changed):
    given = {
        "concerns": ["criminal"],
        "documents": ["return-interview"],
        "reason": "He was driven to another town.",
        "crime_report_link": "victim",
        "told": "yes",
        "told_child_on_day": "19",
        "told_child_on_month": "11",
        "told_child_on_year": "2026",
        "not_told_because": "",
    }
    return given | changed


def test_papers_are_in_time_to_the_end_of_the_second_working_day_before(meetings):
    found = goes_to(meetings, at("2026-11-25", "23:59"))

    assert found.meeting.reference == "a"
    assert found.meeting.closes.by_day == date(2026, 11, 25)
    assert found.missed is None


def test_papers_that_come_later_wait_for_the_next_meeting_by_themselves(meetings):
    found = goes_to(meetings, at("2026-11-26", "00:00"))

    assert found.missed.reference == "a"
    assert found.meeting.reference == "b"


def test_a_moved_meeting_closes_by_its_new_day(meetings):
    found = goes_to(meetings, at("2026-11-27", "12:00"))

    assert found.meeting.starts_at == at("2026-12-03", "09:30")
    assert found.meeting.closes.by_day == date(2026, 12, 1)


def test_a_cancelled_meeting_takes_nothing(meetings, cast):
    chronology.record(
        case=meetings,
        kind="meeting.cancelled",
        at=at("2026-11-20"),
        by=cast.dilys,
        now=at("2026-11-20"),
        data={"meeting": "a"},
    )

    assert goes_to(meetings, at("2026-11-23")).meeting.reference == "b"


def test_without_a_planned_meeting_nothing_is_promised(cast):
    found = goes_to(cast.forum_nw, at("2026-11-23"))

    assert (found.meeting, found.missed) == (None, None)


def test_a_referral_is_recorded_with_who_was_told_and_the_crime_report(cast, now):
    referral = commands.refer(
        case=cast.leon,
        forum=cast.forum_nw,
        documents=["return-interview"],
        concerns=["trafficking"],
        reason="He was driven to another town.",
        crime_report_link="victim",
        told_child_on=date(2026, 11, 19),
        by=cast.hannah,
        now=now,
    )

    kinds = set(Fact.objects.filter(case=cast.leon).values_list("kind", flat=True))
    assert kinds == {"referral.received", "young_person.told", "crime_report.linked"}
    assert referral.fact.data["concerns"] == ["trafficking"]
    assert not referral.complete


def test_a_referral_with_the_finished_tool_is_complete(cast, now):
    draft = form_commands.start_response(
        case=cast.leon, form_id="risk-assessment-tool", answers={}, by=cast.hannah, now=now
    )
    done = form_commands.complete_response(response=draft, by=cast.hannah, now=now)

    referral = commands.refer(
        case=cast.leon, forum=cast.forum_nw, response=done, by=cast.hannah, now=now
    )

    assert referral.complete


def test_health_may_send_its_screening_tool_instead(cast, now):
    given = {"case": cast.leon, "forum": cast.forum_nw, "documents": ["screening-tool"], "now": now}

    assert commands.refer(by=cast.oluchi, **given).complete
    assert not commands.refer(by=cast.hannah, **given).complete


def test_the_page_says_which_meeting_takes_the_referral(
    meetings, cast, signed_in, time_stands_still
):
    client = signed_in(cast.hannah)
    data = answers(forum=cast.forum_nw.reference)

    response = client.post(reverse("concerns:refer", args=[cast.leon.reference]), data, follow=True)

    page = response.content.decode()
    assert "Leon Draycott is referred" in page
    assert "papers close at the end of Wed 25 Nov" in page
    assert "You are in time" in page
    assert "SURR-referral-15" in page


def test_the_area_of_the_child_is_proposed_as_the_meeting(cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    page = client.get(reverse("concerns:refer", args=[cast.leon.reference])).content.decode()

    assert re.search(rf'value="{cast.forum_nw.reference}"\s+checked', page)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"forum": ""}, "Select the meeting"),
        ({"forum": "elsewhere"}, "Select the meeting"),
        ({"reason": ""}, "Enter why you refer now"),
        ({"told": "no"}, "Enter why you have not talked it over"),
        ({"told_child_on_day": ""}, "Day you talked must include a day"),
        ({"told_child_on_year": "2027"}, "Day you talked must be on or before"),
        ({"documents": []}, "Select at least one paper"),
    ],
)
def test_a_wrong_answer_is_named_and_loses_nothing(
    changed, message, cast, signed_in, time_stands_still
):
    client = signed_in(cast.hannah)
    data = answers(forum=cast.forum_nw.reference) | {"reason": "Kept text."} | changed

    response = client.post(reverse("concerns:refer", args=[cast.leon.reference]), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert changed.get("reason") == "" or "Kept text." in page
    assert not Referral.objects.exists()


def test_no_consent_is_asked(cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    page = client.get(reverse("concerns:refer", args=[cast.leon.reference])).content.decode()

    assert "needs no consent" in page
    assert 'name="consent"' not in page


def test_a_stranger_cannot_refer(cast, signed_in):
    client = signed_in(cast.tom)
    data = answers(forum=cast.forum_nw.reference)

    response = client.post(reverse("concerns:refer", args=[cast.leon.reference]), data)

    assert response.status_code == 404
    assert not Referral.objects.exists()


def test_the_lead_professional_before_lets_go(cast, now):
    commands.allocate(
        case=cast.leon, post=cast.ben, starts_on=date(2026, 11, 20), by=cast.ruth, now=now
    )

    assert queries.lead_of(cast.leon, today=date(2026, 11, 21)).post == cast.ben
    fact = Fact.objects.get(case=cast.leon, kind="lead.allocated")
    assert fact.data["name"] == "Ben Aldous"
