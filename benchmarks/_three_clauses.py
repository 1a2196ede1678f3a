"""Three clauses of three procedures, written for each engine; all must answer alike.

1. The latest rating says how many weeks until the next review, counted from the latest
   rating or review.
2. Missing three times in 90 days, or once for 48 hours in them, and a crime report.
3. An initial meeting within 15 working days of the latest strategy discussion.

Each child has 20 dated facts over 400 days. The answer is six whole numbers: weeks, day
and state of the review; whether the threshold is reached; day and state of the meeting.
States: 0 none, 1 upcoming, 2 due today, 3 late, 4 met, 5 met late.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from pathways import definitions as d
from pathways.answers import Status, Truth
from pathways.calendars import load_calendar, local_day
from pathways.engine import evaluate
from pathways.facts import Fact, Precision, Subject
from pathways.packed import Packed

RATING, REVIEW, START, END, CRIME, STRATEGY, MEETING, NOISE = range(8)
KINDS = (
    "rating.set",
    "review.held",
    "missing.started",
    "missing.ended",
    "crime_report.linked",
    "strategy.held",
    "meeting.held",
    "contact.made",
)
LEVELS = ("minimal", "emerging", "significant", "experiencing")
WEEKS = (0, 12, 8, 4)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = NOW.date().toordinal()
MINUTE = int(NOW.timestamp()) // 60
FIRST = date(2024, 1, 1).toordinal()
CALENDAR = load_calendar("england-and-wales")
FIFTEEN = [CALENDAR.add(date.fromordinal(day), 15).toordinal() for day in range(FIRST, TODAY + 40)]
"""Fifteen working days after each day; looked up, never counted in the race."""

Row = tuple[int, int, int, int]
"""Kind, local day, minute, and a level or an episode."""
Answer = tuple[int, int, int, int, int, int]


# --- the children ---------------------------------------------------------------------


def children(count: int, facts: int = 20) -> list[list[Row]]:
    """Invented children, always the same ones."""
    return [_child(random.Random(number), facts) for number in range(count)]


def _child(chance: random.Random, facts: int) -> list[Row]:
    minutes = sorted(chance.sample(range(MINUTE - 400 * 1440, MINUTE), facts))
    rows: list[Row] = []
    missing = 0
    for minute in minutes:
        kind = chance.choice((RATING, REVIEW, START, START, CRIME, STRATEGY, MEETING, NOISE))
        value = 0
        if missing:
            kind, value, missing = END, missing, 0
        elif kind == START:
            value = missing = minute
        elif kind == RATING:
            value = chance.randrange(4)
        rows.append((kind, local_day(moment_of(minute)).toordinal(), minute, value))
    return rows


def moment_of(minute: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)


def as_facts(rows: list[Row]) -> list[Fact]:
    """The same child as the engine is given it."""
    return [
        Fact(f"f{n:03}", KINDS[kind], moment_of(minute), Precision.INSTANT, None, None, _data(row))
        for n, row in enumerate(rows)
        for kind, _, minute, _ in [row]
    ]


def _data(row: Row) -> dict[str, str]:
    if row[0] == RATING:
        return {"level": LEVELS[row[3]]}
    return {"episode": str(row[3])} if row[0] in (START, END) else {}


# --- tuned plain Python ---------------------------------------------------------------


def plain(rows: list[Row]) -> Answer:
    """By hand, in one pass, for exactly these clauses; the ruler."""
    level = anchor = crime = count = long = strategy = met = 0
    begun = 0
    window = TODAY - 90
    for kind, day, minute, value in rows:
        if kind == RATING:
            level, anchor = value, day
        elif kind == REVIEW:
            anchor = day
        elif kind == START:
            begun = minute
            if day >= window:
                count += 1
        elif kind == END:
            if day >= window and minute - begun >= 2880:
                long = 1
            begun = 0
        elif kind == CRIME:
            crime = 1
        elif kind == STRATEGY:
            strategy, met = day, 0
        elif kind == MEETING and strategy and not met:
            met = day
    if begun and MINUTE - begun >= 2880:
        long = 1
    weeks = WEEKS[level]
    review = anchor + 7 * weeks if weeks else 0
    due = FIFTEEN[strategy - FIRST] if strategy else 0
    return (
        weeks,
        review,
        (3 if review < TODAY else 2 if review == TODAY else 1) if weeks else 0,
        1 if crime and (count >= 3 or long) else 0,
        due,
        _state(due, met) if strategy else 0,
    )


def _state(due: int, met: int) -> int:
    if met:
        return 4 if met <= due else 5
    return 3 if due < TODAY else 2 if due == TODAY else 1


# --- ours -----------------------------------------------------------------------------

CHILD = Subject("child", date(2011, 5, 2))
STATES = {
    Status.UPCOMING: 1,
    Status.DUE: 2,
    Status.OVERDUE: 3,
    Status.MET: 4,
    Status.MET_LATE: 5,
}


def pack() -> d.Pack:
    """The three clauses as a procedure."""
    some = d.Selector
    reviews = tuple(
        d.Duty(
            id=f"review-{LEVELS[level]}",
            title="Hold the review",
            clauses=("ONE",),
            act="review",
            bearer="chair",
            clock=d.Interval(
                (some("rating.set"), some("review.held")), d.Period(WEEKS[level], "weeks")
            ),
            when=d.Latest("rating.set", (d.Where("level", (LEVELS[level],)),)),
        )
        for level in (1, 2, 3)
    )
    meeting = d.Duty(
        id="initial-meeting",
        title="Hold the initial meeting",
        clauses=("THREE",),
        act="meet",
        bearer="chair",
        clock=d.After(some("strategy.held"), d.Period(15, "working days")),
        met_by=(some("meeting.held"),),
    )
    ninety = d.Period(90, "days")
    pattern = d.AnyOf(
        (
            d.Count(some("missing.started"), 3, ninety),
            d.Longest("missing", d.Period(48, "hours"), ninety),
        )
    )
    missing = d.Prompt(
        id="missing-threshold",
        title="Discuss the child?",
        clauses=("TWO",),
        asked_of=("chair",),
        when=d.All((pattern, d.Exists(some("crime_report.linked")))),
    )
    return a_pack((*reviews, meeting), (missing,))


def a_pack(duties: tuple[d.Duty, ...], prompts: tuple[d.Prompt, ...]) -> d.Pack:
    """A pack of nothing but duties and prompts."""
    state = d.State("missing", "missing", "missing.started", ("missing.ended",), "episode")
    return d.Pack(
        id="three", authority="three", title="Three clauses", edition="1",
        in_force_from=date(2020, 1, 1), nation="england-and-wales", prevails="", labels={},
        roles={}, duties=duties, prompts=prompts, gates=(), supersessions=(), scales={},
        meeting_kinds={}, forms={}, clauses={},
        vocabulary=d.Vocabulary(kinds={}, states={"missing": state}),
    )  # fmt: skip


def ours(of: d.Pack) -> Callable[[list[Fact] | Packed], Answer]:
    """The engine of the product, reasons and all, out of dated facts."""

    def answer(facts: list[Fact] | Packed) -> Answer:
        found = evaluate(of, facts, CHILD, CALENDAR, NOW)
        weeks = review = state = due = met = 0
        for obligation in found.open:
            if obligation.act == "review" and obligation.due is not None:
                weeks = obligation.definition.clock.limit.amount  # type: ignore[union-attr]
                review, state = obligation.due.day.toordinal(), STATES[obligation.status]
        last = found.latest("meet")
        if last is not None and last.due is not None:
            due, met = last.due.day.toordinal(), STATES[last.status]
        reached = any(raised.truth is Truth.YES for raised in found.prompts)
        return weeks, review, state, int(reached), due, met

    return answer
