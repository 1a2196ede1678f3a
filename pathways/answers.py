"""What the engine answers: obligations, prompts, gates, and the reasons for each."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from pathways.definitions import Duty, Prompt
from pathways.reasons import LONDON, Counted, CountedDay, Deadline, Reason, Truth
from pathways.rulings import Verdict

if TYPE_CHECKING:
    from pathways.guiding import GuidanceShown

__all__ = [
    "DATED",
    "LONDON",
    "OUTSTANDING",
    "Counted",
    "CountedDay",
    "Deadline",
    "Evaluation",
    "Obligation",
    "PromptRaised",
    "Reason",
    "Status",
    "Truth",
    "dated_status",
]


class Status(StrEnum):
    """Where an obligation stands at the reader's moment."""

    # As the text that it is: an enumeration's own is far slower, and this one is looked up a lot.
    __hash__ = str.__hash__

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


OUTSTANDING = frozenset({Status.UPCOMING, Status.DUE, Status.OVERDUE, Status.OPEN})
DATED = frozenset({Status.UPCOMING, Status.DUE, Status.OVERDUE})


class Obligation(Protocol):
    """A duty that has arisen; history included, so past ones stay.

    `key` is `duty:trigger-fact` and never changes. `status` holds for the evaluation's
    moment; ask `status_at` for another. Dates and reasons are worked out when asked.
    """

    definition: Duty
    """The duty of the pack, as it is in force."""
    arose_at: datetime
    due: Deadline | None
    ended_at: datetime | None
    """When it lapsed, was waived or superseded, or stopped applying."""
    status: Status

    @property
    def key(self) -> str: ...

    @property
    def duty(self) -> str:
        return self.definition.id

    @property
    def act(self) -> str:
        return self.definition.act

    @property
    def title(self) -> str:
        return self.definition.title

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.definition.clauses

    @property
    def bearer(self) -> str:
        return self.definition.bearer

    @property
    def strength(self) -> str:
        return self.definition.strength

    @property
    def triggers(self) -> tuple[str, ...]:
        """Facts that raised it, and that moved it."""

    @property
    def proposal(self) -> Deadline | None: ...

    @property
    def tolerated_until(self) -> Deadline | None: ...

    @property
    def met_by(self) -> str | None: ...

    @property
    def met_at(self) -> datetime | None: ...

    @property
    def governed_by(self) -> str | None:
        """Key of the obligation for the same act that falls due earlier, if any."""

    @property
    def why(self) -> Reason:
        """The evaluator's own trace, told as sentences."""

    @property
    def outstanding(self) -> bool:
        return self.status in OUTSTANDING

    def status_at(self, moment: datetime) -> Status:
        """Where it stands at another moment if nothing else happens; never stored."""
        if self.status not in DATED or self.due is None:
            return self.status
        return dated_status(self.due, moment, moment.astimezone(LONDON).date())

    def _answer(self) -> tuple[object, ...]:
        dates = (self.arose_at, self.due, self.proposal, self.tolerated_until, self.ended_at)
        became = (self.status, self.met_by, self.met_at, self.governed_by)
        return (self.key, self.definition, self.triggers, *dates, *became)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._answer() == other._answer()

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        due = f" by {self.due.day}" if self.due else ""
        return f"<Obligation {self.key}{due}: {self.status}>"


def dated_status(due: Deadline, moment: datetime, today: date) -> Status:
    """Say whether something outstanding is upcoming, due today, or overdue."""
    if due.moment <= moment:
        return Status.OVERDUE
    return Status.DUE if due.day == today else Status.UPCOMING


class PromptRaised(Protocol):
    """A threshold reached, or one that cannot be told, and what people are asked.

    `key` is `prompt:latest-evidence`, so new evidence asks anew. `evidence` are facts,
    the oldest first; `answer` is what people answered, or `settled` where the thing itself
    was done.
    """

    __slots__ = ("answer", "answered_by", "definition", "evidence", "key", "truth")

    definition: Prompt
    """The prompt of the pack, as it is in force."""
    key: str
    truth: Truth
    evidence: tuple[str, ...]
    answered_by: str | None
    answer: str | None

    @property
    def prompt(self) -> str:
        return self.definition.id

    @property
    def question(self) -> str:
        return self.definition.title

    @property
    def asked_of(self) -> tuple[str, ...]:
        return self.definition.asked_of

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.definition.clauses

    @property
    def answers(self) -> tuple[str, ...]:
        return self.definition.answers

    @property
    def raised_at(self) -> datetime:
        """Since when it has been so with this evidence."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What would have to be known, where it cannot be told."""

    @property
    def why(self) -> Reason:
        """The evaluator's own trace, told as sentences."""

    @property
    def open(self) -> bool:
        return self.answered_by is None

    def _answer(self) -> tuple[object, ...]:
        told = (self.definition, self.truth, self.evidence, self.answered_by, self.answer)
        return (self.key, *told, self.raised_at, self.missing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._answer() == other._answer()

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<PromptRaised {self.key}: {self.truth}>"


class Rest(Protocol):
    """What of an answer is worked out only when somebody asks for it."""

    def history(self) -> tuple[Obligation, ...]: ...

    def latest(self, act: str) -> Obligation | None: ...

    def guidance(self) -> tuple[GuidanceShown, ...]: ...

    def silent(self) -> tuple[Reason, ...]: ...


class Evaluation:
    """Everything that follows from the facts at one moment.

    What is outstanding, asked and worth is worked out at once; the whole history, the
    guidance that is shown, and why other entries are silent, when somebody asks.
    """

    __slots__ = (
        "_obligations",
        "_rest",
        "_shown",
        "moment",
        "next_change_at",
        "open",
        "prompts",
        "verdicts",
    )

    def __init__(
        self,
        moment: datetime,
        open: tuple[Obligation, ...],
        prompts: tuple[PromptRaised, ...],
        verdicts: tuple[Verdict, ...],
        next_change_at: datetime | None,
        rest: Rest,
    ) -> None:
        self.moment = moment
        self.open = open
        """What is outstanding or cannot be told, by due date."""
        self.prompts = prompts
        self.verdicts = verdicts
        self.next_change_at = next_change_at
        """The next moment at which time alone changes more than upcoming, due and late."""
        self._rest = rest
        self._obligations: tuple[Obligation, ...] | None = None
        self._shown: tuple[GuidanceShown, ...] | None = None

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """All that ever arose, by due date, those without one last."""
        if self._obligations is None:
            self._obligations = self._rest.history()
        return self._obligations

    def latest(self, act: str) -> Obligation | None:
        """Of all that ever arose for an act, the one that arose last: is it done, and was it late?

        Quicker than the whole history, of which it is the same part.
        """
        return self._rest.latest(act)

    @property
    def guidance(self) -> tuple[GuidanceShown, ...]:
        """What the procedure says about a case like this, each with its points of use."""
        if self._shown is None:
            self._shown = self._rest.guidance()
        return self._shown

    @property
    def outstanding(self) -> tuple[Obligation, ...]:
        """What is still to be done, one for each act: governed ones are left out."""
        return tuple(o for o in self.open if o.outstanding and o.governed_by is None)

    @property
    def not_fired(self) -> tuple[Reason, ...]:
        """Why each duty and prompt that did not arise did not arise."""
        return self._rest.silent()
