"""Somebody new chooses a password by a link that is theirs, once, for three days."""

import json
import re
import time

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from casework.agencies import account_commands
from casework.agencies.tests.test_second_factor import (
    PASSWORD,
    by_password,
    try_passkey,
    with_passkey,
)
from casework.agencies.welcome import mark
from casework.audit.models import Entry
from casework.cast import NOW
from casework.notices.messages import message
from casework.notices.models import Notice

FOUR_DAYS = 4 * 24 * 60 * 60
GOOD = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def hannah(cast, settings):
    settings.DEMO = False
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    account = cast.hannah.account
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return account


@pytest.fixture
def link(hannah, cast):
    account_commands.welcome(account=hannah, by=cast.amara, now=NOW)
    return link_sent(hannah)


def link_sent(account):
    account.refresh_from_db()
    body = message(Notice.objects.get(link__contains=mark(account))).body
    return re.search(r"http://[^/]+(/accounts/welcome/\S+)", body)[1]


def test_the_link_lets_somebody_choose_a_password_and_sign_in(client, link, hannah):
    chosen = client.post(link, GOOD, secure=True)

    by_password(client, hannah)

    assert chosen["Location"] == "/accounts/sign-in/"
    assert client.get("/", secure=True)["Location"] == "/accounts/second-step/"


def test_it_works_once(client, link):
    client.post(link, GOOD, secure=True)

    again = client.post(link, {"password": "a" * 20, "again": "a" * 20}, secure=True)

    assert again.status_code == 410
    assert "no longer works" in again.content.decode()


def test_it_works_for_three_days(client, link, monkeypatch):
    later = time.time() + FOUR_DAYS
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert client.get(link, secure=True).status_code == 410


def test_what_the_database_holds_is_no_way_in(client, link, hannah):
    kept = Notice.objects.latest("created_at").link
    jobs = json.dumps(list(Notice.objects.values_list("link", flat=True)))

    assert client.get(kept, secure=True).status_code == 410
    assert link.removeprefix(kept) not in jobs


@pytest.mark.parametrize("changed", ["99999-", "1-", "x"])
def test_a_changed_link_opens_nothing(client, link, changed):
    mark = link.split("/")[3]

    wrong = link.replace(mark, changed + mark.partition("-")[2])

    assert client.get(wrong, secure=True).status_code == 410


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "", "again": ""}, "Enter a password"),
        ({"password": "short", "again": "short"}, "at least twelve characters"),
        ({"password": "password1234", "again": "password1234"}, "not a common one"),
        ({"password": PASSWORD, "again": PASSWORD + "x"}, "are not the same"),
    ],
)
def test_a_password_that_will_not_do_says_why(client, link, hannah, typed, said):
    answer = client.post(link, typed, secure=True)

    hannah.refresh_from_db()
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not hannah.has_usable_password()


def test_for_a_lost_phone_every_way_in_is_closed_at_once(client, link, hannah, cast):
    client.post(link, GOOD, secure=True)
    key = with_passkey(client, hannah)
    assert try_passkey(client, key)

    account_commands.begin_afresh(account=hannah, by=cast.amara, now=NOW)

    assert client.get("/", secure=True).status_code == 302
    assert not try_passkey(Client(), key)
    assert Client().get(link_sent(hannah), secure=True).status_code == 200
    assert {"way in sent", "sessions ended"} <= set(Entry.objects.values_list("action", flat=True))


def test_the_administrator_ends_one_session_from_the_next_request_on(cast, client, signed_in):
    cast.hannah.account.set_password(PASSWORD)
    cast.hannah.account.save(update_fields=["password"])
    hannah, amara = Client(), signed_in(cast.amara)
    by_password(hannah, cast.hannah.account)
    session = UserSession.objects.get(user=cast.hannah.account)
    page = f"/accounts-and-posts/{cast.hannah.pk}/signing-in/"

    shown = amara.get(page).content.decode()
    amara.post(page, {"do": "end", "session": session.pk})

    assert "end this session" in shown
    assert hannah.get("/", secure=True).status_code == 302


def test_rights_are_given_only_by_who_shows_again_that_it_is_they(cast, client, settings):
    settings.DEMO = False
    cast.amara.account.set_password(PASSWORD)
    cast.amara.account.save(update_fields=["password"])
    client.force_login(cast.amara.account)
    settings.SECOND_FACTOR_REQUIRED = False

    asked = client.get("/accounts-and-posts/add/")
    client.post("/accounts/again/", {"password": PASSWORD})

    assert asked["Location"].startswith("/accounts/again/")
    assert client.get("/accounts-and-posts/add/").status_code == 200
