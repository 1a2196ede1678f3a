"""Reasons and dates as they are told: the trace in sentences, the counting day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Truth(StrEnum):
    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the evaluator's own trace, in a sentence, with the facts it used."""

    text: str
    truth: Truth = Truth.YES
    clauses: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    parts: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day, or a run of like days, in the arithmetic of a date; `number` None: not counted."""

    first: date
    last: date
    what: str
    number: int | None


@runtime_checkable
class Counted(Protocol):
    """How a date was counted: in words, and day by day; worked out when asked."""

    def words(self) -> str: ...

    def days(self) -> tuple[CountedDay, ...]: ...


class Deadline(NamedTuple):
    """The moment by which something is due, and how it was counted.

    Something due by the end of a day has `by_day` set and `moment` at the first instant
    of the next day: it is overdue from that instant on. Something due at a time of day
    has `by_day` None.
    """

    moment: datetime
    by_day: date | None
    counted: Counted
    provisional: bool = False
    """True beyond the horizon of the published bank holidays."""

    @property
    def arithmetic(self) -> str:
        """The counting in words, with the bank holidays named."""
        return self.counted.words()

    @property
    def days(self) -> tuple[CountedDay, ...]:
        """The counting day by day; weekends and holidays in runs."""
        return self.counted.days()

    @property
    def day(self) -> date:
        """The day, in Europe/London, by whose end or in whose course it is due."""
        return self.by_day or self.moment.astimezone(LONDON).date()
