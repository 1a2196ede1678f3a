"""The chair runs a meeting on one screen, in a browser."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from casework.concerns.models import KeptText
from casework.meetings.models import Slot
from tests.journeys.checks import check_page, screenshot
from tests.journeys.meeting_day import set_the_day, slot_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SAVED = "[data-save-when]"
DAYS = re.compile(r"/next-review/$")


@pytest.fixture
def stage(time_stands_still, cast):
    return set_the_day(cast)


@pytest.fixture
def tegan(stage, live_server):
    """The address of Tegan's slot."""
    slot = slot_of(stage, "tegan")
    return live_server.url + reverse("meetings:slot", args=[slot.meeting.reference, slot.position])


def test_the_chair_goes_through_a_child_and_finishes_with_a_reason(page, enter, stage, tegan):
    enter(page, stage.cast.marcus).goto(tegan)
    expect(page.get_by_role("heading", name="Tegan Marlowe, 16")).to_be_visible()
    expect(page.get_by_text("8 of 15 minutes used.")).to_be_visible()
    expect(page.get_by_text("Quorate: Police, Children's Services and Health")).to_be_visible()
    screenshot(page, "meeting")
    check_page(page)

    page.get_by_label("Experiencing").check()
    page.get_by_label("T Trafficking").check()
    page.get_by_label("More is known or was shared about the risks").check()
    page.get_by_label("In the meeting’s own words").fill("Seen twice in the car")
    expect(page.locator(SAVED)).to_contain_text("Saved")
    expect(page.get_by_text("Fri 18 Dec", exact=True).first).to_be_visible()
    page.get_by_role("radio", name="Fri 18 Dec").check()
    page.get_by_label("What, line 1").fill("Plain-clothes visits only at Hollybank")
    page.get_by_label("Who, line 1").select_option(label=_named(stage.cast.colin))
    page.get_by_label("By when, line 1").fill("24/11/2026")
    page.get_by_role("button", name="Add a line").click()
    expect(page.get_by_label("What, line 2")).to_be_visible()
    screenshot(page, "meeting-rated")

    page.get_by_label("Reason for finishing with points open").fill("The rest by e-mail today")
    page.get_by_role("button", name="Finish Tegan, go to Skye Penrose").click()

    expect(page.get_by_role("heading", name="Skye Penrose, 16")).to_be_visible()
    case = stage.cast.tegan
    assert case.facts.filter(kind="rating.set", data__level="experiencing").exists()
    assert case.facts.get(kind="review.scheduled").data["due"] == "2026-12-18"
    assert case.actions.filter(text="Plain-clothes visits only at Hollybank").exists()


def test_a_day_chosen_while_the_days_come_anew_stays_chosen(page, enter, stage, tegan):
    enter(page, stage.cast.marcus).goto(tegan)
    page.get_by_label("Experiencing").check()
    day = page.get_by_role("radio", name="Fri 18 Dec")
    expect(day).to_be_visible()
    on_their_way = []
    page.route(DAYS, lambda route: on_their_way.append(route))

    page.get_by_label("T Trafficking").check()
    _wait_for(lambda: page.wait_for_timeout(50) or on_their_way)
    day.check()
    with page.expect_response(DAYS):
        on_their_way[0].continue_()

    expect(day).to_be_checked()
    _wait_for(lambda: _content(stage, "next_review")["meeting"] == day.get_attribute("value"))
    expect(day).to_be_checked()


def test_what_is_sent_by_hand_waits_for_what_is_on_its_way(page, enter, stage, tegan):
    enter(page, stage.cast.marcus).goto(tegan)
    sent, held = [], []

    def hold_the_first(route):
        sent.append(route.request)
        if len(sent) > 1:
            route.continue_()
        else:
            held.append(route)

    page.route("**/sections/new_actions/", hold_the_first)
    page.get_by_label("What, line 1").fill("Plain-clothes visits only")
    _wait_for(lambda: page.wait_for_timeout(50) or held)
    page.get_by_label("By when, line 1").fill("24/11/2026")
    page.get_by_role("button", name="Add a line").click()
    page.wait_for_timeout(300)
    assert len(sent) == 1, "nothing overtakes what was sent before"
    held[0].continue_()

    expect(page.get_by_label("What, line 2")).to_be_visible()
    expect(page.get_by_label("By when, line 1")).to_have_value("24/11/2026")
    assert _content(stage, "new_actions")["when_1"] == "24/11/2026"


def test_finishing_is_never_silent(page, enter, stage, tegan):
    enter(page, stage.cast.marcus).goto(tegan)

    page.get_by_role("button", name="Finish Tegan, go to Skye Penrose").click()

    expect(page.get_by_role("alert").first).to_contain_text("still open")
    expect(page.locator("#still-open")).to_contain_text("no rating agreed")
    check_page(page)


def test_two_people_write_in_one_step_and_nothing_is_lost(
    page, new_context, enter, stage, tegan, live_server
):
    enter(page, stage.cast.marcus).goto(tegan)
    other = new_context().new_page()
    _enter_apart(other, stage.cast.dilys, live_server).goto(tegan)

    other.get_by_label("Police", exact=True).fill("Three reports")
    expect(other.locator(SAVED)).to_contain_text("Saved 10:40")
    _wait_for(lambda: _content(stage)["police"] == "Three reports")
    page.get_by_label("Police", exact=True).fill("Two reports, one unclear")

    expect(page.get_by_text("Dilys Frome changed this while you were writing")).to_be_visible()
    expect(page.get_by_text("Three reports")).to_be_visible()
    assert KeptText.objects.get(settled_at=None).text["police"] == "Two reports, one unclear"
    screenshot(page, "meeting-two-writers")
    page.get_by_role("button", name="Put both together").click()
    _wait_for(lambda: _content(stage)["police"] == "Two reports, one unclear\nThree reports")
    assert not KeptText.objects.filter(settled_at=None).exists()


def test_a_cut_connection_is_shown_and_what_was_typed_is_sent_later(page, enter, stage, tegan):
    enter(page, stage.cast.marcus).goto(tegan)

    page.context.set_offline(True)
    page.get_by_label("In the meeting’s own words").fill("Exploited now, not only targeted")
    expect(page.locator("[data-save-off]")).to_contain_text("No connection since")
    expect(page.get_by_text("Not saved: “In the meeting’s own words”")).to_be_visible()
    screenshot(page, "meeting-offline")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try now").click()

    expect(page.locator(SAVED)).to_contain_text("Saved 10:40")
    _wait_for(lambda: "Exploited now" in _content(stage, "rating")["words"])


def test_without_scripts_each_step_has_its_button(plain_page, enter, stage, tegan):
    enter(plain_page, stage.cast.marcus).goto(tegan)
    step = plain_page.locator("#form-rating")

    step.get_by_label("Significant").check()
    step.get_by_label("In the meeting’s own words").fill("As in October")
    step.get_by_role("button", name="Save this step").click()

    assert _content(stage, "rating")["words"] == "As in October"
    expect(plain_page.locator("#form-rating").get_by_label("Significant")).to_be_checked()
    plain_page.get_by_label("Reason for finishing with points open").fill("Power cut")
    plain_page.get_by_role("button", name="Finish Tegan, go to Skye Penrose").click()
    assert slot_of(stage, "tegan").state == Slot.State.DISCUSSED


def test_drafts_survive_signing_out(page, enter, stage, tegan, live_server):
    enter(page, stage.cast.marcus).goto(tegan)
    page.get_by_label("In the meeting’s own words").fill("Half a thought")
    expect(page.locator(SAVED)).to_contain_text("Saved 10:40")
    page.get_by_role("button", name="sign out").click()

    enter(page, stage.cast.dilys).goto(tegan)

    expect(page.get_by_label("In the meeting’s own words")).to_have_value("Half a thought")


def test_the_confidential_part_changes_the_head_and_the_rooms_screen(page, enter, stage, tegan):
    enter(page, stage.cast.marcus).goto(tegan)

    page.get_by_role("switch").check()
    if page.get_by_role("button", name="Set the switch").is_visible():
        page.get_by_role("button", name="Set the switch").click()

    expect(page.get_by_text("Confidential part: core members only").first).to_be_visible()
    page.get_by_label("In the confidential part").fill("From a source")
    expect(page.locator(SAVED)).to_contain_text("Saved 10:40")
    screenshot(page, "meeting-confidential")
    check_page(page)
    page.goto(f"{tegan}screen/")
    expect(page.get_by_text("Confidential part. Core members only.")).to_be_visible()
    check_page(page)


def test_a_guest_writes_her_own_line_and_sees_no_other_child(page, enter, stage, tegan):
    enter(page, stage.cast.lorna).goto(tegan)

    page.get_by_label("Designated safeguarding lead").fill("Tegan asked to move tutor group")

    expect(page.locator(SAVED)).to_contain_text("Saved 10:40")
    expect(page.get_by_text("Hartwood")).to_have_count(0)
    check_page(page)
    screenshot(page, "meeting-guest")


def test_a_meeting_is_begun_and_its_attendance_noted(page, enter, stage, live_server):
    meeting = stage.meeting("2026-11-27")
    address = live_server.url + reverse("meetings:run", args=[meeting.reference])
    enter(page, stage.cast.dilys).goto(address)
    screenshot(page, "meeting-begin")
    check_page(page)

    page.get_by_label("Who is in the chair").select_option(label=_named(stage.cast.ruth))
    page.get_by_role("button", name="Begin the meeting").click()
    expect(page.get_by_role("alert").first).to_contain_text("a service manager in the chair")
    page.get_by_label("Why somebody else than the procedure names").fill("Marcus is in court")
    page.get_by_role("button", name="Begin the meeting").click()

    expect(page.get_by_role("heading", name="Not in line with the procedure")).to_be_visible()
    page.get_by_role("link", name="Someone came or left").click()
    page.get_by_label(_named(stage.cast.colin)).select_option("here")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Not quorate: Health is not here.").first).to_be_visible()
    screenshot(page, "meeting-held")
    check_page(page)


def _enter_apart(page, post, live_server):
    """Sign a second person in without ending the first one's session."""
    client = Client()
    client.force_login(post.account)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


def _content(stage, section="agencies"):
    row = slot_of(stage, "tegan").sections.filter(section=section).first()
    return row.content if row else {}


def _wait_for(holds, tries=50):
    for _ in range(tries):
        try:
            if holds():
                return
        except KeyError:
            pass
        time.sleep(0.1)
    assert holds()


def _named(post):
    return f"{post.holder}, {post.title}"
