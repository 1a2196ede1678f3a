"""The hand that writes: counts the keys, keeps the future out, and spills some dirt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from casework.exchange.demonstration.chance import Chance
from casework.exchange.demonstration.sizes import Size
from casework.exchange.demonstration.writing import Pack
from casework.exchange.reading.dates import start_of

AREAS = ("nw", "ne", "sw", "se")
AREA_NAMES = {"nw": "North West", "ne": "North East", "sw": "South West", "se": "South East"}
WEEKDAYS = {"nw": 4, "ne": 1, "sw": 2, "se": 3}
"""The day of the week on which each quadrant's forum meets; 0 is Monday."""


class Writer:
    """Where a demonstration is written: the pack, chance, the day, the size."""

    def __init__(self, folder: Path, size: Size, today: date, seed: str) -> None:
        self.pack = Pack(folder)
        self.chance = Chance(seed)
        self.size = size
        self.today = today
        self.first_day = today - timedelta(days=6 * 365)
        self.keys = {letter: count(start) for letter, start in FIRST_KEYS.items()}
        self.staff: list[tuple[str, str]] = []
        self.teams: list[str] = []
        self.discussed: dict[tuple[str, date], list[dict[str, Any]]] = {}
        """Children by area and meeting day, for the lists."""

    def key(self, letter: str) -> str:
        return f"{letter}{next(self.keys[letter])}"

    def list_child(
        self, area: str, day: date, child: str, presenter: str, left_open: Sequence[str] = ()
    ) -> None:
        """Put a child on the list of an area's meeting; `left_open` was not done after it."""
        self.discussed.setdefault((area, day), []).append(
            {"id": child, "presenter": presenter, "left_open": tuple(left_open)}
        )

    def past(self, value: date | datetime | None) -> Any:
        """The value, or None where it is still to come."""
        if value is None:
            return None
        day = value.date() if isinstance(value, datetime) else value
        return value if day <= self.today else None

    def row(self, table: str, **values: Any) -> None:
        self.pack.row(table, **values)

    def latest_moment(self) -> datetime:
        return start_of(self.today + timedelta(days=1))


FIRST_KEYS = {
    "R": 700_001, "A": 400_001, "F": 400_001, "E": 310_001, "N": 120_001, "P": 60_001,
    "C": 30_001, "L": 20_001, "G": 15_001, "K": 9_001, "I": 500_001, "M": 88_001,
    "S": 2_001, "T": 101, "H": 5_001, "X": 1_001, "Q": 3_001,
}  # fmt: skip
