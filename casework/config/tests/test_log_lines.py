"""Lines of the log say what went wrong and where, and nothing of anybody."""

import io
import json
import logging

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from casework.agencies.models import Account
from casework.cast import NOW
from casework.config.log_lines import Json, Line
from casework.notices import jobs
from casework.notices.models import Kind, Notice

CANARY = "Ottoline Quillfeather"


@pytest.fixture(params=[Line, Json], ids=["lines", "json"])
def log(request):
    """Everything that is logged during a test, as it would stand in the log."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def broken(*args, **more):
    raise ValueError(f"{CANARY} could not be read")


@pytest.fixture
def client(cast):
    made = Client(raise_request_exception=False)
    made.force_login(cast.hannah.account)
    return made


def test_a_page_that_fails_tells_where_and_not_about_whom(client, log, monkeypatch):
    monkeypatch.setattr("casework.worklists.searching.search", broken)

    answer = client.post("/search/", {"q": CANARY}, follow=True)

    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()
    assert "Internal Server Error: /search/" in log.getvalue()
    assert "in broken" in log.getvalue()
    assert "ValueError (its text is left out)" in log.getvalue()
    assert CANARY.split()[1] not in log.getvalue()


def test_a_row_that_the_database_refuses_is_not_quoted(log, db):
    Account.objects.create_user(f"{CANARY.split()[0]}@example.org", name=CANARY)
    try:
        with transaction.atomic():
            Account.objects.create_user(f"{CANARY.split()[0]}@example.org", name=CANARY)
    except IntegrityError as error:
        quoted = str(error)
        logging.getLogger("casework").exception("An account could not be made")

    assert CANARY.split()[0] in quoted, "the control: the error itself does quote it"
    assert CANARY.split()[0] not in log.getvalue()
    assert "IntegrityError" in log.getvalue()


def test_a_form_that_is_refused_leaves_nothing_of_what_was_typed(client, log, cast):
    answer = client.post("/emergency/", {"reference": CANARY, "reason": CANARY, "forename": CANARY})
    client.post(f"/children/{cast.ellis.reference}/", {"name": CANARY})
    client.post("/accounts/sign-in/", {"login": f"{CANARY}@x", "password": CANARY})

    assert answer.status_code == 422
    assert log.getvalue().count("/emergency/") == 1
    assert CANARY.split()[1] not in log.getvalue()


def test_a_job_that_fails_names_nobody(log, cast, monkeypatch):
    email = f"{CANARY.split()[0]}@example.org"
    notice = Notice.objects.create(
        recipient_email=email, kind=Kind.WELCOME, link="/", created_at=NOW
    )
    monkeypatch.setattr("casework.notices.jobs.message", broken)

    with pytest.raises(ValueError, match=CANARY):
        jobs.deliver(notice_id=str(notice.pk))
    try:
        jobs.deliver(notice_id=str(notice.pk))
    except ValueError:
        logging.getLogger("procrastinate.worker").exception("Job deliver[1] ended with an error")

    assert "deliver" in log.getvalue()
    assert CANARY.split()[0] not in log.getvalue()


def test_text_cannot_begin_a_line_of_its_own_or_steer_a_terminal(log):
    forged = "x\r\n2026-11-20T00:00:00+00:00 INFO casework Nothing happened\x1b[2J\u202e"

    logging.getLogger("casework").warning("A name was refused: %s", forged)

    assert log.getvalue().count("\n") == 1
    assert "\x1b" not in log.getvalue()
    assert "\u202e" not in log.getvalue()


def test_the_moment_names_its_zone():
    record = logging.makeLogRecord({"msg": "x", "levelname": "INFO", "name": "casework"})

    assert "+00:00" in Line().format(record)
    assert json.loads(Json().format(record))["at"].endswith("+00:00")


def test_statements_are_not_logged(client, log):
    client.get("/")

    assert connection.force_debug_cursor is False
    assert "select" not in log.getvalue().lower()
