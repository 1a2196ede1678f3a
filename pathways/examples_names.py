"""Checks that a worked example speaks of things that exist.

A misspelt fact would change nothing, and a misspelt duty of which nothing is expected
would always hold: an example that proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pathways import definitions as d
from pathways.examples_read import Example, Expected
from pathways.facts import Fact
from pathways.sources import Problem, nearest

NO_WORDS = d.Vocabulary({}, {})

Wrong = tuple[str, str, Iterable[str]]
"""The word, what it is not, and the words there are."""


def unknown_names(example: Example, pack: d.Pack) -> Iterator[Problem]:
    """Whatever an example names that stands for nothing."""
    vocabulary = pack.vocabulary or NO_WORDS
    for word, what, known in _wrong(example, pack, vocabulary):
        yield Problem(
            example.file,
            example.line,
            f"example {example.title}",
            f"“{word}” is not {what}.",
            nearest(word, known),
        )


def _wrong(example: Example, pack: d.Pack, vocabulary: d.Vocabulary) -> Iterator[Wrong]:
    kinds = {kind for each in vocabulary.kinds.values() for kind in each.subjects}
    if example.subject.kind not in kinds:
        yield example.subject.kind, "a kind of subject", kinds
    for name, value in example.subject.attributes.items():
        attribute = vocabulary.attributes.get(name)
        if attribute is None:
            yield name, "an attribute of the vocabulary", vocabulary.attributes
        elif attribute.options and str(value) not in attribute.options:
            yield str(value), f"a value of {name}", attribute.options
    for fact in example.facts:
        yield from _in_fact(fact, pack, vocabulary)
    for expected in example.expect:
        yield from _in_expectation(expected, pack)


def _in_fact(fact: Fact, pack: d.Pack, vocabulary: d.Vocabulary) -> Iterator[Wrong]:
    kind = vocabulary.kinds.get(fact.kind)
    if kind is None:
        yield fact.kind, "a kind of fact", vocabulary.kinds
        return
    fields = {each.name: each for each in kind.fields}
    for given, value in fact.data.items():
        if given not in fields:
            yield given, f"a field of {fact.kind}", fields
            continue
        options = _options(fields[given], pack)
        for each in value if isinstance(value, list) else [value]:
            if options and str(each) not in options:
                yield str(each), f"a value of {given}", options


def _options(field: d.Field, pack: d.Pack) -> set[str]:
    if field.options_from == "members":
        return members_of(pack, "")
    if field.options_from:
        scales = pack.scales.values()
        return {e.id for scale in scales for e in getattr(scale, field.options_from)}
    return set(field.options)


def _in_expectation(expected: Expected, pack: d.Pack) -> Iterator[Wrong]:
    duties = {duty.id for duty in pack.duties}
    prompts = {prompt.id for prompt in pack.prompts}
    guidance = {entry.id for entry in pack.guidance}
    members = members_of(pack, expected.meeting)
    families = {duty.rsplit("-", cut)[0] for duty in duties for cut in range(duty.count("-"))}
    named = (
        (expected.duty, "a duty of the pack", duties | families),
        (expected.prompt, "a prompt of the pack", {*prompts, "none"}),
        (expected.guidance, "guidance of the pack", guidance),
        (expected.none, "an entry of the pack", {*duties, *families, *prompts, *guidance, *_ANY}),
        (expected.meeting, "a kind of meeting of the pack", set(pack.meeting_kinds)),
        (expected.attends, "a member of that meeting", members),
        (expected.not_attending, "a member of that meeting", members),
        (expected.verdict, "a gate of the pack", {gate.id for gate in pack.gates}),
        (expected.gate, "an action of a gate", {gate.action for gate in pack.gates}),
        (expected.clause, "a clause of the ledger", set(pack.clauses)),
        (expected.bearer, "a role of the pack", set(pack.roles)),
        (expected.by, "a role of the pack", set(pack.roles)),
        (expected.asked, "a role of the pack", set(pack.roles)),
    )
    for word, what, known in named:
        if word and word not in known:
            yield word, what, known


def members_of(pack: d.Pack, meeting: str) -> set[str]:
    """The places at the table of one kind of meeting; of every kind where none is named."""
    kinds = [pack.meeting_kinds[meeting]] if meeting in pack.meeting_kinds else []
    kinds = kinds if meeting else list(pack.meeting_kinds.values())
    return {each.id for kind in kinds for each in (*kind.core_members, *kind.invitees)}


_ANY = ("obligation", "due", "prompt")
"""What `none` may name beside a duty or a prompt: nothing of the kind at all."""
