"""Calendar files that any calendar may show to anybody: a moment, a reference and a link."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress

from casework.documents.characters import printable
from casework.documents.shapes import Invitation


def render(
    invitation: Invitation, *, link: str, organiser: str, attendee: str, now: datetime
) -> bytes:
    """Write one invitation, or its cancellation, as an iCalendar file (RFC 5545, RFC 5546).

    `link` leads to the rest, behind the sign-in; `organiser` and `attendee` are e-mail
    addresses, and each reader gets a file of their own. Times are in UTC: calendars show
    them in their own time, across the change of the clocks too.
    """
    event = _event(invitation, now)
    event.add("description", f"Sign in to read more: {link}")
    event.add("url", link)
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    event.add("attendee", _attendee(attendee))
    calendar = Calendar()
    calendar.add("prodid", "-//Holdfast//Holdfast//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method(invitation))
    calendar.add_component(event)
    return calendar.to_ical()


def method(invitation: Invitation) -> str:
    """Say what the file asks of the calendar that receives it."""
    return "CANCEL" if invitation.cancelled else "REQUEST"


def _event(invitation: Invitation, now: datetime) -> Event:
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", invitation.starts_at.astimezone(UTC))
    event.add("dtend", invitation.ends_at.astimezone(UTC))
    event.add("summary", f"Holdfast meeting {printable(invitation.reference)}")
    event.add("class", "CONFIDENTIAL")
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    return event


def _attendee(address: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    attendee.params["RSVP"] = "FALSE"
    return attendee
