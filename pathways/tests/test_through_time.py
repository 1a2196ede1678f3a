"""A condition through time: told the quick way, it is what it is when asked at each moment."""

from datetime import date, timedelta

import pytest

from pathways import definitions as d
from pathways.engine import prepare
from pathways.facts import Subject
from pathways.holding import build
from pathways.nodes import NO, UNCLEAR, YES, answers, step_by_step
from pathways.tests.given import (
    CALENDAR,
    at,
    days,
    duty,
    evaluated,
    fact,
    hours,
    on,
    pack,
    some,
    where,
)
from pathways.timeline import Timeline

INSTANT = timedelta(microseconds=1)
CHILD = Subject("child", date(2008, 3, 15), {"legal_status": "looked_after"})

TWICE = d.Count(some("worry"), 2)
TWICE_LATELY = d.Count(some("worry"), 2, days(3))
LATELY = d.Exists(some("worry"), hours(36))
HIGH = d.Latest("rating.set", where(level="high"))
AWAY = d.Open("missing")
PLAN = d.Open("plan", where(sort="full"))
LONG = d.Longest("missing", hours(24), days(5))
FREE = d.Is("legal_status", ("none",))
GROWN = d.Is("age", from_age=18)
SEEN = d.First(some("visit"), some("worry"))
SAFE = d.Judged("safe", "yes")

CONDITIONS = [
    TWICE, TWICE_LATELY, LATELY, HIGH, AWAY, PLAN, LONG, FREE, GROWN, SEEN, SAFE,
    d.Exists(some("worry")), d.Exists(some("worry"), days(2)), d.Count(some("worry"), 3),
    d.Count(some("worry"), 2, days(9), same="area"), d.Latest("rating.set", ()),
    d.Longest("missing", days(2)), d.Longest("missing", hours(24), beyond=True),
    d.Linked("peer", 2), d.Is("legal_status", ("none",), negated=True),
    d.Is("area", ("docks",)), d.Is("age", under=18), d.Act(where(reason="asked")),
    d.All((TWICE, AWAY)), d.All((GROWN, SEEN, LATELY)), d.AnyOf((HIGH, LONG, PLAN)),
    d.AnyOf((SAFE, LATELY)), d.NoneOf((LATELY, AWAY)), d.NoneOf((SAFE,)), d.NoneOf((HIGH, FREE)),
    d.All(()), d.AnyOf(()), d.Once(LATELY), d.Once(LONG), d.Once(d.All((HIGH, AWAY))),
    d.NoneOf((d.Once(TWICE_LATELY), GROWN)),
]  # fmt: skip

EXACT = [
    fact("worry", "2026-03-02 10:00", "w1", area="docks"),
    fact("worry", "2026-03-03 10:00", "w2", area="hill"),
    fact("worry", "2026-03-03 10:00", "w3", area="docks"),
    fact("worry", "2026-03-20 10:00", "w4", area="docks"),
    fact("visit", "2026-03-03 12:00", "v1"),
    fact("rating.set", "2026-03-04 10:00", "r1", level="high"),
    fact("rating.set", "2026-03-06 10:00", "r2", level="low"),
    fact("rating.set", "2026-03-06 10:00", "r3", level="high"),
    fact("rating.set", "2026-03-07 10:00", "r4", level="high"),
    fact("rating.set", "2026-03-09 10:00", "r5", level="low"),
    fact("missing.started", "2026-03-05 10:00", "m1", episode="1"),
    fact("missing.started", "2026-03-05 22:00", "m2", episode="2"),
    fact("missing.ended", "2026-03-06 09:00", "m3", episode="2"),
    fact("missing.ended", "2026-03-06 10:00", "m4", episode="1"),
    fact("missing.started", "2026-03-10 10:00", "m5", episode="3"),
    fact("missing.ended", "2026-03-10 10:00", "m6", episode="3"),
    fact("missing.started", "2026-03-19 10:00", "m7", episode="4"),
    fact("plan.agreed", "2026-03-05 10:00", "p1", sort="full"),
    fact("plan.agreed", "2026-03-06 10:00", "p2", sort="short"),
    fact("plan.ended", "2026-03-08 10:00", "p3"),
    fact("legal_status.changed", "2026-03-04 10:00", "s1", value="none"),
    fact("legal_status.changed", "2026-03-06 10:00", "s2", value="looked_after"),
    fact("legal_status.changed", "2026-03-06 10:00", "s3", value="none"),
    fact("legal_status.changed", "2026-03-12 10:00", "s4", value="looked_after"),
    fact("judgement.made", "2026-03-04 10:00", "j1", question="safe", answer="yes"),
    fact("judgement.made", "2026-03-08 10:00", "j2", question="safe", answer="no"),
    fact("link.recorded", "2026-03-04 10:00", "l1", to="peer", other="a"),
    fact("link.recorded", "2026-03-05 10:00", "l2", to="peer", other="a"),
    fact("link.recorded", "2026-03-06 10:00", "l3", to="peer", other="b"),
]
UNSURE = [
    *EXACT[:7],
    on("rating.set", "2026-03-06", "r6", level="low"),
    on("missing.started", "2026-03-05", "m1", episode="1"),
    on("missing.ended", "2026-03-06", "m4", episode="1"),
    fact("missing.started", "2026-03-08 10:00", "m5", "proxy", episode="3"),
    fact("worry", "2026-03-10 10:00", "w5", "proxy", area="docks"),
]
FEW = [EXACT[0], EXACT[4], EXACT[5], EXACT[10]]


def made(condition, facts, moment="2026-03-21 10:00"):
    """The node of a condition, and the facts laid out."""
    of = pack(duty(d.Standing(), when=condition))
    ready = prepare(of)
    line = Timeline(facts, CHILD, CALENDAR, at(moment), None, ready.words, of.in_force_from)
    return build(condition, of.vocabulary, {}), line


@pytest.mark.parametrize("facts", [EXACT, UNSURE, FEW, []], ids=["exact", "unsure", "few", "none"])
@pytest.mark.parametrize("condition", CONDITIONS, ids=range(len(CONDITIONS)))
def test_the_answers_laid_out_are_those_given_at_each_moment(condition, facts):
    node, line = made(condition, facts)

    found = answers(node, line)

    assert found == step_by_step(node, line)
    assert [moment for moment, _ in found] == sorted({moment for moment, _ in found})
    for (moment, truth), later in zip(found, [*found[1:], None], strict=True):
        assert node.truth(line, moment) == truth
        if later is not None:
            assert later[1] != truth
            assert node.truth(line, later[0] - INSTANT) == truth
        if not isinstance(condition, d.Act):
            assert node.answer(line, moment)[0] == truth


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (TWICE, [("03-02 10:00", NO), ("03-03 10:00", YES)]),
        (
            TWICE_LATELY,
            [("03-02 10:00", NO), ("03-03 10:00", YES), ("03-07 00:00", NO)],
        ),
        (
            LATELY,
            [
                ("03-02 10:00", YES),
                ("03-04 22:00:00.000001", NO),
                ("03-20 10:00", YES),
            ],
        ),
        (
            HIGH,
            [
                ("03-02 10:00", NO),
                ("03-04 10:00", YES),
                ("03-06 10:00", UNCLEAR),
                ("03-07 10:00", YES),
                ("03-09 10:00", NO),
            ],
        ),
        (
            AWAY,
            [("03-02 10:00", NO), ("03-05 10:00", YES), ("03-06 10:00", NO), ("03-19 10:00", YES)],
        ),
        (
            LONG,
            [("03-02 10:00", NO), ("03-06 10:00", YES), ("03-12 00:00", NO), ("03-20 10:00", YES)],
        ),
        (
            FREE,
            [("03-02 10:00", NO), ("03-04 10:00", YES), ("03-12 10:00", NO)],
        ),
        (GROWN, [("03-02 10:00", NO), ("03-15 00:00", YES)]),
        (SAFE, [("03-02 10:00", UNCLEAR), ("03-04 10:00", YES), ("03-08 10:00", NO)]),
        (
            SEEN,
            [("03-02 10:00", NO), ("03-03 12:00", YES), ("03-20 10:00", NO)],
        ),
        (d.Once(TWICE_LATELY), [("03-02 10:00", NO), ("03-03 10:00", YES)]),
    ],
)
def test_a_condition_begins_and_ends_at_the_very_moment(condition, expected):
    node, line = made(condition, EXACT)

    assert answers(node, line) == [(at(f"2026-{when}"), truth) for when, truth in expected]


def test_a_duty_that_stands_arises_each_time_and_one_reached_once_for_good():
    each = evaluated(pack(duty(d.Standing(), when=AWAY)), EXACT, "2026-03-21")
    once = evaluated(pack(duty(d.Standing(), when=d.Once(TWICE_LATELY))), EXACT, "2026-03-21")

    assert [(o.arose_at, o.ended_at) for o in each.obligations] == [
        (at("2026-03-05 10:00"), at("2026-03-06 10:00")),
        (at("2026-03-19 10:00"), None),
    ]
    assert [(o.arose_at, o.ended_at) for o in once.obligations] == [(at("2026-03-03 10:00"), None)]
