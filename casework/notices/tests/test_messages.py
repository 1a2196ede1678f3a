"""Claims about what a message says, and above all what it does not say."""

from __future__ import annotations

import email
import email.policy
import mailbox
from datetime import UTC, datetime

import icalendar
import pytest

from casework.documents.tests.examples import an_invitation
from casework.notices import commands
from casework.notices.messages import message
from casework.notices.models import Kind
from casework.notices.wording import WORDINGS

NOW = datetime(2026, 11, 20, 15, 10, tzinfo=UTC)

CAST = (
    "Ellis", "Hartwood", "Tegan", "Marlowe", "Skye", "Penrose", "Leon", "Draycott", "Jaden",
    "Whitcombe", "Rafi", "Banerjee", "Imogen", "Amelia", "Stroud", "Hannah", "Osei", "Marcus",
    "Aldridge", "Dilys", "Frome", "Ruth", "Pemberton", "Baptiste", "Oluchi", "Adeyemi",
    "Graham", "Tolley", "Bevan", "Fenwick", "Aldous", "Nwosu", "Carter", "Sandys", "Nair",
)  # fmt: skip
SUBJECT_WORDS = ["exploit", "missing", "county lines", "traffick", "child", "risk", "safety plan"]


def a_notice(**changed):
    values = {
        "to": "reader@example.org",
        "kind": Kind.READ,
        "link": "/meetings/RMM-NW-2026-11-20/",
        "now": NOW,
    }
    return commands.send(**{**values, **changed})


def parsed(notice):
    return email.message_from_bytes(message(notice).message().as_bytes(), policy=email.policy.SMTP)


def everything_in(read):
    """Headers and decoded parts, as one text in lower case."""
    parts = [part.get_content() for part in read.walk() if not part.is_multipart()]
    return "\n".join([*map(str, read.values()), *parts]).lower()


def test_every_kind_of_message_has_its_wording():
    assert set(WORDINGS) == set(Kind)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
def test_no_message_names_anybody_or_says_what_it_is_about(kind):
    said = everything_in(parsed(a_notice(kind=kind, invitation=an_invitation())))

    assert [name for name in CAST if name.lower() in said] == []
    assert [word for word in SUBJECT_WORDS if word in said] == []


@pytest.mark.django_db
def test_two_notices_of_a_kind_differ_only_in_reader_link_and_number():
    one = parsed(a_notice(kind=Kind.ACT, link="/actions/"))

    other = parsed(a_notice(kind=Kind.ACT, link="/actions/", to="other@example.org"))

    assert one["Subject"] == other["Subject"] == "You have something to do in Holdfast"
    assert one.get_content() == other.get_content()


@pytest.mark.django_db
def test_a_message_leads_to_the_page_behind_the_sign_in(settings):
    settings.SITE_ADDRESS = "https://holdfast.example"

    said = parsed(a_notice()).get_content()

    assert "\nhttps://holdfast.example/meetings/RMM-NW-2026-11-20/\n" in said.replace("\r", "")


@pytest.mark.django_db
def test_the_same_notice_keeps_its_number_however_often_it_is_made():
    notice = a_notice()

    first, second = parsed(notice)["Message-ID"], parsed(notice)["Message-ID"]

    assert first == second
    assert str(notice.id) in first


@pytest.mark.django_db
@pytest.mark.parametrize("cancelled", [False, True])
def test_a_date_comes_as_a_calendar_part_and_as_a_file(cancelled):
    notice = a_notice(kind=Kind.DATE, invitation=an_invitation(sequence=3, cancelled=cancelled))
    notice.refresh_from_db()

    parts = [part for part in parsed(notice).walk() if part.get_content_type() == "text/calendar"]

    assert parts[0].get_param("method") == ("CANCEL" if cancelled else "REQUEST")
    assert parts[1].get_filename() == "date.ics"
    for part in parts:
        [event] = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
        assert event["dtstart"].dt == an_invitation().starts_at
        assert event["sequence"] == 3
        assert event["attendee"] == "mailto:reader@example.org"


@pytest.mark.django_db
def test_the_maildir_holds_a_message_that_can_be_read(settings, tmp_path):
    settings.EMAIL_BACKEND = "casework.notices.maildir.EmailBackend"
    settings.MAILDIR = tmp_path / "var" / "outbox"

    message(a_notice(kind=Kind.DATE, invitation=an_invitation())).send()

    [kept] = mailbox.Maildir(settings.MAILDIR)
    assert kept["To"] == "reader@example.org"
    assert kept["Subject"] == "A date to keep free, from Holdfast"
    assert [part.get_content_type() for part in kept.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/calendar",
        "text/calendar",
    ]
