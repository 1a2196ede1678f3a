"""Everything that somebody may put in the way of an agency's sign-in, and that none of it opens."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from casework.agencies.models import Account
from casework.agencies.tests import forging_provider as forging
from casework.agencies.tests.forging_provider import Forger, published
from casework.config import identity_providers

HOUR = 3600


@pytest.fixture
def forger():
    made = Forger()
    yield made
    made.close()


@pytest.fixture
def colin(db):
    return Account.objects.create_user("colin@police.example", name="Colin Baptiste")


@pytest.fixture
def agency(forger, colin, settings):
    """The provider as it is set up here, and Colin linked to its “colin”."""
    settings.DEMO = False
    settings.SECOND_FACTOR_REQUIRED = True
    given = {
        "name": "Police", "issuer": forger.issuer, "client_id": "holdfast", "client_secret": "x"
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = identity_providers.configured(json.dumps([given]))
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    link(colin, app["provider_id"])
    cache.clear()
    return f"/accounts/agency/{app['provider_id']}/login/"


def link(account, provider, subject="colin"):
    SocialAccount.objects.create(user=account, provider=provider, uid=subject, extra_data={})


def begun(client, agency, forger, query=""):
    """What the browser is sent to the agency with; the forger hears the nonce."""
    answer = client.post(agency + query)
    assert answer.status_code == 302, answer.content.decode()
    asked = {name: value for name, [value] in parse_qs(urlsplit(answer["Location"]).query).items()}
    forger.nonce = asked.get("nonce", "")
    return asked


def back(client, agency, **query):
    return client.get(f"{agency}callback/", {"code": "a code", **query})


def is_in(client):
    return client.session.get("_auth_user_id")


def try_to_sign_in(client, agency, forger, **query):
    asked = begun(client, agency, forger)
    back(client, agency, **{"state": asked.get("state", ""), **query})
    return is_in(client)


def test_a_true_answer_opens_the_door(client, agency, forger, colin):
    assert try_to_sign_in(client, agency, forger) == str(colin.pk)


def test_the_question_carries_a_proof_a_nonce_and_a_state_each_time_new(client, agency, forger):
    first, second = begun(client, agency, forger), begun(client, agency, forger)

    assert first["code_challenge_method"] == "S256"
    assert first["response_type"] == "code"
    for name in ("code_challenge", "nonce", "state"):
        assert len(first[name]) >= 16
        assert first[name] != second[name]


def test_the_code_is_sent_with_the_secret_that_proves_who_asked(client, agency, forger):
    try_to_sign_in(client, agency, forger)

    [sent] = [body for path, body in forger.asked if path == "/token"]
    assert len(sent["code_verifier"][0]) >= 43


def now():
    return int(time.time())


def with_claims(**claims):
    return lambda forger: forger.claims.update(claims)


def without(*names):
    return lambda forger: forger.left_out.update(names)


def with_parts(**parts):
    return lambda forger: [setattr(forger, name, value) for name, value in parts.items()]


def unsigned(header):
    return with_parts(token=lambda it: jwt.encode(it.said(), "", "none", headers=header))


def cut(forger):
    forger.token = lambda it: jwt.encode(it.said(), it.key, "RS256", headers={"kid": "first"})[:-8]


def changed_after_signing(forger):
    def made(it):
        head, _, seal = jwt.encode(it.said(), it.key, "RS256", headers={"kid": "first"}).split(".")
        body = jwt.utils.base64url_encode(json.dumps(it.said() | {"amr": ["mfa"]}).encode())
        return f"{head}.{body.decode()}.{seal}"

    forger.token = made


def shared_secret(of):
    return with_parts(
        token=lambda it: forging.unsafe_hs256(it.said(), of, {"kid": "first"}),
    )


FORGED = {
    "signed by nobody": unsigned({"kid": "first"}),
    "signed by nobody, without a key's name": unsigned({}),
    "signed with the public key as a secret": shared_secret(forging.public_text(forging.KEY)),
    "signed with our client secret": shared_secret(b"x"),
    "signed with an empty secret": shared_secret(b""),
    "signed with another key": with_parts(key=forging.OTHER),
    "signed with a key of another name": with_parts(name="second"),
    "a name that is a path": with_parts(name="../../dev/null"),
    "a name that is SQL": with_parts(name="' or 1=1 --"),
    "its own key in the token": with_parts(
        key=forging.OTHER, header={"jwk": published(forging.OTHER, "first")}
    ),
    "an address of keys in the token": with_parts(
        key=forging.OTHER, header={"jku": "http://127.0.0.1:9/keys"}
    ),
    "a critical header that nobody knows": with_parts(header={"crit": ["exp2"], "exp2": 1}),
    "two keys of one name": with_parts(
        keys=[published(forging.KEY, "first"), published(forging.OTHER, "first")]
    ),
    "a key that is for sealing": with_parts(keys=[published(forging.KEY, "first", use="enc")]),
    "a key that is for another way of signing": with_parts(
        keys=[published(forging.KEY, "first", alg="PS256")]
    ),
    "a key that is too short": with_parts(
        key=forging.SHORT, keys=[published(forging.SHORT, "first")]
    ),
    "a key of another kind": with_parts(keys=[published(forging.CURVE, "first")]),
    "no keys": with_parts(keys=[]),
    "rubbish for keys": with_parts(keys="none"),
    "rubbish among keys": with_parts(keys=[None, 7, "x"]),
    "a shared key among the published": with_parts(
        keys=[{"kty": "oct", "kid": "first", "k": "eA", "alg": "HS256"}],
        token=lambda it: forging.unsafe_hs256(it.said(), b"x", {"kid": "first"}),
    ),
    "cut short": cut,
    "changed after it was signed": changed_after_signing,
    "no token": with_parts(token=lambda it: None),
    "an empty token": with_parts(token=lambda it: ""),
    "rubbish for a token": with_parts(token=lambda it: "a.b.c"),
    "a list for a token": with_parts(token=lambda it: ["a"]),
    "an endless token": with_parts(token=lambda it: "a" * 30_000),
    "from another issuer": with_claims(iss="https://elsewhere.example"),
    "from an issuer that begins alike": lambda f: f.claims.update(iss=f.issuer + ".evil.example"),
    "from nobody": without("iss"),
    "for somebody else": with_claims(aud="another site"),
    "for nobody": without("aud"),
    "for many, given to another": with_claims(aud=["holdfast", "other"], azp="other"),
    "for many, given to nobody": with_claims(aud=["holdfast", "other"]),
    "given to somebody else": with_claims(azp="other"),
    "run out": with_claims(exp=now() - 2 * HOUR),
    "without an end": without("exp"),
    "an end that is a word": with_claims(exp="never"),
    "an end that is true": with_claims(exp=True),
    "of yesterday": with_claims(iat=now() - 24 * HOUR),
    "of tomorrow": with_claims(iat=now() + 24 * HOUR),
    "of no time": without("iat"),
    "not yet": with_claims(nbf=now() + HOUR),
    "without a nonce": without("nonce"),
    "with another nonce": with_claims(nonce="a nonce of somebody else"),
    "with an empty nonce": with_claims(nonce=""),
    "with a list of nonces": lambda f: f.claims.update(nonce=[f.nonce]),
    "with another token's hash": with_claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "of nobody": without("sub"),
    "of an empty name": with_claims(sub=""),
    "of a number": with_claims(sub=7),
    "of another than the one who came": with_claims(sub="somebody else"),
    "another's particulars": with_parts(userinfo={"sub": "dilys"}),
    "with a password alone": with_claims(amr=["pwd"]),
    "with no method": without("amr"),
    "signed in yesterday": with_claims(auth_time=now() - 24 * HOUR),
    "signed in at no time": without("auth_time"),
    "described as another's": with_parts(config={"issuer": "https://elsewhere.example"}),
    "described as nobody's": with_parts(config={"issuer": None}),
    "with keys elsewhere": with_parts(moved={"/keys"}),
    "with a token from elsewhere": with_parts(moved={"/token"}),
    "with particulars from elsewhere": with_parts(moved={"/me"}),
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_answer_opens_nothing(client, agency, forger, how):
    FORGED[how](forger)

    assert try_to_sign_in(client, agency, forger) is None


def test_a_token_of_an_earlier_sign_in_is_not_taken_again(client, agency, forger):
    begun(client, agency, forger)
    heard = forger.id_token()
    forger.token = heard

    assert try_to_sign_in(Client(), agency, forger) is None
    assert try_to_sign_in(client, agency, forger) is None


ANSWERS = {
    "another's state": {"state": "forged"},
    "no state": {"state": ""},
    "from another provider": {"iss": "https://elsewhere.example"},
    "no code": {"code": ""},
    "an error": {"error": "server_error"},
    "access denied": {"error": "access_denied"},
}


@pytest.mark.parametrize("how", ANSWERS)
def test_a_wrong_way_back_opens_nothing(client, agency, forger, how):
    assert try_to_sign_in(client, agency, forger, **ANSWERS[how]) is None


def test_who_says_that_answers_are_named_has_to_name_them(client, agency, forger, colin):
    forger.config = {"authorization_response_iss_parameter_supported": True}

    unnamed = try_to_sign_in(client, agency, forger)
    named = try_to_sign_in(client, agency, forger, iss=forger.issuer)

    assert unnamed is None
    assert named == str(colin.pk)


def test_one_name_more_does_not_hide_a_wrong_one(client, agency, forger):
    asked = begun(client, agency, forger)
    query = f"?code=x&state={asked['state']}&iss=https://elsewhere.example&iss={forger.issuer}"

    client.get(f"{agency}callback/{query}")

    assert is_in(client) is None


def test_an_answer_works_once_and_in_the_browser_that_asked(client, agency, forger, colin):
    asked = begun(client, agency, forger)
    stranger = Client()

    back(stranger, agency, state=asked["state"])
    back(client, agency, state=asked["state"])
    client.post("/accounts/sign-out/")
    back(client, agency, state=asked["state"])

    assert is_in(stranger) is None
    assert is_in(client) is None


def test_an_answer_that_comes_too_late_opens_nothing(client, agency, forger, monkeypatch):
    asked = begun(client, agency, forger)
    later = time.time() + 11 * 60
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: later)

    back(client, agency, state=asked["state"])

    assert is_in(client) is None


def test_nothing_in_a_link_changes_what_the_agency_is_asked(client, agency, forger):
    wish = "?scope=offline_access&auth_params=" + (
        "state%3Dx%26nonce%3Dx%26redirect_uri%3Dhttps://elsewhere.example%26client_id%3Dx"
        "%26code_challenge%3Dx%26response_type%3Dtoken%26prompt%3Dlogin"
    )

    asked = begun(client, agency, forger, query=wish)

    assert "x" not in asked.values()
    assert asked["redirect_uri"].startswith("http://testserver/accounts/agency/")
    assert (asked["response_type"], asked["prompt"]) == ("code", "login")
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_the_way_on_afterwards_leads_inside_only(client, agency, forger):
    asked = begun(client, agency, forger, query="?next=https://elsewhere.example/")

    answer = back(client, agency, state=asked["state"])

    assert answer["Location"] == "/"


def test_the_same_subject_at_another_agency_is_somebody_else(client, agency, forger, colin):
    SocialAccount.objects.update(provider="another agency")

    assert try_to_sign_in(client, agency, forger) is None


def test_the_same_e_mail_address_at_an_agency_is_nobody_here(client, agency, forger, colin):
    SocialAccount.objects.all().delete()
    Account.objects.filter(pk=colin.pk).update(email="colin@example.org")

    assert try_to_sign_in(client, agency, forger) is None
    assert SocialAccount.objects.count() == 0


def test_a_closed_account_stays_closed(client, agency, forger, colin):
    Account.objects.filter(pk=colin.pk).update(is_active=False)

    assert try_to_sign_in(client, agency, forger) is None


def test_being_asked_again_means_that_the_agency_did_ask(client, agency, forger, colin):
    try_to_sign_in(client, agency, forger)
    session = client.session
    session["again_since"] = now()
    session.save()
    forger.claims["auth_time"] = now() - HOUR
    asked = begun(client, agency, forger, query="?auth_params=prompt%3Dlogin&next=/late/")

    answer = back(client, agency, state=asked["state"])

    assert answer["Location"] == "/accounts/second-step/"


def test_a_secure_curve_is_as_good(client, agency, forger, colin):
    forger.key, forger.algorithm = forging.CURVE, "ES256"
    forger.keys = [published(forging.CURVE, "first"), published(forging.KEY, "second")]

    assert try_to_sign_in(client, agency, forger) == str(colin.pk)


def test_where_an_agencys_sign_in_is_down_the_door_says_so_and_stays(client, agency, forger, colin):
    forger.close()

    answer = client.post(agency, follow=True)

    assert "did not work. Try again, or another way" in answer.content.decode()
    assert 'name="password"' in answer.content.decode()
