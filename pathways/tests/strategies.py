"""Packs, facts and moments at random: well-formed, and otherwise as odd as they come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from pathways import definitions as d
from pathways.answers import LONDON
from pathways.facts import Fact, Precision, Subject
from pathways.tests.given import duty, gate, pack, prompt, supersession

KINDS = (
    "missing.started",
    "missing.ended",
    "rating.set",
    "discussion.held",
    "meeting.scheduled",
    "meeting.moved",
    "meeting.cancelled",
    "review.scheduled",
    "plan.agreed",
    "plan.ended",
    "judgement.made",
    "agreement.given",
    "prompt.answered",
    "duty.waived",
    "legal_status.changed",
    "link.recorded",
    "strategy.opened",
    "strategy.closed",
)
FEW = ("1", "2", "yes", "no", "low", "high")
FIRST, LAST = datetime(2027, 10, 1), datetime(2028, 4, 10)
"""Both clock changes and a 29 February lie in between."""

FIELDS = ("episode", "level", "quorate", "meeting", "starts_at", "due", "question", "answer")
FIELDS += ("role", "to", "other", "value", "prompt", "obligation", "chair_role", "forum", "agency")
MANY = 3_000
"""Moments and fields to draw from: drawn piece by piece, they took most of a test's time."""


def _moments(chance: Random) -> Iterator[datetime]:
    """Any moment, a full hour, a midnight in London; in UTC or with London's clock."""
    for _ in range(MANY):
        moment = FIRST + (LAST - FIRST) * chance.random()
        shape, zone = chance.choice(["any", "hour", "day"]), chance.choice((UTC, LONDON))
        if shape == "day":
            yield datetime(moment.year, moment.month, moment.day, tzinfo=LONDON)
        elif shape == "hour":
            yield moment.replace(minute=0, second=0, microsecond=0, tzinfo=zone)
        else:
            yield moment.replace(tzinfo=zone)


def _values(chance: Random) -> Iterator[Any]:
    """A text, a truth, nothing, a list, a day or a moment, each as often."""
    for _ in range(MANY):
        moment = FIRST + (LAST - FIRST) * chance.random()
        yield chance.choice(
            (
                chance.choice(FEW),
                chance.random() < 0.5,
                None,
                chance.choices(FEW, k=chance.randint(0, 2)),
                str(moment.date()),
                moment.isoformat(),
            )
        )


MOMENTS, VALUES = list(_moments(Random(1))), list(_values(Random(2)))
moments = st.sampled_from(MOMENTS)


def _fields(chance: Random) -> Iterator[dict[str, Any]]:
    for _ in range(MANY):
        names = chance.sample(FIELDS, chance.randint(0, 8))
        yield {name: chance.choice(VALUES) for name in names}


fields = st.sampled_from(list(_fields(Random(3))))
kinds_and_precisions = st.tuples(st.sampled_from(KINDS), st.sampled_from(list(Precision)))
new_fact = st.tuples(kinds_and_precisions, moments, fields)
new_facts = st.integers(0, 25).flatmap(lambda n: st.lists(new_fact, min_size=n, max_size=n))


@st.composite
def facts(draw: Any) -> list[Fact]:
    """Facts of the kinds that the packs ask for, on record when they happened."""
    found = []
    for number, ((kind, precision), at, data) in enumerate(draw(new_facts)):
        if precision is Precision.DATE:
            local = at.astimezone(LONDON)
            at = datetime(local.year, local.month, local.day, tzinfo=LONDON)
        found.append(Fact(f"f{number:02}", kind, at, precision, data=data))
    return found


periods = st.builds(
    d.Period,
    st.integers(1, 60),
    st.sampled_from(["hours", "days", "working days", "weeks"]),
) | st.builds(d.Period, st.integers(1, 4), st.just("months"))
windows = st.none() | periods
wheres = st.lists(
    st.builds(
        d.Where,
        st.sampled_from(FIELDS),
        st.lists(st.sampled_from(FEW), min_size=1, max_size=2).map(tuple),
        st.booleans(),
    ),
    max_size=1,
).map(tuple)
selectors = st.builds(d.Selector, st.sampled_from(KINDS), wheres)
states = st.sampled_from(["missing", "plan", "strategy"])
simple = st.one_of(
    st.builds(d.Exists, selectors, windows),
    st.builds(d.Count, selectors, st.integers(1, 3), windows, st.sampled_from(["", "agency"])),
    st.builds(d.Longest, states, periods, windows),
    st.builds(d.Latest, st.sampled_from(KINDS), wheres),
    st.builds(d.First, selectors, selectors),
    st.builds(d.Open, states, wheres),
    st.builds(d.Linked, st.sampled_from(FEW), st.integers(1, 2)),
    st.builds(d.Judged, st.sampled_from(FEW), st.sampled_from(FEW)),
    st.builds(d.DecidedAt, st.sampled_from(FEW), st.sampled_from(KINDS), st.booleans()),
    st.builds(d.AgreementOf, st.sampled_from(FEW), st.sampled_from(FEW)),
    st.builds(d.Act, wheres),
    st.builds(d.Is, st.just("legal_status"), st.just(("low",)), st.booleans()),
    st.builds(d.Is, st.just("age"), under=st.integers(15, 19)),
)
conditions = st.recursive(
    simple,
    lambda inner: st.one_of(
        *(
            st.builds(joint, st.lists(inner, min_size=1, max_size=3).map(tuple))
            for joint in (d.All, d.AnyOf, d.NoneOf)
        ),
        st.builds(d.Once, inner),
    ),
    max_leaves=4,
)
clocks = st.one_of(
    st.builds(d.After, selectors, windows, windows, windows),
    st.builds(d.Before, st.builds(d.Selector, st.just("meeting.scheduled")), periods),
    st.builds(
        d.Interval,
        st.lists(selectors, min_size=1, max_size=2).map(tuple),
        periods,
        windows,
        earlier=st.none() | st.just(d.Selector("review.scheduled")),
    ),
    st.builds(d.Standing),
)
few_selectors = st.lists(selectors, max_size=2).map(tuple)
matches = st.sampled_from([(), ("meeting",)])
subjects = st.builds(
    Subject,
    st.just("child"),
    st.sampled_from([None, date(2010, 2, 28), date(2010, 3, 1), date(2012, 2, 29)]),
    st.sampled_from([{}, {"legal_status": "low"}]),
)


@st.composite
def packs(draw: Any) -> d.Pack:
    """A small procedure of every kind of entry."""
    duties = [
        duty(
            draw(clocks),
            id=f"duty{number}",
            act=draw(st.sampled_from(["act", "other"])),
            when=draw(st.none() | conditions),
            met_by=draw(few_selectors),
            ends_with=draw(few_selectors),
            match=draw(matches),
            persists=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    each = draw(st.none() | selectors)
    asked = prompt(draw(conditions), each=each, settled_by=draw(few_selectors))
    power = gate(
        "do",
        by=draw(st.sampled_from([(), ("1",)])),
        only_if=draw(st.none() | conditions),
        otherwise=draw(st.sampled_from(list(d.Otherwise))),
        effects=draw(few_selectors),
    )
    higher = supersession(
        "duty0",
        when=draw(conditions),
        effect=draw(st.sampled_from(["suspend", "end", "replace"])),
        clocks=draw(st.sampled_from(["keep", "pause"])),
    )
    return pack(*duties, asked, power, higher)


def recorded_by_then(found: list[Fact], moment: datetime) -> list[Fact]:
    """The same facts, all on record at a moment, those to come included."""
    return [replace(fact, recorded_at=min(fact.at, moment)) for fact in found]


later = st.timedeltas(timedelta(microseconds=1), timedelta(400))
