"""The cast's histories, moved to the calendar and written as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from casework.exchange.demonstration.days import at, meeting_day
from casework.exchange.reading.dates import LONDON

WRITTEN = Path(__file__).with_name("cast.yaml")
DAY_IN_TEXT = re.compile(r"\{(\d{4}-\d{2}-\d{2})\}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}$")


@dataclass(slots=True)
class Discussion:
    """One child's time at one meeting, and what was decided."""

    id: str
    area: str
    day: date
    hour: int = 9
    minute: int = 30
    level: str = ""
    previous: str = ""
    risks: str = ""
    reasons: str = ""
    next_day: date | None = None


@dataclass(slots=True)
class Cast:
    """Everything written, with its dates moved; `today` cuts off what is still to come."""

    today: date
    professionals: list[dict[str, Any]]
    children: list[dict[str, Any]]
    lists: list[dict[str, Any]]
    people_of_concern: list[dict[str, Any]]
    places_of_concern: list[dict[str, Any]]
    ids: set[str] = field(default_factory=set)


def read_cast(today: date, shift: timedelta) -> Cast:
    """Read the written histories and move every date in them."""
    with WRITTEN.open(encoding="utf-8") as file:
        written = yaml.load(file, Loader=yaml.CSafeLoader)
    moved = _moved(written, shift)
    cast = Cast(today=today, **moved)
    cast.ids = {child["id"] for child in cast.children}
    return cast


def _moved(value: Any, shift: timedelta) -> Any:
    if isinstance(value, dict):
        return {_moved(key, shift): _moved(each, shift) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, shift) for each in value]
    if isinstance(value, date):
        return value + shift
    if not isinstance(value, str):
        return value
    if MOMENT.match(value):
        return datetime.strptime(value, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON) + shift
    return DAY_IN_TEXT.sub(lambda found: _in_words(found[1], shift), value)


def _in_words(written: str, shift: timedelta) -> str:
    day = date.fromisoformat(written) + shift
    return f"{day.day} {day:%B}"


def discussions(child: dict[str, Any]) -> Iterator[Discussion]:
    """The child's discussions, oldest first, on the days when the forum really meets."""
    previous = ""
    for written in child.get("discussed", ()):
        next_day = written.get("next")
        yield Discussion(
            id=child["id"],
            area=child.get("area", "nw"),
            day=meeting_day(written["day"]),
            level=written["level"],
            previous=previous,
            risks=",".join(written["risks"]),
            reasons=written.get("reasons", ""),
            next_day=meeting_day(next_day) if next_day else None,
        )
        previous = written["level"]


def moment(value: date | datetime) -> datetime:
    """A day without a time is written at midnight, as the files do."""
    return value if isinstance(value, datetime) else at(value, 0, 0)
