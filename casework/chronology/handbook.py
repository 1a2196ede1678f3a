"""A clause as the handbook shows it: what it asks, row by row, read from the definitions.

The sentences are the evaluator's own, so that page, message and trace never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from casework.chronology import policy
from casework.chronology.policy_report import sentence
from pathways import ledger
from pathways.counting import length
from pathways.definitions import (
    After,
    All,
    AnyOf,
    Before,
    Clause,
    Clock,
    Condition,
    Duty,
    Entry,
    Gate,
    Interval,
    NoneOf,
    Otherwise,
    Pack,
    Period,
    Prompt,
    Selector,
    Strength,
    Supersession,
    Vocabulary,
)
from pathways.examples import Example, load_examples, run
from pathways.examples_read import moment_of
from pathways.explain import Words

STRENGTHS = {Strength.MUST: "must", Strength.SHOULD: "should", Strength.MAY: "may"}
KEPT = {
    "enforced": ("met", "Enforced"),
    "required": ("met", "An answer is required"),
    "prompted": ("decide", "People are asked"),
    "shown": ("plain", "Shown where it is needed"),
    "not yet": ("next", "Not yet"),
    "out of scope": ("plain", "Left out, with a reason"),
}
WORTH = {
    Otherwise.VOID: "It has no effect, and is shown so",
    Otherwise.IN_BREACH: "It counts, and is shown as not in line",
    Otherwise.WITH_REASON: "It needs a recorded reason",
}


@dataclass(frozen=True, slots=True)
class Handbook:
    """One authority's procedure with its words, its ledger and its worked examples."""

    pack: Pack
    words: Words
    lines: dict[str, ledger.Line]
    examples: tuple[Example, ...]


@cache
def _open(authority: str, identity: str) -> Handbook:
    pack = policy.pack_for(authority)
    examples = load_examples(settings.POLICY / authority / "examples", authority)
    lines = {line.clause.id: line for line in ledger.lines(pack, examples)}
    return Handbook(pack, Words(pack, pack.vocabulary or Vocabulary({}, {})), lines, examples)


def handbook(authority: str) -> Handbook | None:
    """The handbook of an authority; None where it has no pack."""
    if not (settings.POLICY / authority / "pack.yaml").exists():
        return None
    return _open(authority, policy.pack_for(authority).identity)


# --- what it asks ---------------------------------------------------------------------


def title_of(clause: Clause, entries: tuple[Entry, ...]) -> str:
    """What the page is called: the entry that rests on the clause first of all, else its own."""
    chief = [entry for entry in entries if entry.clauses[0] == clause.id]
    return chief[0].title if len(chief) == 1 else clause.title


def asks(entry: Entry, book: Handbook) -> dict[str, Any]:
    """An entry as a small table, with the whole as one sentence."""
    return {
        "title": entry.title,
        "rows": list(_rows(entry, book.words)),
        "sentence": sentence(entry, book.words),
        "local": entry.local_setting,
        "clauses": entry.clauses,
    }


Row = tuple[str, str | dict[str, Any]]
"""A head, and a text or a condition as a tree."""


def tree(condition: Condition, words: Words) -> dict[str, Any]:
    """A condition as a list in lists, so that “and” and “or” cannot be mistaken."""
    heads = {All: "All of these", AnyOf: "At least one of these", NoneOf: "None of these"}
    head = heads.get(type(condition))
    if head is None:
        return {"text": _upper(words.condition(condition)), "parts": []}
    parts = [tree(part, words) for part in condition.of]  # type: ignore[union-attr]
    return {"text": head, "parts": parts}


def _rows(entry: Entry, words: Words) -> Iterator[Row]:
    match entry:
        case Duty():
            yield from _duty(entry, words)
        case Prompt():
            yield "Asked of", _upper(words.roles(entry.asked_of))
            yield "When", tree(entry.when, words)
            yield "Answers", _listed(entry.answers)
            if entry.settled_by:
                yield "Idle after", _any_of(entry.settled_by, words)
        case Gate():
            yield "Who", _upper(words.roles(entry.by)) if entry.by else "Anybody"
            if entry.only_if:
                yield "Only if", tree(entry.only_if, words)
            yield "Otherwise", WORTH[entry.otherwise]
        case Supersession():
            yield "While", tree(entry.when, words)


def _duty(duty: Duty, words: Words) -> Iterator[Row]:
    yield "Who", f"{_upper(words.role(duty.bearer))} {STRENGTHS[duty.strength]} see to it"
    yield from _clock(duty.clock, words)
    if duty.when:
        yield "While", tree(duty.when, words)
    if duty.met_by:
        yield "Done by", _any_of(duty.met_by, words)
    if not duty.persists:
        yield "Too late", "Once the moment has passed it can no longer be done; it stays as missed"


def _clock(clock: Clock, words: Words) -> Iterator[Row]:
    match clock:
        case After(each=each, within=within):
            yield "Clock starts", f"With each {_bare(each, words)}"
            yield from _proposed(clock)
            yield "Limit", _limit(within) if within else "No time is given; it stays open"
            yield from _tolerated(clock)
        case Before():
            yield "Counted back", f"From the start that each {_bare(clock.each, words)} names"
            yield "Limit", f"{_upper(length(clock.at_least))} before{_whole_days(clock.at_least)}"
            yield "Moved", "When the meeting is moved, so is the limit"
        case Interval():
            since = " or ".join(_bare(each, words) for each in clock.since)
            yield "Clock starts", f"Day of the last {since}, not counted itself"
            yield from _proposed(clock)
            yield "Limit", _limit(clock.limit)
            yield from _tolerated(clock)
            if clock.earlier:
                yield "Sooner", "Always, by judgement: an earlier day that people fix governs"
                yield "Later", "Planned only with a recorded reason; shown as late all the same"
            else:
                yield "Later", "Can always be recorded; shown as late all the same"
        case _:
            yield "When", "At once, for as long as it applies"


def _proposed(clock: After | Interval) -> Iterator[Row]:
    if clock.proposal:
        yield "Proposed", _upper(length(clock.proposal))


def _tolerated(clock: After | Interval) -> Iterator[Row]:
    if clock.tolerated:
        yield "Tolerated", f"Up to {length(clock.tolerated)}, with a recorded reason"


def _limit(period: Period) -> str:
    if not period.amount:
        return "The same day. Late from the next day"
    if period.unit == "hours":
        return f"{_upper(length(period))}, counted as they pass"
    return f"{_upper(length(period))}, to the end of the day. Late from the next day"


def _whole_days(period: Period) -> str:
    return "" if period.unit == "hours" else "; that day itself is not counted"


def _bare(selector: Selector, words: Words) -> str:
    """`discussion (quorate: yes)`."""
    _, quote, after = words.selector(selector).partition("“")
    label, _, fields = after.partition("”")
    return f"{label}{fields}" if quote else words.kind(selector.kind)


def _any_of(selectors: tuple[Selector, ...], words: Words) -> str:
    return _upper(" or ".join(_bare(each, words) for each in selectors))


def _listed(values: tuple[str, ...]) -> str:
    return " · ".join(_upper(value) for value in values)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- a worked example -----------------------------------------------------------------


def worked(clause: str, book: Handbook) -> dict[str, Any] | None:
    """The example that shows the clause best, run now: its facts, and how each date comes."""
    line = book.lines[clause]
    if not line.examples:
        return None
    example = max(line.examples, key=lambda each: _telling(each, clause))
    outcome = run(example, book.pack, policy.calendar_for(book.pack))
    return {
        "title": example.title,
        "story": example.story,
        "facts": [_fact(fact, book.words) for fact in example.facts],
        "moment": example.moment,
        "dates": list(_dates(outcome.evaluation.obligations, clause)),
        "others": [_other(each, clause) for each in _other_answers(outcome.evaluation, clause)],
        "holds": outcome.holds,
        "number": len(line.examples),
        "all": [each.title for each in line.examples],
    }


def _telling(example: Example, clause: str) -> tuple[bool, bool, bool, int]:
    """How much an example tells: dates before states, and what is still to come before late."""
    own = [each for each in example.expect if each.clause == clause]
    dated = any(each.due and each.due != "no date" for each in own)
    ahead = any(each.status in ("upcoming", "met", "open") for each in own)
    return bool(example.story), dated, ahead, -len(example.clauses)


def _fact(fact: Any, words: Words) -> dict[str, Any]:
    said = [_value(k, v, words) for k, v in fact.data.items() if k in _SHOWN and v]
    exact = fact.precision.value == "instant"
    return {"what": _upper(words.kind(fact.kind)), "said": said, "at": fact.at, "exact": exact}


def _value(name: str, value: Any, words: Words) -> str:
    if name not in ("starts_at", "due"):
        return words.value(name, str(value))
    moment = moment_of(str(value))
    time_of_day = f", {moment:%H:%M}" if len(str(value)) > 10 else ""
    return f"{moment:%a %-d %b %Y}{time_of_day}"


_SHOWN = ("level", "kind", "ground", "agency", "as", "due", "answer", "starts_at", "outcome")


def _dates(obligations: Any, clause: str) -> Iterator[dict[str, Any]]:
    for each in obligations:
        if clause not in each.clauses or each.due is None:
            continue
        named = (
            ("proposed", each.proposal),
            ("limit", each.due),
            ("tolerated", each.tolerated_until),
        )
        for what, deadline in named:
            if deadline is not None:
                yield {
                    "how": deadline.arithmetic,
                    "what": what,
                    "day": deadline.day,
                    "time": None if deadline.by_day else deadline.moment,
                    "main": what == "limit",
                    "days": deadline.days if what == "limit" else (),
                }


def _other_answers(evaluation: Any, clause: str) -> list[Any]:
    undated = [o for o in evaluation.obligations if o.due is None]
    found = [*undated, *evaluation.prompts, *evaluation.verdicts]
    return [each for each in found if clause in each.clauses]


def _other(answer: Any, clause: str) -> str:
    if hasattr(answer, "effect"):
        return f"What was done is {answer.effect}."
    if hasattr(answer, "question"):
        if answer.missing:
            return f"It cannot be told: {'; '.join(answer.missing)}."
        return f"People are asked: {answer.question}"
    return f"{answer.title}: {answer.status}."


# --- beside it ------------------------------------------------------------------------


def stands_beside(clause: str, book: Handbook) -> list[dict[str, str]]:
    """Other clauses that ask for the same act, or that the same entries rest on."""
    entries = book.lines[clause].entries
    acts = {entry.act for entry in entries if isinstance(entry, Duty)}
    same_act = [duty for duty in book.pack.duties if duty.act in acts and duty not in entries]
    ids = [c for entry in (*entries, *same_act) for c in entry.clauses if c != clause]
    return [{"id": each, "title": book.pack.clauses[each].title} for each in dict.fromkeys(ids)]


def readings(entries: tuple[Entry, ...]) -> list[list[str]]:
    """How unclear text was read: paragraphs, split where “We read” begins."""
    found = []
    for reading in dict.fromkeys(entry.reading for entry in entries if entry.reading):
        found.append(reading.split("We read", 1))
    return found


__all__ = ["KEPT", "asks", "handbook", "readings", "stands_beside", "title_of", "worked"]
