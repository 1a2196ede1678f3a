"""Change one figure or one condition of a pack, and some worked example has to notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from pathways import definitions as d
from pathways import ledger
from pathways.calendars import load_calendar
from pathways.examples import Example, load_examples, run
from pathways.packs import load_all

POLICY = Path(__file__).parents[2] / "policy"
PACKS = load_all(POLICY)
EXAMPLES = {pack: load_examples(POLICY / pack / "examples", pack) for pack in PACKS}


def changed_figures(node: Any) -> Iterator[tuple[str, Any]]:
    """The same with one figure one higher, for each figure in it."""
    if isinstance(node, tuple):
        for index, each in enumerate(node):
            for what, other in changed_figures(each):
                yield what, (*node[:index], other, *node[index + 1 :])
    elif isinstance(node, d.Period):
        yield f"{node.amount} {node.unit}", replace(node, amount=node.amount + 1)
    elif is_dataclass(node) and not isinstance(node, type):
        if isinstance(node, d.Count):
            yield f"{node.at_least} times", replace(node, at_least=node.at_least + 1)
        for part in fields(node):
            for what, other in changed_figures(getattr(node, part.name)):
                yield what, replace(node, **{part.name: other})


def changed_conditions(entry: d.Entry) -> Iterator[tuple[str, d.Entry]]:
    """The same without its condition, or with another worth."""
    if isinstance(entry, d.Duty) and entry.when is not None:
        yield "no condition", replace(entry, when=None)
    # An interval that nothing else meets is met by what starts it again.
    if isinstance(entry, d.Duty) and entry.met_by and not isinstance(entry.clock, d.Interval):
        yield "met by nothing", replace(entry, met_by=())
    if isinstance(entry, d.Gate):
        for other in d.Otherwise:
            if other is not entry.otherwise:
                yield f"otherwise {other}", replace(entry, otherwise=other)


def mutants() -> Iterator[tuple[str, str, d.Entry]]:
    for name, pack in PACKS.items():
        for entry in ledger.entries(pack):
            for what, other in (*changed_figures(entry), *changed_conditions(entry)):
                yield name, what, other


MUTANTS = list(mutants())


def names(example: Example, entry: str) -> bool:
    return any(
        entry in (each.duty, each.prompt, each.verdict, each.none)
        or (each.none and entry.startswith(f"{each.none}-"))
        or each.prompt == "none"
        for each in example.expect
    )


@pytest.mark.parametrize(
    ("name", "what", "other"), MUTANTS, ids=[f"{n}:{o.id}:{w}" for n, w, o in MUTANTS]
)
def test_an_example_notices(name, what, other):
    pack = PACKS[name]
    group = {d.Duty: "duties", d.Prompt: "prompts", d.Gate: "gates"}[type(other)]
    entries = tuple(other if each.id == other.id else each for each in getattr(pack, group))
    mutated = replace(pack, **{group: entries})
    calendar = load_calendar(POLICY / "calendars" / f"{pack.nation}.yaml")

    noticed = any(
        not run(example, mutated, calendar).holds
        for example in EXAMPLES[name]
        if names(example, other.id)
    )

    assert noticed
