"""What a procedure asks, once it has been read and checked.

Frozen and without behaviour: the door (`packs.py`) makes them, the evaluator reads them.
Every entry names the clauses that it rests on and, where the text is unclear, the
reading that was chosen. What entries are built of stands in `terms.py`, forms and kinds
of meeting in `gatherings.py`; all of it is imported from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pathways.gatherings import (
    AgendaStep,
    Form,
    MeetingKind,
    Member,
    Option,
    Question,
    QuestionType,
    QuorumPart,
    Section,
    ShowIf,
)
from pathways.terms import (
    Act,
    After,
    AgreementOf,
    All,
    AnyOf,
    Before,
    Clock,
    Condition,
    Count,
    DecidedAt,
    Exists,
    First,
    Interval,
    Is,
    Judged,
    Latest,
    Linked,
    Longest,
    NoneOf,
    Once,
    Open,
    Period,
    Selector,
    Standing,
    Strength,
    Unit,
    Where,
)
from pathways.vocabulary import Attribute, FactKind, Field, State, Vocabulary

__all__ = [
    "Act",
    "After",
    "AgendaStep",
    "AgreementOf",
    "All",
    "AnyOf",
    "Attribute",
    "Before",
    "Clause",
    "Clock",
    "Condition",
    "Count",
    "DecidedAt",
    "Duty",
    "Edition",
    "Entry",
    "Exists",
    "FactKind",
    "Field",
    "First",
    "Form",
    "Gate",
    "Guidance",
    "Honoured",
    "Interval",
    "Is",
    "Judged",
    "Latest",
    "Level",
    "Linked",
    "Longest",
    "MeetingKind",
    "Member",
    "NoneOf",
    "Once",
    "Open",
    "Option",
    "Otherwise",
    "Pack",
    "Period",
    "PointOfUse",
    "Prompt",
    "Question",
    "QuestionType",
    "QuorumPart",
    "Role",
    "Scale",
    "Section",
    "Selector",
    "ShowIf",
    "Stage",
    "Standing",
    "State",
    "Strength",
    "Supersession",
    "Unit",
    "Vocabulary",
    "Where",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """What every entry of a pack has in common.

    It applies to every kind of subject in `subjects` (a child, and a care leaver too).
    """

    id: str
    title: str
    clauses: tuple[str, ...]
    reading: str = ""
    subjects: tuple[str, ...] = ("child",)
    in_force_from: date | None = None
    in_force_to: date | None = None
    local_setting: bool = False
    """True where an authority added a figure that the text does not give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Entry):
    """Somebody has to do something, by when, while a condition holds.

    Duties with the same `act` ask for the same thing: one act meets them all and the
    earliest date governs. `match` names fields that the meeting fact must share with
    the triggering one (such as `meeting`).
    """

    act: str
    bearer: str
    clock: Clock
    when: Condition | None = None
    met_by: tuple[Selector, ...] = ()
    match: tuple[str, ...] = ()
    strength: Strength = Strength.MUST
    persists: bool = True
    """False: once the moment has passed it can no longer be done, and lapses."""
    ends_with: tuple[Selector, ...] = ()
    """Facts, matched like `met_by`, with which it falls away undone (a meeting cancelled)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt(Entry):
    """A threshold is reached and people are asked to decide; the title is the question.

    With `each`, one prompt for each such fact. `settled_by` are facts that make the
    question idle (the thing was done). Answers carry a reason.
    """

    asked_of: tuple[str, ...]
    when: Condition
    each: Selector | None = None
    answers: tuple[str, ...] = ("yes", "no")
    settled_by: tuple[Selector, ...] = ()
    match: tuple[str, ...] = ()


class Otherwise(StrEnum):
    """What an act is worth when the gate's conditions do not hold."""

    VOID = "void"
    IN_BREACH = "in breach"
    WITH_REASON = "with a recorded reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Entry):
    """Who may do what, on which conditions; `effects` are the facts that show it was done.

    `by` holds roles or capabilities. `role_field` names the field of those facts that says
    in which role it was done (`chair_role`).
    """

    action: str
    by: tuple[str, ...] = ()
    only_if: Condition | None = None
    otherwise: Otherwise = Otherwise.IN_BREACH
    effects: tuple[Selector, ...] = ()
    role_field: str = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supersession(Entry):
    """While a condition holds, some duties are suspended, ended or replaced.

    Suspended duties come back when it ends; with clocks paused, their dates move by the
    days it lasted. Ended duties do not come back: only a new trigger raises them again.
    Replaced duties are ended, and `replaced_by` names what stands in their place.
    """

    duties: tuple[str, ...]
    when: Condition
    effect: Literal["suspend", "end", "replace"] = "suspend"
    clocks: Literal["keep", "pause"] = "keep"
    replaced_by: tuple[str, ...] = ()


PointOfUse = Literal[
    "record", "referral", "assessment", "missing", "strategy", "meeting", "plan", "review",
    "sharing", "places", "leaving", "oversight",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance(Entry):
    """Something the text says, shown where it is needed; the title is what people read.

    `at` names the points of use. With `when`, it is shown only while that holds or cannot
    be told. `items` are the things to think of, one by one.
    """

    at: tuple[PointOfUse, ...] = ("record",)
    when: Condition | None = None
    items: tuple[str, ...] = ()


# --- the way through and the ledger ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the way through; its clauses are found by the section part of their id."""

    id: str
    label: str
    sections: tuple[str, ...]
    note: str = ""
    leads_to: tuple[str, ...] = ()
    calls_for: tuple[str, ...] = ()
    column: int = 0
    row: int = 0


Honoured = Literal["enforced", "required", "prompted", "shown", "not yet", "out of scope"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the source in our words, how it is honoured, and what proves it.

    `proof` names worked examples (`example:…`), forms (`form:…`), meeting kinds
    (`meeting:…`) or tests (`test:…`).
    """

    id: str
    title: str
    kind: str
    section: str
    says: str
    honoured: Honoured
    how: str = ""
    proof: tuple[str, ...] = ()


# --- the pack -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the procedure, its label and what it can do (`chair:risk_meeting`)."""

    id: str
    label: str
    agency: str
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    id: str
    label: str
    meaning: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of ratings, in the words of one authority; never compared with another's."""

    id: str
    label: str
    levels: tuple[Level, ...]
    key_risks: tuple[Level, ...]
    change_reasons: tuple[Level, ...]
    factors: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated text of the procedure; `prefixes` begin the ids of the clauses that it brought."""

    id: str
    label: str
    title: str
    in_force_from: date
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One authority's procedure, whole and checked; `edition` is its version in this system."""

    id: str
    authority: str
    title: str
    edition: str
    in_force_from: date
    nation: str
    prevails: str
    labels: dict[str, str]
    roles: dict[str, Role]
    duties: tuple[Duty, ...]
    prompts: tuple[Prompt, ...]
    gates: tuple[Gate, ...]
    supersessions: tuple[Supersession, ...]
    scales: dict[str, Scale]
    meeting_kinds: dict[str, MeetingKind]
    forms: dict[str, Form]
    clauses: dict[str, Clause]
    stages: tuple[Stage, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    editions: tuple[Edition, ...] = ()
    """The dated texts that the pack holds, the earliest first; empty where there is one."""
    identity: str = ""
    """SHA-256 of the canonical JSON."""
    vocabulary: Vocabulary | None = None
    """The words that the pack was checked against; the engine needs them."""

    def edition_on(self, day: date) -> Edition | None:
        """The latest text that is in force on a day; None where there is only one, or none yet."""
        begun = [each for each in self.editions if each.in_force_from <= day]
        return begun[-1] if begun else None

    def edition_of(self, clause: str) -> Edition | None:
        """The text that a clause stands in."""
        return next(
            (each for each in self.editions if clause.startswith(tuple(each.prefixes))), None
        )
