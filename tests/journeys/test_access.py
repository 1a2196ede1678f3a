"""Who may see a record: why one can, and closing it to oneself."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _today(time_stands_still, cast):
    """The moment of the tests, and everybody."""


def test_a_worker_who_knows_the_family_closes_the_record_to_herself(page, enter, cast, live_server):
    record = live_server.url + reverse("concerns:record", args=[cast.ellis.reference])
    enter(page, cast.hannah).goto(record)

    page.get_by_role("link", name="Why can I see this?").click()
    expect(page.get_by_role("rowheader", name="Lead professional")).to_be_visible()
    screenshot(page, "who-can-see")
    check_page(page)
    page.get_by_role("link", name="I know this child or the family").click()
    check_page(page)
    page.get_by_role("button", name="Close the record to me").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter how you know the child or the family")
    check_page(page)
    page.get_by_label("How do you know the child or the family?").fill("His aunt is my neighbour")
    page.get_by_role("button", name="Close the record to me").click()

    expect(page.get_by_role("status")).to_contain_text("The record is closed to you")
    expect(page.get_by_text("Ellis")).to_have_count(0)
    check_page(page)
    assert page.goto(record).status == 404


def test_a_manager_closes_a_record_to_somebody_without_scripts(
    plain_page, enter, cast, live_server
):
    address = live_server.url + reverse("worklists:who_can_see", args=[cast.ellis.reference])
    page = enter(plain_page, cast.ruth)
    page.goto(address)

    page.get_by_role("link", name="Close this record to somebody").click()
    check_plain_page(page)
    page.get_by_label("Who must not see this record?").select_option(label=str(cast.dilys))
    page.get_by_label("A relative, or somebody close to the family").check()
    page.get_by_role("button", name="Close the record").click()

    closed = page.get_by_role("region", name="Who must not see it")
    expect(closed).to_contain_text("Dilys Frome")
    check_plain_page(page)
