"""An agency's own account opens the door: with a real identity provider, on loopback."""

import json
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import expect

from casework.agencies import account_commands
from casework.agencies.tests.test_welcome import link_sent
from casework.cast import NOW
from casework.config import identity_providers
from tests.journeys.checks import check_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PROVIDER = Path(__file__).parent / "identity" / "provider.mjs"
DAY = 24 * 60 * 60


@pytest.fixture
def agency(live_server, settings):
    """Start the agency's sign-in; `says` is what it tells of how somebody signed in."""
    running = []

    def start(**says):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        given = {
            "name": "Surrey Police",
            "issuer": f"http://127.0.0.1:{port}",
            "client_id": "holdfast",
            "client_secret": "a secret for tests",
            "amr": ["mfa"],
        }
        settings.DEMO = False
        settings.SECOND_FACTOR_REQUIRED = True
        settings.SOCIALACCOUNT_PROVIDERS = identity_providers.configured(json.dumps([given]))
        addresses = identity_providers.addresses(settings.SOCIALACCOUNT_PROVIDERS)
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        policy = {"DIRECTIVES": policy | {"form-action": ["'self'", *addresses]}}
        settings.CONTENT_SECURITY_POLICY = policy
        [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        back = f"{live_server.url}/accounts/agency/{app['provider_id']}/login/callback/"
        command = [shutil.which("node"), str(PROVIDER), str(port), back, json.dumps(says)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        running.append(process)
        assert process.stdout.readline().strip() == b"ready"
        return app["provider_id"]

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def say_who(page, who):
    page.get_by_label("Who are you?").fill(who)
    page.get_by_role("button", name="Continue").click()


def link(account, provider):
    SocialAccount.objects.create(user=account, provider=provider, uid="colin", extra_data={})


def test_a_linked_person_signs_in_and_needs_nothing_else(page, live_server, agency, cast):
    link(cast.colin.account, agency())
    page.goto(live_server.url)
    screenshot(page, "sign-in-live")
    check_page(page)

    page.get_by_role("button", name="Sign in with Surrey Police").click()
    say_who(page, "colin")

    expect(page).to_have_url(f"{live_server.url}/")
    expect(page.get_by_text(cast.colin.holder).first).to_be_visible()


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ({"amr": ["pwd"]}, "made with a password alone"),
        ({"amr": ["pwd", "mfa"], "age": 3 * DAY}, "too old"),
    ],
)
def test_a_weak_or_old_sign_in_is_refused_with_the_reason(
    page, live_server, agency, cast, says, said
):
    link(cast.colin.account, agency(**says))
    page.goto(live_server.url)

    page.get_by_role("button", name="Sign in with Surrey Police").click()
    say_who(page, "colin")

    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_the_same_e_mail_address_opens_nothing(page, live_server, agency, cast):
    agency()
    account = cast.colin.account
    account.email = "stranger@example.org"
    account.save(update_fields=["email"])
    page.goto(live_server.url)

    page.get_by_role("button", name="Sign in with Surrey Police").click()
    say_who(page, "stranger")

    expect(page.get_by_text("is not linked to one here")).to_be_visible()
    assert SocialAccount.objects.count() == 0


def test_a_welcome_link_links_the_agencys_account(page, live_server, agency, cast):
    agency()
    account = cast.colin.account
    account.set_unusable_password()
    account.save(update_fields=["password"])
    account_commands.welcome(account=account, by=cast.amara, now=NOW)
    page.goto(live_server.url + link_sent(account))

    page.get_by_role("button", name="Use my account at Surrey Police instead").click()
    page.get_by_role("button", name="Continue").click()
    say_who(page, "colin")

    expect(page.get_by_text(cast.colin.holder).first).to_be_visible()
    assert SocialAccount.objects.get().user == account


def test_a_forged_state_is_refused(page, live_server, agency, cast):
    provider = agency()
    link(cast.colin.account, provider)

    page.goto(f"{live_server.url}/accounts/agency/{provider}/login/callback/?code=x&state=forged")

    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
