"""The shape of what frames a pack: its head, editions, roles, scales, stages and ledger."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pathways import definitions as d
from pathways.schema_values import ClauseIds, Name, Names, Text, Texts, Written, YesNo


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError(
            "day", "“{value}” is not a date. Write it as 2026-11-20.", {"value": str(value)}
        ) from None


Day = Annotated[date, PlainValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]


class EntryWritten(Written):
    """What every entry of the procedure has in common."""

    title: Text
    clauses: ClauseIds
    reading: str = ""
    subjects: Names = ("child",)
    in_force_from: Day | None = None
    in_force_to: Day | None = None
    local_setting: YesNo = False

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> EntryWritten:
        begun, ended = self.in_force_from, self.in_force_to
        if begun is not None and ended is not None and ended < begun:
            raise PydanticCustomError(
                "day", "It ends before it begins. Put in_force_to on or after in_force_from."
            )
        return self

    def common(self, id: str) -> dict[str, Any]:
        return {
            "id": id,
            "title": self.title,
            "clauses": self.clauses,
            "reading": self.reading,
            "subjects": self.subjects,
            "in_force_from": self.in_force_from,
            "in_force_to": self.in_force_to,
            "local_setting": self.local_setting,
        }


class RoleEntry(Written):
    role: Name
    label: Text
    agency: Text
    can: Names = ()

    def built(self) -> d.Role:
        return d.Role(self.role, self.label, self.agency, self.can)


class LevelWritten(Written):
    id: Name
    label: Text
    meaning: str = ""
    clauses: ClauseIds

    def built(self) -> d.Level:
        return d.Level(self.id, self.label, self.meaning, self.clauses)


Levels = tuple[LevelWritten, ...]


class ScaleEntry(Written):
    scale: Name
    label: Text
    levels: Annotated[Levels, Field(min_length=2)]
    key_risks: Levels = ()
    change_reasons: Levels = ()
    factors: Levels = ()

    def built(self) -> d.Scale:
        parts = (self.levels, self.key_risks, self.change_reasons, self.factors)
        return d.Scale(self.scale, self.label, *(tuple(e.built() for e in p) for p in parts))


class StageEntry(Written):
    stage: Name
    label: Text
    sections: Names
    note: str = ""
    leads_to: Names = ()
    calls_for: Names = ()
    column: Annotated[int, Field(ge=0)] = 0
    row: Annotated[int, Field(ge=0)] = 0

    def built(self) -> d.Stage:
        return d.Stage(
            self.stage,
            self.label,
            self.sections,
            self.note,
            self.leads_to,
            self.calls_for,
            self.column,
            self.row,
        )


class ClauseEntry(Written):
    clause: Text
    title: Text
    kind: Name
    section: Text
    says: Text
    honoured: Literal["enforced", "required", "prompted", "shown", "not yet", "out of scope"]
    how: str = ""
    proof: Texts = ()

    def built(self) -> d.Clause:
        return d.Clause(
            self.clause,
            self.title,
            self.kind,
            self.section,
            self.says,
            self.honoured,
            self.how,
            self.proof,
        )


class EditionEntry(Written):
    edition: Name
    label: Text
    title: Text
    in_force_from: Day
    prefixes: Annotated[Texts, Field(min_length=1)]

    def built(self) -> d.Edition:
        return d.Edition(self.edition, self.label, self.title, self.in_force_from, self.prefixes)


class PackEntry(Written):
    pack: Name
    authority: Text
    title: Text
    edition: Text
    in_force_from: Day
    nation: Literal["england-and-wales", "scotland", "northern-ireland"]
    prevails: Text
    labels: dict[Name, Text] = Field(default_factory=dict)
