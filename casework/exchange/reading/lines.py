"""Rows of cells out of a text file, one at a time, however long a line is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from casework.exchange.reading.problems import FileRefused, Level, Problem

LONGEST_CELL = 200_000
"""Characters. The longest honest cell (an outcome with its notes) has about 4,000."""
LONGEST_LINE = 1_000_000


class LineTooLong(Exception):
    """A line was skipped because it is longer than any honest row."""


class Lines:
    """The lines of a file, none longer than LONGEST_LINE; counts quotes and rows.

    An iterator class and not a generator: after it raises for one line it goes on with
    the next.
    """

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.taken = 0
        self.quotes = 0
        self.ended = False

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self.file.readline(LONGEST_LINE)
        if not line:
            self.ended = True
            raise StopIteration
        self.taken += 1
        self.quotes += line.count('"')
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            self._skip_rest_of_line()
            raise LineTooLong
        return line

    def _skip_rest_of_line(self) -> None:
        while part := self.file.readline(LONGEST_LINE):
            self.quotes += part.count('"')
            if part.endswith("\n"):
                return

    def skip_to_closing_quote(self, row: int) -> None:
        """Leave a cell that was given up half way; refuse the file if it never closes."""
        while self.quotes % 2:
            try:
                next(self)
            except LineTooLong:
                continue
            except StopIteration:
                raise FileRefused(
                    "quotes",
                    f"A quotation mark opened in row {row} is never closed, so the rest of the "
                    "file cannot be read. Correct that row.",
                    row,
                ) from None


def rows_of_cells(file: TextIO) -> Iterator[tuple[int, list[str] | Problem]]:
    """Yield each row's number and its cells, or what is wrong with it.

    Rows are numbered by the line they begin on, as a text editor does; the heading is 1.
    Blank lines are passed over.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = Lines(file)
    reader = csv.reader(lines)
    while True:
        row = lines.taken + 1
        lines.quotes = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (LineTooLong, csv.Error):
            lines.skip_to_closing_quote(row)
            yield row, _too_long(row)
            continue
        if lines.ended:  # The end of the file came inside a quoted cell.
            lines.skip_to_closing_quote(row)
        if cells:
            yield row, cells


def _too_long(row: int) -> Problem:
    return Problem(
        Level.REFUSED,
        "cell-too-long",
        f"Row {row} has a cell longer than {LONGEST_CELL:,} characters. "
        "Shorten it, or leave that column out of the export.",
        row,
    )
