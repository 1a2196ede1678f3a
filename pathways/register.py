"""The register of a published text: which clauses it has, of which kind, listing how much.

A ledger is compared with it, so that no clause is left out and none is made up. The
register holds facts only; what a clause says stands in the ledger, in our words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pathways import definitions as d
from pathways.schema_mistakes import mistakes
from pathways.schema_values import Name, Text, WholeNumber, Written
from pathways.sources import PackRefused, Problem, nearest, read

FILE = "register.yaml"
RULES = frozenset(
    {
        "scope",
        "threshold",
        "route",
        "timescale",
        "authority",
        "attendance",
        "precedence",
        "escalation",
    }
)
"""Kinds of clause that the engine has to keep, each proved by worked examples."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One clause as the register has it; `items` is how many things the text lists there."""

    id: str
    kind: str
    section: str
    items: int = 0

    @property
    def rule(self) -> bool:
        return self.kind in RULES


class RegisteredWritten(Written):
    id: Text
    kind: Name
    section: Text
    items: WholeNumber | None = None

    def built(self) -> Registered:
        return Registered(self.id, self.kind, self.section, self.items or 0)


WRITTEN = TypeAdapter(RegisteredWritten)
Register = dict[str, Registered]


def load_register(folder: Path) -> Register:
    """The register beside a pack; empty where there is none."""
    path = folder / FILE
    if not path.exists():
        return {}
    source = read(path)
    problems = list(source.problems)
    found: Register = {}
    for index, raw in enumerate(source.data or []):
        name = f"clause {raw.get('id', '')}" if isinstance(raw, dict) else ""
        try:
            clause = WRITTEN.validate_python(raw).built()
        except ValidationError as error:
            problems.extend(mistakes(error, source, (index,), name))
            continue
        if clause.id in found:
            what = "The clause stands in the register twice."
            line = source.line((index,))
            problems.append(Problem(source.file, line, name, what, "Keep one of them."))
        found[clause.id] = clause
    if problems:
        raise PackRefused(problems)
    return found


def missing(pack: d.Pack, register: Register) -> tuple[Registered, ...]:
    """Clauses of the text that the ledger leaves out."""
    return tuple(each for each in register.values() if each.id not in pack.clauses)


def differences(clause: d.Clause, register: Register, present: int) -> Iterator[str]:
    """Where the ledger and the register do not agree about one clause."""
    known = register.get(clause.id)
    if known is None:
        yield f"It is not in the register. {nearest(clause.id, register)}"
        return
    if clause.kind != known.kind:
        yield f"The register has it as {known.kind}, not {clause.kind}."
    if clause.section != known.section:
        yield f"The register has it in the section “{known.section}”."
    if known.rule and clause.honoured in {"not yet", "out of scope"}:
        yield f"A clause of kind {known.kind} has to be kept; it cannot stand as {clause.honoured}."
    if present < known.items and clause.honoured not in {"not yet", "out of scope"}:
        yield f"The text lists {known.items} things, and {present} of them are present as data."


# --- what is present as data ----------------------------------------------------------


def items_present(pack: d.Pack) -> Counter[str]:
    """How many things each clause is given by the parts of a pack that name it."""
    found: Counter[str] = Counter()
    for clauses, amount in _parts(pack):
        for clause in clauses:
            found[clause] += amount
    return found


Part = tuple[tuple[str, ...], int]
"""The clauses that a part of a pack names, and how many things it says."""


def _parts(pack: d.Pack) -> Iterator[Part]:
    for entry in (*pack.duties, *pack.prompts, *pack.gates, *pack.supersessions):
        yield entry.clauses, 1
    for advice in pack.guidance:
        yield advice.clauses, max(len(advice.items), 1)
    for form in pack.forms.values():
        yield from ((section.clauses, 1) for section in form.sections)
        yield from ((each.clauses, max(len(each.options), 1)) for each in form.questions())
    for kind in pack.meeting_kinds.values():
        yield from _of_meeting(kind)
    for scale in pack.scales.values():
        parts = (scale.levels, scale.key_risks, scale.change_reasons, scale.factors)
        yield from ((each.clauses, 1) for part in parts for each in part)


def _of_meeting(kind: d.MeetingKind) -> Iterator[Part]:
    yield from ((each.clauses, 1) for each in kind.quorum)
    yield from ((each.clauses, 1) for each in kind.steps)
    for members in (
        kind.core_members,
        kind.invitees,
        kind.list_recipients,
        kind.papers_recipients,
        kind.notes_recipients,
    ):
        yield from ((each.clauses, 1) for each in members)
