"""Who came in, who tried and who left stands in the audit, and says no more than it must."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from casework.agencies import account_commands, sign_in_commands
from casework.agencies.models import Account
from casework.agencies.tests.test_second_factor import (
    PASSWORD,
    SIGN_IN,
    by_password,
    code_of,
    confirmed,
    try_passkey,
    with_passkey,
)
from casework.audit import verifying
from casework.audit.models import Entry
from casework.cast import NOW

STEP = "/accounts/second-step/authenticate/"


@pytest.fixture
def hannah(cast, settings):
    settings.DEMO = False
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    account = cast.hannah.account
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    return account


def rows(*actions):
    found = Entry.objects.filter(action__in=actions) if actions else Entry.objects.all()
    return [
        (each.action, each.account_id, each.authority, each.detail) for each in found.order_by("pk")
    ]


def with_app(client, account):
    """Somebody who has added an app, a while ago; gives its secret."""
    confirmed(client, account)
    page = client.get("/accounts/second-step/totp/activate/", secure=True).content.decode()
    [secret] = re.findall(r"<code>([A-Z2-7]+)</code>", page)
    client.post("/accounts/second-step/totp/activate/", {"code": code_of(secret)}, secure=True)
    account.authenticator_set.update(created_at=NOW - timedelta(days=90))
    client.post("/accounts/sign-out/", secure=True)
    return secret


def test_coming_in_and_leaving_are_noted_with_what_was_shown(client, hannah):
    key = with_passkey(client, hannah)
    before = len(rows())

    try_passkey(client, key)
    client.post("/accounts/sign-out/", secure=True)

    noted = [row for row in rows("signed in", "signed out") if row][-2:]
    assert noted == [
        ("signed in", hannah.pk, "surrey", {"with": ["webauthn"]}),
        ("signed out", hannah.pk, "surrey", {}),
    ]
    assert len(rows()) > before


def test_adding_a_factor_is_noted(client, hannah):
    with_passkey(client, hannah)

    assert ("second factor added", hannah.pk, "surrey", {}) in rows()


def test_a_wrong_password_is_noted_and_so_is_being_held_back(client, hannah):
    for _ in range(6):
        client.post(SIGN_IN, {"login": hannah.email, "password": "a guess"}, secure=True)

    found = [row[0] for row in rows("sign-in failed", "sign-in held back")]
    assert found == ["sign-in failed"] * 5 + ["sign-in held back"]


def test_a_wrong_second_step_is_noted(client, hannah):
    with_app(client, hannah)
    by_password(client, hannah)

    client.post(STEP, {"code": "000000"}, secure=True)

    assert ("second step failed", hannah.pk, "surrey", {}) in rows()


def test_who_cannot_show_again_who_they_are_is_noted(client, hannah):
    by_password(client, hannah)
    client.post("/accounts/again/", {"password": "a guess"}, secure=True)
    assert [row[:3] for row in rows("sign-in failed")] == [("sign-in failed", hannah.pk, "surrey")]

    secret = with_app(client, hannah)
    by_password(client, hannah)
    client.post(STEP, {"code": code_of(secret)}, secure=True)
    client.post("/accounts/second-step/reauthenticate/", {"code": "000000"}, secure=True)
    assert ("second step failed", hannah.pk, "surrey", {}) in rows()


def test_an_address_that_nobody_has_is_not_kept_in_clear(client, hannah):
    for email in ("Hunter2-oops", "hunter2-oops", "else@example.org"):
        email = email if "@" in email else f"{email}@example.org"
        client.post(SIGN_IN, {"login": email, "password": "x"}, secure=True)

    found = rows("sign-in failed")
    assert "hunter2" not in json.dumps(found).lower()
    assert [row[1:3] for row in found] == [(None, "")] * 3
    first, same, other = (row[3]["address"] for row in found)
    assert first == same != other


def test_rows_of_the_door_name_nobody(client, hannah):
    with_passkey(client, hannah)
    client.post(SIGN_IN, {"login": hannah.email, "password": "a guess"}, secure=True)

    said = [str(each) + json.dumps(each.detail) for each in Entry.objects.filter(post_id=None)]

    assert len(said) >= 4
    assert not [each for each in said if "hannah" in each.lower() or "osei" in each.lower()]


def test_the_chains_hold_with_rows_that_no_post_wrote(client, hannah):
    client.post(SIGN_IN, {"login": "nobody@example.org", "password": "x"}, secure=True)
    with_passkey(client, hannah)

    assert verifying.verify({}, "").faults == []


def test_a_code_opens_once_however_long_it_holds(client, hannah):
    secret = with_app(client, hannah)
    code, heard = code_of(secret), Client()

    by_password(client, hannah)
    first = client.post(STEP, {"code": code}, secure=True)
    cache.clear()  # What django-allauth remembers for half a minute only.
    by_password(heard, hannah)
    heard.post(STEP, {"code": code}, secure=True)

    assert first.status_code == 302
    assert client.session["_auth_user_id"] == str(hannah.pk)
    assert "_auth_user_id" not in heard.session


def test_the_code_that_set_an_app_up_opens_nothing_more(client, hannah):
    secret = with_app(client, hannah)
    hannah.authenticator_set.update(created_at=NOW + timedelta(days=365 * 20))

    by_password(client, hannah)
    client.post(STEP, {"code": code_of(secret)}, secure=True)

    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(client, hannah):
    with_app(client, hannah)
    codes = hannah.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    stranger = Client()

    by_password(client, hannah)
    client.post(STEP, {"code": codes[0]}, secure=True)
    by_password(stranger, hannah)
    stranger.post(STEP, {"code": codes[0]}, secure=True)

    assert client.session["_auth_user_id"] == str(hannah.pk)
    assert "_auth_user_id" not in stranger.session


# --- accounts that nobody uses --------------------------------------------------------


def used(account, days_ago):
    Account.objects.filter(pk=account.pk).update(
        last_login=NOW - timedelta(days=days_ago), opened_at=NOW - timedelta(days=400)
    )


def closed():
    return set(Account.objects.filter(is_active=False).values_list("pk", flat=True))


def test_an_account_that_nobody_uses_is_closed_with_a_row(cast):
    used(cast.hannah.account, 30)
    used(cast.ben.account, 29)

    sign_in_commands.close_dormant(now=NOW)

    assert closed() == {cast.hannah.account_id}
    assert ("dormant account closed", cast.hannah.account_id, "surrey", {}) in rows()


def test_how_long_is_a_setting(cast, settings):
    settings.DORMANT_DAYS = 90
    used(cast.hannah.account, 89)
    used(cast.ben.account, 90)

    sign_in_commands.close_dormant(now=NOW)

    assert closed() == {cast.ben.account_id}


def test_a_closed_account_is_out_at_once(cast, client):
    client.force_login(cast.hannah.account)
    used(cast.hannah.account, 31)

    sign_in_commands.close_dormant(now=NOW)

    assert client.get("/").status_code == 302


def test_an_account_for_emergencies_stays(cast, settings):
    settings.STANDBY_ACCOUNTS = [cast.hannah.account.email.lower()]
    used(cast.hannah.account, 200)

    sign_in_commands.close_dormant(now=NOW)

    assert closed() == set()


def test_the_last_administrator_stays(cast):
    used(cast.amara.account, 200)

    sign_in_commands.close_dormant(now=NOW)

    assert closed() == set()


def test_beginning_afresh_opens_a_closed_account(cast):
    used(cast.hannah.account, 31)
    sign_in_commands.close_dormant(now=NOW)

    account_commands.begin_afresh(account=cast.hannah.account, by=cast.amara, now=NOW)
    sign_in_commands.close_dormant(now=NOW + timedelta(days=1))

    assert closed() == set()


def test_the_command_says_how_many(cast, capsys):
    call_command("close_dormant_accounts")

    assert re.match(r"Closed, unused for 30 days: \d+\.", capsys.readouterr().out)
