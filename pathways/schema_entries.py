"""The shape of a pack's entries as they are written: duties, prompts, gates, meetings, ledger.

Every entry is one item of a list and is told by its first key (`duty: …`, `gate: …`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pathways import definitions as d
from pathways.schema import (
    ClauseIds,
    Condition,
    Name,
    Names,
    Selector,
    Selectors,
    Text,
    Texts,
    Written,
    YesNo,
    listed,
)
from pathways.schema_clocks import Clock
from pathways.schema_meetings import MeetingEntry
from pathways.schema_vocabulary import VOCABULARY_KINDS


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


class Must(Written):
    bearer: Name


class DutyEntry(EntryWritten):
    duty: Name
    act: Name
    must: Must | None = None
    should: Must | None = None
    may: Must | None = None
    clock: Clock
    when: Condition | None = None
    met_by: Selectors = ()
    match: Names = ()
    ends_with: Selectors = ()
    persists: YesNo = True

    @model_validator(mode="after")
    def _one_strength(self) -> DutyEntry:
        if sum(each is not None for each in (self.must, self.should, self.may)) != 1:
            raise PydanticCustomError(
                "strength", "A duty has exactly one of the keys must, should, may."
            )
        return self

    def built(self) -> d.Duty:
        strength = next(s for s in d.Strength if getattr(self, s.value) is not None)
        return d.Duty(
            **self.common(self.duty),
            act=self.act,
            bearer=getattr(self, strength.value).bearer,
            strength=strength,
            clock=self.clock.built(),
            when=self.when.built() if self.when else None,
            met_by=tuple(each.built() for each in self.met_by),
            match=self.match,
            ends_with=tuple(each.built() for each in self.ends_with),
            persists=self.persists,
        )


class PromptEntry(EntryWritten):
    prompt: Name
    ask: Names
    when: Condition
    each: Selector | None = None
    answers: Texts = ("yes", "no")
    settled_by: Selectors = ()
    match: Names = ()

    def built(self) -> d.Prompt:
        return d.Prompt(
            **self.common(self.prompt),
            asked_of=self.ask,
            when=self.when.built(),
            each=self.each.built() if self.each else None,
            answers=self.answers,
            settled_by=tuple(each.built() for each in self.settled_by),
            match=self.match,
        )


class GateEntry(EntryWritten):
    gate: Name
    action: Name
    by: Names = ()
    only_if: Condition | None = None
    otherwise: Literal["void", "in breach", "with a recorded reason"] = "in breach"
    effects: Selectors = ()
    role_field: Name = "role"

    def built(self) -> d.Gate:
        return d.Gate(
            **self.common(self.gate),
            action=self.action,
            by=self.by,
            only_if=self.only_if.built() if self.only_if else None,
            otherwise=d.Otherwise(self.otherwise),
            effects=tuple(each.built() for each in self.effects),
            role_field=self.role_field,
        )


class SupersessionEntry(EntryWritten):
    supersession: Name
    supersedes: Annotated[Names, Field(min_length=1)]
    when: Condition
    effect: Literal["suspend", "end", "replace"] = "suspend"
    clocks: Literal["keep", "pause"] = "keep"
    replaced_by: Names = ()

    def built(self) -> d.Supersession:
        return d.Supersession(
            **self.common(self.supersession),
            duties=self.supersedes,
            when=self.when.built(),
            effect=self.effect,
            clocks=self.clocks,
            replaced_by=self.replaced_by,
        )


class GuidanceEntry(EntryWritten):
    guidance: Name
    at: Annotated[tuple[d.PointOfUse, ...], BeforeValidator(listed)] = ("record",)
    when: Condition | None = None
    items: Texts = ()

    def built(self) -> d.Guidance:
        return d.Guidance(
            **self.common(self.guidance),
            at=self.at,
            when=self.when.built() if self.when else None,
            items=self.items,
        )


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


# --- told apart by their first key ----------------------------------------------------

PACK_KINDS: dict[str, type[Written]] = {
    "duty": DutyEntry,
    "prompt": PromptEntry,
    "gate": GateEntry,
    "supersession": SupersessionEntry,
    "guidance": GuidanceEntry,
    "role": RoleEntry,
    "scale": ScaleEntry,
    "meeting": MeetingEntry,
    "stage": StageEntry,
    "clause": ClauseEntry,
    "edition": EditionEntry,
    "pack": PackEntry,
}


def entry_kind(value: Any, kinds: dict[str, type[Written]] = PACK_KINDS) -> str | None:
    """Which kind of entry this is, by its first key."""
    first = next(iter(value), None) if isinstance(value, dict) else None
    return first if first in kinds else None


ADAPTERS: dict[str, TypeAdapter[Any]] = {
    kind: TypeAdapter(model) for kind, model in {**PACK_KINDS, **VOCABULARY_KINDS}.items()
}


AnyEntry = Annotated[
    Annotated[DutyEntry, Tag("duty")]
    | Annotated[PromptEntry, Tag("prompt")]
    | Annotated[GateEntry, Tag("gate")]
    | Annotated[SupersessionEntry, Tag("supersession")]
    | Annotated[GuidanceEntry, Tag("guidance")]
    | Annotated[RoleEntry, Tag("role")]
    | Annotated[ScaleEntry, Tag("scale")]
    | Annotated[MeetingEntry, Tag("meeting")]
    | Annotated[StageEntry, Tag("stage")]
    | Annotated[ClauseEntry, Tag("clause")]
    | Annotated[EditionEntry, Tag("edition")]
    | Annotated[PackEntry, Tag("pack")],
    Discriminator(entry_kind),
]


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of a file of a pack: a list of entries."""
    schema = TypeAdapter(list[AnyEntry]).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a Holdfast policy pack",
        **schema,
    }
