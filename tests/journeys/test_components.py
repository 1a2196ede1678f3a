"""Every component in every state, in a browser, and forms that keep themselves saved."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

OFF = "[data-save-off]"
ON = "[data-save]"


@pytest.fixture
def look(live_server):
    return live_server.url + reverse("web:look")


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy", "look"])
def test_pages_about_the_product_are_readable_by_everybody(name, page, live_server):
    page.goto(live_server.url + reverse(f"web:{name}"))

    check_page(page)


def test_the_sign_in_page_is_readable_by_everybody(page, live_server):
    page.goto(live_server.url + reverse("account_login"))

    check_page(page)
    screenshot(page, "sign-in")


def test_components_are_whole_without_scripts(plain_page, look):
    plain_page.goto(look)

    check_plain_page(plain_page)
    assert plain_page.get_by_text("Why 24 December?").is_visible()


def test_a_wrong_form_says_what_is_wrong_and_leads_to_the_box(page, look):
    page.goto(look + "?held_on_day=31&held_on_month=&held_on_year=2026")

    check_page(page)
    assert page.title().startswith("Error: ")
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    summary.get_by_role("link", name="Date of the meeting must include a month").click()
    assert page.evaluate("document.activeElement.id") == "id_held_on_month"
    screenshot(page, "components-with-errors")


class Server:
    """Answers a form's saves as a meeting would, and can be cut off."""

    def __init__(self, page, address):
        self.page, self.version, self.sent, self.answer = page, 1, [], None
        page.route(address, self.handle)

    def handle(self, route):
        if route.request.method != "POST":
            return route.continue_()
        if self.answer == "cut":
            return route.abort()
        self.sent.append(_fields(route.request))
        if self.answer is not None:
            status, body = self.answer
            self.answer = None
            return route.fulfill(
                status=status, content_type="application/json", body=json.dumps(body)
            )
        self.version += 1
        body = {"version": self.version, "saved_at": "2026-11-20T10:21:00+00:00"}
        return route.fulfill(content_type="application/json", body=json.dumps(body))


def _fields(request):
    body = request.post_data or ""
    if "form-data" not in request.headers["content-type"]:
        return {key: values[-1] for key, values in parse_qs(body).items()}
    parts = body.split('name="')[1:]
    return {
        part.split('"', 1)[0]: part.split("\r\n\r\n", 1)[1].split("\r\n--", 1)[0] for part in parts
    }


def test_what_is_written_is_saved_by_itself(page, look):
    server = Server(page, look)
    page.goto(look)

    page.get_by_label("In the meeting’s own words").press_sequentially("Seen twice")

    expect(page.locator("[name=version]")).to_have_value("2")
    assert page.locator(ON).inner_text().startswith("Saved 10:21. Everything you typed is kept.")
    assert server.sent[-1]["words"] == "Seen twice"
    assert server.sent[-1]["version"] == "1"


def test_a_cut_connection_is_shown_and_nothing_is_lost(page, look):
    server = Server(page, look)
    page.goto(look)
    server.answer = "cut"

    page.get_by_label("In the meeting’s own words").fill("Exploited now")
    page.get_by_label("Experiencing").check()

    page.wait_for_selector(OFF)
    said = page.locator(OFF).inner_text()
    assert "No connection since" in said
    assert "Two changes are not saved." in said
    assert page.get_by_text("Not saved: “Agreed rating”, “In the meeting’s own words”").is_visible()
    screenshot(page, "components-without-connection")

    server.answer = None
    page.get_by_role("button", name="Try now").click()

    page.wait_for_selector(OFF, state="hidden")
    assert server.sent[-1]["words"] == "Exploited now"
    assert page.locator(ON).is_visible()


def test_leaving_with_unsaved_text_asks_first(page, look):
    server = Server(page, look)
    page.goto(look)
    server.answer = "cut"
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.get_by_label("In the meeting’s own words").fill("Exploited now")
    page.wait_for_selector(OFF)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    server.answer = None
    page.get_by_role("button", name="Try now").click()
    page.wait_for_selector(OFF, state="hidden")


def test_two_people_in_one_field_see_both_texts_and_choose(page, look):
    server = Server(page, look)
    page.goto(look)
    theirs = {"words": "Seen once", "rating": "significant"}
    server.answer = (409, {"version": 7, "by": "Dilys Frome", "theirs": theirs})

    page.get_by_label("In the meeting’s own words").fill("Seen twice")

    both = page.get_by_role("alert").filter(has_text="Dilys Frome changed this")
    both.wait_for()
    assert both.locator("blockquote").inner_text() == "Seen once"
    assert page.get_by_label("In the meeting’s own words").input_value() == "Seen twice"
    assert page.get_by_label("Significant").is_checked()

    both.get_by_role("button", name="Put both together").click()

    expect(page.locator("[name=version]")).to_have_value("2")
    assert server.sent[-1]["words"].replace("\r", "") == "Seen twice\nSeen once"
    assert server.sent[-1]["version"] == "7"


def test_what_the_server_refuses_is_said_and_stays_in_the_box(page, look):
    server = Server(page, look)
    page.goto(look)
    server.answer = (422, {"errors": {"words": ["Say it in fewer words"]}})

    page.get_by_label("In the meeting’s own words").fill("Seen twice")

    page.get_by_text("Not saved. Say it in fewer words").wait_for()
    assert page.get_by_label("In the meeting’s own words").input_value() == "Seen twice"
    page.get_by_label("In the meeting’s own words").fill("Seen")
    page.get_by_text("Saved 10:21.").wait_for()


def test_finishing_waits_until_everything_is_saved(page, look):
    server = Server(page, look)
    page.goto(look)
    server.answer = "cut"
    page.get_by_label("In the meeting’s own words").fill("Seen twice")

    page.get_by_role("button", name="Finish Tegan").click()

    expect(page.locator(OFF)).to_contain_text("One change is not saved.")
    assert page.url == look
    server.answer = None
    page.get_by_role("button", name="Finish Tegan").click()
    page.wait_for_url("**finished=yes")
    assert server.sent[-1]["words"] == "Seen twice"


def test_what_is_not_saved_stays_in_view(page, look):
    server = Server(page, look)
    page.goto(look)
    server.answer = "cut"
    page.get_by_label("In the meeting’s own words").fill("Seen twice")
    page.wait_for_selector(OFF)

    page.get_by_role("contentinfo").scroll_into_view_if_needed()

    expect(page.locator(OFF)).to_be_in_viewport()
    server.answer = None
    page.get_by_role("button", name="Try now").click()
    page.wait_for_selector(OFF, state="hidden")


def test_somebody_else_in_another_field_is_taken_in_without_a_word_lost(page, look):
    server = Server(page, look)
    page.goto(look)
    server.answer = (409, {"version": 7, "by": "Dilys Frome", "theirs": {"rating": "emerging"}})

    page.get_by_label("In the meeting’s own words").fill("Seen twice")

    expect(page.get_by_label("Emerging")).to_be_checked()
    expect(page.locator("[name=version]")).to_have_value("2")
    assert server.sent[-1]["words"] == "Seen twice"
    assert server.sent[-1]["rating"] == "emerging"
    assert server.sent[-1]["version"] == "7"
