"""Working days, meeting days, and the week on which the invented histories are hung."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from casework.exchange.reading.dates import LONDON

WRITTEN_FOR = date(2026, 11, 20)
"""The Friday for which the histories of the cast are written."""
FRIDAY = 4
MEETS_AT = time(9, 30)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_day_on_or_before(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_on_or_after(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def this_weeks_friday(today: date) -> date:
    """Today, if it is a Friday, and the next Friday otherwise."""
    return today + timedelta(days=(FRIDAY - today.weekday()) % 7)


def shift_for(today: date) -> timedelta:
    """By how many whole weeks the written dates move, so that weekdays stay."""
    return this_weeks_friday(today) - WRITTEN_FOR


def meeting_day(friday: date) -> date:
    """The Friday itself, or the Wednesday of that week where it is a bank holiday."""
    return (
        friday if is_working_day(friday) else working_day_on_or_before(friday - timedelta(days=2))
    )


def meeting_on_or_before(day: date, weekday: int = FRIDAY) -> date:
    """The last day on or before this one on which an area's forum met."""
    own = day - timedelta(days=(day.weekday() - weekday) % 7)
    met = meeting_day(own) if weekday == FRIDAY else working_day_on_or_before(own)
    return met if met <= day else meeting_on_or_before(own - timedelta(days=1), weekday)


def at(day: date, hour: int = 9, minute: int = 30) -> datetime:
    """A moment of local time."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
