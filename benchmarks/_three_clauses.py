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
from types import SimpleNamespace
from typing import Any

from pathways import definitions as d
from pathways.answers import Status, Truth
from pathways.calendars import load_calendar, local_day
from pathways.engine import evaluate
from pathways.facts import Fact, Precision, Subject

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

PACK = None
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


def ours(of: d.Pack) -> Callable[[list[Fact]], Answer]:
    """The engine of the product, reasons and all, out of dated facts."""

    def answer(facts: list[Fact]) -> Answer:
        found = evaluate(of, facts, CHILD, CALENDAR, NOW)
        weeks = review = state = due = met = 0
        for obligation in found.open:
            if obligation.act == "review" and obligation.due is not None:
                weeks = obligation.definition.clock.limit.amount  # type: ignore[union-attr]
                review, state = obligation.due.day.toordinal(), STATES[obligation.status]
        last = max((o for o in found.obligations if o.act == "meet"), key=_arose, default=None)
        if last is not None and last.due is not None:
            due, met = last.due.day.toordinal(), STATES[last.status]
        reached = any(raised.truth is Truth.YES for raised in found.prompts)
        return weeks, review, state, int(reached), due, met

    return answer


def _arose(obligation: Any) -> datetime:
    return obligation.arose_at  # type: ignore[no-any-return]


# --- what the engines that only decide are given --------------------------------------


def features(rows: list[Row]) -> dict[str, int]:
    """Counting done by Python, so that only deciding is left."""
    level = anchor = crime = count = longest = strategy = met = begun = 0
    for kind, day, minute, value in rows:
        if kind == RATING:
            level, anchor = value, day
        elif kind == REVIEW:
            anchor = day
        elif kind == START:
            begun = minute
            count += day >= TODAY - 90
        elif kind == END:
            if day >= TODAY - 90:
                longest = max(longest, minute - begun)
            begun = 0
        elif kind == CRIME:
            crime = 1
        elif kind == STRATEGY:
            strategy, met = day, 0
        elif kind == MEETING and strategy and not met:
            met = day
    if begun:
        longest = max(longest, MINUTE - begun)
    return {
        "level": level,
        "anchor": anchor,
        "crime": crime,
        "count": count,
        "hours": longest // 60,
        "due": FIFTEEN[strategy - FIRST] if strategy else 0,
        "met": met,
    }


# --- CEL (Rust) -----------------------------------------------------------------------


def _cel_answers(level: str, anchor: str, missing: str, due: str, met: str) -> str:
    weeks = f"[0, 12, 8, 4][{level}]"
    review = f"({anchor} + 7 * {weeks})"
    late = "({0} < today ? 3 : ({0} == today ? 2 : 1))"
    meeting = f"({met} > 0 ? ({met} <= {due} ? 4 : 5) : {late.format(due)})"
    return (
        f"[{weeks}, {weeks} > 0 ? {review} : 0, {weeks} > 0 ? {late.format(review)} : 0, "
        f"{missing} ? 1 : 0, {due}, {due} > 0 ? {meeting} : 0]"
    )


def cel_that_decides() -> Callable[[list[Row]], Answer]:
    """One program over features that Python counted."""
    import cel

    missing = "(crime == 1 && (count >= 3 || hours >= 48))"
    program = cel.compile(_cel_answers("level", "anchor", missing, "due", "met"))

    def answer(rows: list[Row]) -> Answer:
        return tuple(program.execute({**features(rows), "today": TODAY}))  # type: ignore[return-value]

    return answer


def cel_that_counts() -> Callable[[list[Row]], Answer]:
    """One program over the facts; working days by a function of ours, as CEL has none."""
    import cel

    def last(test: str, field: str) -> str:
        found = f"facts.filter(f, {test})"
        return f"({found}.size() == 0 ? 0 : {found}[{found}.size() - 1].{field})"

    strategy = last(f"f.k == {STRATEGY}", "d")
    since = last(f"f.k == {STRATEGY}", "m")
    meetings = f"facts.filter(g, g.k == {MEETING} && g.m >= {since})"
    counted = f"facts.filter(f, f.k == {START} && f.d >= today - 90).size() >= 3"
    ended = (
        f"facts.exists(f, f.k == {END} && f.d >= today - 90 && f.m - f.v >= 2880)"
        f" || facts.exists(f, f.k == {START} && minute - f.v >= 2880"
        f" && !facts.exists(g, g.k == {END} && g.v == f.v))"
    )
    missing = f"(facts.exists(f, f.k == {CRIME}) && ({counted} || {ended}))"
    program = cel.compile(
        _cel_answers(
            last(f"f.k == {RATING}", "v"),
            last(f"f.k == {RATING} || f.k == {REVIEW}", "d"),
            missing,
            f"fifteen({strategy})",
            f"({meetings}.size() == 0 ? 0 : {meetings}[0].d)",
        )
    )
    names = ("k", "d", "m", "v")

    def fifteen(day: int) -> int:
        return FIFTEEN[day - FIRST] if day else 0

    def answer(rows: list[Row]) -> Answer:
        facts = [dict(zip(names, row, strict=True)) for row in rows]
        given = cel.Context(
            variables={"facts": facts, "today": TODAY, "minute": MINUTE},
            functions={"fifteen": fifteen},
        )
        return tuple(program.execute(given))  # type: ignore[return-value]

    return answer


# --- decision tables ------------------------------------------------------------------

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
STANDING = (("< 0", "3"), ("0", "2"), ("> 0", "1"))
TABLES: dict[str, tuple[tuple[str, ...], str, tuple[tuple[str, ...], ...]]] = {
    "interval": (("level",), "weeks", tuple((str(n), str(WEEKS[n])) for n in range(4))),
    "review": (("left",), "state", STANDING),
    "threshold": (
        ("crime", "count", "hours"),
        "reached",
        (("1", ">= 3", "", "1"), ("1", "< 3", ">= 48", "1"), ("1", "< 3", "< 48", "0"),
         ("0", "", "", "0")),
    ),
    "meeting": (
        ("met", "spare", "days"),
        "standing",
        (("1", ">= 0", "", "4"), ("1", "< 0", "", "5"),
         *(("0", "", test, out) for test, out in STANDING)),
    ),
}  # fmt: skip


def _table_xml(name: str) -> str:
    inputs, output, rules = TABLES[name]
    columns = "".join(
        f'<input id="{name}-{each}" label="{each}"><inputExpression typeRef="number">'
        f"<text>{each}</text></inputExpression></input>"
        for each in inputs
    )
    rows = "".join(_rule_xml(f"{name}-{n}", rule) for n, rule in enumerate(rules))
    needs = "".join(
        f'<informationRequirement><requiredInput href="#{each}"/></informationRequirement>'
        for each in inputs
    )
    return (
        f'<decision id="{name}" name="{name}"><variable name="{output}" typeRef="number"/>{needs}'
        f'<decisionTable id="table-{name}" hitPolicy="UNIQUE">{columns}'
        f'<output id="out-{name}" name="{output}" typeRef="number"/>{rows}'
        "</decisionTable></decision>"
    )


def _rule_xml(name: str, rule: tuple[str, ...]) -> str:
    escaped = [text.replace("<", "&lt;").replace(">", "&gt;") for text in rule]
    tests = "".join(
        f'<inputEntry id="{name}-i{n}"><text>{text or "-"}</text></inputEntry>'
        for n, text in enumerate(escaped[:-1])
    )
    out = f'<outputEntry id="{name}-o"><text>{escaped[-1]}</text></outputEntry>'
    return f'<rule id="{name}">{tests}{out}</rule>'


def _document(names: tuple[str, ...]) -> str:
    inputs = sorted({each for name in names for each in TABLES[name][0]})
    data = "".join(
        f'<inputData id="{each}" name="{each}"><variable name="{each}" typeRef="number"/>'
        "</inputData>"
        for each in inputs
    )
    tables = "".join(_table_xml(name) for name in names)
    return (
        f'<definitions xmlns="{DMN}" id="d" name="d" namespace="three">{data}{tables}</definitions>'
    )


def _inputs(found: dict[str, int]) -> dict[str, int]:
    """What the tables ask for, beside the features."""
    weeks = WEEKS[found["level"]]
    return {
        "level": found["level"],
        "left": found["anchor"] + 7 * weeks - TODAY,
        "crime": found["crime"],
        "count": found["count"],
        "hours": found["hours"],
        "met": int(found["met"] > 0),
        "spare": found["due"] - found["met"],
        "days": found["due"] - TODAY,
    }


def _from_tables(found: dict[str, int], weeks: int, state: int, reached: int, met: int) -> Answer:
    review = found["anchor"] + 7 * weeks if weeks else 0
    due = found["due"]
    return weeks, review, state if weeks else 0, reached, due, met if due else 0


def spiff() -> Callable[[list[Row]], Answer]:
    """SpiffWorkflow's decision tables; one document for each, as it asks."""
    from lxml import etree
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
    from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
    from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

    def engine(name: str) -> Any:
        text = _document((name,)).replace("<text>-</text>", "<text></text>")
        root = etree.fromstring(text)
        for given in root.findall(f"{{{DMN}}}inputData"):
            root.remove(given)
        parser = DMNParser(None, root, {"dmn": DMN})
        parser.parse()
        return DMNEngine(parser.decision.decisionTables[0])

    engines = {name: engine(name) for name in TABLES}
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())

    def answer(rows: list[Row]) -> Answer:
        found = features(rows)
        task = SimpleNamespace(data=_inputs(found), workflow=workflow)
        out = {name: engines[name].result(task)[TABLES[name][1]] for name in TABLES}
        return _from_tables(found, out["interval"], out["review"], out["threshold"], out["meeting"])

    return answer


def pydmnrules() -> Callable[[list[Row]], Answer]:
    """pyDMNrules, all tables in one document."""
    import pyDMNrules

    rules = pyDMNrules.DMN()
    problems = rules.useXML(_document(tuple(TABLES)))
    if problems:
        raise RuntimeError(problems)

    def answer(rows: list[Row]) -> Answer:
        found = features(rows)
        status, results = rules.decide(_inputs(found))
        if status:
            raise RuntimeError(status)
        result = results[-1]["Result"]
        out = [int(result[f"{TABLES[name][1]}.{TABLES[name][1]}"]) for name in TABLES]
        return _from_tables(found, out[0], out[1], out[2], out[3])

    return answer
