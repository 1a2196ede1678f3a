"""The JSON Schema for editors knows every kind of entry and every key."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from pathways.schema_entries import PACK_KINDS, AnyEntry, entry_kind, json_schema
from pathways.schema_frame import EntryWritten
from pathways.sources import read
from pathways.tests import whole


@pytest.fixture
def schema():
    return json_schema()


def test_the_schema_says_what_it_is_of(schema):
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "A file of a Holdfast policy pack"
    assert schema["type"] == "array"
    assert len(schema["items"]["oneOf"]) == len(PACK_KINDS)


def test_every_key_of_every_entry_is_in_the_schema(tmp_path, schema):
    folder = whole.write(tmp_path)
    entries = [
        entry
        for name in ("pack", "rules", "meetings")
        for entry in read(folder / f"{name}.yaml").data
    ]
    titles = {model.__name__: kind for kind, model in PACK_KINDS.items()}
    keys = {
        titles[name]: set(shape["properties"])
        for name, shape in schema["$defs"].items()
        if name in titles
    }

    written: dict[str, set[str]] = {}
    for entry in entries:
        written.setdefault(entry_kind(entry), set()).update(entry)

    said_of_a_duty = written["duty"] & EntryWritten.model_fields.keys()
    assert said_of_a_duty == EntryWritten.model_fields.keys()
    for kind, known in keys.items():
        assert written[kind] | said_of_a_duty == known | said_of_a_duty


def test_an_entry_is_told_by_its_first_key():
    assert entry_kind({"duty": "review", "gate": "x"}) == "duty"
    assert entry_kind({"title": "x", "duty": "review"}) is None
    assert entry_kind({}) is None
    assert entry_kind("duty") is None
    assert entry_kind({"fact": "x"}, {"fact": whole}) == "fact"


def test_an_entry_of_no_kind_does_not_fit_the_schema():
    adapter = TypeAdapter(AnyEntry)

    role = adapter.validate_python({"role": "chair", "label": "Chair", "agency": "police"})

    assert role.built().label == "Chair"
    with pytest.raises(ValidationError):
        adapter.validate_python({"label": "Chair", "role": "chair"})
