"""Reading one file of one table, a row at a time."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casework.exchange.reading.cells import Conversion, convert
from casework.exchange.reading.columns import Table
from casework.exchange.reading.files import Examined, examine
from casework.exchange.reading.headings import Headings, map_headings
from casework.exchange.reading.lines import rows_of_cells
from casework.exchange.reading.problems import FileRefused, Level, Problem
from casework.exchange.reading.profiles import Profile
from casework.exchange.reading.values import clean, clean_identifier, clean_lines

LONGEST_KEY = 120
TIDY = {"note": clean_lines, "id": clean_identifier}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, its cleaned cells by column name, and its key."""

    number: int
    cells: dict[str, str | None]
    key: str


class TableFile:
    """One file, examined and with its headings mapped; read it as often as you like."""

    def __init__(self, path: Path, table: Table, profile: Profile, today: date) -> None:
        self.path, self.table, self.profile, self.today = path, table, profile, today
        self.examined: Examined = examine(path)
        self.headings: Headings = self._map_headings()
        self._orders: dict[str, Counter[str]] = defaultdict(Counter)

    def _map_headings(self) -> Headings:
        with self._open() as file:
            _, cells = next(rows_of_cells(file), (1, []))
        if isinstance(cells, Problem):
            raise FileRefused(cells.code, cells.message, 1)
        return map_headings(cells, self.table)

    def _open(self):  # type: ignore[no-untyped-def]
        return self.path.open(encoding=self.examined.encoding, newline="")

    def rows(self) -> Iterator[Row | Problem]:
        """Yield every row below the heading, or what is wrong with it."""
        picks = [
            (column.name, TIDY.get(column.kind, clean), place)
            for column in self.table.columns
            if (place := self.headings.places.get(column.name)) is not None
        ]
        with self._open() as file:
            numbered = rows_of_cells(file)
            next(numbered, None)
            for number, found in numbered:
                if isinstance(found, Problem):
                    yield found
                elif len(found) != self.headings.width:
                    yield self._wrong_width(number, len(found))
                else:
                    cells = {name: tidy(found[place]) for name, tidy, place in picks}
                    yield Row(number, cells, self._key(cells))

    def columns(self, *names: str) -> Iterator[tuple[str | None, ...]]:
        """Only these columns of every readable row, cleaned; for looking something up."""
        places = [self.headings.places.get(name) for name in names]
        tidy = [TIDY.get(self.table.column(name).kind, clean) for name in names]
        with self._open() as file:
            numbered = rows_of_cells(file)
            next(numbered, None)
            for _, cells in numbered:
                if not isinstance(cells, Problem) and len(cells) == self.headings.width:
                    yield tuple(
                        None if place is None else tidy_one(cells[place])
                        for place, tidy_one in zip(places, tidy, strict=True)
                    )

    def _key(self, cells: dict[str, str | None]) -> str:
        key = "|".join(cells.get(name) or "" for name in self.table.key).strip("|")
        if len(key) <= LONGEST_KEY:
            return key
        short = hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
        return f"{key[: LONGEST_KEY - 33]}#{short}"

    def _wrong_width(self, number: int, width: int) -> Problem:
        return Problem(
            Level.REFUSED,
            "cells",
            f"Row {number} has {width} cells and the heading has {self.headings.width}. "
            "A comma inside a value needs quotation marks round it.",
            number,
        )

    def convert(self, row: Row) -> Conversion:
        """The row's values and problems."""
        done = convert(row.cells, self.table, self.profile, self.today, row.number)
        for column, order in done.orders:
            self._orders[column][order] += 1
        return done

    def doubts_about_dates(self) -> list[Problem]:
        """Columns where some dates can only be month first, so that others are in doubt."""
        return [
            Problem(
                Level.QUESTION,
                "day-or-month",
                f"{seen['month']} dates in {column} have the month first. "
                f"{seen['either']} others could be read either way and were read day first. "
                "Check how this column was exported.",
                column=column,
            )
            for column, seen in self._orders.items()
            if seen["month"] and seen["either"]
        ]
