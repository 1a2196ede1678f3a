"""Writing tables as the files that real systems give, each with its own habits."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from casework.exchange.reading.logs import TABLES


@dataclass(frozen=True, slots=True)
class Habit:
    """How one file is written: encoding, dates, ends of lines, columns nobody asked for."""

    encoding: str = "utf-8"
    dates: str = "sql"
    """`sql` (2026-11-20 09:30:00.000), `iso`, `slashed` (20/11/2026 09:30), or `excel`."""
    line_end: str = "\r\n"
    extra: tuple[str, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()


HABITS = {
    "ssd_person": Habit(extra=("pers_gender", "RowVersion")),
    "ssd_missing": Habit(encoding="utf-8-sig"),
    "ssd_professionals": Habit(encoding="cp1252"),
    "ssd_department": Habit(encoding="cp1252"),
    "ssd_involvements": Habit(dates="iso"),
    "risk_register": Habit(
        encoding="cp1252",
        dates="slashed",
        headings=(
            ("la_child_id", "LA Child ID"),
            ("risk_level", "Rating"),
            ("next_review_due", "Next review"),
        ),
        extra=("Comments for next time",),
    ),
    "actions": Habit(
        encoding="utf-8-sig",
        dates="slashed",
        headings=(("owner_name", "Who"), ("due", "By when"), ("la_child_id", "Child ID")),
    ),
    "police_missing": Habit(dates="slashed", line_end="\n"),
    "return_interviews": Habit(encoding="utf-8-sig", dates="slashed"),
    "people_of_concern": Habit(encoding="cp1252", dates="slashed"),
    "professionals": Habit(headings=(("email", "E-mail"),)),
    "nrm": Habit(dates="slashed"),
}
EXCEL_DAY_ZERO = date(1899, 12, 30)


class Pack:
    """A folder of files, each opened when its first row comes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.rows = 0
        self._open: dict[str, tuple[io.TextIOWrapper, Any, Habit, tuple[str, ...]]] = {}

    def __enter__(self) -> Pack:
        return self

    def __exit__(self, *raised: object) -> None:
        for file, *_ in self._open.values():
            file.close()

    def row(self, table: str, **values: Any) -> None:
        """Write one row; a value None is written as that file writes nothing."""
        _, writer, habit, names = self._open.get(table) or self._begin(table)
        writer.writerow([written(values.get(name), habit) for name in names])
        self.rows += 1

    def _begin(self, table: str) -> tuple[io.TextIOWrapper, Any, Habit, tuple[str, ...]]:
        habit = HABITS.get(table, Habit())
        names = (*(column.name for column in TABLES[table].columns), *habit.extra)
        file = (self.folder / f"{table}.csv").open(
            "w", encoding=habit.encoding, errors="replace", newline=""
        )
        writer = csv.writer(file, lineterminator=habit.line_end)
        spelt = dict(habit.headings)
        writer.writerow([spelt.get(name, name) for name in names])
        self._open[table] = (file, writer, habit, names)
        return self._open[table]


def written(value: Any, habit: Habit) -> str:
    """One value as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, datetime):
        return MOMENTS[habit.dates](value)
    if isinstance(value, date):
        return DAYS[habit.dates](value)
    return str(value)


MOMENTS = {
    "sql": lambda at: at.strftime("%Y-%m-%d %H:%M:%S.000"),
    "iso": lambda at: at.strftime("%Y-%m-%d %H:%M:%S"),
    "slashed": lambda at: at.strftime("%d/%m/%Y %H:%M"),
    "excel": lambda at: str((at.date() - EXCEL_DAY_ZERO).days),
}
DAYS = {
    "sql": lambda day: day.strftime("%Y-%m-%d 00:00:00.000"),
    "iso": lambda day: day.isoformat(),
    "slashed": lambda day: day.strftime("%d/%m/%Y"),
    "excel": lambda day: str((day - EXCEL_DAY_ZERO).days),
}
