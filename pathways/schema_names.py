"""Checks that what a pack names exists: facts, fields, values, states, roles, duties, clauses.

A word that is merely misspelt would otherwise make a rule that is never true, and a
child whom nobody is reminded of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pathways import definitions as d
from pathways.sources import nearest

Found = tuple[str, str, str]
"""The word as written, what is wrong with it, and the remedy."""


@dataclass(frozen=True, slots=True)
class Names:
    """All that an entry may name."""

    vocabulary: d.Vocabulary
    roles: frozenset[str]
    clauses: frozenset[str]
    duties: frozenset[str]
    meetings: frozenset[str]
    questions: frozenset[str]
    actions: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    """Values that the pack itself gives: levels, key risks, change reasons, factors."""


def unknown(entry: Any, names: Names) -> Iterator[Found]:
    """Every name in an entry that stands for nothing."""
    yield from _no_act(entry)
    for part in _parts(entry):
        check = _CHECKS.get(type(part))
        if check is not None:
            yield from check(part, names)
        yield from _clauses(part, names)


def _parts(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        for each in node:
            yield from _parts(each)
    elif hasattr(node, "__dataclass_fields__"):
        yield node
        for name in node.__dataclass_fields__:
            yield from _parts(getattr(node, name))


def _missing(word: str, known: Iterable[str], what: str) -> Iterator[Found]:
    if word not in (known := set(known)):
        yield word, f"“{word}” is not {what}.", nearest(word, known)


def _clauses(entry: Any, names: Names) -> Iterator[Found]:
    for clause in getattr(entry, "clauses", ()):
        yield from _missing(clause, names.clauses, "a clause of the ledger")


def _selector(part: d.Selector, names: Names) -> Iterator[Found]:
    yield from _fact(part.kind, part.where, names)


def _fact(kind: str, where: tuple[d.Where, ...], names: Names) -> Iterator[Found]:
    known = names.vocabulary.kinds.get(kind)
    if known is None:
        yield from _missing(kind, names.vocabulary.kinds, "a kind of fact")
        return
    declared = {each.name: each for each in known.fields}
    for each in where:
        if each.field not in declared:
            yield from _missing(each.field, declared, f"a field of {kind}")
        else:
            yield from _values(declared[each.field], each.one_of, names)


def _values(field: d.Field, written: tuple[str, ...], names: Names) -> Iterator[Found]:
    options: Iterable[str] = field.options
    if field.options_from:
        options = names.lists.get(field.options_from, frozenset())
    elif field.type == "boolean":
        options = ("true", "false")
    if options:
        for value in written:
            yield from _missing(value, options, f"a value of {field.name}")


def _latest(part: d.Latest, names: Names) -> Iterator[Found]:
    yield from _fact(part.fact, part.where, names)


def _state(part: d.Longest | d.Open, names: Names) -> Iterator[Found]:
    yield from _missing(part.state, names.vocabulary.states, "a state of the vocabulary")


def _open(part: d.Open, names: Names) -> Iterator[Found]:
    yield from _state(part, names)
    state = names.vocabulary.states.get(part.state)
    if state is not None:
        yield from _fact(state.begins, part.where, names)


def _longest(part: d.Longest, names: Names) -> Iterator[Found]:
    yield from _state(part, names)
    if part.at_least.amount < 1:
        yield part.state, "A length of 0 is always reached.", "Give 1 or more."


def _judged(part: d.Judged, names: Names) -> Iterator[Found]:
    yield from _missing(part.question, names.questions, "a question that the pack words")
    for role in part.by:
        yield from _missing(role, names.roles, "a role of the pack")


def _decided(part: d.DecidedAt, names: Names) -> Iterator[Found]:
    yield from _missing(part.meeting, names.meetings, "a kind of meeting of the pack")
    yield from _missing(part.decision, names.vocabulary.kinds, "a kind of fact")


def _agreement(part: d.AgreementOf, names: Names) -> Iterator[Found]:
    yield from _missing(part.role, names.roles, "a role of the pack")
    yield from _missing(part.to, names.actions, "an action of a gate")


def _is(part: d.Is, names: Names) -> Iterator[Found]:
    attributes = names.vocabulary.attributes
    yield from _missing(part.attribute, {*attributes, "age"}, "an attribute of the vocabulary")
    declared = attributes.get(part.attribute)
    if declared is not None and declared.options:
        for value in part.one_of:
            yield from _missing(value, declared.options, f"a value of {part.attribute}")


def _duty(part: d.Duty, names: Names) -> Iterator[Found]:
    yield from _missing(part.bearer, names.roles, "a role of the pack")


def _after(part: d.After, names: Names) -> Iterator[Found]:
    known = names.vocabulary.kinds.get(part.each.kind)
    if part.by and known is not None:
        days = [each.name for each in known.fields if each.type in ("date", "moment")]
        yield from _missing(part.by, days, f"a field of {part.each.kind} with a day")


def _before(part: d.Before, names: Names) -> Iterator[Found]:
    for kind in (*part.moved_by, *part.cancelled_by):
        yield from _missing(kind, names.vocabulary.kinds, "a kind of fact")
    known = names.vocabulary.kinds.get(part.each.kind)
    if known is not None:
        moments = [each.name for each in known.fields if each.type == "moment"]
        yield from _missing(part.moment, moments, f"a field of {part.each.kind} with a moment")


def _prompt(part: d.Prompt, names: Names) -> Iterator[Found]:
    for role in part.asked_of:
        yield from _missing(role, names.roles, "a role of the pack")


def _gate(part: d.Gate, names: Names) -> Iterator[Found]:
    for role in part.by:
        yield from _missing(role, names.roles, "a role of the pack")
    for condition in _parts(part.only_if):
        if isinstance(condition, d.Act):
            for effect in part.effects:
                yield from _fact(effect.kind, condition.where, names)


def _no_act(entry: Any) -> Iterator[Found]:
    """Only a gate watches an act; elsewhere the condition would never hold."""
    if isinstance(entry, d.Gate):
        return
    for part in _parts(entry):
        if isinstance(part, d.Act):
            what = "“act” asks what an act says of itself, and only a gate watches acts."
            yield part.where[0].field, what, "Ask for the latest fact instead, or write a gate."


def _supersession(part: d.Supersession, names: Names) -> Iterator[Found]:
    for duty in (*part.duties, *part.replaced_by):
        yield from _missing(duty, names.duties, "a duty of the pack")


def _meeting(part: d.MeetingKind, names: Names) -> Iterator[Found]:
    for role in part.chair:
        yield from _missing(role, names.roles, "a role of the pack")


_CHECKS: dict[type[Any], Callable[[Any, Names], Iterator[Found]]] = {
    d.Selector: _selector,
    d.Latest: _latest,
    d.Longest: _longest,
    d.Open: _open,
    d.Judged: _judged,
    d.DecidedAt: _decided,
    d.AgreementOf: _agreement,
    d.Is: _is,
    d.Duty: _duty,
    d.After: _after,
    d.Before: _before,
    d.Prompt: _prompt,
    d.Gate: _gate,
    d.Supersession: _supersession,
    d.MeetingKind: _meeting,
}
