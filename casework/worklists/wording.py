"""How a list is put into words: by day, with how late, and in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from casework.chronology import policy
from casework.web import words
from casework.worklists.items import Item
from casework.worklists.queries import Counts


def address(item: Item) -> str | None:
    """Where one reads about whom or what an item concerns; None where it is not named."""
    if not item.named:
        return None
    if item.kind == "child":
        return f"/children/{item.reference}/"
    return f"/meetings/forum/{item.reference}/" if item.kind == "forum" else "/places/"


_RESULT = re.compile(r" is \w{3} \d{1,2} \w+( \d{4})?\.?$")


# --- one item -------------------------------------------------------------------------


def is_late(item: Item, now: datetime) -> bool:
    return item.due_at is not None and item.due_at <= now


def working_days_late(item: Item, now: datetime, calendar: Any) -> int:
    """Working days since the day on which it was due; that day itself is not counted."""
    return calendar.count(item.day, words.local_day(now))


def state_of(item: Item, now: datetime, calendar: Any) -> dict[str, str] | None:
    """The sign and the words beside an item that is late or for today."""
    if is_late(item, now):
        days = working_days_late(item, now, calendar)
        if days:
            return {
                "kind": "late",
                "text": f"{days:,} working {'day' if days == 1 else 'days'} late",
            }
        since = f"since {words.time_of_day(item.due_at)}" if item.at_a_time else ""
        return {"kind": "late", "text": f"Late {since}".strip()}
    if item.day == words.local_day(now):
        return {
            "kind": "today",
            "text": words.time_of_day(item.due_at) if item.at_a_time else "Today",
        }
    return None


def when_of(item: Item, now: datetime, calendar: Any) -> dict[str, str]:
    """The day of an item that is still to come, and how many working days are left."""
    if item.day is None:
        return {"text": "No date given", "small": ""}
    today = words.local_day(now)
    left = calendar.count(today, item.day)
    text = words.day(item.due_at if item.at_a_time else item.day, today)
    if item.at_a_time:
        text += f", {words.time_of_day(item.due_at)}"
    return {"text": text, "small": f"{left:,} working {'day' if left == 1 else 'days'}"}


def note_of(item: Item, now: datetime) -> str:
    """Where an item comes from: the procedure's count, or the day of the agreement."""
    if item.is_action:
        origin = f"action agreed on {item.agreed_on.day} {item.agreed_on:%B}"
    else:
        # The count ends with the date itself, which stands beside it already.
        origin = _RESULT.sub("", item.summary)
    if is_late(item, now) and item.day:
        due = f"Was due {item.day:%a} {item.day.day} {item.day:%B}"
        return _stopped(f"{due}: {origin}" if origin else due)
    return _stopped(words.sentence(origin))


def _stopped(text: str) -> str:
    return text if not text or text.endswith((".", "?")) else f"{text}."


def row(item: Item, now: datetime, calendar: Any) -> dict[str, Any]:
    """An item as the due list draws it."""
    answers = (
        [{"text": "Say how it stands", "href": f"/actions/{item.id}/"}] if item.answerable else []
    )
    subject = item.subject or "A child whom you do not look after"
    return {
        "who": {"text": subject, "href": address(item)},
        "what": {"text": item.title, "href": None},
        "note": note_of(item, now),
        "clauses": item.clauses,
        "state": state_of(item, now, calendar),
        "when": when_of(item, now, calendar) if item.day else None,
        "answers": answers,
    }


# --- by day ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """A heading of the list with its items."""

    title: str
    small: str
    late: bool
    items: list[Item]


def by_day(found: Iterable[Item], now: datetime) -> list[Day]:
    """Late, today, tomorrow, this week, next week, later; what has no date comes last."""
    today = words.local_day(now)
    groups: dict[str, list[Item]] = {}
    for item in found:
        groups.setdefault(_group(item, now, today), []).append(item)
    order = ["Late", "Today", "Tomorrow", "This week", "Next week", "Later", "No date given"]
    return [
        Day(title, _when(title, today, groups[title]), title == "Late", groups[title])
        for title in order
        if title in groups
    ]


def _group(item: Item, now: datetime, today: date) -> str:
    if item.day is None:
        return "No date given"
    if is_late(item, now):
        return "Late"
    ahead = (item.day - today).days
    to_sunday = 6 - today.weekday()
    if ahead <= 1:
        return "Today" if ahead == 0 else "Tomorrow"
    if ahead <= to_sunday:
        return "This week"
    return "Next week" if ahead <= to_sunday + 7 else "Later"


def _when(title: str, today: date, found: list[Item]) -> str:
    """The dates that a heading stands for."""
    if title in {"Today", "Tomorrow"}:
        return words.long_day(today + timedelta(days=title == "Tomorrow"))
    if title != "Next week":
        return ""
    monday = today + timedelta(days=7 - today.weekday())
    last = max(monday + timedelta(days=4), max(item.day for item in found))
    first = f"{monday:%A} {monday.day}" if monday.month == last.month else words.long_day(monday)
    return f"{first} to {words.long_day(last)}"


# --- in a sentence --------------------------------------------------------------------


_TEENS = [
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen", "twenty",
]  # fmt: skip


_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth".split()  # noqa: SIM905


def ordinal(number: int) -> str:
    """“first” to “ninth”, then “10th”; positions on a list begin at one."""
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 // 10 != 1 else "th"
    return f"{number}{ending}"


def opening(number: int) -> str:
    """A number as a sentence begins: “Fourteen”, and “None” for none; figures from 21 on."""
    if number == 0:
        return "None"
    word = _TEENS[number - 10] if 10 <= number <= 20 else words.in_words(number)
    return words.sentence(word)


def home_sentence(counts: Counts, questions: int) -> str:
    """“One thing is late, four are for today and two questions wait for your decision.”"""
    are = "thing is" if counts.late == 1 else "things are"
    late = f"{opening(counts.late)} {are} late" if counts.late else "nothing is late"
    noun = "" if counts.late else " thing"
    today = f"{_are(counts.today, noun)} for today" if counts.today else "nothing is for today"
    asked = (
        f"{words.counted(questions, 'question')} {'waits' if questions == 1 else 'wait'}"
        " for your decision"
        if questions
        else "no question waits for you"
    )
    return words.sentence(f"{late}, {today} and {asked}.")


def _are(number: int, noun: str) -> str:
    named = f"{noun}{'s' if noun and number != 1 else ''}"
    return f"{words.in_words(number)}{named} {'is' if number == 1 else 'are'}"


# --- ratings --------------------------------------------------------------------------


def rating(authority: str, level: str) -> dict[str, Any]:
    """A level as its step on the authority's scale and its word; nothing before the first."""
    scale = policy.scale(authority)
    levels = [one.id for one in scale.levels] if scale else []
    if level not in levels:
        return {"step": None, "label": "Not yet rated", "steps": len(levels) or 4}
    at = levels.index(level)
    return {"step": at + 1, "label": scale.levels[at].label, "steps": len(levels)}


def key_risks(authority: str, risks: Iterable[str]) -> list[dict[str, str]]:
    """Key risks with the letter by which the authority's forms know them."""
    scale = policy.scale(authority)
    known = {one.id: one for one in scale.key_risks} if scale else {}
    return [
        {"letter": _letter(known[risk]), "label": known[risk].label}
        for risk in risks
        if risk in known
    ]


def _letter(risk: Any) -> str:
    """The authority's letter for a risk, where its scale gives one as the meaning."""
    return risk.meaning if len(risk.meaning) == 1 else risk.label[:1]
