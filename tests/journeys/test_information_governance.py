"""An information-governance officer answers who looked at a child, and checks a sample."""

import pytest
from playwright.sync_api import expect

from casework.audit import commands as audit
from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _somebody_looked(time_stands_still, cast, now):
    for section in ("Overview", "Timeline"):
        audit.looked(by=cast.marcus, case=cast.ellis, section=section, now=now)


def test_who_looked_at_a_child_is_answered(page, enter, cast, live_server):
    enter(page, cast.judith).goto(live_server.url)
    page.get_by_role("link", name="Evidence").click()
    check_page(page)
    page.get_by_label("Reference of a record").fill(cast.ellis.reference)
    page.get_by_role("button", name="Search the audit").click()

    expect(page.get_by_text("Looked at: Timeline")).to_be_visible()
    assert cast.ellis.reference not in page.url
    screenshot(page, "evidence")
    page.get_by_role("link", name=f"Everybody who looked at {cast.ellis.reference}").click()
    expect(page.get_by_role("row", name="Marcus Aldridge")).to_be_visible()
    screenshot(page, "evidence-of-a-record")
    check_page(page)


def test_a_sample_is_drawn_and_checked_without_scripts(plain_page, enter, cast, live_server):
    page = enter(plain_page, cast.judith)
    page.goto(f"{live_server.url}/evidence/sample/")
    page.get_by_label("How many").fill("2")
    page.get_by_role("button", name="Draw by lot").click()
    expect(page.get_by_text("Drawn by lot: 2.")).to_be_visible()
    check_plain_page(page)
    screenshot(page, "evidence-sample")

    page.get_by_role("link", name="To check").first.click()
    check_plain_page(page)
    page.get_by_label("In order", exact=True).check()
    page.get_by_label("How you know").fill("He chairs the meeting about the child.")
    page.get_by_role("button", name="Record the outcome").click()

    expect(page.get_by_role("link", name="In order")).to_be_visible()


def test_who_was_not_let_in_is_read_by_person(page, enter, cast, live_server):
    for reference in (cast.ellis.reference, cast.skye.reference, "2222222222"):
        asked = enter(page, cast.tom).goto(f"{live_server.url}/children/{reference}/")
        assert asked.status == 404

    enter(page, cast.judith).goto(f"{live_server.url}/evidence/")
    page.get_by_role("link", name="Who was not let in").click()

    by_person = page.get_by_role("region", name="By person").get_by_role("row", name="Tom Heald")
    expect(by_person).to_contain_text("2")
    each = page.get_by_role("region", name="Each time")
    expect(each.get_by_role("row", name="A record here")).to_have_count(2)
    expect(each.get_by_role("row", name="Nothing of ours")).to_have_count(1)
    screenshot(page, "evidence-refused")
    check_page(page)
