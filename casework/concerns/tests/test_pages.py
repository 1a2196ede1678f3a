"""The pages of a child's record: who finds them, and that each says what it should."""

import pytest
from django.urls import reverse

from casework.access import commands as access
from casework.cast import at
from casework.chronology import commands as chronology
from casework.concerns import commands, missing_commands

PAGES = [
    "concerns:record",
    "concerns:timeline",
    "concerns:ratings",
    "concerns:people",
    "concerns:documents",
    "concerns:missing",
    "concerns:choose",
    "concerns:tool",
    "concerns:refer",
    "concerns:done",
    "concerns:idle",
    "concerns:earlier",
    "plans:plan",
    "plans:sharing",
]


@pytest.fixture
def ellis(cast, now):
    """Ellis with two missing episodes, a crime report and a link to a place."""
    first = missing_commands.report_missing(
        case=cast.ellis,
        started_at=at("2026-11-14", "00:00"),
        precision="date",
        told_by="his mum",
        by=cast.hannah,
        now=at("2026-11-16", "11:25"),
    )
    missing_commands.report_found(
        episode=first,
        ended_at=at("2026-11-16", "00:00"),
        precision="date",
        by=cast.hannah,
        now=at("2026-11-16", "11:25"),
    )
    commands.link_crime_report(
        case=cast.ellis,
        linked_as="victim",
        at=at("2026-09-25", "19:20"),
        precision="instant",
        by=cast.colin,
        now=at("2026-09-28", "08:15"),
    )
    return cast.ellis


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_for_the_lead_professional(page, ellis, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    response = client.get(reverse(page, args=[ellis.reference]))

    assert response.status_code == 200
    assert "Ellis Hartwood" in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_told_that_it_does_not_exist(page, ellis, cast, signed_in):
    client = signed_in(cast.tom)

    response = client.get(reverse(page, args=[ellis.reference]))

    assert response.status_code == 404


def test_a_footprint_gives_no_record(ellis, cast, signed_in, now):
    access.relate(
        post=cast.tom,
        case=ellis,
        relation="invited",
        compartments=["footprint"],
        starts_on=now.date(),
        ends_on=now.date(),
        source="test",
        by=cast.amara,
        now=now,
    )

    response = signed_in(cast.tom).get(reverse("concerns:record", args=[ellis.reference]))

    assert response.status_code == 404


def test_what_lies_in_another_compartment_is_as_absent(ellis, cast, signed_in, now):
    chronology.record(
        case=ellis,
        kind="intelligence.recorded",
        at=now,
        by=cast.colin,
        now=now,
        note="Known to nobody else",
        compartment="intelligence",
    )

    client = signed_in(cast.hannah)
    overview = client.get(reverse("concerns:record", args=[ellis.reference]))
    timeline = client.get(reverse("concerns:timeline", args=[ellis.reference]))

    assert "Known to nobody else" not in overview.content.decode()
    assert "Intelligence recorded" not in timeline.content.decode()


def test_a_duty_from_a_compartment_one_may_not_open_is_as_absent(
    ellis, cast, signed_in, now, time_stands_still
):
    for compartment, shown in [("intelligence", False), ("shared", True)]:
        fact = chronology.record(
            case=ellis,
            kind="intelligence.recorded",
            at=now,
            by=cast.colin,
            now=now,
            compartment=compartment,
        )
        [duty] = ellis.obligations.filter(key__endswith=str(fact.pk))
        page = signed_in(cast.hannah).get(reverse("concerns:record", args=[ellis.reference]))

        assert (duty.title in page.content.decode()) == shown
