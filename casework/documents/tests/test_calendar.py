"""Claims about the calendar files."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from casework.documents import calendar
from casework.documents.tests.examples import NOW, an_invitation


def written(**changed):
    return calendar.render(
        an_invitation(**changed),
        link="https://holdfast.example/meetings/RMM-NW-2027-01-08/",
        organiser="holdfast@example.org",
        attendee="h.osei@example.org",
        now=NOW,
    )


def event_of(file):
    [event] = icalendar.Calendar.from_ical(file).walk("VEVENT")
    return event


def test_the_invitation_says_when_in_utc():
    london = ZoneInfo("Europe/London")
    starts = datetime(2027, 4, 2, 9, 30, tzinfo=london)

    file = written(starts_at=starts, ends_at=starts + timedelta(minutes=15))

    assert b"METHOD:REQUEST" in file
    assert b"DTSTART:20270402T083000Z" in file
    assert event_of(file)["dtend"].dt == datetime(2027, 4, 2, 8, 45, tzinfo=UTC)


def test_moving_keeps_the_identity_and_raises_the_sequence():
    first = event_of(written())

    moved = event_of(written(sequence=1))

    assert moved["uid"] == first["uid"]
    assert moved["sequence"] > first["sequence"]


def test_a_cancelled_meeting_is_taken_out_of_the_calendar():
    file = written(sequence=2, cancelled=True)

    assert b"METHOD:CANCEL" in file
    assert event_of(file)["status"] == "CANCELLED"


def test_the_invitation_carries_a_reference_and_a_link_and_nothing_else_to_read():
    event = event_of(written())

    assert event["summary"] == "Holdfast meeting RMM-NW-2027-01-08"
    assert event["description"] == (
        "Sign in to read more: https://holdfast.example/meetings/RMM-NW-2027-01-08/"
    )
    assert event["class"] == "CONFIDENTIAL"
    assert {"comment", "location", "contact", "categories", "attach"}.isdisjoint(
        {name.lower() for name in event}
    )


def test_a_line_break_in_a_reference_cannot_add_a_line_to_the_file():
    file = written(reference="X\r\nATTENDEE:mailto:a@b")

    assert len(event_of(file).walk()) == 1
    assert b"\r\nATTENDEE:mailto:a@b" not in file


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": datetime(2027, 1, 8, 9, 30)},
        {"ends_at": datetime(2027, 1, 8, 9, 30, tzinfo=UTC)},
    ],
)
def test_an_invitation_without_a_zone_or_a_length_is_refused(wrong):
    with pytest.raises(ValueError, match="Invitation 6f0c1f0e"):
        an_invitation(**wrong)
