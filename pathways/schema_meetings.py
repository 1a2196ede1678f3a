"""The shape of a kind of meeting as it is written: who, how often, how long, in which order."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from pathways import definitions as d
from pathways.schema import Condition
from pathways.schema_values import (
    ClauseIds,
    Name,
    Names,
    Period,
    Text,
    Texts,
    WholeNumber,
    Written,
    YesNo,
)


def options(value: Any) -> Any:
    """Options are written as `id: label`, in their order."""
    return tuple(value.items()) if isinstance(value, dict) else value


Options = Annotated[
    tuple[tuple[Name, Text], ...],
    BeforeValidator(options),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]


def built_options(written: tuple[tuple[str, str], ...]) -> tuple[d.Option, ...]:
    return tuple(d.Option(id, label) for id, label in written)


class QuorumWritten(Written):
    agency: Name
    label: Text
    roles: Names = ()
    clauses: Texts = ()

    def built(self) -> d.QuorumPart:
        return d.QuorumPart(self.agency, self.label, self.roles, self.clauses)


class MemberWritten(Written):
    member: Name
    label: Text
    agency: Name
    role: str = ""
    clauses: ClauseIds
    when: Condition | None = None
    own_item_only: YesNo = False
    strength: Literal["must", "should", "may"] = "must"

    def built(self) -> d.Member:
        return d.Member(
            id=self.member,
            label=self.label,
            agency=self.agency,
            role=self.role,
            clauses=self.clauses,
            when=self.when.built() if self.when else None,
            own_item_only=self.own_item_only,
            strength=d.Strength(self.strength),
        )


Members = tuple[MemberWritten, ...]


class StepWritten(Written):
    step: Name
    label: Text
    clauses: ClauseIds
    form: str = ""
    sections: Names = ()

    def built(self) -> d.AgendaStep:
        return d.AgendaStep(self.step, self.label, self.clauses, self.form, self.sections)


class MeetingEntry(Written):
    meeting: Name
    label: Text
    name: Text
    plural: Text
    clauses: ClauseIds
    forum: Name = "forum"
    rhythm: Period | None = None
    chair: Names = ()
    officers: dict[Name, Name] = {}
    quorum: tuple[QuorumWritten, ...] = ()
    core_members: Members = ()
    invitees: Members = ()
    slots: dict[Name, WholeNumber] = {}
    local_slots: Names = ()
    held_as: Options = ()
    steps: tuple[StepWritten, ...] = ()
    list_before: Period | None = None
    papers_before: Period | None = None
    cut_off: Period | None = None
    list_recipients: Members = ()
    papers_recipients: Members = ()
    notes_recipients: Members = ()
    defer_grounds: Options = ()
    forms: dict[Name, Name] = {}
    reading: str = ""

    def built(self) -> d.MeetingKind:
        whole = {name: getattr(self, name) for name in _AS_WRITTEN}
        lists = {name: tuple(e.built() for e in getattr(self, name)) for name in _BUILT}
        choices = {name: built_options(getattr(self, name)) for name in _OPTIONS}
        parts: dict[str, Any] = {**whole, **lists, **choices}
        return d.MeetingKind(id=self.meeting, **parts)


_AS_WRITTEN = (
    "label", "name", "plural", "clauses", "forum", "rhythm", "chair", "officers", "slots",
    "local_slots",
    "list_before", "papers_before", "cut_off", "forms", "reading",
)  # fmt: skip
_BUILT = (
    "quorum", "core_members", "invitees", "steps",
    "list_recipients", "papers_recipients", "notes_recipients",
)  # fmt: skip
_OPTIONS = ("held_as", "defer_grounds")
