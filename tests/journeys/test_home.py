"""The home page of every kind of user, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.journeys import friday
from tests.journeys.checks import check_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _today(time_stands_still, cast):
    friday.stage(cast)


def test_a_social_worker_reads_her_day(page, enter, cast, live_server):
    enter(page, cast.hannah).goto(live_server.url)

    expect(page.get_by_role("heading", name="Friday 20 November", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Jaden Whitcombe").first).to_be_visible()
    expect(page.get_by_text("3 working days late").first).to_be_visible()
    expect(page.get_by_text("Ring Skye’s aunt about the weekend", exact=True)).to_be_visible()
    screenshot(page, "home-social-worker")
    check_page(page)


@pytest.mark.parametrize(
    "people",
    [["ruth", "marcus", "dilys"], ["colin", "oluchi", "lorna"], ["priya", "wen", "amara"]],
    ids=" ".join,
)
def test_every_kind_of_user_has_a_home(page, enter, cast, live_server, people):
    for who in people:
        enter(page, cast.posts[who]).goto(live_server.url)

        expect(page.get_by_role("heading", name="What is due")).to_be_visible()
        screenshot(page, f"home-{who}")
        check_page(page)


def test_home_reads_the_same_without_scripts(plain_page, enter, cast, live_server):
    enter(plain_page, cast.hannah).goto(live_server.url)

    expect(plain_page.get_by_text("working days late").first).to_be_visible()
    plain_page.get_by_role("link", name="Jaden Whitcombe").first.click()
    expect(plain_page.get_by_role("heading", level=1)).to_be_visible()
