"""What the engine answers about a planned act: whether it may be, why, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pathways.definitions import Gate
from pathways.reasons import Reason


class Permission(StrEnum):
    ALLOWED = "allowed"
    WITH_REASON = "allowed with a recorded reason"
    NOT_ALLOWED = "not allowed"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether somebody may do something, before the act."""

    action: str
    permission: Permission
    clauses: tuple[str, ...]
    why: Reason
    missing: tuple[str, ...] = ()


class Effect(StrEnum):
    EFFECTIVE = "effective"
    VOID = "void"
    IN_BREACH = "effective but in breach"
    CANNOT_TELL = "cannot tell"


class Verdict(Protocol):
    """What an act that happened is worth, after it: effective, void, or in breach."""

    __slots__ = ("definition", "effect", "fact")

    definition: Gate
    """The gate of the pack that the act had to pass."""
    effect: Effect
    fact: str

    @property
    def gate(self) -> str:
        return self.definition.id

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.definition.clauses

    @property
    def why(self) -> Reason:
        """The evaluator's own trace, told as sentences."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and (self.definition, self.fact, self.effect) == (
            other.definition,
            other.fact,
            other.effect,
        )

    def __hash__(self) -> int:
        return hash((self.definition.id, self.fact))

    def __repr__(self) -> str:
        return f"<Verdict {self.gate} on {self.fact}: {self.effect}>"
