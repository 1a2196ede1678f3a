"""Claims about the page that shows what the demonstration sent."""

from datetime import UTC, datetime

import pytest

from casework.notices import commands, jobs
from casework.notices.models import Kind


@pytest.fixture
def sent(db):
    now = datetime(2026, 11, 20, 15, 10, tzinfo=UTC)
    notice = commands.send(to="reader@example.org", kind=Kind.ACT, link="/actions/", now=now)
    commands.send(to="other@example.org", kind=Kind.READ, link="/meetings/", now=now)
    jobs.deliver(str(notice.id))


def test_the_administrator_of_a_demonstration_sees_what_was_sent(cast, signed_in, sent):
    page = signed_in(cast.amara).get("/outbox/").content.decode()

    assert "reader@example.org" in page
    assert "Sent " in page
    assert "Waiting" in page


def test_an_outbox_without_messages_says_so(cast, signed_in):
    page = signed_in(cast.amara).get("/outbox/").content.decode()

    assert "Nothing has been sent yet." in page


def test_to_everybody_else_there_is_no_outbox(cast, signed_in, sent):
    response = signed_in(cast.hannah).get("/outbox/")

    assert response.status_code == 404


def test_outside_a_demonstration_there_is_no_outbox(cast, signed_in, sent, settings):
    settings.DEMO = False

    response = signed_in(cast.amara).get("/outbox/")

    assert response.status_code == 404
