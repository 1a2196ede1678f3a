"""A record whose day has come: two officers, one button, and what is left."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.retention.tests import stage
from casework.subjects.models import Case
from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _an_old_record(time_stands_still, cast):
    stage.second_officer(cast)
    stage.full(cast)


def test_a_record_is_disposed_of_by_two_people(page, enter, cast, live_server):
    reference = cast.ellis.reference
    enter(page, cast.judith).goto(f"{live_server.url}/evidence/")
    page.get_by_role("link", name="what is kept, and what may go").click()
    screenshot(page, "retention-across")
    check_page(page)
    page.get_by_role("link", name=reference).click()
    check_page(page)
    page.get_by_role("link", name="Propose to dispose of it").click()
    check_page(page)
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter why this record may go")
    page.get_by_label("Why may this record go?").fill("Nobody has asked for it since 1966")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("You proposed this.")).to_be_visible()
    expect(page.get_by_role("button", name="Remove this record for good")).to_have_count(0)
    check_page(page)
    address = page.url

    enter(page, cast.norma).goto(address)
    expect(page.get_by_text("This cannot be undone.")).to_be_visible()
    expect(page.get_by_role("row", name="Meeting records")).to_be_visible()
    screenshot(page, "retention-confirm")
    check_page(page)
    page.get_by_label("Type the reference of the record").fill("WRONG")
    page.get_by_role("button", name="Remove this record for good").click()
    expect(page.get_by_role("alert")).to_contain_text("Reference must be that of the record")
    check_page(page)
    page.get_by_label("Type the reference of the record").fill(reference)
    page.get_by_role("button", name="Remove this record for good").click()

    expect(page.get_by_role("status")).to_contain_text("The record is disposed of")
    expect(page.get_by_text("As it was made")).to_be_visible()
    screenshot(page, "retention-certificate")
    check_page(page)
    paper = page.get_by_role("link", name="as PDF").get_attribute("href")
    printed = page.request.get(f"{live_server.url}{paper}")
    assert printed.body().startswith(b"%PDF")
    assert not Case.objects.filter(reference=reference).exists()
    assert page.goto(live_server.url + reverse("retention:of_case", args=[reference])).status == 404


def test_a_worker_holds_a_record_without_scripts(plain_page, enter, cast, live_server):
    page = enter(plain_page, cast.hannah)
    page.goto(live_server.url + reverse("worklists:who_can_see", args=[cast.ellis.reference]))
    page.get_by_role("link", name="How long this record is kept, and legal holds").click()
    expect(page.get_by_text("Its day has come")).to_be_visible()
    check_plain_page(page)
    page.get_by_role("link", name="Put a legal hold on this record").click()
    check_plain_page(page)
    page.get_by_label("Why must it be kept?").fill("An inquiry asks for it")
    page.get_by_role("button", name="Put the hold on").click()

    expect(page.get_by_text("An inquiry asks for it")).to_be_visible()
    screenshot(page, "retention-of-case")
    check_plain_page(page)


def test_an_officer_holds_everything_and_lifts_it(page, enter, cast, live_server):
    enter(page, cast.judith).goto(f"{live_server.url}/evidence/retention/")
    page.get_by_role("link", name="Put a hold on everything in the authority").click()
    check_page(page)
    page.get_by_label("Why must it be kept?").fill("The inquiry")
    page.get_by_role("button", name="Put the hold on").click()
    expect(page.get_by_role("region", name="Records whose day has come")).to_contain_text("None")
    check_page(page)

    page.get_by_role("link", name="Lift it").click()
    check_page(page)
    page.get_by_label("Why may the hold be lifted?").fill("It has ended")
    page.get_by_role("button", name="Lift the hold").click()

    due = page.get_by_role("region", name="Records whose day has come")
    expect(due).to_contain_text(cast.ellis.reference)


def test_a_worker_closes_a_record_and_opens_it_again(page, enter, cast, live_server):
    Case.objects.filter(pk=cast.ellis.pk).update(closed_on=None)
    address = reverse("retention:of_case", args=[cast.ellis.reference])
    enter(page, cast.hannah).goto(live_server.url + address)
    expect(page.get_by_text("because the record is open")).to_be_visible()
    page.get_by_role("link", name="Close this record").click()
    check_page(page)
    page.get_by_role("button", name="Close the record").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter why the work is done")
    screenshot(page, "retention-close")
    check_page(page)
    page.get_by_label("Why is the work done?").fill("The review found no risk")
    page.get_by_role("button", name="Close the record").click()
    expect(page.get_by_text("Closed since Fri 20 Nov 2026")).to_be_visible()
    check_page(page)

    page.goto(f"{live_server.url}/children/{cast.ellis.reference}/timeline/")
    expect(page.get_by_text("The review found no risk")).to_be_visible()
    screenshot(page, "retention-closed-timeline")

    page.goto(live_server.url + address)
    page.get_by_role("link", name="Open it again").click()
    check_page(page)
    page.get_by_label("Why does the work go on?").fill("He was seen again")
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_text("because the record is open")).to_be_visible()
