"""The doors: entering a demonstration, and who may not."""

import pytest

from casework.agencies.models import Account

DOOR = "/accounts/demo/"


@pytest.fixture
def hannah(cast):
    Account.objects.filter(pk=cast.hannah.account_id).update(demo_reason="Seven children")
    return cast.hannah


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_one_press_enters_as_a_listed_person(client, hannah):
    answer = client.post(DOOR, {"as": hannah.account_id})

    assert answer.status_code == 302
    assert signed_in_as(client) == str(hannah.account_id)


def test_nobody_enters_as_somebody_who_is_not_listed(client, hannah, cast):
    for key in (cast.ben.account_id, 999_999, "", "x", "1 or 1"):
        assert client.post(DOOR, {"as": key}).status_code == 404
        assert signed_in_as(client) is None


def test_in_a_live_service_the_door_does_not_exist(client, hannah, settings):
    settings.DEMO = False

    answer = client.post(DOOR, {"as": hannah.account_id})

    assert answer.status_code == 404
    assert signed_in_as(client) is None


def test_a_link_alone_signs_nobody_in(client, hannah):
    answer = client.get(DOOR, {"as": hannah.account_id})

    assert answer.status_code == 405
    assert signed_in_as(client) is None


def test_the_door_leads_inside_only(client, hannah):
    answer = client.post(DOOR, {"as": hannah.account_id, "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_an_account_without_a_post_opens_nothing(client, db):
    account = Account.objects.create_user("nobody@example.org", name="Nobody")
    client.force_login(account)

    assert client.get("/")["Location"] == "/post/"
    assert "you hold no post" in client.get("/post/").content.decode()
