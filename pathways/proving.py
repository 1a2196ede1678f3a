"""What a worked example proves: that a clause is kept, or what its breach looks like.

An example proves a clause only by something that has to arise under it. That nothing is
shown or asked would also hold if the entry were not there, and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pathways import definitions as d
from pathways.examples_read import Example, Expected

BROKEN = frozenset(
    {"overdue", "lapsed", "met late", "not allowed", "allowed with a recorded reason", "void"}
    | {"effective but in breach"}
)
UNTOLD = frozenset({"cannot tell", "not judged"})


def held(clause: str, examples: Iterable[Example]) -> tuple[str, ...]:
    """The examples that show the clause hold."""
    return _showing(clause, examples, broken=False)


def broken(clause: str, examples: Iterable[Example]) -> tuple[str, ...]:
    """The examples that show what becomes visible when it is broken."""
    return _showing(clause, examples, broken=True)


def _showing(clause: str, examples: Iterable[Example], *, broken: bool) -> tuple[str, ...]:
    return tuple(
        example.id
        for example in examples
        if any(
            expected.proves == clause and _broken(expected) is broken for expected in example.expect
        )
    )


def _broken(expected: Expected) -> bool | None:
    """Whether it shows the clause broken; None where it shows that it cannot be told."""
    said = expected.status or expected.permission or expected.effect
    if said in UNTOLD:
        return None
    return said in BROKEN


def can_be_broken(clause: str, pack: d.Pack) -> bool:
    """Whether somebody could fail to keep it: a date, a power, or a seat that is not filled."""
    return any(clause in part.clauses for part in _breakable(pack))


def _breakable(pack: d.Pack) -> Iterator[d.Entry | d.Member]:
    yield from (duty for duty in pack.duties if _dated(duty))
    yield from (gate for gate in pack.gates if gate.by or gate.only_if is not None)
    for kind in pack.meeting_kinds.values():
        for member in (*kind.core_members, *kind.invitees):
            if member.strength is d.Strength.MUST:
                yield member


def _dated(duty: d.Duty) -> bool:
    """Whether there is a day after which it is late."""
    if duty.strength is d.Strength.MAY or isinstance(duty.clock, d.Standing):
        return False
    return not (isinstance(duty.clock, d.After) and duty.clock.within is None and not duty.clock.by)
