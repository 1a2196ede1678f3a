"""Who is expected at a meeting about somebody: core members, and invitees as it applies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways import definitions as d
from pathways.answers import Truth
from pathways.attending import applying, attending
from pathways.facts import Subject
from pathways.tests.given import CALENDAR, CHILD, at, on, pack, where

ADULT = d.Is("age", from_age=18)
PLACED = d.Latest("placement.changed", where(place_authority="elsewhere"))
KIND = d.MeetingKind(
    id="risk_meeting",
    label="meeting",
    name="Meeting",
    plural="meetings",
    clauses=("CLAUSE-01",),
    core_members=(d.Member("police", "Police", "police", clauses=("CLAUSE-01",)),),
    invitees=(
        d.Member("adult_service", "Adults", "adult_services", when=ADULT),
        d.Member("host", "Host", "other_authority", when=PLACED, strength=d.Strength.SHOULD),
    ),
)
PACK = replace(pack(), meeting_kinds={"risk_meeting": KIND})


def expected(*facts, subject=CHILD, day="2026-11-20"):
    return attending(PACK, "risk_meeting", facts, subject, CALENDAR, at(day))


def test_a_core_member_is_always_expected():
    [police] = expected()

    assert (police.member.id, police.core, police.truth) == ("police", True, Truth.YES)
    assert police.strength is d.Strength.MUST
    assert police.clauses == ("CLAUSE-01",)
    assert police.why.text == "Police: always."


@pytest.mark.parametrize(
    ("day", "members"),
    [("2029-05-01", ["police"]), ("2029-05-02", ["police", "adult_service"])],
)
def test_an_invitee_comes_from_the_day_on_which_the_condition_holds(day, members):
    assert [place.member.id for place in expected(day=day)] == members


def test_a_place_that_cannot_be_told_says_what_would_have_to_be_known():
    nobody_knows = Subject("child", None, {})

    [_, adults] = expected(subject=nobody_knows)

    assert adults.truth is Truth.CANNOT_TELL
    assert adults.missing
    assert not adults.core


def test_what_happened_brings_somebody_to_the_table():
    moved = on("placement.changed", "2026-11-01", place_authority="elsewhere")

    [_, host] = expected(moved)

    assert (host.member.id, host.strength) == ("host", d.Strength.SHOULD)
    assert host.why.facts == (moved.id,)


def test_there_is_an_edition_for_each_day_and_for_each_clause():
    first = d.Edition("first", "First", "The first text", date(2020, 1, 1), ("ONE-",))
    second = d.Edition("second", "Second", "The second text", date(2024, 1, 1), ("TWO-",))
    of = replace(PACK, editions=(first, second))

    assert of.edition_on(date(2019, 12, 31)) is None
    assert of.edition_on(date(2023, 12, 31)) is first
    assert of.edition_on(date(2024, 1, 1)) is second
    assert of.edition_of("TWO-3-01") is second
    assert of.edition_of("THREE-01") is None


def test_what_was_not_known_at_the_time_brings_nobody():
    moved = on("placement.changed", "2026-11-01", place_authority="elsewhere")
    late = replace(moved, recorded_at=at("2026-11-10"))
    asked = (PACK, "risk_meeting", [late], CHILD, CALENDAR, at("2026-11-20"))

    before, after = attending(*asked, at("2026-11-09")), attending(*asked, at("2026-11-11"))

    assert [place.member.id for place in before] == ["police"]
    assert [place.member.id for place in after] == ["police", "host"]


def test_the_reason_is_told_in_the_words_that_are_given():
    moved = on("placement.changed", "2026-11-01", place_authority="elsewhere")
    kind = d.FactKind("placement.changed", "new address", "", ("child",))
    words = d.Vocabulary({"placement.changed": kind}, {})
    asked = (PACK, "risk_meeting", [moved], CHILD, CALENDAR, at("2026-11-20"))

    [_, usual] = attending(*asked)
    [_, other] = attending(*asked, None, words)

    assert "placement" in usual.why.text
    assert "new address" in other.why.text


def test_recipients_are_asked_in_the_same_way():
    listed = (
        d.Member("gp", "Doctor", "health"),
        d.Member("adults", "Adults", "adult_services", when=ADULT),
        d.Member("host", "Host", "other_authority", when=PLACED),
    )
    moved = on("placement.changed", "2026-11-01", place_authority="elsewhere")

    found = applying(PACK, listed, [moved], CHILD, CALENDAR, at("2026-11-20"))

    assert [(place.member.id, place.core, place.missing) for place in found] == [
        ("gp", False, ()),
        ("host", False, ()),
    ]


def test_what_would_have_to_be_known_is_said_once():
    twice = d.All((ADULT, d.Is("age", under=25)))
    member = d.Member("adults", "Adults", "adult_services", when=twice)

    [place] = applying(PACK, [member], [], Subject("child"), CALENDAR, at("2026-11-20"))

    assert place.missing == ("the date of birth",)
    assert place.truth is Truth.CANNOT_TELL


def test_where_it_can_be_told_nothing_is_missing():
    either = d.AnyOf((ADULT, d.Exists(d.Selector("placement.changed"))))
    member = d.Member("adults", "Adults", "adult_services", when=either)
    moved = on("placement.changed", "2026-11-01", place_authority="elsewhere")

    [place] = applying(PACK, [member], [moved], Subject("child"), CALENDAR, at("2026-11-20"))

    assert (place.truth, place.missing) == (Truth.YES, ())
