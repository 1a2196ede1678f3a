"""The clause ledger: how each clause of a source is honoured, and whether that is proved.

A clause that is said to be kept has to be named by what keeps it (a duty, a gate, a
question, a form, a meeting) and by a worked example, a form or a kind of meeting. Where
there is a register of the text, the ledger has all of it, and each rule is shown kept and
shown broken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from pathways import definitions as d
from pathways.examples_read import Example
from pathways.proving import broken, can_be_broken, held
from pathways.register import RULES, Register, differences, items_present

KEPT = ("enforced", "required", "prompted", "shown")
NEEDS_EXAMPLE = frozenset({"enforced", "prompted"})


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of the ledger with what keeps it and what is wrong with the claim."""

    clause: d.Clause
    entries: tuple[d.Entry, ...]
    examples: tuple[Example, ...]
    faults: tuple[str, ...]
    held: tuple[str, ...] = ()
    """Ids of the examples that show it kept."""
    broken: tuple[str, ...] = ()
    """Ids of those that show what becomes visible when it is not."""
    present: int = 0
    """How many things the parts of the pack that name it say."""
    items: int = 0
    """How many things the published text lists there."""

    @property
    def proved(self) -> bool:
        return not self.faults and self.clause.honoured in KEPT

    @property
    def rule(self) -> bool:
        return self.clause.kind in RULES


def lines(
    pack: d.Pack,
    examples: Iterable[Example],
    register: Register | None = None,
    is_test: Callable[[str], bool] | None = None,
) -> tuple[Line, ...]:
    """The ledger of a pack, clause by clause, checked; against the register where given.

    `is_test` says whether a named test is there: a pack knows no code.
    """
    known = {example.id: example for example in examples}
    cited = _entries_by_clause(pack)
    naming = _examples_by_clause(known.values())
    present = items_present(pack)
    found = []
    for clause in pack.clauses.values():
        proving = tuple(naming.get(clause.id, ()))
        line = Line(
            clause=clause,
            entries=tuple(cited.get(clause.id, ())),
            examples=proving,
            faults=tuple(_faults(clause, pack, known, cited.get(clause.id, []), is_test)),
            held=held(clause.id, proving),
            broken=broken(clause.id, proving),
            present=present[clause.id],
            items=register[clause.id].items if register and clause.id in register else 0,
        )
        if register:
            more = (*differences(clause, register, line.present), *_rule_faults(line, pack))
            line = replace(line, faults=(*line.faults, *more))
        found.append(line)
    return tuple(found)


def counts(ledger: Iterable[Line]) -> Counter[str]:
    """How many clauses are honoured in which way."""
    return Counter(line.clause.honoured for line in ledger)


def stage_of(pack: d.Pack, clause: str) -> d.Stage | None:
    """The stage of the way through at which a clause stands, by the section in its id.

    Where a pack holds two texts, a stage can name text and section: `bcic-6.1`.
    """
    prefix, _, rest = clause.lower().partition("-")
    section = rest.rpartition("-")[0] or clause.lower()
    names = {section, f"{prefix}-{section}"}
    return next((stage for stage in pack.stages if names & set(stage.sections)), None)


def entries(pack: d.Pack) -> tuple[d.Entry, ...]:
    """Duties, prompts, gates, supersessions and guidance, in the order in which they stand."""
    return (*pack.duties, *pack.prompts, *pack.gates, *pack.supersessions, *pack.guidance)


def _examples_by_clause(examples: Iterable[Example]) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {}
    for example in examples:
        for clause in example.clauses:
            found.setdefault(clause, []).append(example)
    return found


def _entries_by_clause(pack: d.Pack) -> dict[str, list[d.Entry]]:
    found: dict[str, list[d.Entry]] = {}
    for entry in entries(pack):
        for clause in entry.clauses:
            found.setdefault(clause, []).append(entry)
    return found


# --- faults ---------------------------------------------------------------------------


def _rule_faults(line: Line, pack: d.Pack) -> Iterator[str]:
    """A rule is proved by worked examples: one that shows it kept, one that shows it broken."""
    if not line.rule or line.clause.honoured not in KEPT:
        return
    if not any(each.startswith("example:") for each in line.clause.proof):
        yield "It is a rule, and its proof names no worked example."
    elif not line.held:
        yield "No worked example shows it kept."
    if can_be_broken(line.clause.id, pack) and not line.broken:
        yield "It can be broken, and no worked example shows it broken."


def _faults(
    clause: d.Clause,
    pack: d.Pack,
    known: dict[str, Example],
    cited: list[d.Entry],
    is_test: Callable[[str], bool] | None,
) -> Iterator[str]:
    kept = clause.honoured in KEPT
    if clause.honoured == "not yet" and cited:
        yield f"It stands as not yet, but {cited[0].id} rests on it."
    if clause.honoured == "out of scope" and not clause.how:
        yield "It is out of scope without a reason."
    if clause.honoured == "not yet" and not clause.how:
        yield "It stands as not yet, and does not say what will keep it."
    if kept and not clause.proof:
        yield "It has no proof."
    tested = any(each.startswith("test:") for each in clause.proof)
    ruled = any(isinstance(each, d.Duty | d.Gate | d.Supersession) for each in cited)
    ruled = ruled or clause.id in _required_members(pack)
    if clause.honoured == "enforced" and not ruled and not tested:
        yield "No duty, gate or supersession rests on it, and no test proves it."
    if clause.honoured == "prompted" and not any(isinstance(each, d.Prompt) for each in cited):
        yield "No prompt rests on it."
    proofs = [each.partition(":") for each in clause.proof]
    for kind, _, name in proofs:
        yield from _unproved(clause, kind, name, pack, known)
        if kind == "test" and "::test_" in name and is_test is not None and not is_test(name):
            yield f"There is no test “{name}”."
    shown = tested or any(kind == "example" for kind, _, _ in proofs)
    if clause.honoured in NEEDS_EXAMPLE and not shown:
        yield "No worked example or test proves it."


def _required_members(pack: d.Pack) -> set[str]:
    """The clauses by which somebody has to be at a meeting."""
    return {
        clause
        for kind in pack.meeting_kinds.values()
        for member in (*kind.core_members, *kind.invitees)
        if member.strength is d.Strength.MUST
        for clause in member.clauses
    }


def _unproved(
    clause: d.Clause, kind: str, name: str, pack: d.Pack, known: dict[str, Example]
) -> Iterator[str]:
    if kind == "example":
        if name not in known:
            yield f"There is no worked example “{name}”."
        elif clause.id not in known[name].clauses:
            yield f"The worked example “{name}” does not name it."
        return
    if kind == "test":
        if "::test_" not in name:
            yield f"“{name}” does not name a test: write its file, “::” and its name."
        return
    groups: dict[str, dict[str, Any]] = {
        "form": pack.forms,
        "meeting": pack.meeting_kinds,
        "scale": pack.scales,
        "guidance": {entry.id: entry for entry in pack.guidance},
    }
    group = groups.get(kind)
    if group is None:
        kinds = ", ".join(("example", *groups))
        yield f"“{kind}:{name}” is not a proof: use {kinds} or test."
    elif name not in group:
        yield f"There is no {kind} “{name}”."
    elif clause.id not in set(_clauses_in(group[name])):
        yield f"The {kind} “{name}” does not name it."


def _clauses_in(node: Any) -> Iterator[str]:
    """Every clause that a form, meeting kind, scale or guidance names, at any depth."""
    if isinstance(node, tuple):
        for each in node:
            yield from _clauses_in(each)
    elif is_dataclass(node):
        yield from getattr(node, "clauses", ())
        for part in fields(node):
            yield from _clauses_in(getattr(node, part.name))
