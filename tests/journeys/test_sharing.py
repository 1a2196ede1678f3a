"""What was shared about a child, and what was not: written down by hand, read by the officer."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.meetings import sending_commands
from casework.meetings.tests.stage import north_west
from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _a_list_was_sent(time_stands_still, cast, now):
    stage = north_west(cast)
    stage.list("ellis")
    sending_commands.send_list(meeting=stage.meeting("2026-11-20"), by=cast.dilys, now=now)


def test_a_worker_writes_down_what_the_school_was_told(page, enter, cast, live_server):
    address = live_server.url + reverse("worklists:who_can_see", args=[cast.ellis.reference])
    enter(page, cast.hannah).goto(address)
    page.get_by_role("link", name="What was shared, and what was not").click()
    expect(page.get_by_role("row", name="DS Colin Baptiste")).to_be_visible()
    check_page(page)

    page.get_by_role("link", name="Record that something was shared, or was not").click()
    screenshot(page, "sharing-add")
    check_page(page)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("alert")).to_contain_text("Select whether it was shared")
    check_page(page)
    page.get_by_label("It was not shared", exact=True).check()
    page.get_by_label("If it was not shared, why not?").fill("The school asked for more")
    page.get_by_label("What was shared, or asked for?").fill("Where he is at night")
    page.get_by_label("Safe address").check()
    page.get_by_label("With whom, or who asked?").fill("Head of year")
    page.get_by_label("Their agency").select_option(label="Wexcombe Academy")
    page.get_by_label("What for?").fill("To plan his way home")
    page.get_by_label("None of these").check()
    page.get_by_label("Lawful basis").fill("None was given")
    page.get_by_role("radio", name="Neither was told").check()
    page.get_by_label("If neither was told, why not?").fill("Nothing was shared")
    page.get_by_role("button", name="Write it down").click()

    expect(page.get_by_role("status")).to_contain_text("It is written down")
    row = page.get_by_role("row", name="Head of year")
    expect(row).to_contain_text("The school asked for more")
    screenshot(page, "sharing")
    check_page(page)


def test_a_manager_opens_a_record_to_another_authority_without_scripts(
    plain_page, enter, cast, live_server
):
    page = enter(plain_page, cast.ruth)
    page.goto(live_server.url + reverse("sharing:border", args=[cast.ellis.reference]))
    check_plain_page(page)
    page.get_by_label("The authority where the child lives").fill("Kent")
    page.get_by_label("Shared record").check()
    page.get_by_label("What for?").fill("He lives there until the summer")
    page.get_by_label("Lawful basis").fill("Public task")
    for box, value in (("Day", "31"), ("Month", "8"), ("Year", "2027")):
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_label("Who signed for us?").fill("Ruth Pemberton, team manager, 19 November")
    page.get_by_label("Who signed for them?").fill("Ann Li, service manager, 20 November")
    page.get_by_role("button", name="Write it down").click()

    expect(page.get_by_role("row", name="Kent")).to_contain_text("Ann Li")
    check_plain_page(page)


def test_the_officer_reads_it_across_the_authority_and_takes_a_spreadsheet(
    page, enter, cast, live_server
):
    enter(page, cast.judith).goto(f"{live_server.url}/evidence/")
    page.get_by_role("link", name="What was shared, and what was not").click()
    expect(page.get_by_text(cast.ellis.reference).first).to_be_visible()
    expect(page.get_by_text("Hartwood")).to_have_count(0)
    check_page(page)
    page.get_by_label("Agency").select_option(label="Surrey Police")
    page.get_by_role("button", name="Narrow the list").click()
    expect(page.get_by_role("row", name="Surrey Police")).to_have_count(1)
    screenshot(page, "sharing-across")

    with page.expect_download() as taken:
        page.get_by_role("button", name="Take it as a spreadsheet").click()

    assert taken.value.suggested_filename == "sharing-2026-11-20.csv"
