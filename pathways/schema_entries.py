"""The shape of a pack's entries as they are written: duties, prompts, gates, meetings, ledger.

Every entry is one item of a list and is told by its first key (`duty: …`, `gate: …`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pathways import definitions as d
from pathways.schema import Condition, Selector, Selectors
from pathways.schema_clocks import Clock
from pathways.schema_frame import (
    ClauseEntry,
    EditionEntry,
    EntryWritten,
    PackEntry,
    RoleEntry,
    ScaleEntry,
    StageEntry,
)
from pathways.schema_meetings import MeetingEntry
from pathways.schema_values import Name, Names, Texts, Written, YesNo, listed
from pathways.schema_vocabulary import VOCABULARY_KINDS


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
