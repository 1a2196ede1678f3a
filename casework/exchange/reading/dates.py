"""Dates and moments as the case systems, the returns and Excel write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EXCEL_DAY_ZERO = datetime(1899, 12, 30)
EXCEL_SERIAL = re.compile(r"\d{5}(\.\d+)?$")
EXCEL_YEARS = range(1900, 2100)

ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$"
)
SLASHED = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$"
)
NAMED = re.compile(
    r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class NotADate(ValueError):
    """The text says why it cannot be a date."""


@dataclass(frozen=True, slots=True)
class Read:
    """A cell read as a date: the local moment, whether it had a time, and any doubt.

    `order` is "day" where only day-first fits, "month" where only month-first does,
    "either" where both do, and "" where the way of writing leaves no doubt.
    """

    at: datetime
    has_time: bool
    order: str = ""


def read_moment(text: str) -> Read:
    """Read a date, with or without a time of day, as a moment in Europe/London.

    Midnight exactly is how databases write "no time", so it counts as none.
    """
    read = _read(text)
    if read.at.year not in EXCEL_YEARS:
        raise NotADate(f"the year {read.at.year} cannot be right")
    return read


def _read(text: str) -> Read:
    if match := ISO.match(text):
        return _iso(match)
    if match := SLASHED.match(text):
        return _slashed(match)
    if match := NAMED.match(text):
        return _named(match)
    if EXCEL_SERIAL.match(text):
        return _moment(EXCEL_DAY_ZERO + timedelta(days=float(text)))
    raise NotADate("it is not written as a date")


def _iso(match: re.Match[str]) -> Read:
    year, month, day, hour, minute, second, zone = match.groups()
    naive = _build(year, month, day, hour, minute, second)
    if not zone:
        return _moment(naive)
    aware = datetime.fromisoformat(naive.isoformat() + zone.replace("Z", "+00:00"))
    return Read(aware.astimezone(LONDON), True)


def _slashed(match: re.Match[str]) -> Read:
    first, second, year, *clock = match.groups()
    if int(second) > 12 >= int(first):
        return _moment(_build(year, first, second, *clock), "month")
    order = "either" if int(first) <= 12 and first.lstrip("0") != second.lstrip("0") else "day"
    return _moment(_build(year, second, first, *clock), order)


def _named(match: re.Match[str]) -> Read:
    day, name, year, *clock = match.groups()
    if name[:3].lower() not in MONTHS:
        raise NotADate(f"there is no month {name}")
    return _moment(_build(year, str(MONTHS.index(name[:3].lower()) + 1), day, *clock))


def _build(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None
) -> datetime:
    try:
        return datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        raise NotADate("there is no such day or time") from None


def _moment(naive: datetime, order: str = "") -> Read:
    at = naive.replace(microsecond=0, tzinfo=LONDON)
    return Read(at, bool(at.hour or at.minute or at.second), order)


def start_of(day: date) -> datetime:
    """The first moment of a day in Europe/London."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)
