"""A calendar file of days on which something is due, such as any calendar may show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from casework.documents.characters import printable


@dataclass(frozen=True, slots=True)
class DueDay:
    """One entry: a day, or a moment of it (`at`), words that name nobody, and a link."""

    uid: str
    day: date
    summary: str
    link: str
    at: datetime | None = None


def render(entries: Iterable[DueDay], *, now: datetime) -> bytes:
    """Write entries as an iCalendar file (RFC 5545); they mark a day and block no time."""
    calendar = Calendar()
    calendar.add("prodid", "-//Holdfast//Holdfast//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return calendar.to_ical()


def _event(entry: DueDay, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    if entry.at is not None:
        event.add("dtstart", entry.at.astimezone(UTC))
    else:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", printable(entry.summary))
    event.add("description", f"Sign in to read more: {printable(entry.link)}")
    event.add("url", printable(entry.link))
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    return event
