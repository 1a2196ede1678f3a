"""Missing episodes, as precise as they are known, put right by withdrawing and recording."""

import pytest
from django.urls import reverse

from casework.cast import at
from casework.chronology.models import Fact
from casework.concerns import missing_commands
from casework.concerns.models import MissingEpisode, ReturnInterview


@pytest.fixture
def episode(cast):
    """From 14 to 16 November, days known and times not."""
    moment = at("2026-11-16", "11:25")
    made = missing_commands.report_missing(
        case=cast.ellis,
        started_at=at("2026-11-14", "00:00"),
        precision="date",
        missing_from="home",
        by=cast.hannah,
        now=moment,
    )
    missing_commands.report_found(
        episode=made,
        ended_at=at("2026-11-16", "00:00"),
        precision="date",
        by=cast.hannah,
        now=moment,
    )
    return made


def standing(case):
    facts = Fact.objects.standing().filter(case=case).order_by("at")
    return [(fact.kind, fact.at, fact.precision) for fact in facts]


def post(client, cast, kind, data):
    return client.post(reverse("concerns:add", args=[cast.ellis.reference, kind]), data)


def test_both_ends_of_an_episode_share_its_key(episode, cast):
    facts = Fact.objects.filter(case=cast.ellis)

    assert {fact.data["episode"] for fact in facts} == {episode.key}


def test_adding_the_times_withdraws_the_old_facts_and_records_new_ones(episode, cast, now):
    missing_commands.correct_times(
        episode=episode,
        started_at=at("2026-11-14", "19:40"),
        started_precision="instant",
        ended_at=at("2026-11-16", "21:10"),
        ended_precision="instant",
        reason="The police report has them",
        by=cast.hannah,
        now=now,
    )

    assert standing(cast.ellis) == [
        ("missing.started", at("2026-11-14", "19:40"), "instant"),
        ("missing.ended", at("2026-11-16", "21:10"), "instant"),
    ]
    assert Fact.objects.filter(withdrawn_at=now).count() == 2


def test_times_that_are_the_same_withdraw_nothing(episode, cast, now):
    missing_commands.correct_times(
        episode=episode,
        started_at=at("2026-11-14", "00:00"),
        started_precision="date",
        ended_at=at("2026-11-16", "00:00"),
        ended_precision="date",
        reason="Looked again",
        by=cast.hannah,
        now=now,
    )

    assert not Fact.objects.filter(withdrawn_at__isnull=False).exists()


def test_an_episode_that_was_none_stays_readable_and_counts_for_nothing(
    episode, cast, signed_in, now, time_stands_still
):
    missing_commands.withdraw_missing(
        episode=episode, reason="It was another young person", by=cast.colin, now=now
    )

    page = signed_in(cast.hannah).get(
        reverse("concerns:timeline", args=[cast.ellis.reference])
    ).content.decode()  # fmt: skip
    assert standing(cast.ellis) == []
    assert "It was another young person. Not counted in any date." in page
    assert "withdrawn by DS Colin Baptiste" in page


def test_a_day_without_a_time_is_recorded_as_a_day(cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    post(client, cast, "missing", {"on_day": "20", "on_month": "11", "on_year": "2026"})

    assert standing(cast.ellis) == [("missing.started", at("2026-11-20", "00:00"), "date")]
    assert MissingEpisode.objects.get().ended_at is None


def test_the_record_says_that_the_child_is_missing_now(cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)
    day = {"on_day": "20", "on_month": "11", "on_year": "2026", "time": "08:15"}

    post(client, cast, "missing", day)

    page = client.get(reverse("concerns:record", args=[cast.ellis.reference])).content.decode()
    assert "Missing since Fri 20 Nov, 08:15" in page
    assert "Ellis is back" in page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Enter the day"),
        ({"on_day": "31", "on_month": "2", "on_year": "2026"}, "Day must be a real date"),
        ({"on_day": "21", "on_month": "11", "on_year": "2026"}, "Day must be on or before"),
        (
            {"on_day": "20", "on_month": "11", "on_year": "2026", "time": "23:50"},
            "Time must not be in the future",
        ),
        (
            {"on_day": "20", "on_month": "11", "on_year": "2026", "time": "late"},
            "Enter a time in 24 hours, such as 22:10",
        ),
    ],
)
def test_a_wrong_day_is_named_and_loses_nothing(data, message, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    response = post(client, cast, "missing", data | {"note": "Seen at the station."})

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "Seen at the station." in page
    assert not MissingEpisode.objects.exists()


def test_nobody_is_back_before_they_went(episode, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)
    address = reverse("concerns:times", args=[cast.ellis.reference, episode.pk])

    response = client.post(
        address,
        {
            "on_day": "16", "on_month": "11", "on_year": "2026",
            "back_on_day": "14", "back_on_month": "11", "back_on_year": "2026",
            "reason": "Police report",
        },
    )  # fmt: skip

    assert response.status_code == 422
    assert "Day of the return must be on or after the first day" in response.content.decode()


def test_a_held_interview_was_offered_too(episode, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)
    data = {"outcome": "held", "on_day": "19", "on_month": "11", "on_year": "2026"}

    post(client, cast, "interview", data | {"time": "15:00", "note": "Spoke about the drive."})

    interview = ReturnInterview.objects.get()
    kinds = set(Fact.objects.filter(kind__startswith="return").values_list("kind", flat=True))
    assert interview.episode == episode
    assert kinds == {"return_interview.offered", "return_interview.held"}


def test_how_long_is_not_told_where_a_time_is_not_known(
    episode, cast, signed_in, time_stands_still
):
    page = signed_in(cast.hannah).get(
        reverse("concerns:missing", args=[cast.ellis.reference])
    ).content.decode()  # fmt: skip

    assert "Cannot tell: a time is not known" in page


def test_a_national_referral_and_its_decision_are_facts(cast, now):
    referral = missing_commands.refer_nationally(
        case=cast.ellis, reference="NRM-1", submitted_at=at("2026-11-18"), by=cast.hannah, now=now
    )
    missing_commands.decide_nationally(
        referral=referral,
        stage="reasonable",
        decision="positive",
        decided_at=at("2026-11-19"),
        by=cast.hannah,
        now=now,
    )

    assert [kind for kind, *_ in standing(cast.ellis)] == ["nrm.referred", "nrm.decided"]
    assert referral.reasonable_grounds == "positive"
