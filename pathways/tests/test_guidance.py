"""What the text says is shown while its condition holds, and never in silence where unclear."""

from __future__ import annotations

from datetime import date

import pytest

from pathways import definitions as d
from pathways.answers import Truth
from pathways.facts import Subject
from pathways.tests.given import (
    at,
    evaluated,
    fact,
    guidance,
    months,
    on,
    pack,
    some,
    where,
)

MISSING = d.Open("missing")
AWAY = fact("missing.started", "2026-11-19 22:00", "away", episode="one")
BACK = fact("missing.ended", "2026-11-20 07:00", "back", episode="one")


def shown(found):
    return [each.guidance for each in found.guidance]


def test_guidance_without_a_condition_is_always_shown():
    found = evaluated(pack(guidance(items=("one", "two"))), [], "2026-11-20")

    [advice] = found.guidance
    assert (advice.truth, advice.items, advice.at) == (Truth.YES, ("one", "two"), ("record",))
    assert advice.clauses == ("CLAUSE-05",)


def test_guidance_goes_with_its_condition_and_says_on_which_facts():
    of = pack(guidance(MISSING, at=("missing",), reading="Until the child is back."))

    [advice] = evaluated(of, [AWAY, BACK], "2026-11-20 06:00").guidance

    assert advice.evidence == ("away",)
    assert "Shown while" in advice.why.text
    assert [part.text for part in advice.why.parts][1:] == ["Read as: Until the child is back."]
    assert shown(evaluated(of, [AWAY, BACK], "2026-11-20 08:00")) == []


def test_guidance_that_cannot_be_told_is_shown_as_such():
    facts = [on("rating.set", "2026-11-19", level="low"), on("rating.set", "2026-11-19")]
    of = pack(guidance(d.Latest("rating.set", where(level="low"))))

    [advice] = evaluated(of, facts, "2026-11-20").guidance

    assert advice.truth is Truth.CANNOT_TELL
    assert "which entry" in advice.missing[0]


def test_guidance_is_about_one_kind_of_subject():
    assert shown(evaluated(pack(guidance(subjects=("place",))), [], "2026-11-20")) == []


@pytest.mark.parametrize(("day", "there"), [("2026-11-19", []), ("2026-11-20", ["guidance"])])
def test_guidance_is_shown_while_it_is_in_force(day, there):
    of = pack(guidance(in_force_from=date(2026, 11, 20)))

    assert shown(evaluated(of, [], day)) == there


def test_time_alone_brings_guidance_and_takes_it_away():
    recently = d.Exists(some("missing.started"), months(1))
    dated = guidance(id="dated", in_force_from=date(2026, 12, 1))

    found = evaluated(pack(guidance(recently), dated), [AWAY], "2026-11-21")
    later = evaluated(pack(guidance(recently), dated), [AWAY], "2026-12-02")

    assert found.next_change_at == at("2026-12-01")
    assert later.next_change_at is not None
    assert shown(evaluated(pack(guidance(recently)), [AWAY], "2027-01-01")) == []


def test_what_is_void_shows_nothing():
    ended = fact("plan.ended", "2026-11-19", "ended")
    gate = d.Gate(
        id="gate",
        title="Who may do it",
        clauses=("CLAUSE-03",),
        action="end_plan",
        by=("chair",),
        otherwise=d.Otherwise.VOID,
        effects=(some("plan.ended"),),
    )

    of = pack(gate, guidance(d.Exists(some("plan.ended"))))
    wrong = fact("plan.ended", "2026-11-19", "ended", role="visitor")

    assert shown(evaluated(of, [wrong], "2026-11-20")) == []
    assert shown(evaluated(of, [ended], "2026-11-20")) == ["guidance"]


def test_the_same_guidance_on_the_same_facts_is_equal():
    of = pack(guidance(MISSING))

    [one], [other] = (evaluated(of, [AWAY], "2026-11-20").guidance for _ in range(2))

    assert (one, hash(one)) == (other, hash(other))
    assert repr(one) == "<GuidanceShown guidance: yes>"


def test_what_would_have_to_be_known_is_said_once_and_only_where_it_cannot_be_told():
    adult = d.Is("age", from_age=18)
    of = pack(guidance(d.All((adult, adult)), id="older"), guidance(id="always"))

    older, always = evaluated(of, [], "2026-11-20", subject=Subject("child")).guidance

    assert older.missing == ("the date of birth",)
    assert (always.missing, always.evidence) == ((), ())


def test_guidance_says_why_it_is_shown():
    of = pack(guidance(MISSING, reading="Until the child is back.", title="Look for the child"))

    [advice] = evaluated(of, [AWAY], "2026-11-20").guidance

    why = advice.why
    assert advice.title == "Look for the child"
    assert why.text == "Look for the child. Shown while “missing” holds."
    assert (why.truth, why.clauses, why.facts) == (Truth.YES, ("CLAUSE-05",), ("away",))
    assert [part.text for part in why.parts] == [
        "Yes: “missing” holds; since Thu 19 November 2026.",
        "Read as: Until the child is back.",
    ]


def test_guidance_without_a_condition_or_a_reading_has_nothing_more_to_say():
    [advice] = evaluated(pack(guidance()), [], "2026-11-20").guidance

    assert advice.why.parts == ()
    assert advice.why.text == "Think of the whole family."


def test_guidance_is_equal_only_to_the_same_for_the_same_facts():
    of = pack(guidance(d.Exists(some("missing.started"))))
    [one] = evaluated(of, [AWAY], "2026-11-20").guidance
    other_fact = fact("missing.started", "2026-11-19 22:00", "other", episode="one")
    [other] = evaluated(of, [other_fact], "2026-11-20").guidance
    [always] = evaluated(pack(guidance()), [], "2026-11-20").guidance

    assert one != other
    assert one != always
    assert one != "guidance"


@pytest.mark.parametrize(("day", "there"), [("2026-11-20", ["guidance"]), ("2026-11-21", [])])
def test_guidance_goes_after_the_last_day_on_which_it_is_in_force(day, there):
    of = pack(guidance(in_force_to=date(2026, 11, 20)))

    assert shown(evaluated(of, [], day)) == there
