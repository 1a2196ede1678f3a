"""What a table and a column of the input can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "id", "text", "note", "name", "date", "moment", "yes_no", "choice", "codes", "flags",
    "nhs", "upn", "postcode", "number",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the specification, other spellings, and what it may hold."""

    name: str
    kind: Kind = "text"
    required: bool = False
    """The file is refused without the column."""
    filled: bool = False
    """A row is refused without a value."""
    aliases: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    value_map: str = ""
    """Name of the source profile's map of spellings to options."""
    precision: str = ""
    """Name of the source profile's setting for how exact the moment is."""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the input: its key, whose it is, and what is left out on purpose."""

    name: str
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    person: str = ""
    """The column with the child's number; by it rows are kept or dropped."""
    via: tuple[str, str] | None = None
    """(column, table) that leads to the child where the row has no child's number."""
    left_out: tuple[str, ...] = ()
    """Columns of the specification that we do not take, by minimisation."""
    spans: tuple[tuple[str, str], ...] = ()
    """Pairs of columns (start, end): an end before its start is a question for people."""
    overlaps: bool = False
    """True where two spans of one child that overlap, or two open ones, are a question."""
    tier: int = 1

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def the(name: str, kind: Kind = "text", **more: object) -> Column:
    """A column, in one short line."""
    return Column(name, kind, **more)  # type: ignore[arg-type]


def must(name: str, kind: Kind = "id", **more: object) -> Column:
    """A column without which the file is refused, and its row without a value."""
    return Column(name, kind, required=True, filled=True, **more)  # type: ignore[arg-type]
