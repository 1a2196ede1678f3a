"""The late page: a sentence, filters, pages, a spreadsheet, and an action closed from it."""

import pytest
from playwright.sync_api import expect

from tests.journeys import friday
from tests.journeys.checks import check_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _today(time_stands_still, cast):
    friday.stage(cast)


def test_a_manager_reads_what_is_late_and_narrows_it(page, enter, cast, live_server):
    enter(page, cast.ruth).goto(f"{live_server.url}/late/")

    expect(page.get_by_role("heading", name="Late in my teams")).to_be_visible()
    expect(page.get_by_role("cell", name="25 working days")).to_be_visible()
    screenshot(page, "late")
    check_page(page)

    page.get_by_label("Who must act").select_option(label="DS Colin Baptiste")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("Share a photograph")).to_be_visible()
    expect(page.get_by_text("Meet the landlord about the front door")).to_have_count(0)
    expect(page.get_by_text("Asked again, third time")).to_be_visible()


def test_the_spreadsheet_comes_down_as_a_file(page, enter, cast, live_server):
    enter(page, cast.ruth).goto(f"{live_server.url}/late/")

    with page.expect_download() as coming:
        page.get_by_role("link", name="Spreadsheet").click()

    assert coming.value.suggested_filename == "late-2026-11-20.csv"


def test_an_owner_closes_an_action_from_the_list(plain_page, enter, cast, live_server):
    page = plain_page
    enter(page, cast.colin).goto(f"{live_server.url}/actions/")
    check_page_without_scripts(page, "Share a photograph")

    page.get_by_role("link", name="Share a photograph").click()
    page.get_by_label("Done", exact=True).check()
    page.get_by_role("button", name="Record how it stands").click()

    expect(page.get_by_text("How the action stands is recorded.")).to_be_visible()
    expect(page.get_by_text("Share a photograph")).to_have_count(0)


def test_search_finds_or_says_that_nobody_matches(page, enter, cast, live_server):
    enter(page, cast.hannah).goto(live_server.url)

    page.get_by_role("searchbox").fill("hartwod")
    page.get_by_role("button", name="Search").click()
    screenshot(page, "search")
    check_page(page)
    expect(page.get_by_role("link", name="Ellis Hartwood")).to_be_visible()

    page.get_by_role("searchbox").fill("Nobody Atall")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("No one you may see matches “Nobody Atall”")).to_be_visible()


def check_page_without_scripts(page, text):
    expect(page.get_by_text(text)).to_be_visible()
