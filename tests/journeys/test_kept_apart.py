"""A safe address and sensitive intelligence, with scripts and without, and what others see."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.access import commands as access
from casework.cast import NOW, TODAY
from tests.journeys.checks import check_page, check_plain_page, screenshot

DUTY = "Give the intelligence form to the police"
"""What Surrey asks for each piece; who may not read the piece does not read this either."""

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _today(time_stands_still, cast):
    """The moment of the tests, and everybody; police work with Ellis too."""
    for post, relation in [(cast.hannah, "lead_professional"), (cast.colin, "police")]:
        access.relate(
            post=post, case=cast.ellis, relation=relation, starts_on=TODAY, source="test",
            by=cast.ruth, now=NOW,
        )  # fmt: skip


def record(live_server, cast):
    return live_server.url + reverse("concerns:record", args=[cast.ellis.reference])


def part(page, name):
    """A part of the record, by the navigation at its side."""
    page.get_by_role("navigation", name="Parts of this record").get_by_role(
        "link", name=name, exact=True
    ).click()


def keep_safe(page):
    part(page, "Safe address")
    page.get_by_role("link", name="Keep an address safe").click()
    page.get_by_label("Where does the child live?").fill("The blue house\n7 Larkspur Close")
    page.get_by_label("Postcode").fill("GU1 3UW")
    page.get_by_role("button", name="Keep it safe").click()


def test_the_lead_keeps_an_address_safe_and_asks_for_it(page, enter, cast, live_server):
    enter(page, cast.hannah).goto(record(live_server, cast))
    part(page, "Safe address")
    check_page(page)
    page.get_by_role("link", name="Keep an address safe").click()
    page.get_by_role("button", name="Keep it safe").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter where the child lives")
    check_page(page)
    page.get_by_label("Where does the child live?").fill("The blue house\n7 Larkspur Close")
    page.get_by_label("Postcode").fill("GU1 3UW")
    page.get_by_role("button", name="Keep it safe").click()

    expect(page.get_by_text("Safe address: do not say where they are")).to_be_visible()
    expect(page.get_by_text("7 Larkspur Close")).to_have_count(0)
    screenshot(page, "safe-address")
    check_page(page)

    page.get_by_label("What do you need it for?").fill("Visit at three")
    page.get_by_role("button", name="Show the address").click()
    expect(page.get_by_text("7 Larkspur Close")).to_be_visible()
    screenshot(page, "safe-address-shown")
    part(page, "Overview")
    expect(page.get_by_text("7 Larkspur Close")).to_have_count(0)
    part(page, "Safe address")
    expect(page.get_by_role("region", name="Who was shown the address")).to_contain_text(
        "Visit at three"
    )
    check_page(page)

    enter(page, cast.colin).goto(record(live_server, cast))
    part(page, "Safe address")
    expect(page.get_by_text("Hannah Osei answers for this record")).to_be_visible()
    check_page(page)


def test_police_keep_intelligence_and_let_one_person_read_it(page, enter, cast, live_server):
    enter(page, cast.colin).goto(record(live_server, cast))
    part(page, "Intelligence")
    check_page(page)
    page.get_by_role("link", name="Add intelligence").click()
    check_page(page)
    dates = page.get_by_role("group", name="When was this, or when was it told?")
    for box, value in [("Day", "20"), ("Month", "11"), ("Year", "2026")]:
        dates.get_by_label(box, exact=True).fill(value)
    page.get_by_label("What is known?").fill("A grey van by the parade")
    page.get_by_label("Hannah Osei").check()
    page.get_by_role("button", name="Keep under seal").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter until which day they may read it")
    check_page(page)
    until = page.get_by_role("group", name="Until which day?")
    for box, value in [("Day", "4"), ("Month", "12"), ("Year", "2026")]:
        until.get_by_label(box, exact=True).fill(value)
    page.get_by_role("button", name="Keep under seal").click()

    expect(page.get_by_text("A grey van by the parade")).to_be_visible()
    expect(page.get_by_text("until 4 December 2026")).to_be_visible()
    screenshot(page, "intelligence")
    check_page(page)

    enter(page, cast.hannah).goto(record(live_server, cast))
    expect(page.get_by_text(DUTY).first).to_be_visible()
    expect(page.get_by_text("A grey van by the parade")).to_have_count(0)
    part(page, "Intelligence")
    expect(page.get_by_text("A grey van by the parade")).to_be_visible()

    enter(page, cast.ruth).goto(record(live_server, cast))
    expect(page.get_by_text(DUTY)).to_have_count(0)
    part(page, "Intelligence")
    expect(page.get_by_text("Nothing here is yours to read")).to_be_visible()
    check_page(page)


def test_both_work_without_scripts(plain_page, enter, cast, live_server):
    page = enter(plain_page, cast.hannah)
    page.goto(record(live_server, cast))

    keep_safe(page)
    check_plain_page(page)
    page.get_by_role("button", name="Show the address").click()

    expect(page.get_by_text("7 Larkspur Close")).to_be_visible()
    part(page, "Intelligence")
    check_plain_page(page)
