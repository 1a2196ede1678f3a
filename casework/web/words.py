"""Dates, times, ages and counts as people here write them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_HALF_A_YEAR = 183


def local(value: date | datetime) -> date | datetime:
    """The same moment on a London clock; a plain day stays a day."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(LONDON)
    return value


def local_day(moment: datetime) -> date:
    """The day in London on which a moment lies; asked hundreds of times for a page."""
    return moment.astimezone(LONDON).date()


def day(value: date | datetime | None, today: date | None = None) -> str:
    """`Thu 24 Dec`; with the year where, seen from `today`, it may be in doubt."""
    if value is None:
        return ""
    value = local(value)
    text = f"{value:%a} {value.day} {value:%b}"
    on = value.date() if isinstance(value, datetime) else value
    if today is not None and on.year != today.year and abs((on - today).days) > _HALF_A_YEAR:
        text += f" {on.year}"
    return text


def day_and_year(value: date | datetime | None) -> str:
    """`Thu 24 Dec 2026`."""
    return "" if value is None else f"{day(value)} {local(value).year}"


def long_day(value: date | datetime | None) -> str:
    """`Friday 20 November`."""
    if value is None:
        return ""
    value = local(value)
    return f"{value:%A} {value.day} {value:%B}"


def long_day_and_year(value: date | datetime | None) -> str:
    """`Friday 20 November 2026`."""
    return "" if value is None else f"{long_day(value)} {local(value).year}"


def plain_date(value: date | datetime | None) -> str:
    """`2 May 2011`, as for a date of birth."""
    if value is None:
        return ""
    value = local(value)
    return f"{value.day} {value:%B} {value.year}"


def time_of_day(value: datetime | None) -> str:
    """`09:30`, in 24 hours."""
    return "" if value is None else f"{local(value):%H:%M}"


def in_words(number: int) -> str:
    """Up to nine in words, from ten in figures; none is `no`."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`one child`, `seven children`, `12 children`, `no children`."""
    return f"{in_words(number)} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """The same text with a capital at its start."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """A label inside a sentence: `social worker`; `Detective Sergeant`, `RMM admin` stay."""
    titled = any(word[:1].isupper() for word in text.split(",")[0].split()[1:])
    return text if titled or text[1:2].isupper() else text[:1].lower() + text[1:]


def joined(texts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = texts or [""]
    return f"{', '.join(most)} and {last}" if most else last


def age(born: date | None, today: date) -> int | None:
    """Age in whole years; somebody born on 29 February turns a year older on 1 March."""
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome"}
SYSTEMS = {"iPhone": "an iPhone", "iPad": "an iPad", "Android": "Android", "Windows": "Windows",
           "Mac OS X": "a Mac", "Linux": "Linux"}  # fmt: skip


def browser(user_agent: str) -> str:
    """A browser and a system in words: “Chrome on Windows”."""
    name = next((name for mark, name in BROWSERS.items() if mark in user_agent), None)
    name = name or ("Safari" if "Safari/" in user_agent else "A browser")
    system = next((words for mark, words in SYSTEMS.items() if mark in user_agent), None)
    return f"{name} on {system}" if system else name


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in set("=+-@\t\r") else cell
