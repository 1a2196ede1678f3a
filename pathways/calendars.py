"""Working days and bank holidays of a nation, out of a dated file.

The file is an input with its own version: nothing here asks the web or the clock. A
table with one running number a day answers in two look-ups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from pathways.answers import LONDON

CALENDARS = Path(__file__).resolve().parent.parent / "policy" / "calendars"
FIRST_DAY = date(1990, 1, 1).toordinal()
LAST_DAY = date(2100, 1, 1).toordinal()


class CalendarRefused(ValueError):
    """A calendar file cannot be used; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A bank holiday: `substitute` for a day on a weekend, `announced` for a one-off."""

    day: date
    name: str
    source: str
    substitute: bool = False
    announced: date | None = None
    note: str = ""

    @property
    def label(self) -> str:
        """How it is named when a date is explained: `bank holiday, for Boxing Day`."""
        return f"bank holiday, {'for ' if self.substitute else ''}{self.name}"


class Calendar:
    """The working days of one nation: Monday to Friday but for its bank holidays.

    Beyond `horizon`, the last published day, only weekends are known and dates are
    provisional.
    """

    def __init__(
        self, nation: str, name: str, first: date, horizon: date, holidays: Mapping[date, Holiday]
    ) -> None:
        self.nation = nation
        self.name = name
        self.first = first
        self.horizon = horizon
        self.holidays = dict(sorted(holidays.items()))
        self.counted: dict[tuple[date, str, int], Any] = {}
        """Deadlines that were counted already, by their start and period."""
        self._working: list[int] = []
        self._number: list[int] = []
        self._lay_out()

    def _lay_out(self) -> None:
        closed = {day.toordinal() for day in self.holidays}
        for ordinal in range(FIRST_DAY, LAST_DAY):
            # The ordinal of a Monday leaves 1, so 6 and 0 are the weekend.
            if 1 <= ordinal % 7 <= 5 and ordinal not in closed:
                self._working.append(ordinal)
            self._number.append(len(self._working))

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def provisional(self, day: date) -> bool:
        return not self.first <= day <= self.horizon

    def add(self, day: date, count: int) -> date:
        """Day after so many working days; the day itself is not counted."""
        return self._nth(self._up_to(day) + count) if count else day

    def subtract(self, day: date, count: int) -> date:
        """Day that is so many working days before; the day itself is not counted.

        Before Friday 27 November, Thursday is 1 and Wednesday 25 is 2.
        """
        return self._nth(self._up_to(day - timedelta(1)) - count + 1) if count else day

    def count(self, after: date, until: date) -> int:
        """How many working days lie after one day and up to the end of another."""
        return self._up_to(until) - self._up_to(after)

    def as_announced_by(self, day: date) -> Calendar:
        """The calendar as people knew it on a day: without one-off days announced later."""
        known = {
            h.day: h for h in self.holidays.values() if h.announced is None or h.announced <= day
        }
        return Calendar(self.nation, self.name, self.first, self.horizon, known)

    def _up_to(self, day: date) -> int:
        """Running number of the last working day up to and including this day."""
        offset = day.toordinal() - FIRST_DAY
        if 0 <= offset < len(self._number):
            return self._number[offset]
        return _weekdays(day.toordinal()) - _weekdays(FIRST_DAY - 1) - self._closed(offset)

    def _nth(self, number: int) -> date:
        if 1 <= number <= len(self._working):
            return date.fromordinal(self._working[number - 1])
        past_end = number > len(self._working)
        number += _weekdays(FIRST_DAY - 1) + (self._closed(LAST_DAY) if past_end else 0)
        weeks, rest = divmod(number - 1, 5)
        return date.fromordinal(weeks * 7 + rest + 1)

    def _closed(self, offset: int) -> int:
        """Weekdays inside the table that are bank holidays, for days beyond its end."""
        if offset < 0:
            return 0
        return _weekdays(LAST_DAY - 1) - _weekdays(FIRST_DAY - 1) - len(self._working)


def _weekdays(ordinal: int) -> int:
    """Mondays to Fridays from the first day of year 1, a Monday, up to this ordinal."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


@lru_cache(maxsize=50_000)
def local_day(moment: datetime) -> date:
    """The date on a clock in London."""
    return moment.astimezone(LONDON).date()


@lru_cache(maxsize=100_000)
def start_of_day(day: date) -> datetime:
    """First instant of a day in London, as a moment in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """First instant after a day in London, as a moment in UTC."""
    return start_of_day(day + timedelta(1))


def load_calendar(nation: str | Path = "england-and-wales") -> Calendar:
    """Read a nation's bank holidays from `policy/calendars`, or from a file given by path."""
    path = Path(nation)
    if path.suffix != ".yaml":
        path = CALENDARS / f"{nation}.yaml"
    return _read(str(path.resolve()))


@lru_cache(maxsize=16)
def _read(name: str) -> Calendar:
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8")
        written = yaml.load(text, Loader=yaml.CBaseLoader)  # nosec B506 (strings only)
        holidays = [_holiday(row) for row in written["holidays"]]
        first = date.fromisoformat(written["first"])
        horizon = date.fromisoformat(written["horizon"])
        calendar = (written["nation"], written["name"])
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise CalendarRefused(
            f"{path}: {error!r}. A calendar needs nation, name, first, horizon and holidays, "
            "each with date, name and source."
        ) from error
    _check(path, holidays, horizon)
    return Calendar(*calendar, first, horizon, {h.day: h for h in holidays})


def _holiday(row: dict[str, Any]) -> Holiday:
    announced = row.get("announced")
    return Holiday(
        day=date.fromisoformat(row["date"]),
        name=row["name"],
        source=row["source"],
        substitute=row.get("substitute") == "yes",
        announced=date.fromisoformat(announced) if announced else None,
        note=row.get("note", ""),
    )


def _check(path: Path, holidays: list[Holiday], horizon: date) -> None:
    days = [h.day for h in holidays]
    for day in sorted({d for d in days if days.count(d) > 1}):
        raise CalendarRefused(f"{path}: {day} stands twice. Keep one of the two lines.")
    for day in days:
        if day > horizon:
            raise CalendarRefused(f"{path}: {day} is after the horizon. Move the horizon.")
