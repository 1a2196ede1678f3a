"""Dates counted from a moment, forwards or back, and how they were counted, in words.

The day that is counted from is never counted itself. Months end on the corresponding
date, or on the last day of a shorter month. Hours run through clock changes. What is due
by a day is due by the end of that day in London.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from pathways.answers import LONDON, Counted, CountedDay, Deadline
from pathways.calendars import Calendar, end_of_day, local_day
from pathways.definitions import Period

ONE_DAY = timedelta(1)
KEPT = 50_000
LONG = 5
"""Working days beyond which a count is told in runs rather than day by day."""


def plus(day: date, period: Period, calendar: Calendar) -> date:
    """Day a period after another, that day not counted."""
    match period.unit:
        case "days":
            return day + timedelta(period.amount)
        case "weeks":
            return day + timedelta(7 * period.amount)
        case "working days":
            return calendar.add(day, period.amount)
        case "months":
            return add_months(day, period.amount)
    raise ValueError("Hours are counted from a moment, not from a day.")


def minus(day: date, period: Period, calendar: Calendar) -> date:
    """Day a period before another, that day not counted."""
    match period.unit:
        case "days":
            return day - timedelta(period.amount)
        case "weeks":
            return day - timedelta(7 * period.amount)
        case "working days":
            return calendar.subtract(day, period.amount)
        case "months":
            return add_months(day, -period.amount)
    raise ValueError("Hours are counted from a moment, not from a day.")


def add_months(day: date, months: int) -> date:
    """Corresponding date some months away; the last day of the month where there is none."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def due_after(start: datetime, period: Period, calendar: Calendar) -> Deadline:
    """When something is due a period after a moment."""
    if period.unit == "hours":
        due = start.astimezone(UTC) + timedelta(hours=period.amount)
        return Deadline(due, None, Hours(start, period, forwards=True))
    day = local_day(start)
    known: Deadline | None = calendar.counted.get((day, period.unit, period.amount))
    if known is None:
        if len(calendar.counted) >= KEPT:
            calendar.counted.clear()
        due_day = plus(day, period, calendar)
        counted = Days(day, period, due_day, calendar, forwards=True)
        known = Deadline(end_of_day(due_day), due_day, counted, _provisional(counted))
        calendar.counted[(day, period.unit, period.amount)] = known
    return known


def due_before(moment: datetime, period: Period, calendar: Calendar) -> Deadline:
    """When something is due at least a period before a moment."""
    if period.unit == "hours":
        due = moment.astimezone(UTC) - timedelta(hours=period.amount)
        return Deadline(due, None, Hours(moment, period, forwards=False))
    day = local_day(moment)
    due_day = minus(day, period, calendar)
    counted = Days(day, period, due_day, calendar, forwards=False)
    return Deadline(end_of_day(due_day), due_day, counted, _provisional(counted))


def due_on(day: date) -> Deadline:
    """When something is due by the end of a day that people agreed."""
    return Deadline(end_of_day(day), day, Agreed(day))


def moved(deadline: Deadline, days: int) -> Deadline:
    """A deadline put off by the days for which its clock was paused."""
    if deadline.by_day is None:
        return deadline._replace(
            moment=deadline.moment + timedelta(days), counted=Paused(deadline.counted, days)
        )
    day = deadline.by_day + timedelta(days)
    return deadline._replace(
        moment=end_of_day(day), by_day=day, counted=Paused(deadline.counted, days)
    )


def _provisional(counted: Days) -> bool:
    if counted.period.unit != "working days":
        return False
    return counted.calendar.provisional(max(counted.start, counted.end))


class Hours(NamedTuple):
    """Elapsed hours, whatever the clocks did meanwhile."""

    start: datetime
    period: Period
    forwards: bool

    def words(self) -> str:
        start, end = self.start.astimezone(LONDON), self._end().astimezone(LONDON)
        side = "after" if self.forwards else "before"
        told = f"{length(self.period)} {side} {spoken_time(start)} is {spoken_time(end)}"
        if start.utcoffset() != end.utcoffset():
            told += "; the clocks change in between, and the hours run through"
        return told + "."

    def days(self) -> tuple[CountedDay, ...]:
        return ()

    def _end(self) -> datetime:
        hours = timedelta(hours=self.period.amount)
        start = self.start.astimezone(UTC)
        return start + hours if self.forwards else start - hours


class Agreed(NamedTuple):
    """A day that people agreed; nothing is counted."""

    day: date

    def words(self) -> str:
        return f"{spoken(self.day)}, as agreed."

    def days(self) -> tuple[CountedDay, ...]:
        return ()


class Paused(NamedTuple):
    """A count that stood still for some days."""

    before: Counted
    by: int

    def words(self) -> str:
        days = "one day" if self.by == 1 else f"{self.by} days"
        return f"{self.before.words()} The clock stood still for {days}."

    def days(self) -> tuple[CountedDay, ...]:
        return self.before.days()


class Days(NamedTuple):
    """Days, working days, weeks or months, from one day to another."""

    start: date
    period: Period
    end: date
    calendar: Calendar
    forwards: bool

    def words(self) -> str:
        if self.start == self.end:
            return f"{spoken(self.end)}, the day itself."
        told = f"{length(self.period)} {'after' if self.forwards else 'before'} "
        told += f"{spoken(self.start)} is {spoken(self.end)}"
        return f"{told}; {self._how()}." if self._how() else f"{told}."

    def days(self) -> tuple[CountedDay, ...]:
        if self.start == self.end:
            return (CountedDay(self.end, self.end, "the day itself, to its end", 0),)
        counted = tuple(self._working_rows()) if self._working else (self._last_row(),)
        return (CountedDay(self.start, self.start, self._first_words(), None), *counted)

    @property
    def _working(self) -> bool:
        return self.period.unit == "working days"

    def _how(self) -> str:
        if self._working and self.period.amount:
            return "; ".join(
                part for part in (f"{spoken(self.start)} is not counted", self._left_out()) if part
            )
        if self.period.unit == "months" and self.end.day != self.start.day:
            return f"there is no {self.start.day} in that month, so its last day"
        return ""

    def _left_out(self) -> str:
        low, high = sorted((self.start, self.end))
        names = [
            f"{spoken(day)} ({holiday.label})"
            for day, holiday in self.calendar.holidays.items()
            if low < day < high
        ]
        weekends = "weekends are left out"
        return f"{weekends}, and {listed(names)}" if names else weekends

    def _first_words(self) -> str:
        return "day it is counted from" if self.forwards else "day of the meeting"

    def _last_row(self) -> CountedDay:
        side = "later" if self.forwards else "before"
        number = self.period.amount if self.period.unit == "days" else None
        return CountedDay(self.end, self.end, f"{length(self.period)} {side}, to its end", number)

    def _working_rows(self) -> Iterator[CountedDay]:
        """Each day from the start to the end; like days in one row."""
        step = ONE_DAY if self.forwards else -ONE_DAY
        run: CountedDay | None = None
        number, day = 0, self.start
        while day != self.end:
            day += step
            working = self.calendar.is_working(day)
            number += working
            row = CountedDay(day, day, self._what(day), number if working else None)
            if run is not None and self._alike(run, row):
                run = _joined(run, row)
                continue
            if run is not None:
                yield run
            run = row
        if run is not None:
            yield run

    def _what(self, day: date) -> str:
        if day == self.end:
            return "working day, to its end"
        holiday = self.calendar.holidays.get(day)
        if holiday:
            return holiday.label
        return "weekend" if day.weekday() >= 5 else "working day"

    def _alike(self, run: CountedDay, row: CountedDay) -> bool:
        if run.what != row.what:
            return False
        return row.what == "weekend" or (row.what == "working day" and self.period.amount > LONG)


def _joined(run: CountedDay, row: CountedDay) -> CountedDay:
    return CountedDay(min(run.first, row.first), max(run.last, row.last), run.what, row.number)


def moment_of(value: object) -> datetime | None:
    """The moment that a field names, or None where it names none; local where no zone."""
    return _written_moment(value) if value.__class__ is str else _moment(value)


@lru_cache(maxsize=KEPT)
def _written_moment(text: str) -> datetime | None:
    try:
        return _moment(datetime.fromisoformat(text))
    except ValueError:
        return None


def _moment(value: object) -> datetime | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime) or not 1900 < value.year < 2200:
        return None
    aware = value if value.tzinfo is not None else value.replace(tzinfo=LONDON)
    return aware.astimezone(UTC)


# --- how days and lengths are spoken --------------------------------------------------

ONCE = {
    "hours": "hour",
    "days": "day",
    "working days": "working day",
    "weeks": "week",
    "months": "month",
}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@lru_cache(maxsize=20_000)
def spoken(day: date) -> str:
    """`Wed 25 November 2026`, whatever language the machine is set to."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def spoken_time(moment: datetime) -> str:
    """`Wed 25 November 2026, 09:30`."""
    local = moment.astimezone(LONDON)
    return f"{spoken(local.date())}, {local:%H:%M}"


def length(period: Period) -> str:
    """`2 working days`, `1 month`, `3 months`."""
    unit = ONCE[period.unit] if period.amount == 1 else period.unit
    return f"{period.amount} {unit}"


def listed(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
