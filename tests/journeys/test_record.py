"""After the meeting: the record is completed, checked, sent and read, in a browser."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.meetings import record_note_commands
from casework.meetings.tests.after import SECRET, WRITTEN, complete, end, talk
from casework.meetings.tests.stage import north_west
from casework.meetings.tests.test_record_sending import hire, send
from casework.notices.models import Notice
from tests.journeys.checks import check_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(time_stands_still, cast):
    return north_west(cast)


@pytest.fixture
def slot(stage):
    found = talk(stage)
    end(stage)
    return found


@pytest.fixture
def nurse(stage):
    return hire(stage.cast, "health", "Farah Quill", "acute_named_nurse", "Named nurse")


@pytest.fixture
def go(live_server, slot):
    """Open a page of the slot: `go(page, "record")`."""

    def to(page, name="record", query=""):
        address = reverse(f"meetings:{name}", args=[slot.meeting.reference, slot.position])
        page.goto(live_server.url + address + query)
        return page

    return to


def after(page, live_server, slot):
    page.goto(live_server.url + reverse("meetings:record_after", args=[slot.meeting.reference]))


def test_business_support_completes_and_circulates(page, enter, stage, slot, nurse, live_server):
    after(enter(page, stage.cast.dilys), live_server, slot)
    expect(page.get_by_role("heading", name="After the RMM of Friday 20 November")).to_be_visible()
    screenshot(page, "after-the-meeting")
    check_page(page)

    page.get_by_role("link", name="Write the notes of Ellis Hartwood").click()
    screenshot(page, "record-notes")
    check_page(page)
    page.get_by_label("The discussion").fill("Two missing episodes; a mentor starts on Monday.")
    page.get_by_role("button", name="Save and complete the record").click()

    expect(page.get_by_text("Record completed, version 1.")).to_be_visible()
    page.get_by_role("link", name="Farah Quill").click()
    expect(page.get_by_text("Exactly what Farah Quill would read")).to_be_visible()
    screenshot(page, "record-circulation")
    check_page(page)
    page.get_by_role("button", name="Send seven checked copies").click()

    expect(page.get_by_text("Seven copies sent.")).to_be_visible()
    expect(page.get_by_role("button", name="Send seven checked copies")).to_have_count(0)
    assert Notice.objects.filter(link__contains="/record/").count() == 7


def test_a_colleague_opens_the_link_and_reads_that_record_and_nothing_else(
    page, enter, stage, slot, nurse, live_server
):
    complete(stage, slot)
    send(stage, slot)
    link = Notice.objects.get(recipient_post=nurse.pk).link

    enter(page, nurse).goto(live_server.url + link)

    expect(page.get_by_role("heading", name="Ellis Hartwood: RMM record")).to_be_visible()
    expect(page.get_by_text("His mum rings before midnight")).to_be_visible()
    assert SECRET not in page.content()
    screenshot(page, "record")
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as PDF").click()
    assert "artwood" not in download.value.suggested_filename
    page.goto(live_server.url + reverse("meetings:of_child", args=[stage.cast.ellis.reference]))
    expect(page.get_by_text("Ellis")).to_have_count(0)


def test_oluchi_reads_the_record_that_she_was_sent(page, enter, stage, slot, live_server):
    complete(stage, slot)
    send(stage, slot)
    link = Notice.objects.get(recipient_post=stage.cast.oluchi.pk, link__contains="/record/").link

    enter(page, stage.cast.oluchi).goto(live_server.url + link)

    expect(page.get_by_role("heading", name="Ellis Hartwood: RMM record")).to_be_visible()
    expect(page.get_by_role("link", name="Check and send the copies")).to_have_count(0)


def test_another_familys_name_stops_the_copies_until_a_person_decides(page, enter, stage, slot, go):
    record_note_commands.write_notes(
        slot=slot, answers={"discussion": "Seen with Tegan at Station Parade"}, revision=0,
        by=stage.cast.dilys, now=WRITTEN,
    )  # fmt: skip
    complete(stage, slot)

    go(enter(page, stage.cast.dilys), "record_circulate", f"?copy=post-{stage.cast.colin.pk}")

    expect(
        page.get_by_role("heading", name="Stopped: another family’s name is in DS Colin Baptiste")
    ).to_be_visible()
    expect(page.locator("mark", has_text="Tegan")).to_have_count(1)
    screenshot(page, "record-circulation-stopped")
    check_page(page)
    page.get_by_label("Why is it right that the name stays?").fill("Police know both children")
    page.get_by_role("button", name="It is right: this copy may go").click()
    page.get_by_role("button", name="Send one checked copy").click()

    expect(page.get_by_text("One copy sent.")).to_be_visible()
    expect(page.get_by_text("Stopped", exact=True).first).to_be_visible()


def test_it_all_works_without_scripts(plain_page, enter, stage, slot, live_server):
    after(enter(plain_page, stage.cast.dilys), live_server, slot)

    plain_page.get_by_role("button", name="Send the invitation for Ellis Hartwood").click()
    expect(plain_page.get_by_text("Invitation sent to Hannah Osei")).to_be_visible()
    plain_page.get_by_role("link", name="Write the notes of Ellis Hartwood").click()
    plain_page.get_by_role("button", name="Save and complete the record").click()
    plain_page.get_by_role("button", name="Send six checked copies").click()

    expect(plain_page.get_by_text("Six copies sent.")).to_be_visible()


def test_a_colleague_without_a_part_in_it_finds_nothing(page, enter, stage, slot, go):
    complete(stage, slot)

    go(enter(page, stage.cast.tom))

    expect(page.get_by_text("Ellis")).to_have_count(0)
