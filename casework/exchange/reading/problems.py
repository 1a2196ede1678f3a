"""What can be wrong with a file, a row or a cell, said so that somebody can put it right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    WARNING = "warning"
    """Taken in; somebody may want to know."""
    QUESTION = "question"
    """Taken in as far as it can be; a person has to look at it."""
    REFUSED = "refused"
    """Not taken in."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, with the line on which its row begins (the heading is row 1)."""

    level: Level
    code: str
    message: str
    row: int | None = None
    column: str = ""

    @property
    def where(self) -> str:
        place = f"row {self.row}" if self.row else "the whole file"
        return f"{place}, {self.column}" if self.column else place


class FileRefused(Exception):
    """This file cannot be read at all; the text says why and what to do."""

    def __init__(self, code: str, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(Level.REFUSED, code, message, row)
