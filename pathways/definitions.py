"""What a procedure asks, once it has been read and checked.

Frozen and without behaviour: the door (`packs.py`) makes them, the evaluator reads them.
Every entry names the clauses that it rests on and, where the text is unclear, the
reading that was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

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
    """A state (such as being missing) lasted at least so long, within a window."""

    state: str
    at_least: Period
    within: Period | None = None


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


Condition = (
    Exists | Count | Longest | Latest | First | Open | Linked | Judged
    | DecidedAt | AgreementOf | Is | All | AnyOf | NoneOf
)  # fmt: skip


# --- clocks ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class After:
    """Due within a period after each such fact; `within` None: the text gives no figure."""

    each: Selector
    within: Period | None
    proposal: Period | None = None
    tolerated: Period | None = None


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


class Strength(StrEnum):
    """How strongly the text puts it."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


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


# --- the vocabulary -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact: its type, what it means, and its possible values.

    `sets` names the attribute of the subject that this field changes.
    """

    name: str
    type: Literal["text", "choice", "choices", "boolean", "date", "moment", "number", "reference"]
    meaning: str
    options: tuple[str, ...] = ()
    required: bool = False
    options_from: str = ""
    """Where the pack gives the values: `levels`, `key_risks`, `change_reasons`, `factors`."""
    sets: str | None = None


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact: what it means and which fields it has.

    `sets` names the attribute of the subject that the field `value` changes.
    """

    name: str
    label: str
    meaning: str
    subjects: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    sets: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A state that one fact begins and another ends, paired by a field."""

    name: str
    label: str
    begins: str
    ends: tuple[str, ...]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something true of a subject as at a day; `options` empty: any text."""

    name: str
    label: str
    meaning: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    kinds: dict[str, FactKind]
    states: dict[str, State]
    attributes: dict[str, Attribute] = field(default_factory=dict)


# --- forms ----------------------------------------------------------------------------

QuestionType = Literal[
    "text", "textarea", "date", "yes_no", "choice", "choices", "person", "place", "number"
]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen; `id` is stored, `label` is read."""

    id: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ShowIf:
    """The question is asked only when another one was answered in one of these ways."""

    question: str
    one_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form. `fills_from` names what the record already knows."""

    id: str
    label: str
    type: QuestionType
    options: tuple[Option, ...] = ()
    required: bool = False
    hint: str = ""
    clause: str = ""
    show_if: ShowIf | None = None
    fills_from: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form; with `repeats` its questions are asked for each thing listed."""

    id: str
    label: str
    questions: tuple[Question, ...]
    hint: str = ""
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form as the procedure wants it; a published version never changes."""

    id: str
    version: str
    label: str
    sections: tuple[Section, ...]
    hint: str = ""
    clauses: tuple[str, ...] = ()
    local_setting: bool = False
    """True where the text asks for the form but does not give its questions."""

    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)


# --- meetings -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuorumPart:
    """An agency without which the meeting is not quorate; `roles` empty: anybody from it."""

    agency: str
    label: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A place at the table, or on a list of recipients.

    `when` narrows it to some children (an invitee case by case, adult services for a
    care leaver); `own_item_only` means that they see no other child's item.
    """

    id: str
    label: str
    agency: str
    role: str = ""
    clauses: tuple[str, ...] = ()
    when: Condition | None = None
    own_item_only: bool = False


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """One step in the order in which the meeting speaks about a child."""

    id: str
    label: str
    clauses: tuple[str, ...] = ()
    form: str = ""
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting as one authority holds it: who, how often, how long, in which order.

    `slots` gives minutes for each kind of discussion (`exploitation`, `missing`, …);
    `local_slots` names those that are a local setting. `list_before` and `papers_before`
    count back from the start, and what comes in after `cut_off` waits for the next one.
    """

    id: str
    label: str
    name: str
    plural: str
    clauses: tuple[str, ...]
    forum: str = "forum"
    rhythm: Period | None = None
    chair: tuple[str, ...] = ()
    officers: dict[str, str] = field(default_factory=dict)
    """The roles that bear the meeting's own duties: `chair` and `admin`."""
    quorum: tuple[QuorumPart, ...] = ()
    core_members: tuple[Member, ...] = ()
    invitees: tuple[Member, ...] = ()
    slots: dict[str, int] = field(default_factory=dict)
    local_slots: tuple[str, ...] = ()
    held_as: tuple[Option, ...] = ()
    steps: tuple[AgendaStep, ...] = ()
    list_before: Period | None = None
    papers_before: Period | None = None
    cut_off: Period | None = None
    list_recipients: tuple[Member, ...] = ()
    papers_recipients: tuple[Member, ...] = ()
    notes_recipients: tuple[Member, ...] = ()
    defer_grounds: tuple[Option, ...] = ()
    forms: dict[str, str] = field(default_factory=dict)
    """Which form serves which use: `new_case`, `review_case`, `short_update`, `record`, …"""
    reading: str = ""


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
class Pack:
    """One edition of one authority's procedure, whole and checked."""

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
    identity: str = ""
    """SHA-256 of the canonical JSON."""
    vocabulary: Vocabulary | None = None
    """The words that the pack was checked against; the engine needs them."""
