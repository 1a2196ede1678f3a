"""Worked examples: what somebody in the field would write down, run against the engine.

Each names a subject, the facts, a moment and what must follow. They prove the clauses of
the ledger, and any such file can be tried from outside (`holdfast policy evaluate`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pathways import definitions as d
from pathways.answers import Evaluation, Obligation, PromptRaised
from pathways.calendars import Calendar
from pathways.engine import evaluate, may
from pathways.examples_compare import compare, said
from pathways.examples_names import unknown_names
from pathways.examples_read import Example, load_examples, slug
from pathways.guiding import GuidanceShown

__all__ = ["Example", "Outcome", "as_data", "load_examples", "run", "slug", "unknown_names"]


@dataclass(slots=True)
class Outcome:
    """An example that was run: what followed, and where that differs from what must."""

    example: Example
    evaluation: Evaluation
    differences: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.differences


def run(example: Example, pack: d.Pack, calendar: Calendar) -> Outcome:
    """Evaluate an example and compare what follows with what must follow."""
    evaluation = evaluate(
        pack, example.facts, example.subject, calendar, example.moment, example.known_at
    )
    outcome = Outcome(example, evaluation)
    for expected in example.expect:
        outcome.differences.extend(compare(expected, example, evaluation, pack, calendar))
    return outcome


def as_data(outcome: Outcome, pack: d.Pack, calendar: Calendar) -> dict[str, Any]:
    """What followed, for `--json`: obligations, prompts, verdicts and the rulings asked for."""
    found = outcome.evaluation
    return {
        "example": outcome.example.title,
        "pack": pack.id,
        "identity": pack.identity,
        "moment": found.moment.isoformat(),
        "holds": outcome.holds,
        "differences": outcome.differences,
        "obligations": [_obligation_data(each) for each in found.obligations],
        "prompts": [_prompt_data(each) for each in found.prompts],
        "verdicts": [
            {
                "gate": each.gate,
                "fact": each.fact,
                "effect": str(each.effect),
                "clauses": list(each.clauses),
                "why": each.why.text,
            }
            for each in found.verdicts
        ],
        "guidance": [_guidance_data(each) for each in found.guidance],
        "gates": [_gate_data(gate, outcome.example, pack, calendar) for gate in pack.gates],
        "next_change_at": found.next_change_at.isoformat() if found.next_change_at else None,
    }


def _obligation_data(each: Obligation) -> dict[str, Any]:
    return {
        "key": each.key,
        "duty": each.duty,
        "act": each.act,
        "title": each.title,
        "bearer": each.bearer,
        "strength": str(each.strength),
        "clauses": list(each.clauses),
        "status": str(each.status),
        "due": said(each, "due"),
        "due_moment": each.due.moment.isoformat() if each.due else None,
        "proposal": said(each, "proposal"),
        "tolerated_until": str(each.tolerated_until.day) if each.tolerated_until else None,
        "arithmetic": each.due.arithmetic if each.due else "",
        "triggers": list(each.triggers),
        "met_by": each.met_by,
        "governed_by": each.governed_by,
        "why": each.why.text,
    }


def _prompt_data(each: PromptRaised) -> dict[str, Any]:
    return {
        "key": each.key,
        "prompt": each.prompt,
        "question": each.question,
        "asked_of": list(each.asked_of),
        "clauses": list(each.clauses),
        "truth": str(each.truth),
        "evidence": list(each.evidence),
        "missing": list(each.missing),
        "answer": each.answer,
        "why": each.why.text,
    }


def _guidance_data(each: GuidanceShown) -> dict[str, Any]:
    return {
        "guidance": each.guidance,
        "title": each.title,
        "at": list(each.at),
        "items": list(each.items),
        "clauses": list(each.clauses),
        "truth": str(each.truth),
        "evidence": list(each.evidence),
        "missing": list(each.missing),
        "why": each.why.text,
    }


def _gate_data(gate: d.Gate, example: Example, pack: d.Pack, calendar: Calendar) -> dict[str, Any]:
    """Whether it may be done at the moment, by the first who has the power."""
    by = gate.by[0] if gate.by else ""
    ruling = may(pack, gate.action, by, example.facts, example.subject, calendar, example.moment)
    return {
        "gate": gate.id,
        "action": gate.action,
        "by": by,
        "permission": str(ruling.permission),
        "clauses": list(ruling.clauses),
        "missing": list(ruling.missing),
    }
