"""The shape of the common vocabulary as it is written: facts, states, attributes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pathways import definitions as d
from pathways.schema_values import Name, Names, Text, Written, YesNo


class FieldWritten(Written):
    type: Literal["text", "choice", "choices", "boolean", "date", "moment", "number", "reference"]
    meaning: Text
    options: Names = ()
    options_from: Literal["", "levels", "key_risks", "change_reasons", "factors", "members"] = ""
    required: YesNo = False
    sets: str | None = None

    def built(self, name: str) -> d.Field:
        return d.Field(
            name,
            self.type,
            self.meaning,
            options=self.options,
            required=self.required,
            options_from=self.options_from,
            sets=self.sets,
        )


class FactEntry(Written):
    fact: Name
    label: Text
    meaning: Text
    subjects: Annotated[Names, Field(min_length=1)]
    fields: dict[Name, FieldWritten] = Field(default_factory=dict)
    sets: str | None = None

    def built(self) -> d.FactKind:
        fields = tuple(each.built(name) for name, each in self.fields.items())
        return d.FactKind(self.fact, self.label, self.meaning, self.subjects, fields, self.sets)


class StateEntry(Written):
    state: Name
    label: Text
    begins: Name
    ends: Names
    key: str | None = None

    def built(self) -> d.State:
        return d.State(self.state, self.label, self.begins, self.ends, self.key)


class AttributeEntry(Written):
    attribute: Name
    label: Text
    meaning: Text
    options: Names = ()

    def built(self) -> d.Attribute:
        return d.Attribute(self.attribute, self.label, self.meaning, self.options)


VOCABULARY_KINDS: dict[str, type[Written]] = {
    "fact": FactEntry,
    "state": StateEntry,
    "attribute": AttributeEntry,
}
