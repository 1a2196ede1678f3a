"""Ellis asks what is held on him: an officer prepares the copy; what can be read stops it."""

import re

import pytest
from playwright.sync_api import expect

from casework.disclosure.tests import stage
from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _time(time_stands_still):
    """It is Friday 20 November."""


def take_in(page, cast, address):
    page.goto(address)
    page.get_by_role("link", name="Subject access").click()
    page.get_by_role("link", name="Take in a request").click()
    page.get_by_label("Reference of the record").fill(cast.ellis.reference)
    page.get_by_label("The young person themselves").check()
    page.get_by_label("Their name").fill("Ellis Hartwood")
    page.get_by_label("Where they can be reached").fill("By Hannah Osei")
    arrived = page.get_by_role("group", name="When did the request arrive?")
    for box, value in [("Day", "16"), ("Month", "11"), ("Year", "2026")]:
        arrived.get_by_label(box).fill(value)
    page.get_by_label("Somebody who works with them knows them").check()
    page.get_by_role("button", name="Take in the request").click()
    expect(page.get_by_text("Taken in. An answer is due by Wed 16 Dec.")).to_be_visible()


def test_an_officer_takes_a_request_in_gathers_and_decides(page, enter, cast, live_server):
    stage.fill_record(cast)
    enter(page, cast.judith)
    take_in(page, cast, live_server.url)
    check_page(page)
    page.get_by_role("button", name="Gather what is held").click()
    expect(page.get_by_text("Next: decide, item by item")).to_be_visible()
    page.get_by_role("button", name=re.compile("names of professionals")).click()
    screenshot(page, "subject-access-request")
    check_page(page)
    decide_the_story(page)


def decide_the_story(page):
    """Each choice is kept as it is made; words that are selected are ready to be taken out."""
    page.get_by_role("link", name=re.compile("The story so far")).click()
    tegan = page.get_by_role("group", name=re.compile("Tegan Marlowe"))
    tegan.get_by_label("Take out").check()
    expect(page.locator("[data-save-when]")).to_have_text(re.compile(r"Saved \d\d:\d\d\."))
    tegan.get_by_role("button", name=re.compile("Decide alike")).click()
    expect(page.get_by_text(re.compile("decided alike"))).to_be_visible()
    expect(page.locator("form[data-kept]")).to_be_visible()
    page.locator("[data-mark-text]").click(click_count=3, position={"x": 60, "y": 40})
    expect(page.get_by_label("Words to take out")).to_have_value(re.compile("Ellis lives with"))
    page.get_by_label("Words to take out").fill("at the station")
    page.locator("form[data-marking]").get_by_label("Reason").select_option("Crime")
    page.get_by_role("button", name="Take out", exact=True).click()
    expect(page.get_by_text("One part taken out.")).to_be_visible()
    screenshot(page, "subject-access-item")
    check_page(page)


def test_a_copy_is_prepared_without_scripts(plain_page, enter, cast, live_server):
    stage.fill_record(cast)
    page = enter(plain_page, cast.judith)
    take_in(page, cast, live_server.url)
    check_plain_page(page)
    page.get_by_role("button", name="Gather what is held").click()
    page.get_by_role("link", name=re.compile("The story so far")).click()
    page.get_by_text("Choose whole sentences").click()
    page.get_by_label("He was found with Tegan Marlowe at the station.").check()
    page.locator("form[data-marking]").get_by_label("Reason").select_option("Somebody else")
    page.get_by_role("button", name="Take out", exact=True).click()
    expect(page.get_by_text("One part taken out.")).to_be_visible()
    check_plain_page(page)
    page.get_by_label("Give it, without the parts taken out").check()
    page.get_by_role("button", name="Save, and go on to the next").click()

    expect(page.get_by_role("heading", level=1)).not_to_contain_text("The story so far")
    check_plain_page(page)


def test_what_can_still_be_read_stops_the_release(page, enter, cast, live_server):
    request = stage.handed_over(cast)
    rang = next(item for item in request.items.all() if "rang" in item.text)
    rang.marks.filter(found="around").update(decision="stays", code="")
    enter(page, stage.second_officer(cast).farah)

    page.goto(f"{live_server.url}/subject-access/{request.reference}/copy/")

    stop = page.get_by_role("alert")
    expect(stop).to_contain_text(f"item {rang.number}")
    expect(stop).not_to_contain_text("Celia")
    expect(page.get_by_role("button", name="Release this copy")).to_have_count(0)
    screenshot(page, "subject-access-stopped")
    check_page(page)


def test_a_second_person_releases_and_it_is_handed_over(page, enter, cast, live_server):
    request = stage.handed_over(cast)
    enter(page, stage.second_officer(cast).farah).goto(f"{live_server.url}/subject-access/")
    page.get_by_role("link", name=request.reference).click()
    page.get_by_role("link", name="Read the copy as the asker would").click()
    screenshot(page, "subject-access-copy")
    check_page(page)
    page.get_by_role("button", name="Release this copy").click()
    expect(page.get_by_role("status")).to_contain_text("Released. The files are below.")
    paper = page.request.get(
        live_server.url + page.get_by_role("link", name="PDF").get_attribute("href")
    )
    assert paper.body().startswith(b"%PDF")

    page.get_by_label("Who took it?").fill("")
    page.get_by_role("button", name="They have it").click()
    expect(page.get_by_role("alert")).to_contain_text("Select how they got it")
    check_page(page)
    page.get_by_label("Brought by somebody who works with them").check()
    page.get_by_label("Who took it?").fill("Ellis Hartwood, known to Hannah Osei")
    page.get_by_label("Who gave it to them?").fill("Hannah Osei, social worker")
    page.get_by_role("button", name="They have it").click()

    had = page.get_by_role("region", name="The asker has it")
    expect(had).to_contain_text("Brought by somebody who works with them")
    expect(page.get_by_role("button", name="They have it")).to_have_count(0)
    screenshot(page, "subject-access-given")
    check_page(page)
