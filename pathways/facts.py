"""What happened, as the engine sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Precision(StrEnum):
    """How exactly a moment is known."""

    INSTANT = "instant"
    """The time of day is known."""
    DATE = "date"
    """Only the day is known; `at` is the start of that day in Europe/London."""
    PROXY = "proxy"
    """The moment is when somebody worked on the record, not when the thing happened."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to a subject, and when it became known.

    `at` and `recorded_at` are aware moments. A fact is never edited: a mistake is
    withdrawn (`withdrawn_at`) and the right fact recorded beside it.
    """

    id: str
    kind: str
    at: datetime
    precision: Precision = Precision.INSTANT
    recorded_at: datetime | None = None
    withdrawn_at: datetime | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def known_at(self, moment: datetime) -> bool:
        """Whether somebody reading the record at this moment saw the fact stand."""
        recorded = self.recorded_at or self.at
        return recorded <= moment and (self.withdrawn_at is None or self.withdrawn_at > moment)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a procedure is about, with what was true of it from the start.

    `attributes` holds values such as `legal_status`, `responsible_authority`,
    `placement_authority` and `area`; a fact kind that `sets` an attribute changes it
    from that fact's moment on.
    """

    kind: str
    born: date | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
