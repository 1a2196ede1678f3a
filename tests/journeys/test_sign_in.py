"""Through the door: entering a demonstration, changing post, and leaving."""

import pytest
from playwright.sync_api import expect

from casework.agencies.models import Account, Post
from casework.cast import LONG_AGO
from tests.journeys.checks import check_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
REASONS = {
    "hannah": "Seven children, one at today’s meeting, one date missed",
    "marcus": "Two children from 09:30",
    "dilys": "Papers for 27 November",
    "ruth": "Fourteen dates missed across two teams",
    "colin": "Actions, flags asked for, intelligence to share",
    "oluchi": "Children she is invited for, and nothing else",
    "lorna": "One child, for the length of one meeting",
    "priya": "Files to bring in and rows to look at",
    "wen": "Reads the procedure",
    "amara": "Accounts and agencies; no child’s record",
}


@pytest.fixture(autouse=True)
def _doors(time_stands_still, cast):
    for who, reason in REASONS.items():
        Account.objects.filter(pk=cast.posts[who].account_id).update(demo_reason=reason)


def test_the_door_names_an_account_for_each_kind_of_user(page, live_server, cast):
    page.goto(live_server.url)

    for who, reason in REASONS.items():
        expect(page.get_by_role("button", name=cast.posts[who].holder)).to_contain_text(reason)
    screenshot(page, "sign-in")
    check_page(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_one_presses_a_name_and_is_in_and_out_again(page, plain_page, live_server, scripts):
    window = page if scripts else plain_page
    window.goto(f"{live_server.url}/late/")

    window.get_by_role("button", name="Hannah Osei").click()
    expect(window).to_have_url(f"{live_server.url}/late/")
    expect(window.get_by_text("Hannah Osei").first).to_be_visible()

    window.get_by_role("button", name="sign out").click()
    window.goto(live_server.url)
    expect(window.get_by_role("heading", name="Try it as someone")).to_be_visible()


def test_somebody_with_two_posts_changes_between_them(page, live_server, cast):
    Post.objects.create(
        account=cast.hannah.account, holder="Hannah Osei", authority=cast.authority,
        agency=cast.hannah.agency, role="analyst", title="Analyst", reach="none",
        starts_on=LONG_AGO,
    )  # fmt: skip
    page.goto(live_server.url)
    page.get_by_role("button", name="Hannah Osei").click()

    page.get_by_role("link", name="change post").click()
    screenshot(page, "change-post")
    check_page(page)
    page.get_by_role("button", name="Analyst").click()

    expect(page.get_by_role("heading", name="Files brought in")).to_be_visible()
    expect(page.get_by_text("Ellis Hartwood")).to_have_count(0)


def test_in_a_live_service_nobody_is_listed(page, live_server, settings):
    settings.DEMO = False
    page.goto(live_server.url)

    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_text("Hannah Osei")).to_have_count(0)
    check_page(page)


@pytest.mark.parametrize("address", ["/help/", "/accessibility/", "/privacy/"])
def test_help_is_open_to_everybody(page, live_server, address):
    page.goto(live_server.url + address)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_page(page)
