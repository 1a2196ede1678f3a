"""Guidance: what the text says, shown where it is needed and while its condition holds.

Worked out only when somebody asks for it; the evaluation itself takes note of nothing
but the moments at which time alone could change what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from pathways import definitions as d
from pathways.answers import Reason, Truth
from pathways.drafts import in_force
from pathways.nodes import NO, TRUTHS, YES, Node, answer_now
from pathways.timeline import Timeline


class Advice:
    """A guidance entry made ready."""

    __slots__ = ("dated", "entry", "node")

    def __init__(self, entry: d.Guidance, node: Node | None) -> None:
        self.entry = entry
        self.node = node
        self.dated = entry.in_force_from is not None or entry.in_force_to is not None


class GuidanceShown:
    """Guidance that is shown now, or of which it cannot be told whether it applies."""

    __slots__ = ("definition", "evidence", "line", "node", "truth")

    definition: d.Guidance
    truth: Truth
    evidence: tuple[str, ...]
    """The facts for which it is shown, the oldest first."""

    def __init__(self, advice: Advice, truth: int, evidence: tuple[str, ...], line: Timeline):
        self.definition = advice.entry
        self.node = advice.node
        self.truth = TRUTHS[truth]
        self.evidence = evidence
        self.line = line

    @property
    def guidance(self) -> str:
        return self.definition.id

    @property
    def title(self) -> str:
        return self.definition.title

    @property
    def items(self) -> tuple[str, ...]:
        return self.definition.items

    @property
    def at(self) -> tuple[d.PointOfUse, ...]:
        """The points of use: where in the work it is shown."""
        return self.definition.at

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.definition.clauses

    @property
    def missing(self) -> tuple[str, ...]:
        """What would have to be known, where it cannot be told."""
        if self.node is None or self.truth is not Truth.CANNOT_TELL:
            return ()
        return tuple(dict.fromkeys(self.node.missing(self.line, self.line.moment)))

    @property
    def why(self) -> Reason:
        """The evaluator's own trace, told as sentences."""
        entry, line = self.definition, self.line
        parts: tuple[Reason, ...] = ()
        if self.node is not None:
            parts = (self.node.reason(line, line.moment),)
        if entry.reading:
            parts = (*parts, Reason(f"Read as: {entry.reading}"))
        return Reason(line.words.guidance(entry), self.truth, entry.clauses, self.evidence, parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GuidanceShown) and (
            (self.definition, self.truth, self.evidence)
            == (other.definition, other.truth, other.evidence)
        )

    def __hash__(self) -> int:
        return hash(self.definition.id)

    def __repr__(self) -> str:
        return f"<GuidanceShown {self.guidance}: {self.truth}>"


def shown(advices: Iterable[Advice], line: Timeline) -> tuple[GuidanceShown, ...]:
    """What is to be shown at the moment, in the order in which the pack has it."""
    found = []
    for advice in advices:
        if advice.dated and not in_force(advice.entry, line.today):
            continue
        if advice.node is None:
            found.append(GuidanceShown(advice, YES, (), line))
            continue
        if advice.node.now(line) != NO:
            truth, evidence = answer_now(advice.node, line)
            facts = tuple([fact.id for fact in evidence])
            found.append(GuidanceShown(advice, truth, facts, line))
    return tuple(found)
