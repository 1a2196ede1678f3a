"""A session ends by itself, after a while without a step and at the end of the day."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from casework.agencies import sign_in_commands
from casework.agencies.models import Session
from casework.audit.models import Entry
from casework.cast import NOW

MINUTE = 60
HOUR = 60 * MINUTE


class Clock:
    """Time as the sessions see it; `later` lets some of it pass."""

    def __init__(self, monkeypatch):
        self.now = time.time()
        monkeypatch.setattr("casework.agencies.sessions.time.time", lambda: self.now)

    def later(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def hannah(client, cast, clock):
    client.force_login(cast.hannah.account)
    return cast.hannah


def is_in(client):
    return client.get("/").status_code == 200


def test_half_an_hour_without_a_step_ends_it(client, hannah, clock):
    clock.later(29 * MINUTE)
    still = is_in(client)
    clock.later(31 * MINUTE)

    assert still
    assert not is_in(client)


def test_each_step_gives_another_half_hour(client, hannah, clock):
    for _ in range(5):
        clock.later(25 * MINUTE)
        assert is_in(client)


def test_twelve_hours_end_it_whatever_is_done(client, hannah, clock):
    for _ in range(35):
        clock.later(20 * MINUTE)
        assert is_in(client)
    clock.later(21 * MINUTE)

    assert not is_in(client)


def test_being_asked_again_who_one_is_does_not_lengthen_the_day(client, hannah, clock):
    for _ in range(35):
        clock.later(20 * MINUTE)
        is_in(client)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": clock.now}]
    session.save()
    clock.later(21 * MINUTE)

    assert not is_in(client)


def test_both_ends_are_settings(client, hannah, clock, settings):
    settings.SESSION_IDLE, settings.SESSION_COOKIE_AGE = 5 * MINUTE, HOUR
    is_in(client)
    clock.later(2 * MINUTE)
    assert is_in(client)
    clock.later(6 * MINUTE)

    assert not is_in(client)


def test_a_page_that_looks_for_news_by_itself_keeps_nobody_in(client, hannah, clock):
    for _ in range(4):
        clock.later(10 * MINUTE)
        client.get("/", headers={"X-Asked-By-Itself": "yes"})

    assert not is_in(client)


def test_not_each_step_is_written_down(client, hannah, clock, django_assert_num_queries):
    is_in(client)
    until = Session.objects.get(account=hannah.account).expire_date
    clock.later(30)

    is_in(client)

    assert Session.objects.get(account=hannah.account).expire_date == until


def test_whose_session_ended_is_told_and_it_is_in_the_audit_once(client, hannah, clock):
    clock.later(HOUR)

    told = client.get("/late/", follow=True).content.decode()
    client.get("/late/")
    sign_in_commands.end_what_is_over(now=NOW)

    assert "You were signed out because nothing was done for a while" in told
    ended = Entry.objects.filter(action="session ended")
    assert [(each.account_id, each.authority) for each in ended] == [(hannah.account_id, "surrey")]


def test_a_session_that_nobody_comes_back_to_is_noted_all_the_same(client, hannah, clock):
    Session.objects.update(expire_date=NOW)

    assert sign_in_commands.end_what_is_over(now=NOW) == 1
    assert sign_in_commands.end_what_is_over(now=NOW) == 0
    assert Entry.objects.filter(action="session ended").count() == 1
    assert UserSession.objects.count() == 0


def test_what_was_in_an_ended_session_is_forgotten_at_once_and_the_row_in_a_day(
    client, hannah, clock
):
    Session.objects.update(expire_date=NOW)
    sign_in_commands.end_what_is_over(now=NOW)
    kept = Session.objects.get().session_data

    sign_in_commands.end_what_is_over(now=NOW + sign_in_commands.KEPT)

    assert kept == ""
    assert Session.objects.count() == 0


# --- what was typed -------------------------------------------------------------------

TYPED = {"done_on_0": "1", "explanation": "Ring her mother\nafter school <b>", "state": ["a", "b"]}


def test_what_was_sent_too_late_is_kept_for_who_sent_it(client, hannah, clock):
    clock.later(HOUR)

    late = client.post("/late/?list=mine", TYPED)
    client.force_login(hannah.account)
    page = client.get("/kept-form/").content.decode()

    assert late.status_code == 401
    assert "kept for you, and for nobody else" in late.content.decode()
    assert 'action="/late/?list=mine"' in page
    assert "Ring her mother\nafter school &lt;b&gt;" in page
    assert page.count('name="state"') == 2


def test_somebody_else_at_the_same_browser_does_not_get_it(client, hannah, clock, cast):
    clock.later(HOUR)
    client.post("/late/", TYPED)

    client.force_login(cast.ruth.account)
    answer = client.get("/kept-form/")

    assert answer.status_code == 302
    assert "kept_form" not in client.session


def test_the_database_does_not_hold_it_in_clear(client, hannah, clock):
    clock.later(HOUR)
    client.post("/late/", TYPED)

    kept = Session.objects.get(account=None)

    assert "Ring her mother" not in str(kept.get_decoded())


def test_what_a_page_saves_by_itself_stays_on_the_page(client, hannah, clock):
    clock.later(HOUR)

    answer = client.post("/late/", TYPED, headers={"X-Autosave": "yes"})

    assert answer.status_code == 401
    assert "kept_form" not in client.session


def test_who_was_never_in_is_kept_nothing_for(db):
    stranger = Client()

    answer = stranger.post("/late/", TYPED)

    assert answer["Location"].startswith("/accounts/sign-in/")
    assert "kept_form" not in stranger.session


def test_at_sign_out_the_browser_is_told_to_forget(client, hannah):
    answer = client.post("/accounts/sign-out/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)
