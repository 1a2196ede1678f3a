"""Giving somebody access to a record and taking it away; what an authority sets for itself."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.cast import TODAY
from casework.meetings.tests.stage import north_west
from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _today(time_stands_still, cast):
    """The moment of the tests, and everybody."""


def test_a_manager_gives_a_panel_member_access_and_takes_it_away(page, enter, cast, live_server):
    address = live_server.url + reverse("worklists:who_can_see", args=[cast.ellis.reference])
    enter(page, cast.ruth).goto(address)

    page.get_by_role("link", name="Give somebody access").click()
    check_page(page)
    screenshot(page, "give-access")
    page.get_by_role("button", name="Give access").click()
    expect(page.get_by_role("alert")).to_contain_text("Select who is to see this record")
    check_page(page)
    page.get_by_label("Who is to see this record?").select_option(label=str(cast.lorna))
    page.get_by_label("Member of a panel that the child was referred to").check()
    page.get_by_label("What for?").fill("The panel of 4 December")
    for part, value in [("Day", "4"), ("Month", "12"), ("Year", "2026")]:
        page.get_by_role("group", name="Until when?").get_by_label(part).fill(value)
    page.get_by_role("button", name="Give access").click()

    people = page.get_by_role("table", name="Who can see this record")
    row = people.get_by_role("row").filter(has_text="Lorna Fenwick")
    expect(row).to_contain_text("The panel of 4 December")
    expect(row).to_contain_text("Until Fri 4 Dec 2026")
    check_page(page)
    screenshot(page, "who-can-see-and-who-looked")
    row.get_by_role("link", name="Take away").click()
    check_page(page)
    page.get_by_role("button", name="Take access away").click()

    expect(people.get_by_role("row").filter(has_text="Lorna Fenwick")).to_have_count(0)


def test_a_guest_reads_the_record_without_a_form_and_without_scripts(
    plain_page, enter, cast, live_server
):
    from casework.access import commands as access
    from casework.cast import NOW

    access.relate(
        post=cast.lorna, case=cast.ellis, relation="panel_member", starts_on=TODAY, ends_on=TODAY,
        source="test", by=cast.ruth, now=NOW,
    )  # fmt: skip
    record = live_server.url + reverse("concerns:record", args=[cast.ellis.reference])
    page = enter(plain_page, cast.lorna)

    page.goto(record)

    expect(page.get_by_role("heading", name="Add", exact=True)).to_have_count(0)
    expect(page.get_by_role("main").locator("form[method=post]")).to_have_count(0)
    check_plain_page(page)
    page.get_by_role("link", name="Why can I see this?").click()
    expect(page.get_by_text("You read and take part")).to_be_visible()
    check_plain_page(page)


def test_who_runs_a_forum_names_somebody_in_its_terms_without_scripts(
    plain_page, enter, cast, live_server
):
    forum = north_west(cast, until=TODAY)
    page = enter(plain_page, cast.dilys)
    page.goto(live_server.url + reverse("meetings:people", args=[forum.series.case.reference]))
    check_plain_page(page)

    page.get_by_label("Who is to get each record?").select_option(label=str(cast.lorna))
    page.get_by_role("button", name="Name them").click()

    named = page.get_by_role("region", name="Named in the terms of reference")
    expect(named).to_contain_text("Lorna Fenwick")
    check_plain_page(page)
    named.get_by_role("button", name="Strike the name").click()
    expect(named).to_contain_text("Nobody without a place")


def test_an_administrator_says_for_how_long_sent_records_are_open(page, enter, cast, live_server):
    enter(page, cast.amara).goto(live_server.url + reverse("worklists:accounts"))

    page.get_by_role("link", name="Settings of the authority").click()
    check_page(page)
    screenshot(page, "settings-of-the-authority")
    days = page.get_by_label("For how many days may somebody read a meeting record")
    days.fill("0")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Number of days must be 1 or more")
    check_page(page)
    days.fill("28")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(days).to_have_value("28")
    check_page(page)


def test_who_runs_a_forum_sees_who_comes(page, enter, cast, live_server):
    forum = north_west(cast, until=TODAY)
    address = reverse("meetings:people", args=[forum.series.case.reference])

    enter(page, cast.dilys).goto(live_server.url + address)

    expect(page.get_by_role("region", name="A place at the table")).to_contain_text("Colin")
    screenshot(page, "forum-people")
    check_page(page)
