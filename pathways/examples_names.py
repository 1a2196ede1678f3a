"""Checks that a worked example speaks of things that exist.

A misspelt fact would change nothing, and a misspelt duty of which nothing is expected
would always hold: an example that proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pathways import definitions as d
from pathways.examples_read import Example, Expected
from pathways.facts import Fact
from pathways.sources import Problem, nearest

NO_WORDS = d.Vocabulary({}, {})
_ANY = ("obligation", "due", "prompt")
"""What `none` may name beside a duty or a prompt: nothing of the kind at all."""

Wrong = tuple[str, str, Iterable[str]]
"""The word, what it is not, and the words there are."""


def unknown_names(examples: Iterable[Example], pack: d.Pack) -> Iterator[Problem]:
    """Whatever the worked examples of a pack name that stands for nothing."""
    vocabulary, names = pack.vocabulary or NO_WORDS, _names(pack)
    for example in examples:
        for word, what, known in _wrong(example, pack, vocabulary, names):
            yield Problem(
                example.file,
                example.line,
                f"example {example.title}",
                f"“{word}” is not {what}.",
                nearest(word, known),
            )


@dataclass(frozen=True, slots=True)
class _Names:
    """What the expectations of a pack's examples may name, gathered once for all of them."""

    subjects: set[str]
    duties: set[str]
    """Each duty, and each family of duties by the beginning of their names."""
    prompts: set[str]
    guidance: set[str]
    entries: set[str]
    """What `none` may name: any of these, or nothing of the kind at all."""
    verdicts: set[str]
    actions: set[str]


def _names(pack: d.Pack) -> _Names:
    kinds = (pack.vocabulary or NO_WORDS).kinds.values()
    duties = {duty.id for duty in pack.duties}
    families = {duty.rsplit("-", cut)[0] for duty in duties for cut in range(duty.count("-"))}
    prompts = {prompt.id for prompt in pack.prompts} | {"none"}
    guidance = {entry.id for entry in pack.guidance}
    return _Names(
        subjects={subject for kind in kinds for subject in kind.subjects},
        duties=duties | families,
        prompts=prompts,
        guidance=guidance,
        entries={*duties, *families, *prompts, *guidance, *_ANY},
        verdicts={gate.id for gate in pack.gates},
        actions={gate.action for gate in pack.gates},
    )


def _wrong(
    example: Example, pack: d.Pack, vocabulary: d.Vocabulary, names: _Names
) -> Iterator[Wrong]:
    if example.subject.kind not in names.subjects:
        yield example.subject.kind, "a kind of subject", names.subjects
    for name, value in example.subject.attributes.items():
        attribute = vocabulary.attributes.get(name)
        if attribute is None:
            yield name, "an attribute of the vocabulary", vocabulary.attributes
        elif attribute.options and str(value) not in attribute.options:
            yield str(value), f"a value of {name}", attribute.options
    for fact in example.facts:
        yield from _in_fact(fact, pack, vocabulary)
    for expected in example.expect:
        yield from _in_expectation(expected, pack, names)


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


def _in_expectation(expected: Expected, pack: d.Pack, names: _Names) -> Iterator[Wrong]:
    members = members_of(pack, expected.meeting)
    named = (
        (expected.duty, "a duty of the pack", names.duties),
        (expected.prompt, "a prompt of the pack", names.prompts),
        (expected.guidance, "guidance of the pack", names.guidance),
        (expected.none, "an entry of the pack", names.entries),
        (expected.meeting, "a kind of meeting of the pack", pack.meeting_kinds),
        (expected.attends, "a member of that meeting", members),
        (expected.not_attending, "a member of that meeting", members),
        (expected.verdict, "a gate of the pack", names.verdicts),
        (expected.gate, "an action of a gate", names.actions),
        (expected.clause, "a clause of the ledger", pack.clauses),
        (expected.bearer, "a role of the pack", pack.roles),
        (expected.by, "a role of the pack", pack.roles),
        (expected.asked, "a role of the pack", pack.roles),
    )
    for word, what, known in named:
        if word and word not in known:
            yield word, what, known


def members_of(pack: d.Pack, meeting: str) -> set[str]:
    """The places at the table of one kind of meeting; of every kind where none is named."""
    kinds = [pack.meeting_kinds[meeting]] if meeting in pack.meeting_kinds else []
    kinds = kinds if meeting else list(pack.meeting_kinds.values())
    return {each.id for kind in kinds for each in (*kind.core_members, *kind.invitees)}
