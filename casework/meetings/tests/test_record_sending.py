"""Sending a record: who gets which copy, once, and never with another family's name."""

from datetime import date, timedelta

import pytest

from casework.access import commands as access
from casework.agencies.models import Account, Agency, Post
from casework.cast import LONG_AGO, at
from casework.chronology import commands as chronology
from casework.meetings import (
    record_commands,
    record_note_commands,
    record_task_commands,
    record_tasks,
)
from casework.meetings.models import Circulation, Record
from casework.meetings.record_copies import copies_of, left_out, part_for
from casework.meetings.tests.after import WRITTEN, complete, end, talk
from casework.notices.models import Notice
from casework.subjects.models import Case

TODAY = date(2026, 11, 20)
LATER = date(2027, 3, 1)


def hire(cast, agency_kind, name, role, title):
    """Somebody who takes part and has no relation to anything yet."""
    agency = Agency.objects.create(
        authority=cast.authority, kind=agency_kind, name=f"{title} agency"
    )
    email = f"{role}@example.org"
    return Post.objects.create(
        account=Account.objects.create_user(email, name=name),
        holder=name,
        email=email,
        authority=cast.authority,
        agency=agency,
        role=role,
        title=title,
        reach="granted",
        starts_on=LONG_AGO,
    )


@pytest.fixture
def nurse(cast):
    return hire(cast, "health", "Farah Quill", "acute_named_nurse", "Named nurse, acute trust")


@pytest.fixture
def slot(stage, nurse):
    found = talk(stage)
    end(stage)
    complete(stage, found)
    return found


def copies(slot):
    slot = record_commands.held(slot)
    return copies_of(slot, slot.records.first().content, now=WRITTEN)


def copy_of(slot, post):
    return next(one for one in copies(slot) if one.post == post)


def send(stage, slot, now=WRITTEN):
    return record_commands.circulate(slot=slot, by=stage.cast.dilys, now=now)


def write(stage, slot, **answers):
    saved = slot.sections.filter(section="record_notes").first()
    record_note_commands.write_notes(
        slot=slot,
        answers=answers,
        revision=saved.revision if saved else 0,
        by=stage.cast.dilys,
        now=WRITTEN,
    )


# --- who ------------------------------------------------------------------------------


def test_those_who_came_and_those_of_the_terms_of_reference_get_one_copy_each(stage, slot):
    found = {one.recipient: one for one in copies(slot)}

    assert found["DS Colin Baptiste"].grounds == (
        "agencies that attended",
        "agencies named in the terms of reference",
    )
    assert found["Graham Tolley"].grounds == ("agencies named in the terms of reference",)
    assert len(found) == len(copies(slot))


def test_health_has_five_recipients_and_who_cannot_be_written_to_is_said(stage, slot, nurse):
    health = [one for one in copies(slot) if "health" in one.audiences]

    assert len(health) == 5
    why = {one.recipient: one.not_sent_because for one in health}
    assert why["Farah Quill"] == ""
    assert "no account" in why["Dr Okafor"]
    assert why["Sexual Health"] == "nobody holds this place yet"


def test_a_recipient_added_at_the_meeting_is_marked_as_such(stage, slot):
    record_note_commands.add_recipient(
        slot=slot, post=stage.cast.lorna, by=stage.cast.dilys, now=WRITTEN
    )

    assert copy_of(slot, stage.cast.lorna).ground == "Added at RMM Fri 20 Nov 2026"


def test_another_authoritys_worker_gets_actions_and_plans_only(stage):
    cast = stage.cast
    worker = hire(cast, "other_authority", "Ned Marsh", "responsible_social_worker", "Kent worker")
    access.relate(
        post=worker, case=cast.ellis, relation="responsible_social_worker",
        starts_on=LONG_AGO, ends_on=date(2026, 11, 1), source="test", by=cast.amara, now=WRITTEN,
    )  # fmt: skip
    access.relate(
        post=worker, case=cast.ellis, relation="responsible_social_worker", compartments=(),
        starts_on=LONG_AGO, source="kent", by=cast.amara, now=WRITTEN,
    )  # fmt: skip
    chronology.record(
        case=cast.ellis, kind="responsible_authority.changed", at=at("2026-11-01"),
        data={"value": "kent"}, by=cast.hannah, now=at("2026-11-01"),
    )  # fmt: skip
    slot = talk(stage)
    record = complete(stage, slot)

    copy = copy_of(slot, worker)
    part = part_for(record.content, copy)

    shown = str([[q["label"] for q in one["questions"]] for one in part["sections"]])
    assert "Who to call" in shown
    assert "The discussion" not in shown
    assert "RMM discussion" in left_out(record.content, copy)
    send(stage, slot)
    assert cast.ellis.obligations.get(duty="plan-to-responsible-authority").state == "met"
    assert worker.grants.get(relation="plan_reader").compartments == []


# --- sending --------------------------------------------------------------------------


def test_sending_tells_nothing_about_anybody(stage, slot):
    send(stage, slot)

    notices = Notice.objects.filter(link__contains="/record/")
    assert notices.count() == 7
    for notice in notices:
        assert "artwood" not in notice.link
        assert notice.kind == "read"


def test_sending_twice_sends_nothing_twice(stage, slot):
    first = send(stage, slot)

    second = send(stage, slot, now=at("2026-11-20", "15:20"))

    assert len(first) == 7
    assert second == []
    rows = slot.circulations.filter(what=Circulation.What.RECORD)
    assert rows.filter(sent_at__isnull=False).count() == 7
    assert rows.filter(sent_at=None).count() == 2
    assert stage.cast.ellis.facts.filter(kind="record.circulated").count() == 2


def test_a_corrected_record_goes_out_again(stage, slot):
    send(stage, slot)
    write(stage, slot, discussion="Targeted by boys of another school")
    complete(stage, slot, now=at("2026-11-23", "09:00"))

    assert len(send(stage, slot, now=at("2026-11-23", "09:05"))) == 7


def test_sending_meets_the_duty_and_names_the_audiences(stage, slot):
    send(stage, slot)

    ellis = stage.cast.ellis
    sent = ellis.facts.filter(kind="record.circulated")
    assert {one.data["audience"] for one in sent} == {"members", "health"}
    assert ellis.obligations.get(duty="send-record").state == "met"
    assert ellis.obligations.get(duty="plan-to-professionals").state == "met"


def test_a_recipient_without_a_relation_reads_that_record_and_nothing_else(stage, slot, nurse):
    assert not Record.objects.visible_to(nurse, today=TODAY).exists()

    send(stage, slot)

    assert list(Record.objects.visible_to(nurse, today=TODAY)) == list(slot.records.all())
    assert not Case.objects.visible_to(nurse, today=TODAY).exists()


def test_who_was_asked_for_the_day_only_can_still_read_it_later(stage, nurse):
    from casework.meetings import holding_commands, list_commands

    slot = talk(stage)
    lorna = stage.cast.lorna
    invitation = list_commands.invite(
        slot=slot, post=lorna, place="school", by=stage.cast.dilys, now=at("2026-11-19")
    )
    holding_commands.mark_presence(
        invitation=invitation, presence="here", by=stage.cast.dilys, now=at("2026-11-20", "10:14")
    )
    complete(stage, slot)
    send(stage, slot)

    weeks_on = LATER - timedelta(days=30)
    assert Record.objects.visible_to(lorna, today=weeks_on).count() == 1
    assert not Case.objects.visible_to(lorna, today=weeks_on).exists()
    assert not Record.objects.visible_to(lorna, today=LATER).exists()


def test_nothing_is_sent_before_the_record_is_completed(stage):
    slot = talk(stage)

    with pytest.raises(record_commands.CannotCirculate, match="Complete the record first"):
        send(stage, slot)


# --- another family's name ------------------------------------------------------------


@pytest.fixture
def with_a_name(stage, nurse):
    slot = talk(stage)
    write(stage, slot, discussion="He was seen with Tegan at the parade")
    complete(stage, slot)
    return slot


def test_a_copy_with_another_childs_name_is_stopped(stage, with_a_name):
    stopped = [one for one in copies(with_a_name) if one.stopped]

    assert {one.found[0].words for one in stopped} == {"Tegan"}
    assert stopped[0].found[0].where == "RMM discussion: The discussion"
    assert send(stage, with_a_name) == []


def test_only_the_copy_concerned_is_stopped(stage, with_a_name):
    copy = copy_of(with_a_name, stage.cast.colin)
    record_note_commands.release_copy(
        slot=with_a_name, copy=copy, reason="Police know both", by=stage.cast.marcus, now=WRITTEN
    )

    sent = send(stage, with_a_name)

    assert [one.post for one in sent] == [stage.cast.colin]


def test_letting_a_copy_go_needs_a_reason(stage, with_a_name):
    copy = copy_of(with_a_name, stage.cast.colin)

    with pytest.raises(record_note_commands.CannotRelease, match="Enter why"):
        record_note_commands.release_copy(
            slot=with_a_name, copy=copy, reason=" ", by=stage.cast.marcus, now=WRITTEN
        )


def test_a_reason_holds_for_the_child_it_was_given_for_only(stage, with_a_name):
    stage.list("skye", now=at("2026-11-19"))
    copy = copy_of(with_a_name, stage.cast.colin)
    record_note_commands.release_copy(
        slot=with_a_name, copy=copy, reason="Police know both", by=stage.cast.marcus, now=WRITTEN
    )
    write(stage, with_a_name, discussion="He was seen with Tegan and with Skye")
    complete(stage, with_a_name, now=at("2026-11-20", "15:30"))

    assert copy_of(with_a_name, stage.cast.colin).stopped


def test_changing_the_words_sets_every_copy_free(stage, with_a_name):
    write(stage, with_a_name, discussion="He was seen with a friend at the parade")
    complete(stage, with_a_name, now=at("2026-11-20", "15:30"))

    assert [one for one in copies(with_a_name) if one.stopped] == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the Marlowes came", True),
        ("Tegan’s brother", True),
        ("number 2051630", True),
        ("a vegan café", False),
        ("Teganville", False),
    ],
)
def test_the_guard_looks_for_whole_words(stage, nurse, words, found):
    slot = talk(stage)
    write(stage, slot, discussion=words)
    complete(stage, slot)

    assert any(one.stopped for one in copies(slot)) is found


def test_the_name_of_another_childs_mother_stops_a_copy_too(stage, nurse):
    stage.cast.tegan.people_around.create(name="Julie Osgood", relation="mother")
    slot = talk(stage)
    write(stage, slot, discussion="Julie Osgood rang twice")
    complete(stage, slot)

    [first, *_] = [one for one in copies(slot) if one.stopped]

    assert (first.found[0].words, first.found[0].whose) == ("Julie Osgood", "Tegan Marlowe")


# --- what else is left ----------------------------------------------------------------


def invite(stage, slot, now=WRITTEN):
    return record_task_commands.send_review_invitation(slot=slot, by=stage.cast.dilys, now=now)


def test_the_lead_professional_gets_a_calendar_entry_that_names_nobody(stage, slot):
    row = invite(stage, slot)

    notice = Notice.objects.get(pk=row.notice)
    assert notice.recipient_email == "hannah@example.org"
    assert notice.invitation["starts_at"].startswith("2026-12-30T09:30")
    assert "artwood" not in str(notice.invitation) + notice.link
    assert stage.cast.ellis.obligations.get(duty="invite-lead-to-review").state == "met"


def test_an_invitation_for_the_same_moment_goes_once(stage, slot):
    assert invite(stage, slot).pk == invite(stage, slot, now=at("2026-11-23", "09:00")).pk


def test_without_a_next_review_there_is_no_invitation(stage):
    slot = talk(stage, review=None)

    with pytest.raises(record_task_commands.CannotInvite, match="No next review"):
        invite(stage, slot)


def test_entries_in_other_systems_are_tasks_until_they_are_done(stage, slot):
    tasks = record_tasks.tasks_of(slot)
    assert {one.duty for one in tasks} == {"upload-tool", "update-lcs"}

    for task in tasks:
        record_task_commands.mark_entered(
            slot=slot, obligation=task, by=stage.cast.dilys, now=WRITTEN
        )

    assert record_tasks.tasks_of(slot) == []
    entered = stage.cast.ellis.facts.filter(kind="case_record.updated")
    assert {one.data["what"] for one in entered} == {"risk_assessment_tool", "exploitation_record"}
