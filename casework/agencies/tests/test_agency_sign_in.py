"""What an agency's sign-in must say, and what a site must say of the agency."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from casework.agencies.agency_sign_in import fault
from casework.config.identity_providers import addresses, configured

ISSUER = "https://sign-in.police.example"
WANTED = {"issuer": ISSUER, "amr": ["mfa"], "acr": ["high"], "hours": 10.0}
NOW = 1_800_000_000.0
GOOD = {"iss": ISSUER, "sub": "colin", "amr": ["pwd", "mfa"], "auth_time": NOW - 60}
GIVEN = {"name": "Police", "issuer": ISSUER, "client_id": "holdfast", "client_secret": "x"}


def lacking(**changed):
    claims = {name: value for name, value in (GOOD | changed).items() if value is not None}
    return fault(claims, WANTED, "colin", NOW)


def test_a_good_sign_in_lacks_nothing():
    assert lacking() == ""
    assert lacking(iss=ISSUER + "/") == ""
    assert lacking(amr=None, acr="high") == ""
    assert lacking(auth_time=NOW + 59) == ""
    assert lacking(auth_time=NOW - 10 * 3600) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"iss": "https://elsewhere.example"}, "it is not from whom it says"),
        ({"iss": None}, "it is not from whom it says"),
        ({"sub": "somebody else"}, "it is not from whom it says"),
        ({"amr": ["pwd"]}, "it was made with a password alone"),
        ({"amr": None}, "it was made with a password alone"),
        ({"amr": None, "acr": "low"}, "it was made with a password alone"),
        ({"auth_time": None}, "it does not say when it was made"),
        ({"auth_time": "today"}, "it does not say when it was made"),
        ({"auth_time": NOW + 61}, "it does not say when it was made"),
        ({"auth_time": NOW - 10 * 3600 - 1}, "it is too old"),
    ],
)
def test_each_lack_is_told(changed, said):
    assert lacking(**changed) == said


def test_without_a_word_of_methods_more_than_a_password_is_wanted():
    [app] = configured(json.dumps([GIVEN]))["openid_connect"]["APPS"]

    assert app["settings"]["amr"] == ["mfa"]
    assert app["settings"]["hours"] == 10


def test_another_issuer_is_another_provider():
    other = GIVEN | {"issuer": "https://other.example"}

    first, second = configured(json.dumps([GIVEN, other]))["openid_connect"]["APPS"]

    assert first["provider_id"] != second["provider_id"]


def test_the_content_policy_names_where_the_sign_in_leads():
    assert addresses(configured(json.dumps([GIVEN]))) == [ISSUER]
    assert addresses(configured("")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "is not JSON"),
        (json.dumps([GIVEN | {"issuer": ""}]), r"provider 1: missing \['issuer'\]"),
        (json.dumps([GIVEN, GIVEN | {"colour": "blue"}]), r"provider 2.*unknown \['colour'\]"),
        (json.dumps([GIVEN | {"issuer": "http://sign-in.police.example"}]), "is not https"),
    ],
)
def test_a_mistake_in_the_list_names_the_provider_and_what_to_write(text, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        configured(text)
