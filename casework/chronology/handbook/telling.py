"""An entry as the handbook shows it: what it asks, row by row, read from the definitions.

The sentences are the evaluator's own, so that page, message and trace never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from casework.chronology.handbook.books import Handbook, Pages, kind_of
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
    Guidance,
    Interval,
    NoneOf,
    Otherwise,
    Period,
    Prompt,
    Selector,
    Strength,
    Supersession,
)
from pathways.explain import Words

STRENGTHS = {Strength.MUST: "must", Strength.SHOULD: "should", Strength.MAY: "may"}
WORTH = {
    Otherwise.VOID: "It has no effect, and is shown so",
    Otherwise.IN_BREACH: "It counts, and is shown as not in line",
    Otherwise.WITH_REASON: "It needs a recorded reason",
}
RESTS = {
    ("suspend", "keep"): "They rest, and their clocks run on",
    ("suspend", "pause"): "They rest, and their clocks stand still",
    ("end", "keep"): "They end, and only a new reason raises them again",
    ("replace", "keep"): "They end, and something else stands in their place",
}
PLACES = {
    "record": "the record",
    "referral": "a referral",
    "assessment": "an assessment",
    "missing": "missing episodes",
    "strategy": "a strategy discussion",
    "meeting": "a meeting",
    "plan": "the plan",
    "review": "a review",
    "sharing": "sharing and records",
    "places": "places and groups",
    "leaving": "leaving",
    "oversight": "oversight",
}
SUBJECTS = {
    "child": "children",
    "care_leaver": "care leavers",
    "place": "places",
    "peer_group": "groups",
    "person_of_concern": "people of concern",
    "forum": "the meeting itself",
}

Row = tuple[str, Any]
"""A head, and a text, a list of texts, a condition as a tree, or entries to lead to."""


def title_of(clause: Clause, entries: tuple[Entry, ...]) -> str:
    """What the page is called: the entry that rests on the clause first of all, else its own."""
    chief = [entry for entry in entries if entry.clauses[0] == clause.id]
    return chief[0].title if len(chief) == 1 else clause.title


def asks(entry: Entry, book: Handbook, to: Pages) -> dict[str, Any]:
    """An entry as a small table, with where it stands and when it holds."""
    return {
        "id": entry.id,
        "title": entry.title,
        "kind": kind_of(entry),
        "href": to.entry(entry),
        "rows": [*_rows(entry, book, to), *_about(entry, book)],
        "reading": paragraphs(entry.reading),
        "local": entry.local_setting,
        "clauses": entry.clauses,
        "editions": editions_of(book, entry.clauses),
    }


def brief(entry: Entry, book: Handbook, to: Pages) -> dict[str, Any]:
    """An entry in one line of a list: who, and when."""
    who, when = _who_and_when(entry, book.words)
    return {
        "title": entry.title,
        "href": to.entry(entry),
        "who": upper(who),
        "when": upper(when),
        "clauses": entry.clauses,
        "strength": STRENGTHS[entry.strength] if isinstance(entry, Duty) else "",
        "editions": editions_of(book, entry.clauses),
        "holds": holds_when(entry),
    }


def _who_and_when(entry: Entry, words: Words) -> tuple[str, str]:
    match entry:
        case Duty():
            return words.role(entry.bearer), words.clock(entry.clock)
        case Prompt():
            return words.roles(entry.asked_of), words.condition(entry.when)
        case Gate():
            who = words.roles(entry.by) if entry.by else "anybody"
            only = f"only if {words.condition(entry.only_if)}" if entry.only_if else "at any time"
            return who, only
        case Supersession():
            return "", f"while {words.condition(entry.when)}"
        case Guidance():
            shown = "Shown at " + ", ".join(PLACES.get(each, each) for each in entry.at)
            return shown, words.condition(entry.when) if entry.when else "always"
    return "", ""


def editions_of(book: Handbook, clauses: tuple[str, ...]) -> list[str]:
    """The dated texts that an entry rests on, by their labels; empty where there is but one."""
    found = [book.pack.edition_of(clause) for clause in clauses]
    return list(dict.fromkeys(edition.label for edition in found if edition))


def holds_when(entry: Entry) -> str:
    """`From 1 March 2025`, `until 28 February 2025`; empty where it always holds."""
    since, until = entry.in_force_from, entry.in_force_to
    told = [f"from {_day(since)}" if since else "", f"until {_day(until)}" if until else ""]
    return upper(" ".join(filter(None, told)))


def paragraphs(reading: str) -> list[str]:
    """How unclear text was read: what is unclear, then what “We read”."""
    return reading.split("We read", 1) if reading else []


# --- row by row -----------------------------------------------------------------------


def _about(entry: Entry, book: Handbook) -> Iterator[Row]:
    if entry.subjects != ("child",):
        yield "About", upper(" and ".join(SUBJECTS.get(each, each) for each in entry.subjects))
    if holds_when(entry):
        yield "In force", holds_when(entry)
    labels = editions_of(book, entry.clauses)
    if labels:
        yield "Text", " and ".join(labels)


def _rows(entry: Entry, book: Handbook, to: Pages) -> Iterator[Row]:
    words = book.words
    match entry:
        case Duty():
            yield from _duty(entry, words)
        case Prompt():
            yield from _prompt(entry, words)
        case Gate():
            yield "Who", upper(words.roles(entry.by)) if entry.by else "Anybody"
            if entry.only_if:
                yield "Only if", tree(entry.only_if, words)
            if entry.effects:
                yield "Shown by", _any_of(entry.effects, words)
            yield "Otherwise", WORTH[entry.otherwise]
        case Supersession():
            yield "While", tree(entry.when, words)
            yield "Give way", {"links": _duties(entry.duties, book, to)}
            yield "How", RESTS.get((entry.effect, entry.clocks), RESTS[(entry.effect, "keep")])
            if entry.replaced_by:
                yield "In their place", {"links": _duties(entry.replaced_by, book, to)}
        case Guidance():
            yield "Shown at", upper(", ".join(PLACES.get(each, each) for each in entry.at))
            if entry.when:
                yield "When", tree(entry.when, words)
            if entry.items:
                yield "To think of", list(entry.items)


def _duties(ids: tuple[str, ...], book: Handbook, to: Pages) -> list[tuple[str, str]]:
    known = {duty.id: duty for duty in book.pack.duties}
    return [(known[each].title, to.entry(known[each])) for each in ids if each in known]


def tree(condition: Condition, words: Words) -> dict[str, Any]:
    """A condition as a list in lists, so that “and” and “or” cannot be mistaken."""
    heads = {All: "All of these", AnyOf: "At least one of these", NoneOf: "None of these"}
    head = heads.get(type(condition))
    if head is None:
        return {"text": upper(words.condition(condition)), "parts": []}
    parts = [tree(part, words) for part in condition.of]  # type: ignore[union-attr]
    return {"text": head, "parts": parts}


def _prompt(prompt: Prompt, words: Words) -> Iterator[Row]:
    yield "Asked of", upper(words.roles(prompt.asked_of))
    if prompt.each:
        yield "For each", upper(_bare(prompt.each, words))
    yield "When", tree(prompt.when, words)
    yield "Answers", " · ".join(upper(value) for value in prompt.answers)
    if prompt.settled_by:
        yield "Idle after", _any_of(prompt.settled_by, words)


def _duty(duty: Duty, words: Words) -> Iterator[Row]:
    yield "Who", f"{upper(words.role(duty.bearer))} {STRENGTHS[duty.strength]} see to it"
    yield from _clock(duty.clock, words)
    if duty.when:
        yield "While", tree(duty.when, words)
    if duty.met_by:
        yield "Done by", _any_of(duty.met_by, words)
    if duty.ends_with:
        yield "Falls away", f"With {_any_of(duty.ends_with, words)}"
    if not duty.persists:
        yield "Too late", "Once the moment has passed it can no longer be done; it stays as missed"


def _clock(clock: Clock, words: Words) -> Iterator[Row]:
    match clock:
        case After(each=each, within=within):
            yield "Clock starts", f"With each {_bare(each, words)}"
            yield from _proposed(clock)
            yield "Limit", limit(within) if within else "No time is given; it stays open"
            yield from _tolerated(clock)
        case Before():
            yield "Counted back", f"From the start that each {_bare(clock.each, words)} names"
            yield "Limit", f"{upper(length(clock.at_least))} before{_whole_days(clock.at_least)}"
            yield "Moved", "When the meeting is moved, so is the limit"
        case Interval():
            since = " or ".join(_bare(each, words) for each in clock.since)
            yield "Clock starts", f"Day of the last {since}, not counted itself"
            yield from _proposed(clock)
            yield "Limit", limit(clock.limit)
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
        yield "Proposed", upper(length(clock.proposal))


def _tolerated(clock: After | Interval) -> Iterator[Row]:
    if clock.tolerated:
        yield "Tolerated", f"Up to {length(clock.tolerated)}, with a recorded reason"


def limit(period: Period) -> str:
    """`2 working days, to the end of the day. Late from the next day`."""
    if not period.amount:
        return "The same day. Late from the next day"
    if period.unit == "hours":
        return f"{upper(length(period))}, counted as they pass"
    return f"{upper(length(period))}, to the end of the day. Late from the next day"


def _whole_days(period: Period) -> str:
    return "" if period.unit == "hours" else "; that day itself is not counted"


def _bare(selector: Selector, words: Words) -> str:
    """`discussion (quorate: yes)`."""
    _, quote, after = words.selector(selector).partition("“")
    label, _, narrowed = after.partition("”")
    return f"{label}{narrowed}" if quote else words.kind(selector.kind)


def _any_of(selectors: tuple[Selector, ...], words: Words) -> str:
    return upper(" or ".join(_bare(each, words) for each in selectors))


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def upper(text: str) -> str:
    """The same text with a capital at its start."""
    return text[:1].upper() + text[1:]
