"""The clause ledger: how each clause of a source is honoured, and whether that is proved.

A clause that is said to be kept has to be named by what keeps it (a duty, a gate, a
question, a form, a meeting) and by a worked example, a form or a kind of meeting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from pathways import definitions as d
from pathways.examples import Example

KEPT = ("enforced", "required", "prompted", "shown")
NEEDS_EXAMPLE = frozenset({"enforced", "prompted"})


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of the ledger with what keeps it and what is wrong with the claim."""

    clause: d.Clause
    entries: tuple[d.Entry, ...]
    examples: tuple[Example, ...]
    faults: tuple[str, ...]

    @property
    def proved(self) -> bool:
        return not self.faults and self.clause.honoured in KEPT


def lines(pack: d.Pack, examples: Iterable[Example]) -> tuple[Line, ...]:
    """The ledger of a pack, clause by clause, checked."""
    known = {example.id: example for example in examples}
    cited = _entries_by_clause(pack)
    return tuple(
        Line(
            clause=clause,
            entries=tuple(cited.get(clause.id, ())),
            examples=tuple(each for each in known.values() if clause.id in each.clauses),
            faults=tuple(_faults(clause, pack, known, cited.get(clause.id, []))),
        )
        for clause in pack.clauses.values()
    )


def counts(ledger: Iterable[Line]) -> Counter[str]:
    """How many clauses are honoured in which way."""
    return Counter(line.clause.honoured for line in ledger)


def stage_of(pack: d.Pack, clause: str) -> d.Stage | None:
    """The stage of the way through at which a clause stands, by the section in its id."""
    section = clause.split("-")[1] if clause.count("-") > 1 else clause
    return next((stage for stage in pack.stages if section in stage.sections), None)


def entries(pack: d.Pack) -> tuple[d.Entry, ...]:
    """Duties, prompts, gates, supersessions and guidance, in the order in which they stand."""
    return (*pack.duties, *pack.prompts, *pack.gates, *pack.supersessions, *pack.guidance)


def _entries_by_clause(pack: d.Pack) -> dict[str, list[d.Entry]]:
    found: dict[str, list[d.Entry]] = {}
    for entry in entries(pack):
        for clause in entry.clauses:
            found.setdefault(clause, []).append(entry)
    return found


# --- faults ---------------------------------------------------------------------------


def _faults(
    clause: d.Clause, pack: d.Pack, known: dict[str, Example], cited: list[d.Entry]
) -> Iterator[str]:
    kept = clause.honoured in KEPT
    if clause.honoured == "not yet" and cited:
        yield f"It stands as not yet, but {cited[0].id} rests on it."
    if clause.honoured == "out of scope" and not clause.how:
        yield "It is out of scope without a reason."
    if kept and not clause.proof:
        yield "It has no proof."
    tested = any(each.startswith("test:") for each in clause.proof)
    ruled = any(isinstance(each, d.Duty | d.Gate | d.Supersession) for each in cited)
    if clause.honoured == "enforced" and not ruled and not tested:
        yield "No duty, gate or supersession rests on it, and no test proves it."
    if clause.honoured == "prompted" and not any(isinstance(each, d.Prompt) for each in cited):
        yield "No prompt rests on it."
    proofs = [each.partition(":") for each in clause.proof]
    for kind, _, name in proofs:
        yield from _unproved(clause, kind, name, pack, known)
    shown = tested or any(kind == "example" for kind, _, _ in proofs)
    if clause.honoured in NEEDS_EXAMPLE and not shown:
        yield "No worked example or test proves it."


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
        # Where it stands is looked up by the tests themselves: a pack knows no code.
        if "::test_" not in name:
            yield f"“{name}” does not name a test: write its file, “::” and its name."
        return
    groups: dict[str, dict[str, Any]] = {
        "form": pack.forms,
        "meeting": pack.meeting_kinds,
        "scale": pack.scales,
    }
    group = groups.get(kind)
    if group is None:
        yield f"“{kind}:{name}” is not a proof: use example, form, meeting, scale or test."
    elif name not in group:
        yield f"There is no {kind} “{name}”."
    elif clause.id not in set(_clauses_in(group[name])):
        yield f"The {kind} “{name}” does not name it."


def _clauses_in(node: Any) -> Iterator[str]:
    """Every clause that a form, meeting kind or scale names, at any depth."""
    if isinstance(node, tuple):
        for each in node:
            yield from _clauses_in(each)
    elif is_dataclass(node):
        yield from getattr(node, "clauses", ())
        clause = getattr(node, "clause", "")
        if clause:
            yield clause
        for part in fields(node):
            yield from _clauses_in(getattr(node, part.name))
