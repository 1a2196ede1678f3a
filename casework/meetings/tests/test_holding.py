"""Holding a meeting: the chair, the quorum in words, and meetings that were held otherwise."""

from datetime import date

import pytest

from casework.agencies.models import Authority
from casework.cast import TODAY, at, on_stage
from casework.meetings import holding_commands, room
from casework.meetings.models import Meeting
from casework.meetings.tests.stage import north_west


def end(stage, meeting, **more):
    return holding_commands.end_meeting(
        meeting=meeting, by=stage.cast.dilys, now=at("2026-11-20", "12:15"), **more
    )


def test_police_childrens_services_and_health_make_the_quorum(stage):
    meeting = stage.begin()
    assert room.quorum_now(meeting).sentence == "Not quorate: Police and Health are not here."

    stage.here(meeting, "colin", "oluchi")

    assert room.quorum_now(meeting).sentence == (
        "Quorate: Police, Children's Services and Health are here."
    )
    assert room.quorum_now(meeting).clauses == ("SURR-attend-01",)


def test_camhs_does_not_stand_for_health(stage):
    meeting = stage.begin()

    stage.here(meeting, "colin", "sian")

    assert room.quorum_now(meeting).missing == ("Health",)


def test_the_caseworker_of_one_child_does_not_make_the_quorum(stage):
    slot = stage.list("ellis")
    meeting = stage.begin(chair="graham", chair_reason="Everybody else was ill")
    meeting.invitations.filter(post=stage.cast.dilys).update(presence="absent", here_from=None)

    holding_commands.mark_presence(
        invitation=slot.invitations.get(post=stage.cast.hannah),
        presence="here",
        by=stage.cast.dilys,
        now=at("2026-11-20", "09:45"),
    )

    assert "Children's Services" in room.quorum_now(meeting).missing


def test_who_has_left_no_longer_counts_now_but_was_here(stage):
    meeting = stage.begin()
    stage.here(meeting, "colin", "oluchi")

    holding_commands.mark_presence(
        invitation=meeting.invitations.get(post=stage.cast.oluchi),
        presence="left",
        by=stage.cast.dilys,
        now=at("2026-11-20", "11:00"),
    )

    assert room.quorum_now(meeting).missing == ("Health",)
    assert room.quorum(meeting).reached


def test_another_chair_needs_a_reason(stage):
    with pytest.raises(holding_commands.CannotHold, match="service manager in the chair"):
        stage.begin(chair="ruth")


def test_another_chair_is_recorded_and_shown_as_not_in_line(stage):
    meeting = stage.begin(chair="ruth", chair_reason="Marcus was in court")

    [chair, quorum] = room.not_in_line(meeting)

    assert "Ruth Pemberton" in chair.text
    assert "Marcus was in court" in chair.text
    assert "SURR-attend-04" in chair.clauses
    assert quorum.clauses == ("SURR-attend-01",)


def test_a_held_meeting_is_a_fact_of_the_forum(stage):
    meeting = stage.begin()
    stage.here(meeting, "colin", "oluchi")

    end(stage, meeting)

    fact = stage.cast.forum_nw.facts.get(kind="meeting.held")
    assert fact.at == at("2026-11-20", "09:30")
    assert fact.data["quorate"] is True
    assert fact.data["chair_role"] == "service_manager"
    assert fact.data["agencies"] == ["childrens_services", "health", "police"]


def test_a_meeting_with_children_left_over_ends_with_a_reason_only(stage):
    stage.list("ellis")
    meeting = stage.begin()

    with pytest.raises(holding_commands.CannotHold, match="not every child"):
        end(stage, meeting)

    meeting = end(stage, meeting, reason="The fire alarm went off")
    assert meeting.state == Meeting.State.HELD
    later = stage.meeting("2026-11-27").slots.get()
    assert later.listed_because == "Not reached on 20 November: The fire alarm went off"


def test_a_meeting_does_not_end_over_a_child_who_is_being_talked_about(stage):
    slot = stage.talk_about("ellis")

    with pytest.raises(holding_commands.CannotHold, match="Finish Ellis Hartwood first"):
        end(stage, slot.meeting, reason="Time")


def test_a_meeting_without_quorum_is_held_and_says_so(stage):
    meeting = end(stage, stage.begin())

    assert meeting.quorate is False
    assert any("Not quorate" in one.text for one in room.not_in_line(meeting))


def test_a_meeting_can_be_recorded_afterwards_as_it_was(stage):
    meeting = stage.begin(
        chair="ruth",
        chair_reason="Marcus was in court",
        began_at=at("2026-11-20", "09:40"),
        held_as="video",
        held_as_agreed=True,
    )

    end(stage, meeting, ended_at=at("2026-11-20", "11:50"))

    fact = stage.cast.forum_nw.facts.get(kind="meeting.held")
    assert fact.at == at("2026-11-20", "09:40")
    assert fact.data["held_as"] == "video"
    assert fact.data["chair_role"] == "team_manager"


def test_a_meeting_brought_in_without_attendance_cannot_tell_its_quorum(stage):
    meeting = stage.meeting("2026-11-20")
    meeting.state, meeting.began_at = Meeting.State.HELD, meeting.starts_at
    meeting.save()

    assert not room.quorum_as_it_was(meeting).known
    assert room.not_in_line(meeting) == []

    meeting.quorate = False
    assert "as the file says" in room.not_in_line(meeting)[0].text


def test_the_record_says_which_places_were_filled(stage):
    slot = stage.list("ellis")
    meeting = stage.begin()
    stage.here(meeting, "colin", "oluchi")

    holding_commands.mark_presence(
        invitation=slot.invitations.get(post=stage.cast.hannah),
        presence="here",
        by=stage.cast.dilys,
        now=at("2026-11-20", "10:10"),
    )

    assert room.members_here(meeting) == {"attended": ["chair", "health", "police"]}
    assert "caseworker" in room.members_here(meeting, slot)["attended"]


def test_where_nobody_s_presence_was_recorded_the_record_says_nothing_of_it(stage):
    meeting = stage.meeting("2026-11-20")

    assert room.members_here(meeting) == {}


def test_the_chair_is_of_the_authority_s_own_procedure(stage):
    ruth, meeting = stage.cast.ruth, stage.meeting("2026-11-20")
    ruth.role = "service_manager"
    assert room.may_run(meeting, ruth, today=TODAY)

    ruth.authority = Authority.objects.create(code="hertfordshire", name="Hertfordshire")

    assert not room.may_chair(meeting.series, ruth)
    assert not room.may_run(meeting, ruth, today=TODAY)


@pytest.mark.parametrize("code", ["bristol", "hertfordshire", "south-gloucestershire"])
def test_a_child_can_be_listed_where_the_procedure_sets_no_minutes(code, db):
    stage = north_west(on_stage(code, code.title()), until=date(2026, 11, 27))

    slot = stage.list("ellis", "2026-11-27")

    assert slot.planned_minutes == 30
