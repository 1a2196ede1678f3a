"""What entries are built of: periods, selectors, the closed set of conditions, clocks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Strength(StrEnum):
    """How strongly the text puts it."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


Unit = Literal["hours", "days", "working days", "weeks", "months"]


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in the unit that the procedure uses; units are never converted."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Where:
    """A field of a fact has one of these values (a list field: holds one of them)."""

    field: str
    one_of: tuple[str, ...]
    negated: bool = False
    over: int | None = None
    """In place of values: the field holds a number greater than this."""

    @property
    def listed(self) -> bool:
        """Whether the facts that are meant are those with certain values."""
        return not self.negated and self.over is None


@dataclass(frozen=True, slots=True)
class Selector:
    """Facts of one kind, narrowed by their fields."""

    kind: str
    where: tuple[Where, ...] = ()


# --- conditions: the closed set -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Exists:
    """At least one such fact, in the whole record or within a window that looks back."""

    fact: Selector
    within: Period | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many such facts within a window that looks back.

    `same` names a field: only facts that share its value are counted together ("the
    second time by the same agency").
    """

    fact: Selector
    at_least: int
    within: Period | None = None
    same: str = ""


@dataclass(frozen=True, slots=True)
class Longest:
    """A state (such as being missing) lasted at least so long, within a window.

    With `beyond` it has to have lasted longer: exactly so long is not enough.
    """

    state: str
    at_least: Period
    within: Period | None = None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest fact of a kind is one like this."""

    fact: str
    where: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class First:
    """Some such fact on or after the latest fact of another kind."""

    fact: Selector
    on_or_after: Selector


@dataclass(frozen=True, slots=True)
class Open:
    """A state has begun and not ended."""

    state: str
    where: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """The subject is linked to at least so many others of a kind on that day."""

    to: str
    at_least: int = 1
    where: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """The act that a gate watches is itself like this; only a gate can ask it."""

    where: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """People answered a question in this way; the engine never answers it for them."""

    question: str
    answer: str = "yes"
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidedAt:
    """A decision was taken at a meeting of this kind (quorate, where that is asked).

    `decision` is a fact kind (`rating.set`). The decision and the discussion belong
    together by their field `meeting`, or else by their day; the discussion's field `forum`
    names the kind of meeting.
    """

    meeting: str
    decision: str
    quorate: bool = False


@dataclass(frozen=True, slots=True)
class AgreementOf:
    """Somebody in this role agreed to the action."""

    role: str
    to: str


@dataclass(frozen=True, slots=True)
class Is:
    """An attribute of the subject as at the day: a value, or an age in whole years."""

    attribute: str
    one_of: tuple[str, ...] = ()
    negated: bool = False
    under: int | None = None
    from_age: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Once:
    """It was so at some time, and counts from then on: a threshold that was reached stays."""

    of: Condition


Condition = (
    Exists | Count | Longest | Latest | First | Open | Linked | Judged
    | DecidedAt | AgreementOf | Is | Act | All | AnyOf | NoneOf | Once
)  # fmt: skip


# --- clocks ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class After:
    """Due within a period after each such fact; `within` None: the text gives no figure.

    `by` names the field of the fact that holds the day by which people agreed to do it.
    """

    each: Selector
    within: Period | None
    proposal: Period | None = None
    tolerated: Period | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """Due at least a period before the moment that each such fact announces.

    `moment` names the field of the fact that holds that moment (`starts_at`). A later fact
    with the same `key` can move it or call it off. Undone when the moment comes, the duty
    lapses.
    """

    each: Selector
    at_least: Period
    moment: str = "starts_at"
    key: str = "meeting"
    moved_by: tuple[str, ...] = ("meeting.moved",)
    cancelled_by: tuple[str, ...] = ("meeting.cancelled",)


@dataclass(frozen=True, slots=True)
class Interval:
    """Due again, at the latest a period after the latest of these facts, while it applies.

    `earlier` selects facts whose field `due` names an earlier date agreed by people.
    """

    since: tuple[Selector, ...]
    limit: Period
    proposal: Period | None = None
    tolerated: Period | None = None
    earlier: Selector | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Must be so for as long as the duty's condition holds; no date is given."""


Clock = After | Before | Interval | Standing
