"""The same three clauses for CEL, SpiffWorkflow and pyDMNrules, as their manuals suggest."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from benchmarks._three_clauses import (
    CRIME,
    END,
    FIFTEEN,
    FIRST,
    MEETING,
    MINUTE,
    RATING,
    REVIEW,
    START,
    STRATEGY,
    TODAY,
    WEEKS,
    Answer,
    Row,
)

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
    """One program that counts over the facts and one that decides on what it found.

    CEL has no names of its own, so that a single program would count the same thing
    several times over. Working days are a function of ours, as it has none.
    """
    import cel

    counts = cel.compile(_cel_counts())
    decides = cel.compile(_cel_answers("level", "anchor", "missing", "due", "met"))
    names = ("k", "d", "m", "v")

    def fifteen(day: int) -> int:
        return FIFTEEN[day - FIRST] if day else 0

    def answer(rows: list[Row]) -> Answer:
        facts = [dict(zip(names, row, strict=True)) for row in rows]
        given = cel.Context(
            variables={"facts": facts, "today": TODAY, "minute": MINUTE},
            functions={"fifteen": fifteen},
        )
        level, anchor, reached, due, met = counts.execute(given)
        found = {"level": level, "anchor": anchor, "missing": reached, "due": due, "met": met}
        return tuple(decides.execute({**found, "today": TODAY}))  # type: ignore[return-value]

    return answer


def _cel_counts() -> str:
    """Level, last rating or review, threshold, fifteenth working day, first meeting since."""
    level = _cel_last(f"f.k == {RATING}", "v")
    anchor = _cel_last(f"f.k == {RATING} || f.k == {REVIEW}", "d")
    strategy = _cel_last(f"f.k == {STRATEGY}", "d")
    since = _cel_last(f"f.k == {STRATEGY}", "m")
    meetings = f"facts.filter(g, g.k == {MEETING} && g.m >= {since})"
    counted = f"facts.filter(f, f.k == {START} && f.d >= today - 90).size() >= 3"
    ended = (
        f"facts.exists(f, f.k == {END} && f.d >= today - 90 && f.m - f.v >= 2880)"
        f" || facts.exists(f, f.k == {START} && minute - f.v >= 2880"
        f" && !facts.exists(g, g.k == {END} && g.v == f.v))"
    )
    missing = f"(facts.exists(f, f.k == {CRIME}) && ({counted} || {ended}))"
    met = f"({meetings}.size() == 0 ? 0 : {meetings}[0].d)"
    return f"[{level}, {anchor}, {missing}, fifteen({strategy}), {met}]"


def _cel_last(test: str, field: str) -> str:
    found = f"facts.filter(f, {test})"
    return f"({found}.size() == 0 ? 0 : {found}[{found}.size() - 1].{field})"


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
