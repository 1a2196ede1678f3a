"""A password alone opens nothing; a passkey is nobody else's."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client

from casework.agencies.tests.software_key import PRESENT, VERIFIED, SoftwareKey, text

PASSWORD = "three words that do not belong"
SIGN_IN = "/accounts/sign-in/"
PASSKEYS = "/accounts/second-step/webauthn/"


@pytest.fixture
def live(settings):
    """As a live service: no demonstration, and a second factor wanted."""
    settings.DEMO = False
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    return settings


@pytest.fixture
def hannah(cast, live):
    account = cast.hannah.account
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    return account


def by_password(client, account):
    return client.post(SIGN_IN, {"login": account.email, "password": PASSWORD}, secure=True)


def confirmed(client, account):
    by_password(client, account)
    client.post("/accounts/again/", {"password": PASSWORD}, secure=True)


def asked(page):
    [data] = re.findall(r'<script type="application/json">(.*?)</script>', page.content.decode())
    return json.loads(data)


def with_passkey(client, account):
    """Somebody who has added a passkey and signed out again."""
    key = SoftwareKey()
    confirmed(client, account)
    options = asked(client.get(f"{PASSKEYS}add/", secure=True))
    added = client.post(
        f"{PASSKEYS}add/",
        {"name": "work phone", "credential": json.dumps(key.create(options))},
        secure=True,
    )
    assert added.status_code == 302, added.content.decode()
    client.post("/accounts/sign-out/", secure=True)
    return key


def what_is_asked(client):
    by_script = {"X-Requested-With": "XMLHttpRequest"}
    page = client.get(f"{PASSKEYS}login/", headers=by_script, secure=True)
    return page.json()["request_options"]


def try_passkey(client, key, **wrong):
    """Sign in by passkey alone; True where that opened the first page."""
    page = client.get(
        f"{PASSKEYS}login/", headers={"X-Requested-With": "XMLHttpRequest"}, secure=True
    )
    options = page.json()["request_options"]
    answer = key.get(options, **wrong)
    client.post(f"{PASSKEYS}login/", {"credential": json.dumps(answer)}, secure=True)
    return client.get("/", secure=True).status_code == 200


def test_a_password_alone_leads_to_adding_a_second_factor(client, hannah):
    by_password(client, hannah)

    answer = client.get("/", secure=True)

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/second-step/"


def test_a_passkey_signs_in_without_a_password(client, hannah):
    key = with_passkey(client, hannah)

    assert try_passkey(client, key)


def test_once_there_is_a_passkey_the_password_is_only_half(client, hannah):
    with_passkey(client, hannah)

    answer = by_password(client, hannah)

    assert answer["Location"] == "/accounts/second-step/authenticate/"
    assert client.get("/", secure=True)["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://holdfast.example.net"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"challenge": text(b"another challenge altogether")},
        {"secret": ec.generate_private_key(ec.SECP256R1())},
        {"id": b"an unknown key of thirty-two bytes"},
        {"count": 1},
        {"count": 0},
    ],
    ids=[
        "phished",
        "no owner",
        "nobody there",
        "old",
        "other key",
        "unknown",
        "copied",
        "back to 0",
    ],
)
def test_a_wrong_passkey_opens_nothing(client, hannah, wrong):
    key = with_passkey(client, hannah)
    assert try_passkey(client, key)
    client.logout()

    assert not try_passkey(client, key, **wrong)


def test_an_answer_that_was_heard_cannot_be_used_again(client, hannah):
    key = with_passkey(client, hannah)
    page = client.get(
        f"{PASSKEYS}login/", headers={"X-Requested-With": "XMLHttpRequest"}, secure=True
    )
    answer = json.dumps(key.get(page.json()["request_options"]))
    client.post(f"{PASSKEYS}login/", {"credential": answer}, secure=True)
    client.logout()

    client.post(f"{PASSKEYS}login/", {"credential": answer}, secure=True)

    assert client.get("/", secure=True).status_code == 302


@pytest.mark.parametrize("rubbish", ["", "{}", "[]", "nonsense", '{"response": 1}'])
def test_rubbish_for_a_passkey_is_refused_without_an_error(client, hannah, rubbish):
    client.get(f"{PASSKEYS}login/", headers={"X-Requested-With": "XMLHttpRequest"}, secure=True)

    answer = client.post(f"{PASSKEYS}login/", {"credential": rubbish}, secure=True)

    assert answer.status_code in {302, 200, 422}
    assert client.get("/", secure=True).status_code == 302


def test_a_second_factor_is_added_only_by_who_has_just_shown_who_they_are(client, hannah):
    by_password(client, hannah)

    answer = client.get(f"{PASSKEYS}add/", secure=True)

    assert answer["Location"].startswith("/accounts/again/")


def test_a_code_from_an_app_opens_the_second_door(client, hannah):
    confirmed(client, hannah)
    page = client.get("/accounts/second-step/totp/activate/", secure=True).content.decode()
    [secret] = re.findall(r"<code>([A-Z2-7]+)</code>", page)
    added = client.post(
        "/accounts/second-step/totp/activate/", {"code": code_of(secret)}, secure=True
    )
    client.logout()

    by_password(client, hannah)
    client.post("/accounts/second-step/authenticate/", {"code": code_of(secret)}, secure=True)

    assert added.status_code == 302
    assert client.get("/", secure=True).status_code in {200, 302}


def test_the_secret_of_an_app_is_sealed_in_the_database(client, hannah):
    confirmed(client, hannah)
    page = client.get("/accounts/second-step/totp/activate/", secure=True).content.decode()
    [secret] = re.findall(r"<code>([A-Z2-7]+)</code>", page)
    client.post("/accounts/second-step/totp/activate/", {"code": code_of(secret)}, secure=True)

    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in stored
    assert "first." in stored


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_wrong_guesses_shut_out_who_guesses_and_nobody_else(client, hannah):
    key = with_passkey(client, hannah)
    stranger = Client()

    for _ in range(6):
        stranger.post(SIGN_IN, {"login": hannah.email, "password": "a guess"}, secure=True)
    refused = stranger.post(SIGN_IN, {"login": hannah.email, "password": PASSWORD}, secure=True)
    let_in = by_password(client, hannah)

    assert "Location" not in refused
    assert let_in["Location"] == "/accounts/second-step/authenticate/"
    assert try_passkey(Client(), key)


def test_the_cookie_of_a_browser_names_nobody(client, hannah):
    by_password(client, hannah)

    cookie = client.cookies["known-device"].value

    assert hannah.email not in cookie
    assert client.cookies["known-device"]["httponly"]


def test_the_pages_of_signing_in_are_there_and_say_what_to_do(client, hannah):
    confirmed(client, hannah)

    for address in ("", "webauthn/", "webauthn/add/", "totp/activate/"):
        page = client.get(f"/accounts/second-step/{address}", secure=True)
        assert page.status_code in {200, 302}, address
    sessions = client.get("/accounts/sessions/", secure=True).content.decode()
    assert "this one" in sessions


def test_being_asked_again_gives_the_session_a_new_key(client, hannah):
    by_password(client, hannah)
    before = client.session.session_key

    client.post("/accounts/again/", {"password": "wrong"}, secure=True)
    refused = client.session.session_key
    client.post("/accounts/again/", {"password": PASSWORD}, secure=True)

    assert refused == before
    assert client.session.session_key != before
    assert not client.session.exists(before)
    [listed] = UserSession.objects.filter(user=hannah)
    assert listed.session_key == client.session.session_key


def test_ones_other_sessions_are_ended_by_who_shows_again_who_they_are(client, hannah):
    by_password(Client(), hannah)
    by_password(client, hannah)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()

    refused = client.post("/accounts/sessions/", secure=True)
    client.post("/accounts/again/", {"password": PASSWORD}, secure=True)
    still = UserSession.objects.count()
    client.post("/accounts/sessions/", secure=True)

    assert refused["Location"].startswith("/accounts/again/")
    assert still >= 1
    assert [each.session_key for each in UserSession.objects.all()] == [client.session.session_key]
