"""What the engine answers: obligations, prompts, gates, and the reasons for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Truth(StrEnum):
    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"


class Status(StrEnum):
    """Where an obligation stands at the reader's moment."""

    UPCOMING = "upcoming"
    DUE = "due"
    """Due today."""
    OVERDUE = "overdue"
    OPEN = "open"
    """Outstanding, and the text gives no date."""
    MET = "met"
    MET_LATE = "met late"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"
    NOT_REQUIRED = "not required"
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


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment by which something is due, and how it was counted.

    Something due by the end of a day has `by_day` set and `moment` at the first instant
    of the next day: it is overdue from that instant on. Something due at a time of day
    has `by_day` None.
    """

    moment: datetime
    by_day: date | None
    arithmetic: str
    days: tuple[CountedDay, ...] = ()
    provisional: bool = False
    """True beyond the horizon of the published bank holidays."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty that has arisen; history included, so past ones stay.

    `key` is `duty:trigger-fact` and never changes. `status` holds for the evaluation's
    moment; ask `status_at` for another.
    """

    key: str
    duty: str
    act: str
    title: str
    clauses: tuple[str, ...]
    bearer: str
    strength: str
    triggers: tuple[str, ...]
    arose_at: datetime
    due: Deadline | None
    proposal: Deadline | None
    tolerated_until: Deadline | None
    met_by: str | None
    met_at: datetime | None
    ended_at: datetime | None
    status: Status
    why: Reason
    governed_by: str | None = None
    """Key of the obligation for the same act that falls due earlier, if any."""


@dataclass(frozen=True, slots=True)
class PromptRaised:
    """A threshold reached, or one that cannot be told, and what people are asked."""

    key: str
    prompt: str
    question: str
    asked_of: tuple[str, ...]
    clauses: tuple[str, ...]
    truth: Truth
    raised_at: datetime | None
    evidence: tuple[str, ...]
    answers: tuple[str, ...]
    why: Reason
    missing: tuple[str, ...] = ()
    """What would have to be known, where it cannot be told."""
    answered_by: str | None = None
    answer: str | None = None


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an act that happened is worth, after it: effective, void, or in breach."""

    gate: str
    fact: str
    effect: Effect
    clauses: tuple[str, ...]
    why: Reason


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that follows from the facts at one moment."""

    moment: datetime
    obligations: tuple[Obligation, ...] = ()
    prompts: tuple[PromptRaised, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    not_fired: tuple[Reason, ...] = field(default=())
    next_change_at: datetime | None = None
