"""Change one figure or one condition of a pack, and some worked example has to notice.

The same for whatever is left out altogether. Only the examples that name the entry, or a
clause that it rests on, are run: they are the ones that are said to prove it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest

from pathways import definitions as d
from pathways import ledger
from pathways.examples import Example, run
from pathways.register import RULES
from pathways.tests.policy_packs import EXAMPLES, PACKS, calendar_of

GROUPS = {
    d.Duty: "duties",
    d.Prompt: "prompts",
    d.Gate: "gates",
    d.Supersession: "supersessions",
    d.Guidance: "guidance",
}


def changed_figures(node: Any) -> Iterator[tuple[str, Any]]:
    """The same with one figure one higher, for each figure in it."""
    if isinstance(node, tuple):
        for index, each in enumerate(node):
            for what, other in changed_figures(each):
                yield what, (*node[:index], other, *node[index + 1 :])
    elif isinstance(node, d.Period):
        yield f"{node.amount} {node.unit}", replace(node, amount=node.amount + 1)
    elif is_dataclass(node) and not isinstance(node, type):
        if isinstance(node, d.Count | d.Linked) and node.at_least:
            yield f"{node.at_least} times", replace(node, at_least=node.at_least + 1)
        if isinstance(node, d.Is):
            yield from _changed_ages(node)
        if isinstance(node, d.Where) and node.over is not None:
            yield f"over {node.over}", replace(node, over=node.over + 1)
        for part in fields(node):
            for what, other in changed_figures(getattr(node, part.name)):
                yield what, replace(node, **{part.name: other})


def _changed_ages(node: d.Is) -> Iterator[tuple[str, d.Is]]:
    if node.under is not None:
        yield f"under {node.under}", replace(node, under=node.under + 1)
    if node.from_age is not None:
        yield f"from {node.from_age}", replace(node, from_age=node.from_age + 1)


def lost_parts(node: Any) -> Iterator[tuple[str, Any]]:
    """The same without one part of a condition that has several."""
    if isinstance(node, tuple):
        for index, each in enumerate(node):
            for what, other in lost_parts(each):
                yield what, (*node[:index], other, *node[index + 1 :])
    elif is_dataclass(node) and not isinstance(node, type):
        if isinstance(node, d.All | d.AnyOf | d.NoneOf) and len(node.of) > 1:
            for index in range(len(node.of)):
                rest = (*node.of[:index], *node.of[index + 1 :])
                yield f"without part {index + 1} of {len(node.of)}", replace(node, of=rest)
        for part in fields(node):
            for what, other in lost_parts(getattr(node, part.name)):
                yield what, replace(node, **{part.name: other})


def changed_conditions(entry: d.Entry) -> Iterator[tuple[str, d.Entry]]:
    """The same without its condition, or with another worth."""
    if isinstance(entry, d.Duty | d.Guidance) and entry.when is not None:
        yield "no condition", replace(entry, when=None)
    # An interval that nothing else meets is met by what starts it again.
    if isinstance(entry, d.Duty) and entry.met_by and not isinstance(entry.clock, d.Interval):
        yield "met by nothing", replace(entry, met_by=())
    if isinstance(entry, d.Gate):
        if entry.only_if is not None:
            yield "no condition", replace(entry, only_if=None)
        if entry.by:
            yield "by anybody", replace(entry, by=())
        for other in d.Otherwise:
            if other is not entry.otherwise:
                yield f"otherwise {other}", replace(entry, otherwise=other)


def changed_packs(pack: d.Pack) -> Iterator[tuple[str, d.Entry | d.Member, d.Pack]]:
    """The pack with one thing changed or left out; what it was, and how."""
    for entry in ledger.entries(pack):
        group = GROUPS[type(entry)]
        for what, other in (
            *changed_figures(entry),
            *changed_conditions(entry),
            *lost_parts(entry),
        ):
            entries = tuple(other if each is entry else each for each in getattr(pack, group))
            yield what, entry, replace(pack, **{group: entries})
        if not isinstance(entry, d.Guidance) or _rules(entry, pack):
            rest = tuple(each for each in getattr(pack, group) if each is not entry)
            yield "left out", entry, replace(pack, **{group: rest})
    for kind in pack.meeting_kinds.values():
        for group in ("core_members", "invitees"):
            for member in getattr(kind, group):
                if _rules(member, pack):
                    yield from _changed_members(pack, kind, group, member)


def _changed_members(
    pack: d.Pack, kind: d.MeetingKind, group: str, member: d.Member
) -> Iterator[tuple[str, d.Member, d.Pack]]:
    others: list[tuple[str, tuple[d.Member, ...]]] = [("left out", ())]
    if member.when is not None:
        others.append(("no condition", (replace(member, when=None),)))
    changed = (*changed_figures(member), *lost_parts(member))
    others += [(what, (other,)) for what, other in changed]
    for what, instead in others:
        members = tuple(
            new for each in getattr(kind, group) for new in (instead if each is member else (each,))
        )
        kinds = {**pack.meeting_kinds, kind.id: replace(kind, **{group: members})}
        yield f"{kind.id} {what}", member, replace(pack, meeting_kinds=kinds)


def _rules(part: d.Entry | d.Member, pack: d.Pack) -> bool:
    return any(pack.clauses[clause].kind in RULES for clause in part.clauses)


Changed = tuple[str, d.Entry | d.Member, d.Pack]
CHANGES: dict[tuple[str, str], list[Changed]] = {}
"""Of each entry and member of each pack everything that is changed about it."""

for name, pack in PACKS.items():
    for found in changed_packs(pack):
        CHANGES.setdefault((name, f"{type(found[1]).__name__} {found[1].id}"), []).append(found)


@cache
def speaking_of(name: str, part: str, clauses: tuple[str, ...]) -> tuple[Example, ...]:
    """The examples that are said to prove a part, those that name it before the others."""
    named = [each for each in EXAMPLES[name] if _names(each, part)]
    others = [each for each in EXAMPLES[name] if _asks(each, part, clauses)]
    return tuple({each.id: each for each in (*named, *others)}.values())


def _names(example: Example, part: str) -> bool:
    return any(
        part in (each.duty, each.prompt, each.verdict, each.none, each.guidance)
        or part in (each.attends, each.not_attending)
        for each in example.expect
    )


def _asks(example: Example, part: str, clauses: tuple[str, ...]) -> bool:
    """Whether it speaks of a family of duties, of no prompt at all, or of a clause."""
    return any(
        (each.none and part.startswith(f"{each.none}-"))
        or each.prompt == "none"
        or each.clause in clauses
        for each in example.expect
    )


def named_by(part: d.Entry | d.Member) -> tuple[str, ...]:
    """What an example names that speaks of it: a supersession shows in the duties."""
    return (part.id, *(part.duties if isinstance(part, d.Supersession) else ()))


@pytest.mark.parametrize(("name", "part"), CHANGES, ids=[f"{n}:{p}" for n, p in CHANGES])
def test_an_example_notices_each_change(name, part):
    unnoticed = [what for what, *change in CHANGES[name, part] if not noticed(name, *change)]

    assert unnoticed == []


def noticed(name: str, part: d.Entry | d.Member, changed: d.Pack) -> bool:
    """Whether an example that speaks of the part no longer holds."""
    calendar = calendar_of(changed)
    return any(
        not run(example, changed, calendar).holds
        for named in named_by(part)
        for example in speaking_of(name, named, part.clauses)
    )
