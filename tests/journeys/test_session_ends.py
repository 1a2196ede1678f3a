"""What somebody meets whose session has ended, and who has searched as often as one may."""

import time

import pytest
from playwright.sync_api import expect

from casework.agencies.models import Account, Session
from casework.audit.models import Entry
from casework.cast import NOW
from casework.chronology.models import Fact
from casework.plans import commands as plans
from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _doors(time_stands_still, cast):
    for who in (cast.hannah, cast.ruth):
        Account.objects.filter(pk=who.account_id).update(demo_reason="Seven children")


@pytest.fixture
def action(cast):
    return plans.add_action(
        case=cast.ellis, text="Ring the school", agreed_on=NOW.date(), due_on=NOW.date(),
        owner=cast.hannah, by=cast.hannah, now=NOW,
    )  # fmt: skip


def half_an_hour_later():
    past = time.time() - 1
    Session.objects.update(expire_date=time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(past)))


def type_a_form(window, live_server, action):
    window.goto(f"{live_server.url}/actions/{action.pk}/")
    window.get_by_label("Begun and going on").check()
    window.get_by_label("What is known").fill("Rang twice.\nNobody there <yet>")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_is_there_after_signing_in_again(
    page, plain_page, live_server, enter, cast, action, scripts
):
    window = page if scripts else plain_page
    type_a_form(enter(window, cast.hannah), live_server, action)
    half_an_hour_later()

    window.get_by_role("main").get_by_role("button").last.click()
    expect(window.get_by_role("heading", name="You were signed out")).to_be_visible()
    if scripts:
        screenshot(window, "signed-out")
        check_page(window)
    window.get_by_role("link", name="Sign in and go on").click()
    window.get_by_role("button", name="Hannah Osei").click()
    expect(window.get_by_role("heading", name="Your form is still here")).to_be_visible()
    if scripts:
        screenshot(window, "form-kept")
    window.get_by_role("button", name="Send it now").click()

    expect(window.get_by_text("How the action stands is recorded")).to_be_visible()
    [noted] = Fact.objects.filter(kind="action.reviewed").values("note", "data")
    assert "Nobody there <yet>" in str(noted)


def test_a_page_that_was_left_open_leads_to_the_door_and_back(page, live_server, enter, cast):
    enter(page, cast.hannah).goto(f"{live_server.url}/late/")
    half_an_hour_later()

    page.reload()
    expect(page.get_by_text("You were signed out because nothing was done")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Hannah Osei").click()

    expect(page).to_have_url(f"{live_server.url}/late/")
    assert Entry.objects.filter(action="session ended").count() == 1


def test_after_signing_out_going_back_shows_nobody(page, live_server, enter, cast):
    enter(page, cast.hannah).goto(f"{live_server.url}/children/")
    expect(page.get_by_text("Ellis Hartwood").first).to_be_visible()
    page.get_by_role("button", name="sign out").click()

    page.go_back()

    expect(page.get_by_text("Ellis Hartwood")).to_have_count(0)
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]
    assert page.evaluate("caches.keys().then(all => all.length)") == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_search_stands_in_no_address_and_going_back_works(
    page, plain_page, live_server, enter, cast, scripts
):
    window = page if scripts else plain_page
    enter(window, cast.hannah).goto(live_server.url)
    window.get_by_role("searchbox").fill("Hartwood")
    window.get_by_role("button", name="Search").click()
    expect(window.get_by_role("link", name="Ellis Hartwood")).to_be_visible()
    assert "Hartwood" not in window.url
    check_page(window) if scripts else check_plain_page(window)

    window.get_by_role("link", name="Ellis Hartwood").click()
    expect(window).to_have_url(f"{live_server.url}/children/{cast.ellis.reference}/")
    window.go_back()

    expect(window.get_by_role("link", name="Ellis Hartwood")).to_be_visible()
    window.reload()
    expect(window.get_by_role("link", name="Ellis Hartwood")).to_be_visible()


def test_the_list_of_children_is_narrowed_by_name_without_the_name_in_the_address(
    page, live_server, enter, cast
):
    enter(page, cast.marcus).goto(f"{live_server.url}/children/")
    page.get_by_label("Name or number").fill("penrose")
    page.get_by_role("button", name="Filter").click()

    expect(page.get_by_role("link", name="Skye Penrose")).to_be_visible()
    expect(page.get_by_label("Name or number")).to_have_value("penrose")
    assert "penrose" not in page.url
    check_page(page)


def test_who_has_searched_as_often_as_one_may_is_told_when_to_go_on(
    page, live_server, enter, cast, settings
):
    settings.LIMITS = settings.LIMITS | {"search": (1, 10)}
    enter(page, cast.hannah).goto(live_server.url)
    for text in ("Hartwood", "Penrose"):
        page.get_by_role("searchbox").fill(text)
        page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", name="You can search again at 10:50")).to_be_visible()
    screenshot(page, "too-many-searches")
    check_page(page)
    settings.LIMITS = settings.LIMITS | {"search": (9, 10)}
    page.get_by_role("link", name="Try again").click()

    expect(page.get_by_role("link", name="Skye Penrose")).to_be_visible()
