"""Opening a record in an emergency, with scripts and without, and looking into it afterwards."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _today(time_stands_still, cast):
    """The moment of the tests, and everybody."""


def fill_in(page, surname="Hartwood"):
    page.get_by_label("First name").fill("Ellis")
    page.get_by_label("Surname").fill(surname)
    for box, value in [("Day", "2"), ("Month", "5"), ("Year", "2011")]:
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_label("A child was found or came to us").check()
    page.get_by_label("Why do you need the record now?").fill("He is at our office and afraid")
    page.get_by_role("button", name="Open the record").click()


def test_a_stranger_opens_a_record_and_the_manager_looks_into_it(page, enter, cast, live_server):
    enter(page, cast.tom).goto(live_server.url)
    page.get_by_role("link", name="Open a record in an emergency").click()
    check_page(page)

    fill_in(page, surname="Nobody")
    expect(page.get_by_role("alert")).to_contain_text("No record was opened")
    screenshot(page, "emergency")
    check_page(page)

    fill_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ellis Hartwood")
    expect(page.get_by_text("Opened in an emergency, to read only")).to_be_visible()
    screenshot(page, "emergency-record")
    check_page(page)
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_text("Opened in an emergency, to read only")).to_be_visible()

    enter(page, cast.ruth).goto(live_server.url)
    check_page(page)
    region = page.get_by_role("region", name="Opened in an emergency, to look into")
    region.get_by_role("link").click()
    expect(page.get_by_text("He is at our office and afraid")).to_be_visible()
    screenshot(page, "emergency-review")
    check_page(page)
    page.get_by_label("It was right to open it").check()
    page.get_by_label("What did you find?").fill("The office rang us at once")
    page.get_by_role("button", name="Record what you found").click()
    expect(page.get_by_role("status")).to_contain_text("What you found is recorded")
    check_page(page)


def test_it_works_without_scripts(plain_page, enter, cast, live_server):
    page = enter(plain_page, cast.tom)
    page.goto(live_server.url + reverse("worklists:emergency"))
    check_plain_page(page)

    fill_in(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Ellis Hartwood")
    check_plain_page(page)
