"""Which column of a file is which, in any order and however its heading is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casework.exchange.reading.columns import Column, Table
from casework.exchange.reading.problems import FileRefused, Level, Problem

NOT_A_LETTER = re.compile(r"[^a-z0-9]")
PREFIX = re.compile(r"^[a-z0-9]{4}_")


@dataclass(frozen=True, slots=True)
class Headings:
    """For each column that we take, its place in the file; the rest is listed by name."""

    places: dict[str, int]
    width: int
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def notes(self) -> list[Problem]:
        """What a person should know about the columns that are not taken."""
        return [
            Problem(
                Level.WARNING,
                "unknown-column",
                f"Column “{name}” is not known and was not read.",
                1,
                name,
            )
            for name in self.unknown
        ]


def plain(heading: str) -> str:
    """A heading without capitals, spaces, signs and marks, for comparing."""
    return NOT_A_LETTER.sub("", heading.lower())


def map_headings(cells: list[str], table: Table) -> Headings:
    """Find the columns of a table among the headings of a file.

    Raises FileRefused where a column that must be there is missing or stands twice, and
    where the row of headings is no comma-separated row.
    """
    known = _spellings(table)
    left_out = {plain(name): name for name in table.left_out}
    places: dict[str, int] = {}
    unknown, omitted = [], []
    for place, heading in enumerate(cells):
        name = known.get(plain(heading))
        if name is None:
            omitted.append(heading) if plain(heading) in left_out else unknown.append(heading)
        elif name in places:
            raise FileRefused(
                "column-twice",
                f"Column {name} stands twice, as “{cells[places[name]]}” and “{heading}”. "
                "Keep one of them.",
                1,
            )
        else:
            places[name] = place
    _refuse_without_required(cells, table, places)
    named = tuple(heading.strip() for heading in unknown if heading.strip())
    return Headings(places, len(cells), named, tuple(omitted))


def _spellings(table: Table) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for column in table.columns:
        for spelling in (column.name, *column.aliases):
            spellings[plain(spelling)] = column.name
            if table.tier == 1:
                spellings.setdefault(plain(PREFIX.sub("", spelling)), column.name)
    return spellings


def _refuse_without_required(cells: list[str], table: Table, places: dict[str, int]) -> None:
    missing = [column for column in table.columns if column.required and column.name not in places]
    if not missing:
        return
    if len(cells) == 1 and re.search("[;\t|]", cells[0]):
        raise FileRefused(
            "not-csv",
            "The columns are not separated by commas. Save the file as comma separated CSV.",
            1,
        )
    raise FileRefused("missing-column", _say_missing(missing, table), 1)


def _say_missing(missing: list[Column], table: Table) -> str:
    names = " and ".join(column.name for column in missing)
    return f"{table.label}: column {names} is missing. Add it to the export and try again."
