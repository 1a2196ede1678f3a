"""A social worker: what is due, why, and a referral that says which meeting takes it."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from casework.cast import at
from casework.concerns.models import FormResponse, Referral
from casework.subjects import commands as subjects
from tests.journeys import friday
from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGES = {
    "timeline": "concerns:timeline",
    "ratings": "concerns:ratings",
    "plan": "plans:plan",
    "missing": "concerns:missing",
    "people": "concerns:people",
    "documents": "concerns:documents",
    "sharing": "plans:sharing",
    "add": "concerns:choose",
    "earlier": "concerns:earlier",
    "done": "concerns:done",
    "no-longer-needed": "concerns:idle",
}


@pytest.fixture(autouse=True)
def _today(time_stands_still, cast):
    friday.stage(cast)
    when = at("2026-11-18")
    subjects.write_story(
        case=cast.ellis,
        story="Ellis is funny, close to his nan and good with his hands.\nHe owes money.",
        written_on=when.date(),
        by=cast.hannah,
        now=when,
    )
    subjects.note_voice(
        case=cast.ellis,
        words="I want to go into town without looking over my shoulder.",
        said_by="Ellis",
        said_to="Hannah",
        said_on=when.date(),
        by=cast.hannah,
        now=when,
    )
    for kind, text in [("strength", "Rings Mr Bassett"), ("worry", "Says that he owes money")]:
        subjects.note_observation(
            case=cast.ellis, kind=kind, text=text, noted_on=when.date(), by=cast.hannah, now=when
        )


def test_from_home_to_a_child_and_to_the_reasons_for_a_date(page, enter, cast, live_server):
    enter(page, cast.hannah).goto(live_server.url)
    page.get_by_role("link", name="Children", exact=True).click()
    page.get_by_role("link", name="Ellis Hartwood").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ellis Hartwood")
    line = page.locator(".hf-due > li", has_text="Bring the Risk Assessment Tool up to date")
    line.get_by_text("Why 26 November?").click()
    expect(line.get_by_text("3 months after Wed 26 August 2026 is Thu 26 November")).to_be_visible()
    expect(line.get_by_text("SURR-tmpl-12").first).to_be_visible()
    screenshot(page, "record")
    check_page(page)


@pytest.mark.parametrize("group", range(3))
def test_each_part_of_a_record_is_readable_by_everybody(page, enter, cast, live_server, group):
    enter(page, cast.hannah)

    for name in sorted(PAGES)[group::3]:
        page.goto(live_server.url + reverse(PAGES[name], args=[cast.ellis.reference]))
        expect(page.locator(".hf-id")).to_contain_text("Ellis Hartwood")
        screenshot(page, f"record-{name}")
        check_page(page)


def test_the_list_of_children_is_narrowed_and_readable(page, enter, cast, live_server):
    enter(page, cast.hannah).goto(live_server.url + reverse("concerns:children"))

    page.get_by_label("Rating", exact=True).select_option("Experiencing")
    page.get_by_role("button", name="Filter").click()

    expect(page.get_by_role("link", name="Skye Penrose")).to_be_visible()
    expect(page.get_by_role("link", name="Ellis Hartwood")).to_have_count(0)
    screenshot(page, "children")
    check_page(page)


def test_a_referral_with_the_tool_says_which_meeting_takes_it(page, enter, cast, live_server):
    enter(page, cast.hannah).goto(live_server.url + record(cast.leon))
    page.get_by_role("link", name="Refer Leon to the meeting").click()
    expect(page.get_by_text("papers close at the end of Wed 25 Nov").first).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Start the tool").click()
    page.get_by_role("button", name="Start the tool").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Leon Draycott")

    page.goto(live_server.url + part(cast.leon, "views"))
    page.get_by_label("What the child says").fill("I am tired of it.")
    expect(page.locator("[data-save-when]")).to_contain_text("Saved 10:40", timeout=15_000)
    screenshot(page, "tool-part")
    check_page(page)
    assert FormResponse.objects.get(case=cast.leon).answers["views"]["child_view"]

    fill_and_complete(page, cast.leon, live_server)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Leon Draycott is referred")
    expect(page.get_by_text("You are in time")).to_be_visible()
    screenshot(page, "referred")
    check_page(page)
    assert Referral.objects.get(case=cast.leon).complete


def test_the_same_without_scripts(plain_page, enter, cast, live_server):
    page = enter(plain_page, cast.hannah)
    page.goto(live_server.url + reverse("concerns:tool", args=[cast.leon.reference]))
    page.get_by_role("button", name="Start the tool").click()
    check_plain_page(page)

    fill_and_complete(page, cast.leon, live_server)
    send(page)

    expect(page.get_by_text("You are in time")).to_be_visible()
    assert Referral.objects.get(case=cast.leon).complete


def test_what_is_missing_is_named_and_leads_to_its_place(page, enter, cast, live_server):
    enter(page, cast.hannah)
    page.goto(live_server.url + reverse("concerns:tool", args=[cast.skye.reference]))
    page.get_by_role("button", name="Complete the tool").click()

    expect(page.get_by_role("alert")).to_contain_text("Enter what the child says")
    screenshot(page, "tool-gaps")
    check_page(page)
    page.get_by_role("link", name="Enter what the child says").click()
    expect(page.get_by_label("What the child says")).to_be_visible()


def test_two_who_write_in_one_part_both_keep_their_words(
    page, new_context, enter, cast, live_server
):
    other = new_context().new_page()
    beside(other, cast.ruth, live_server).goto(live_server.url + part(cast.skye, "views"))
    enter(page, cast.hannah).goto(live_server.url + part(cast.skye, "views"))

    other.get_by_label("What the child says").fill("Ruth heard this.")
    expect(other.locator("[data-save-when]")).to_contain_text("Saved", timeout=15_000)
    page.get_by_label("What the child says").fill("Hannah heard that.")

    expect(page.get_by_text("Ruth heard this.")).to_be_visible(timeout=15_000)
    expect(page.get_by_label("What the child says").first).to_have_value("Hannah heard that.")
    screenshot(page, "tool-both-texts")
    check_page(page)


def test_missing_now_is_recorded_and_said_above_everything(page, enter, cast, live_server):
    enter(page, cast.hannah).goto(live_server.url + record(cast.skye))
    page.get_by_role("link", name="Skye is missing").click()
    for box, text in [("Day", "20"), ("Month", "11"), ("Year", "2026")]:
        page.get_by_label(box, exact=True).fill(text)
    page.get_by_label("Time, if known").fill("08:15")
    check_page(page)
    page.get_by_role("button", name="Record that Skye is missing").click()

    expect(page.locator(".hf-flags")).to_contain_text("Missing since Fri 20 Nov, 08:15")
    screenshot(page, "missing-now")
    check_page(page)


def test_a_wrong_day_is_named_and_nothing_typed_is_lost(page, enter, cast, live_server):
    enter(page, cast.hannah)
    page.goto(live_server.url + reverse("concerns:add", args=[cast.skye.reference, "voice"]))
    page.get_by_label("Their words").fill("I want my own room.")
    page.get_by_label("Month", exact=True).fill("13")
    page.get_by_role("button", name="Add to the record").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_contain_text("Day must be a real date")
    expect(page.get_by_label("Their words")).to_have_value("I want my own room.")
    check_page(page)


def beside(page, post, live_server):
    """Sign somebody else in, in a browser of their own."""
    client = Client()
    client.force_login(post.account)
    cookie = {
        "name": "sessionid",
        "value": client.session.session_key,
        "url": live_server.url,
    }
    page.context.add_cookies([cookie])
    return page


def record(case) -> str:
    return reverse("concerns:record", args=[case.reference])


def part(case, section: str) -> str:
    return reverse("concerns:tool_section", args=[case.reference, section])


def fill_and_complete(page, case, live_server) -> None:
    """Answer what the tool requires, part by part, and complete it."""
    page.goto(live_server.url + part(case, "views"))
    page.get_by_label("What the child says").fill("I am tired of it.")
    page.get_by_label("What the family says").fill("Mum wants help.")
    page.get_by_role("group", name="Does the child know of this referral").get_by_label(
        "Yes"
    ).check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("What the child is good at").fill("Good with his hands.")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Emerging").check()
    page.get_by_label("How high do you see the risk").fill("He is being drawn in.")
    page.get_by_role("button", name="Save and go back to the parts").click()
    page.get_by_role("button", name="Complete the tool").click()


def send(page) -> None:
    """The referral itself, after the tool."""
    page.get_by_label("Criminal exploitation").check()
    page.get_by_role("checkbox", name="Exploited and Missing Child Risk Assessment Tool").check()
    page.get_by_label("Why now?").fill("He was driven to another town.")
    page.get_by_label("Not known").check()
    page.get_by_role("group", name="Have you talked").get_by_label("Yes", exact=True).check()
    for box, text in [("Day", "19"), ("Month", "11"), ("Year", "2026")]:
        page.get_by_label(box, exact=True).fill(text)
    page.get_by_role("button", name="Send the referral").click()
