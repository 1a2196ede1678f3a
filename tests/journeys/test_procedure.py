"""The procedure, read in a browser by whoever has to keep it."""

import pytest
from playwright.sync_api import expect

from casework.chronology.handbook import books
from tests.journeys import friday
from tests.journeys.checks import check_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CLAUSES = ["SURR-referral-04", "SURR-attend-04", "SURR-check-07", "SURR-info-05", "SURR-app-02"]
"""One of each kind."""


@pytest.fixture(autouse=True)
def _today(time_stands_still, cast):
    books.shelf()  # As a server does at its start: reading every procedure takes a while.
    friday.stage(cast)


def test_a_policy_lead_reads_from_the_authority_down_to_a_duty(page, enter, cast, live_server):
    enter(page, cast.wen).goto(f"{live_server.url}/procedure/")
    check_page(page)

    page.get_by_role("main").get_by_role("heading", name="Surrey").get_by_role("link").click()
    expect(page.get_by_role("heading", name="The way through")).to_be_visible()
    screenshot(page, "procedure")
    check_page(page)

    page.get_by_role("group", name="Surrey pathway").get_by_role("link", name="Review").click()
    expect(page.get_by_role("heading", level=1, name="Review")).to_be_visible()
    check_page(page)

    page.get_by_role("link", name="SURR-review-03").last.click()
    expect(
        page.get_by_text("Discuss again at the RMM a child rated Experiencing").first
    ).to_be_visible()
    expect(page.get_by_text("Up to 6 weeks, with a recorded reason")).to_be_visible()
    expect(page.get_by_text("Enforced, and proved").first).to_be_visible()
    screenshot(page, "procedure-duty")
    check_page(page)


def test_a_worked_example_opens_its_count(page, enter, cast, live_server):
    enter(page, cast.hannah).goto(f"{live_server.url}/procedure/SURR-referral-13/")

    page.get_by_text("Counted day by day").click()

    expect(page.get_by_role("row", name="Wed 25 Nov working day")).to_be_visible()
    check_page(page)


def test_every_kind_of_clause_has_a_page_without_scripts(plain_page, enter, cast, live_server):
    enter(plain_page, cast.hannah)

    for clause in CLAUSES:
        plain_page.goto(f"{live_server.url}/procedure/{clause}/")

        expect(plain_page.get_by_role("heading", name="What it asks")).to_be_visible()
        expect(plain_page.get_by_role("heading", name="How it is kept")).to_be_visible()
