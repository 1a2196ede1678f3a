"""Forms and kinds of meeting, as one authority has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pathways.terms import Condition, Period, Strength

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
    """One question of a form. `fills_from` names what the record already knows.

    `clause` is the clause that wants it, the first of `clauses` where several do.
    """

    id: str
    label: str
    type: QuestionType
    options: tuple[Option, ...] = ()
    required: bool = False
    hint: str = ""
    clause: str = ""
    show_if: ShowIf | None = None
    fills_from: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form; with `repeats` its questions are asked for each thing listed."""

    id: str
    label: str
    questions: tuple[Question, ...]
    hint: str = ""
    repeats: bool = False
    clauses: tuple[str, ...] = ()


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
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A place at the table, or on a list of recipients.

    `when` narrows it to some children (an invitee case by case, adult services for a
    care leaver); `own_item_only` means that they see no other child's item. `strength`
    says whether they must, should or may be there.
    """

    id: str
    label: str
    agency: str
    role: str = ""
    clauses: tuple[str, ...] = ()
    when: Condition | None = None
    own_item_only: bool = False
    strength: Strength = Strength.MUST


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
