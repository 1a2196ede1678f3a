"""What goes out before a meeting: links only, to whom, on which ground, and who gets none."""

from casework.cast import at
from casework.meetings import list_commands, sending_commands
from casework.meetings.clocks import clocks_for
from casework.meetings.sending_queries import copies_of
from casework.notices.models import Notice

WEDNESDAY = at("2026-11-25", "08:40")


def people(copies):
    return {copy.recipient for copy in copies}


def test_core_members_get_the_whole_list(stage, now):
    stage.list("ellis", "2026-11-27", now=now)

    whole = [one for one in copies_of(stage.meeting("2026-11-27"), "list", now=now)
             if one.slot is None]  # fmt: skip

    assert people(whole) == {
        "Marcus Aldridge", "DS Colin Baptiste", "Graham Tolley", "Oluchi Adeyemi",
        "Dr Sian Bevan", "Dilys Frome",
    }  # fmt: skip


def test_a_guest_gets_the_entry_of_one_child_only(stage, now):
    tegan = stage.list("tegan", "2026-11-27", now=now)
    stage.list("ellis", "2026-11-27", now=now)
    list_commands.invite(
        slot=tegan, post=stage.cast.lorna, place="school", by=stage.cast.dilys, now=now
    )

    lornas = [one for one in copies_of(tegan.meeting, "list", now=now)
              if one.post == stage.cast.lorna]  # fmt: skip

    assert [one.slot for one in lornas] == [tegan]


def test_health_recipients_are_named_for_each_child_or_say_why_not(stage, now):
    slot = stage.list("ellis", "2026-11-27", now=now)

    copies = {one.holder_place: one for one in copies_of(slot.meeting, "list", now=now)
              if one.slot == slot}  # fmt: skip

    assert set(copies) >= {"gp", "acute_nurse", "community_nurse", "sexual_health", "camhs"}
    assert copies["community_nurse"].covered
    assert copies["gp"].not_sent_because == "the GP is not known"
    assert copies["sexual_health"].not_sent_because == "nobody holds this place yet"
    assert "SURR-referral-12" in copies["gp"].clauses


def test_sending_the_list_meets_its_duty_and_writes_a_row_for_each(stage):
    slot = stage.list("ellis", "2026-11-27", now=WEDNESDAY)

    sent = sending_commands.send_list(meeting=slot.meeting, by=stage.cast.dilys, now=WEDNESDAY)

    assert clocks_for(slot.meeting).list.state == "met"
    assert {one.recipient for one in sent if not one.sent_at} >= {"GP not known"}
    slot.meeting.refresh_from_db()
    assert slot.meeting.list_sent_at == WEDNESDAY


def test_sending_after_the_moment_does_not_count_as_in_time(stage):
    meeting = stage.meeting("2026-11-27")
    late = at("2026-11-25", "16:00")

    sending_commands.send_list(meeting=meeting, by=stage.cast.dilys, now=late)

    assert clocks_for(meeting).list.state != "met"


def test_a_message_holds_a_link_and_nothing_about_anybody(stage):
    slot = stage.list("ellis", "2026-11-27", now=WEDNESDAY)

    sending_commands.send_both(meeting=slot.meeting, by=stage.cast.dilys, now=WEDNESDAY)

    links = set(Notice.objects.values_list("link", flat=True))
    assert all(link.startswith("/meetings/") for link in links)
    assert not any(word in " ".join(links).lower() for word in ("ellis", "hartwood", "2044187"))


def test_a_member_without_an_account_is_listed_honestly(stage, now):
    sian = stage.cast.sian
    sian.account = None
    sian.save()

    copies = copies_of(stage.meeting("2026-11-27"), "papers", now=now)

    assert "no account" in next(one for one in copies if one.post == sian).not_sent_because


def test_whoever_speaks_is_reminded_of_an_awaited_update(stage, now):
    slot = stage.list("ellis", "2026-11-27", now=now)

    told = list_commands.remind(meeting=slot.meeting, by=stage.cast.dilys, now=now)

    assert told == 1
    notice = Notice.objects.get()
    assert (notice.recipient_post, notice.kind) == (stage.cast.hannah.pk, "contribute")
