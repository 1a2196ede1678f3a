"""Claims about sending: with the change, once, and never for a change that did not happen."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from casework.documents.tests.examples import an_invitation
from casework.notices import commands, jobs
from casework.notices.models import Kind, Notice

NOW = datetime(2026, 11, 20, 15, 10, tzinfo=UTC)


def send(**changed):
    values = {
        "to": "h.osei@example.org",
        "kind": Kind.READ,
        "link": "/meetings/RMM-NW-2026-11-20/",
        "now": NOW,
    }
    return commands.send(**{**values, **changed})


def job_of(notice):
    """Its job; tests that keep what they write leave the jobs of others in the queue."""
    return ProcrastinateJob.objects.get(args__notice_id=str(notice.id))


@pytest.fixture
def work_through(monkeypatch):
    """Run a worker until nothing in a queue waits; its threads close their connections."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    return _work_through


def _work_through(queue):
    with app.replace_connector(app.connector.get_worker_connector()) as at_work:
        at_work.run_worker(
            wait=False, install_signal_handlers=False, listen_notify=False, queues=[queue]
        )


@pytest.mark.django_db
def test_a_notice_waits_in_the_queue_until_a_worker_takes_it():
    notice = send(post=7)

    assert job_of(notice).task_name == "notices.deliver"
    assert job_of(notice).status == "todo"
    assert Notice.objects.waiting().get() == notice
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_sends_nothing():
    with transaction.atomic():
        notice = send()
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not ProcrastinateJob.objects.filter(args__notice_id=str(notice.id)).exists()


@pytest.mark.django_db
def test_a_job_that_is_run_twice_sends_once():
    notice = send()

    jobs.deliver(str(notice.id))
    jobs.deliver(str(notice.id))

    notice.refresh_from_db()
    assert len(mail.outbox) == 1
    assert notice.sent_at is not None
    assert notice.attempts == 1


@pytest.mark.django_db
def test_an_attempt_that_fails_is_counted_and_the_notice_goes_on_waiting(monkeypatch):
    notice = send()

    def no_answer(*args):
        raise smtplib.SMTPServerDisconnected("no answer")

    monkeypatch.setattr(mail.EmailMessage, "send", no_answer)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        jobs.deliver(str(notice.id))

    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at) == (1, None)


@pytest.mark.django_db
def test_a_job_without_its_notice_does_nothing():
    jobs.deliver("6f0c1f0e-6f3b-4d43-9a6c-7a5f5d2c1b11")

    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_delivers_what_waits(work_through):
    send()
    send(to="b.aldous@example.org", kind=Kind.DATE, invitation=an_invitation())

    work_through("notices")

    assert sorted(email.to[0] for email in mail.outbox) == [
        "b.aldous@example.org",
        "h.osei@example.org",
    ]
    assert not Notice.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_command_can_be_run_until_nothing_waits(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    notice = send()

    call_command("worker", "--once")

    notice.refresh_from_db()
    assert notice.sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_is_put_back(work_through):
    notice = send()
    with connection.cursor() as cursor:
        # What a worker leaves behind that died and was struck off the list of workers.
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = null")
    jobs.put_back_stalled_jobs.defer(timestamp=0)

    work_through("upkeep")

    assert job_of(notice).status == "todo"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "children/",
        "/children/?name=Ellis",
        "/children/#ellis",
        "/a b/",
        "/a\nBcc: x@y.example",
        "/Łukasz/",
    ],
)
def test_a_link_that_is_not_a_plain_path_of_ours_is_refused(link):
    with pytest.raises(ValueError, match="notice"):
        send(link=link)


@pytest.mark.django_db
def test_the_database_too_refuses_a_link_to_elsewhere():
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            recipient_email="a@example.org", kind=Kind.READ, link="//x.example/", created_at=NOW
        )


@pytest.mark.django_db
def test_an_unknown_kind_of_message_is_refused():
    with pytest.raises(ValueError, match="gossip"):
        send(kind="gossip")
