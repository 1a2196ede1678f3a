"""What lies in the folder of a pack: its files, their content, and the entries in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pathways.schema_entries import ADAPTERS
from pathways.schema_mistakes import mistakes
from pathways.sources import PackRefused, Problem, Source, nearest, shown

APART = ("register.yaml", "retention.yaml")
"""What the source has, and how long records are kept: no part of the pack itself."""


@dataclass(frozen=True, slots=True)
class EntryRead:
    kind: str
    id: str
    written: Any
    source: Source
    index: int

    def problem(self, word: str, what: str, remedy: str) -> Problem:
        line = self.source.line_of(self.index, word)
        return Problem(self.source.file, line, f"{self.kind} {self.id}", what, remedy)


def entries_of(
    source: Source,
    kinds: dict[str, Any],
    problems: list[Problem],
    unread: dict[str, set[str]],
) -> Iterator[EntryRead]:
    if source.problems:
        return
    if not isinstance(source.data, list):
        what = "The file is not a list of entries."
        problems.append(Problem(source.file, 1, "", what, "Begin each entry with “- ”."))
        return
    for index, raw in enumerate(source.data):
        kind = next(iter(raw), "") if isinstance(raw, dict) else str(raw)
        if kind not in kinds or not isinstance(raw, dict):
            what = f"“{kind}” is not a kind of entry."
            line = source.line([index])
            problems.append(Problem(source.file, line, "", what, nearest(kind, kinds)))
            continue
        name = f"{kind} {raw[kind]}"
        written = validated(ADAPTERS[kind], source, (index,), name, problems)
        if written is not None:
            yield EntryRead(kind, raw[kind], written, source, index)
        else:
            unread.setdefault(kind, set()).add(str(raw[kind]))


def validated(
    adapter: TypeAdapter[Any],
    source: Source,
    at: tuple[int, ...],
    name: str,
    problems: list[Problem],
) -> Any:
    data = source.data
    for step in at:
        data = data[step]
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        problems.extend(mistakes(error, source, at, name))
        return None


def files_of(directory: Path) -> list[Path]:
    if not (directory / "pack.yaml").exists():
        what = "There is no pack in this folder."
        where = shown(directory / "pack.yaml")
        raise PackRefused([Problem(where, 1, "", what, "Name the folder that holds pack.yaml.")])
    return sorted([*directory.glob("*.yaml"), *directory.glob("forms/*.yaml")])


def content_hash(files: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    for text in more:
        digest.update(text.encode())
    return digest.hexdigest()
