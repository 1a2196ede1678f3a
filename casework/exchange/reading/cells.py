"""One row's cells, turned into values, with what was wrong with each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from casework.exchange.reading import values as of
from casework.exchange.reading.columns import Column, Table
from casework.exchange.reading.dates import NotADate, Read, read_moment, start_of
from casework.exchange.reading.problems import Level, Problem
from casework.exchange.reading.profiles import Precision, Profile
from casework.exchange.reading.spellings import SPELLINGS


@dataclass(frozen=True, slots=True)
class When:
    """A moment and how exactly it is known; `at` is aware, in Europe/London."""

    at: datetime
    precision: Precision

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(slots=True)
class Conversion:
    """The values of one row so far, and what was wrong; `orders` feeds the day/month check."""

    table: Table
    profile: Profile
    today: date
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    orders: list[tuple[str, str]] = field(default_factory=list)

    def say(self, level: Level, code: str, message: str, column: str) -> None:
        self.problems.append(Problem(level, code, message, self.row, column))


def convert(
    cells: dict[str, str | None], table: Table, profile: Profile, today: date, row: int
) -> Conversion:
    """Turn cleaned cells into values; what does not fit is None and is said."""
    done = Conversion(table, profile, today, row)
    for column in table.columns:
        text = cells.get(column.name)
        done.values[column.name] = None if text is None else _value(text, column, done)
        if column.filled and done.values[column.name] in (None, []):
            _refuse_without_value(text, column, done)
    for start, end in table.spans:
        _check_span(start, end, done)
    return done


def _value(text: str, column: Column, done: Conversion) -> Any:
    if of.looks_like_a_formula(text):
        done.say(
            Level.WARNING,
            "formula",
            f"“{text[:40]}” begins like a formula. It was taken as text and not worked out.",
            column.name,
        )
    return READERS[column.kind](text, column, done)


def _refuse_without_value(text: str | None, column: Column, done: Conversion) -> None:
    done.problems = (
        [problem for problem in done.problems if problem.column != column.name]
        if text
        else done.problems
    )
    message = (
        f"{column.name} is empty. Every row needs it."
        if text is None
        else f"{column.name} is “{text[:40]}”, which cannot be read. Correct it."
    )
    done.say(Level.REFUSED, "no-value", message, column.name)


# --- one reader for each kind of column -----------------------------------------------


def _text(text: str, column: Column, done: Conversion) -> str:
    return text


def _date(text: str, column: Column, done: Conversion) -> date | None:
    read = _moment_or_none(text, column, done)
    return read.at.date() if read else None


def _moment(text: str, column: Column, done: Conversion) -> When | None:
    read = _moment_or_none(text, column, done)
    if read is None:
        return None
    best = done.profile.missing if column.precision == "missing" else Precision.INSTANT
    if best is Precision.INSTANT and read.has_time:
        return When(read.at, Precision.INSTANT)
    if best is Precision.PROXY:
        return When(read.at, Precision.PROXY)
    return When(start_of(read.at.date()), Precision.DATE)


def _moment_or_none(text: str, column: Column, done: Conversion) -> Read | None:
    try:
        read = read_moment(text)
    except NotADate as error:
        done.say(Level.WARNING, "bad-date", f"“{text[:40]}” was left out: {error}.", column.name)
        return None
    if read.order:
        done.orders.append((column.name, read.order))
    if read.order == "month":
        done.say(
            Level.QUESTION,
            "day-or-month",
            f"“{text}” has the month first. Read as {read.at:%-d %B %Y}; check it.",
            column.name,
        )
    return read


def _yes_no(text: str, column: Column, done: Conversion) -> bool | None:
    return of.yes_no(text)


def _choice(text: str, column: Column, done: Conversion) -> str | None:
    word = of.without_code(text)
    spellings = done.profile.values.get(column.value_map) or SPELLINGS.get(column.value_map, {})
    # A name of its own, such as that of a police force, ends with what it is.
    last = word.lower().rpartition(" ")[2]
    for spelling in (text.lower(), word.lower(), word.lower().replace(" ", "_"), last):
        if found := spellings.get(spelling):
            return found
        for option in column.options:
            if option.lower() == spelling:
                return option
    done.say(
        Level.WARNING,
        "unknown-value",
        f"“{text[:40]}” is none of {', '.join(column.options)}. It was left out.",
        column.name,
    )
    return None


def _codes(text: str, column: Column, done: Conversion) -> list[str]:
    try:
        return of.codes(text)
    except ValueError:
        done.say(Level.WARNING, "bad-json", "The list is not well formed JSON.", column.name)
        return []


def _flags(text: str, column: Column, done: Conversion) -> dict[str, Any] | None:
    try:
        return of.flags(text)
    except ValueError:
        done.say(Level.WARNING, "bad-json", "The cell is not a JSON object. Left out.", column.name)
        return None


def _nhs(text: str, column: Column, done: Conversion) -> str | None:
    number = text.replace(" ", "").replace("-", "").removesuffix(".0")
    if of.nhs_number_is_right(number):
        return number
    done.say(
        Level.WARNING,
        "nhs-number",
        "The NHS number fails its check digit and was left out.",
        column.name,
    )
    return None


def _upn(text: str, column: Column, done: Conversion) -> str | None:
    if of.upn_is_right(text):
        return text.upper()
    done.say(
        Level.WARNING,
        "upn",
        f"The pupil number {text[:20]} fails its check letter. It was taken as it is.",
        column.name,
    )
    return text.upper()[:20]


def _postcode(text: str, column: Column, done: Conversion) -> str | None:
    found = of.postcode(text)
    if found is None:
        done.say(
            Level.WARNING, "postcode", "What stands here is no postcode. Left out.", column.name
        )
    return found


LONGEST_NUMBER = 9
"""Figures."""


def _number(text: str, column: Column, done: Conversion) -> int | None:
    digits = text.removesuffix(".0")
    if digits.isdecimal() and len(digits) <= LONGEST_NUMBER:
        return int(digits)
    done.say(Level.WARNING, "number", f"“{text[:20]}” is no number. Left out.", column.name)
    return None


READERS: dict[str, Callable[[str, Column, Conversion], Any]] = {
    "id": _text,
    "text": _text,
    "note": _text,
    "name": _text,
    "date": _date,
    "moment": _moment,
    "yes_no": _yes_no,
    "choice": _choice,
    "codes": _codes,
    "flags": _flags,
    "nhs": _nhs,
    "upn": _upn,
    "postcode": _postcode,
    "number": _number,
}


# --- what must agree between two cells ------------------------------------------------


def _check_span(start: str, end: str, done: Conversion) -> None:
    first, last = done.values.get(start), done.values.get(end)
    if first is not None and _day(first) > done.today + timedelta(days=1):
        done.say(
            Level.QUESTION,
            "in-the-future",
            f"It begins on {_day(first):%-d %B %Y}, which is still to come. Check it.",
            start,
        )
    if first is None or last is None or not _before(last, first):
        return
    done.values[end] = None
    done.say(
        Level.QUESTION,
        "ended-before-started",
        f"It ended on {_day(last):%-d %B %Y}, before it began on {_day(first):%-d %B %Y}. "
        "The end was left out until somebody decides.",
        end,
    )


def _before(last: When | date, first: When | date) -> bool:
    exact = (
        isinstance(last, When)
        and isinstance(first, When)
        and first.precision == last.precision != Precision.DATE
    )
    return last.at < first.at if exact else _day(last) < _day(first)  # type: ignore[union-attr]


def _day(value: When | date) -> date:
    return value.day if isinstance(value, When) else value
