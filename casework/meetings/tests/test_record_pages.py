"""The pages after a meeting: what they show, to whom, and what they do."""

import pytest
from django.urls import reverse

from casework.audit.models import Entry
from casework.cast import at
from casework.meetings import record_note_commands
from casework.meetings.models import Circulation
from casework.meetings.record_tasks import tasks_of
from casework.meetings.tests.after import SECRET, WRITTEN, complete, end, talk
from casework.meetings.tests.test_record_sending import hire, send
from casework.notices import messages
from casework.notices.models import Notice


@pytest.fixture
def slot(stage, time_stands_still):
    found = talk(stage)
    end(stage)
    return found


def address(slot, page="record", **query):
    found = reverse(f"meetings:{page}", args=[slot.meeting.reference, slot.position])
    return found + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def after(slot):
    return reverse("meetings:record_after", args=[slot.meeting.reference])


def text(response):
    return response.content.decode()


# --- the record -----------------------------------------------------------------------


def test_every_answer_of_the_record_stands_on_its_page(stage, slot, signed_in):
    complete(stage, slot)

    page = text(signed_in(stage.cast.hannah).get(address(slot)))

    assert "Ellis Hartwood: RMM record" in page
    assert "His mum rings before midnight" in page
    assert "Two new reports since October" in page
    assert "Not recorded" in page
    assert 'href="/procedure/SURR-interval-04/"' in page
    assert "The published procedure prevails" in page


def test_the_look_at_a_record_is_written_down(stage, slot, signed_in):
    complete(stage, slot)

    signed_in(stage.cast.hannah).get(address(slot))

    look = Entry.objects.filter(action="looked").latest("pk")
    assert (look.post_id, look.case_reference) == (stage.cast.hannah.pk, stage.cast.ellis.reference)


@pytest.mark.parametrize(("page", "kind"), [("record_pdf", "pdf"), ("record_docx", "docx")])
def test_a_download_is_named_by_reference_and_never_by_name(stage, slot, signed_in, page, kind):
    complete(stage, slot)

    response = signed_in(stage.cast.hannah).get(address(slot, page))

    name = response["Content-Disposition"]
    assert name.endswith(f'-1.{kind}"')
    assert slot.meeting.reference in name
    assert "artwood" not in name
    assert response.content


def test_a_draft_is_for_those_who_complete_it(stage, slot, signed_in):
    assert signed_in(stage.cast.dilys).get(address(slot)).status_code == 200
    assert signed_in(stage.cast.hannah).get(address(slot)).status_code == 404


def test_an_earlier_version_can_still_be_read(stage, slot, signed_in):
    complete(stage, slot)
    record_note_commands.write_notes(
        slot=slot,
        answers={"discussion": "Put in other words"},
        revision=0,
        by=stage.cast.dilys,
        now=WRITTEN,
    )
    complete(stage, slot, now=at("2026-11-23", "09:00"))
    client = signed_in(stage.cast.hannah)

    assert "Put in other words" in text(client.get(address(slot)))
    assert "Put in other words" not in text(client.get(address(slot, version=1)))


def test_a_recipient_opens_the_link_and_finds_that_record_and_nothing_else(stage, slot, signed_in):
    nurse = hire(stage.cast, "health", "Farah Quill", "acute_named_nurse", "Named nurse")
    complete(stage, slot)
    client = signed_in(nurse)
    assert client.get(address(slot)).status_code == 404
    send(stage, slot)

    link = Notice.objects.get(recipient_post=nurse.pk).link

    assert "Ellis Hartwood" in text(client.get(link))
    assert client.get(address(slot, "record_pdf")).status_code == 200
    for closed in ("meetings:of_child", "concerns:record"):
        assert client.get(reverse(closed, args=[stage.cast.ellis.reference])).status_code == 404
    assert client.get(address(slot, "slot")).status_code == 404
    assert client.get(after(slot)).status_code == 404


def test_who_was_sent_plan_and_actions_reads_plan_and_actions(stage, slot, signed_in):
    from casework.access import commands as access

    worker = hire(stage.cast, "other_authority", "Ned Marsh", "responsible_social_worker", "Worker")
    complete(stage, slot)
    access.relate(
        post=worker,
        case=stage.cast.ellis,
        relation="plan_reader",
        starts_on=WRITTEN.date(),
        ends_on=WRITTEN.date(),
        source=f"record:{slot.pk}",
        by=stage.cast.dilys,
        now=WRITTEN,
    )

    page = text(signed_in(worker).get(address(slot)))

    assert "His mum rings before midnight" in page
    assert "Two new reports since October" not in page
    assert "Oluchi Adeyemi" not in page


# --- nothing said in confidence -------------------------------------------------------


@pytest.mark.parametrize("page", ["record", "record_notes", "record_circulate"])
def test_what_was_said_in_confidence_is_on_no_page(stage, slot, signed_in, page):
    complete(stage, slot)

    for name in ("dilys", "marcus"):
        assert SECRET not in text(signed_in(stage.cast.posts[name]).get(address(slot, page)))


def test_what_was_said_in_confidence_is_in_no_message(stage, slot):
    complete(stage, slot)
    send(stage, slot)

    for notice in Notice.objects.all():
        message = messages.message(notice).message().as_string()
        assert SECRET not in message
        assert "artwood" not in message


# --- notes ----------------------------------------------------------------------------


def notes(**more):
    return {"version": "0", "spoken-0": "", "discussion": "In our own words", **more}


def test_notes_are_written_and_the_record_completed(stage, slot, signed_in):
    client = signed_in(stage.cast.dilys)

    response = client.post(address(slot, "record_notes"), notes(complete="yes", although="Small"))

    assert response.status_code == 302
    record = slot.records.get()
    assert "In our own words" in str(record.content)


def test_what_another_writer_saved_meanwhile_is_not_lost(stage, slot, signed_in):
    client = signed_in(stage.cast.dilys)
    client.post(address(slot, "record_notes"), notes(save="yes"))

    response = client.post(address(slot, "record_notes"), notes(discussion="Other words"))

    assert response.status_code == 409
    assert "Dilys Frome saved these notes while you were writing" in text(response)
    assert "Other words" in text(response)
    assert slot.sections.get(section="record_notes").content["discussion"] == "In our own words"


def test_completing_with_empty_fields_asks_for_the_reason(stage, time_stands_still, signed_in):
    slot = talk(stage, review=None)
    client = signed_in(stage.cast.dilys)

    response = client.post(address(slot, "record_notes"), notes(complete="yes"))

    assert response.status_code == 422
    assert "Enter why the record is completed with empty fields" in text(response)
    assert "Next review: Date of the next review" in text(response)


def test_who_does_not_run_the_meeting_does_not_write_its_notes(stage, slot, signed_in):
    assert signed_in(stage.cast.hannah).get(address(slot, "record_notes")).status_code == 403
    assert signed_in(stage.cast.tom).get(address(slot, "record_notes")).status_code == 404


# --- circulation ----------------------------------------------------------------------


def test_copies_are_sent_from_their_page(stage, slot, signed_in):
    complete(stage, slot)
    client = signed_in(stage.cast.dilys)
    page = text(client.get(address(slot, "record_circulate")))
    assert "Exactly what" in page
    assert "No link possible" in page
    health = text(client.get(address(slot, "record_circulate", copy="health-the-child-s-gp")))
    assert "has no account here" in health

    client.post(address(slot, "record_circulate"), {"send": "yes"})

    assert slot.circulations.filter(what=Circulation.What.RECORD, sent_at__isnull=False).exists()
    assert "Sent Fri 20 Nov" in text(client.get(address(slot, "record_circulate")))


def test_a_stopped_copy_shows_the_words_and_two_ways_on(stage, slot, signed_in):
    record_note_commands.write_notes(
        slot=slot,
        answers={"discussion": "Seen with Tegan"},
        revision=0,
        by=stage.cast.dilys,
        now=WRITTEN,
    )
    complete(stage, slot)
    client = signed_in(stage.cast.dilys)
    key = f"post-{stage.cast.colin.pk}"

    assert "Another family’s name stands in this record" in text(client.get(address(slot)))
    page = text(client.get(address(slot, "record_circulate", copy=key)))

    assert "Stopped: another family’s name is in DS Colin Baptiste’s copy" in page
    assert "<mark>Tegan</mark>" in page
    assert "Change the record" in page
    wrong = client.post(address(slot, "record_circulate", copy=key), {"release": "yes"})
    assert wrong.status_code == 422
    assert "Enter why it is right that the name stays" in text(wrong)
    agreed = {"release": "yes", "reason": "Police know both"}
    client.post(address(slot, "record_circulate", copy=key), agreed)
    page = text(client.get(address(slot, "record_circulate", copy=key)))
    assert "Police know both" in page


def test_somebody_is_added_as_the_meeting_agreed(stage, slot, signed_in):
    complete(stage, slot)
    client = signed_in(stage.cast.dilys)

    added = {"add": "yes", "post": stage.cast.lorna.pk}
    client.post(address(slot, "record_circulate"), added)

    assert "Lorna Fenwick" in text(client.get(address(slot, "record_circulate")))


def test_notes_saved_again_keep_the_people_added(stage, slot, signed_in):
    complete(stage, slot)
    client = signed_in(stage.cast.dilys)
    client.post(address(slot, "record_circulate"), {"add": "yes", "post": stage.cast.lorna.pk})

    client.post(address(slot, "record_notes"), notes(version="1", save="yes"))

    assert slot.sections.get(section="record_notes").content["added"] == [stage.cast.lorna.pk]


# --- after the meeting ----------------------------------------------------------------


def test_the_page_after_a_meeting_counts_what_is_left(stage, slot, signed_in):
    page = text(signed_in(stage.cast.dilys).get(after(slot)))

    assert "One record to complete" in page
    assert "Draft of the record" in page
    assert "Upload the updated Risk Assessment Tool to LCS" in page
    assert "Send the invitation" in page


def test_invitation_and_entries_are_noted_from_the_page(stage, slot, signed_in):
    client = signed_in(stage.cast.dilys)
    task = next(one for one in tasks_of(slot) if one.duty == "upload-tool")

    client.post(address(slot, "record_invite"))
    client.post(address(slot, "record_enter"), {"task": task.pk})

    task.refresh_from_db()
    assert task.state == "met"
    page = text(client.get(after(slot)))
    assert "Sent Fri 20 Nov" in page
    assert f'value="{task.pk}"' not in page


def test_all_invitations_go_in_one_step(stage, slot, signed_in):
    client = signed_in(stage.cast.dilys)
    address = reverse("meetings:record_invite_all", args=[slot.meeting.reference])

    client.post(address)
    client.post(address)

    sent = Circulation.objects.filter(what=Circulation.What.INVITATION)
    assert [one.recipient for one in sent] == ["Hannah Osei"]


def test_the_forums_page_leads_to_what_is_left(stage, slot, signed_in):
    page = text(
        signed_in(stage.cast.dilys).get(
            reverse("meetings:forum", args=[stage.cast.forum_nw.reference])
        )
    )

    assert "Write the notes for one child" in page
    assert after(slot) in page


def test_the_childs_meetings_lead_to_the_record(stage, slot, signed_in):
    complete(stage, slot)

    client = signed_in(stage.cast.hannah)
    page = text(client.get(reverse("meetings:of_child", args=[stage.cast.ellis.reference])))

    assert address(slot) in page
