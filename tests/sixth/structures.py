"""Which structures of the language some YAML uses: keys and values, by walking the schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pathways import examples_read, forms, schema_entries
from pathways.schema_values import Written
from pathways.sources import read

AUTHORED_ELSEWHERE = {"pathways.schema_vocabulary", "pathways.register", "pathways.schedules"}
"""The common vocabulary, the register of a source and how long records are kept are no part of
what a pack says; the last has a guide of its own, `docs/keeping-records.md`."""


def all_structures() -> set[tuple[str, str]]:
    """Every key of every structure, and every value where the language lists them."""
    found: set[tuple[str, str]] = set()
    for model in _models(Written):
        if model.__module__ in AUTHORED_ELSEWHERE:
            continue
        for name, field in model.model_fields.items():
            if name not in model.__annotations__:
                continue
            found.add((model.__name__, name))
            found |= {(f"{model.__name__}.{name}", str(v)) for v in _listed(field.annotation)}
    return found


def used(folder: Path) -> set[tuple[str, str]]:
    """The keys and listed values that the files of a pack use."""
    found: set[tuple[str, str]] = set()
    for written in _everything(folder):
        _walk(written, found)
    return found


def _everything(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.glob("*.yaml")):
        for raw in read(path).data:
            yield schema_entries.ADAPTERS[next(iter(raw))].validate_python(raw)
    for path in sorted(folder.glob("forms/*.yaml")):
        adapter = forms.PUBLISHED if path.name == "published.yaml" else forms.FORM
        yield adapter.validate_python(read(path).data)
    for path in sorted(folder.glob("examples/*.yaml")):
        for raw in read(path).data:
            yield examples_read.WRITTEN.validate_python(raw)


def _walk(node: Any, found: set[tuple[str, str]]) -> None:
    if isinstance(node, tuple | list):
        for each in node:
            _walk(each, found)
    elif isinstance(node, dict):
        for each in node.values():
            _walk(each, found)
    elif isinstance(node, Written):
        for model in type(node).__mro__:
            if not (isinstance(model, type) and issubclass(model, Written)):
                continue
            for name in node.model_fields_set & set(model.__annotations__):
                found.add((model.__name__, name))
                listed = _listed(model.model_fields[name].annotation)
                values = getattr(node, name)
                for value in values if isinstance(values, tuple) else (values,):
                    if isinstance(value, str) and value in listed:
                        found.add((f"{model.__name__}.{name}", str(value)))
        for name in node.model_fields_set:
            _walk(getattr(node, name, None), found)


def _listed(annotation: Any) -> set[Any]:
    """The values of a Literal, at any depth of an annotation."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    found: set[Any] = set()
    for part in get_args(annotation):
        if not isinstance(part, str | int):
            found |= _listed(part)
    return found


def _models(base: type[Written]) -> Iterator[type[Written]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)
