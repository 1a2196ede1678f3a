"""Business support prepares a meeting: dates, list, papers, clocks, and sends, in a browser."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.notices.models import Notice
from tests.journeys.checks import check_page, screenshot
from tests.journeys.meeting_day import set_the_week, slot_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(time_stands_still, cast):
    return set_the_week(cast)


@pytest.fixture
def forum(stage, live_server):
    return live_server.url + reverse("meetings:forum", args=[stage.cast.forum_nw.reference])


def test_dates_list_and_clocks_stand_on_one_page(page, enter, stage, forum):
    enter(page, stage.cast.dilys).goto(forum)

    expect(page.get_by_role("heading", name="Prepare Friday 27 November, 09:30")).to_be_visible()
    expect(page.get_by_text("Wed 25 Nov, 09:30").first).to_be_visible()
    expect(page.get_by_text("Nine days after the last")).to_be_visible()
    screenshot(page, "preparation")
    check_page(page)


def test_a_late_referral_is_put_on_the_next_list_and_list_and_pack_are_sent(
    page, enter, stage, forum
):
    enter(page, stage.cast.dilys).goto(forum)

    page.get_by_role("button", name="Put one waiting child on their lists").click()
    expect(page.get_by_role("link", name="Leon Draycott, 15")).to_be_visible()
    expect(page.get_by_text("Received Thu 19 Nov 11:20")).to_be_visible()
    screenshot(page, "preparation-rolled-over")
    page.get_by_role("link", name="Check and send list and pack").click()
    expect(page.get_by_text("GP not known").first).to_be_visible()
    screenshot(page, "preparation-send")
    check_page(page)
    page.get_by_role("button", name="Send list and pack").click()

    expect(page.get_by_text("each with a link only")).to_be_visible()
    assert Notice.objects.count() > 10
    assert not Notice.objects.filter(link__icontains="draycott").exists()


def test_somebody_is_asked_for_one_child_only(page, enter, stage, forum):
    enter(page, stage.cast.dilys).goto(forum)
    page.get_by_role("link", name="Tegan Marlowe, 16").click()

    page.get_by_label("Who", exact=True).select_option(
        label="Lorna Fenwick, Designated safeguarding lead"
    )
    page.get_by_label("As what").select_option(label="Designated Safeguarding Lead of the school")
    page.get_by_role("button", name="Ask to come").click()

    expect(page.get_by_text("Lorna Fenwick").first).to_be_visible()
    screenshot(page, "preparation-arrange")
    check_page(page)
    assert slot_of(stage, "tegan", "2026-11-27").invitations.filter(post=stage.cast.lorna).exists()


def test_it_all_works_without_scripts(plain_page, enter, stage, forum):
    enter(plain_page, stage.cast.dilys).goto(forum)

    plain_page.get_by_role("link", name="Move this meeting").click()
    plain_page.get_by_label("Why it is moved").fill("The room is flooded")
    plain_page.get_by_label("New time").fill("14:00")
    plain_page.get_by_role("button", name="Move", exact=True).click()

    expect(plain_page.get_by_text("The room is flooded")).to_be_visible()
    expect(plain_page.get_by_text("Wed 25 Nov 14:00")).to_be_visible()


def test_the_forums_and_a_childs_meetings_are_readable(page, enter, stage, live_server):
    enter(page, stage.cast.dilys).goto(live_server.url + "/meetings/")
    expect(page.get_by_role("link", name="RMM, Surrey North West")).to_be_visible()
    check_page(page)

    page.goto(live_server.url + reverse("meetings:of_child", args=[stage.cast.tegan.reference]))
    expect(page.get_by_role("heading", name="Meetings", exact=True)).to_be_visible()
    screenshot(page, "child-meetings")
    check_page(page)
