"""The list of a meeting: who comes on it by themselves, in which order, and what they need."""

import pytest

from casework.access import commands as access
from casework.access.queries import may_see
from casework.cast import at
from casework.concerns import commands as concerns
from casework.meetings import agenda, list_commands, list_queries, series_commands
from casework.meetings.clocks import clocks_of_forum
from casework.meetings.models import Invitation, Slot
from casework.subjects.models import Case
from casework.web import words


def refer(stage, first, received_at):
    return concerns.refer(
        case=stage.cast.cases[first],
        forum=stage.cast.forum_nw,
        documents=["risk_assessment_tool"],
        concerns=["criminal"],
        received_at=received_at,
        by=stage.cast.hannah,
        now=received_at,
    )


def bring_up_to_date(stage, now):
    return list_commands.bring_up_to_date(
        meeting=stage.meeting("2026-11-27"), by=stage.cast.dilys, now=now
    )


def test_a_referral_before_the_papers_close_comes_on_the_next_list(stage):
    refer(stage, "leon", at("2026-11-18", "16:00"))

    [slot] = bring_up_to_date(stage, at("2026-11-18", "16:05"))

    assert slot.meeting == stage.meeting("2026-11-20")
    assert (slot.kind, slot.planned_minutes) == ("new", 15)
    assert slot.papers.get(kind="risk_assessment_tool").in_time is True


def test_a_referral_after_the_papers_closed_rolls_over_by_itself(stage, now):
    refer(stage, "leon", at("2026-11-19", "11:20"))

    [slot] = bring_up_to_date(stage, at("2026-11-19", "11:21"))

    assert slot.meeting == stage.meeting("2026-11-27")
    assert "after the papers for 20 November closed" in slot.listed_because
    assert list_queries.came_too_late(
        stage.meeting("2026-11-20"), clocks_of_forum(stage.series.case)
    ) == [slot]


def test_bringing_the_lists_up_to_date_twice_adds_nothing(stage, now):
    refer(stage, "leon", at("2026-11-19", "11:20"))
    bring_up_to_date(stage, now)

    assert bring_up_to_date(stage, now) == []


def test_listing_is_a_fact_and_settles_the_duty_to_list(stage, now):
    refer(stage, "leon", at("2026-11-19", "11:20"))
    bring_up_to_date(stage, now)

    leon = stage.cast.leon
    assert leon.facts.filter(kind="discussion.listed").count() == 1
    assert leon.obligations.get(duty="list-new-referral").state == "met"


def test_a_review_that_falls_due_comes_on_the_list_of_the_proposed_day(stage, now):
    from casework.chronology import commands as chronology

    ellis = stage.cast.ellis
    held = at("2026-10-23", "10:00")
    data = {"meeting": "earlier", "forum": "risk_meeting", "quorate": True,
            "chair_role": "service_manager"}  # fmt: skip
    chronology.record_many(
        facts=[
            chronology.NewFact(ellis, "discussion.held", held, data=data),
            chronology.NewFact(
                ellis, "rating.set", held, data={"level": "significant", "meeting": "earlier"}
            ),
        ],
        by=stage.cast.marcus,
        now=held,
    )

    [slot] = bring_up_to_date(stage, now)

    assert slot.case == ellis
    assert slot.kind == Slot.Kind.REVIEW
    assert slot.meeting == stage.meeting("2026-12-04")


def test_minutes_are_fifteen_ten_and_five(stage):
    meeting = stage.meeting("2026-11-27")

    minutes = [agenda.minutes_for(meeting, kind) for kind in ("new", "review", "missing", "short")]

    assert minutes == [15, 15, 10, 5]


def test_slots_follow_each_other_with_a_break_in_a_long_meeting(stage):
    meeting = stage.meeting("2026-11-27")
    slots = [Slot(position=n, planned_minutes=minutes) for n, minutes in enumerate(
        [15, 15, 15, 15, 10, 15, 15, 10, 5], 1)]  # fmt: skip

    lines = agenda.timetable(meeting, slots)

    times = [words.time_of_day(line.starts_at) for line in lines]
    assert times == ["09:30", "09:45", "10:00", "10:15", "10:30", "10:40", "10:50", "11:05",
                     "11:20", "11:30"]  # fmt: skip
    assert lines[5].slot is None


def test_the_lead_professional_speaks_and_is_asked_to_come(stage):
    slot = stage.list("ellis")

    assert slot.speaker == stage.cast.hannah
    assert slot.invitations.filter(post=stage.cast.hannah, place="speaker").exists()


def test_the_manager_is_asked_when_the_lead_professional_cannot_come(stage, now):
    slot = stage.list("ellis")
    invitation = slot.invitations.get(post=stage.cast.hannah)

    list_commands.answer_invitation(
        invitation=invitation, answer="cannot", by=stage.cast.hannah, now=now
    )

    assert slot.invitations.filter(post=stage.cast.ruth, place="manager").exists()


def test_core_members_may_see_a_listed_child_and_the_confidential_part(stage, now):
    colin, ellis = stage.cast.colin, stage.cast.ellis
    assert not Case.objects.visible_to(colin, today=now.date()).filter(pk=ellis.pk).exists()

    stage.list("ellis")

    assert may_see(colin, ellis, "confidential", today=now.date())
    assert not may_see(stage.cast.dilys, ellis, "confidential", today=now.date())


def test_somebody_invited_for_one_child_sees_that_child_until_the_day_is_over(stage, now):
    lorna, today = stage.cast.lorna, now.date()
    slot, other = stage.list("tegan"), stage.list("ellis")

    list_commands.invite(slot=slot, post=lorna, place="school", by=stage.cast.dilys, now=now)

    assert list(Slot.objects.visible_to(lorna, today=today)) == [slot]
    assert not Slot.objects.visible_to(lorna, today=today).filter(pk=other.pk).exists()
    assert not may_see(lorna, slot.case, "confidential", today=today)
    tomorrow = at("2026-11-21").date()
    assert not Slot.objects.visible_to(lorna, today=tomorrow).exists()


def test_moving_a_meeting_keeps_its_guests(stage, now):
    slot = stage.list("tegan", "2026-11-27", now=now)
    list_commands.invite(
        slot=slot, post=stage.cast.lorna, place="school", by=stage.cast.dilys, now=now
    )

    series_commands.move_meeting(
        meeting=slot.meeting,
        starts_at=at("2026-11-30", "14:00"),
        because="The room is flooded",
        by=stage.cast.dilys,
        now=now,
    )

    day = at("2026-11-30").date()
    assert Slot.objects.visible_to(stage.cast.lorna, today=day).count() == 1


def test_a_child_taken_off_leaves_the_list_with_the_reason(stage, now):
    slot = stage.list("ellis")

    list_commands.take_off(slot=slot, because="Listed twice", by=stage.cast.dilys, now=now)

    slot.refresh_from_db()
    assert slot.deferred_because == "Listed twice"
    on = list_queries.slots_on(slot.meeting, post=stage.cast.dilys, today=now.date())
    assert on == []


def test_a_child_can_be_rolled_over_with_the_reason(stage, now):
    slot = stage.list("ellis")

    later = list_commands.roll_over(
        slot=slot, because="The tool is not ready", by=stage.cast.dilys, now=now
    )

    assert later.meeting == stage.meeting("2026-11-27")
    slot.refresh_from_db()
    assert slot.state == Slot.State.MOVED


def test_slots_are_moved_up_and_down_before_the_meeting_only(stage, now):
    first, second = stage.list("ellis"), stage.list("tegan")

    list_commands.move_slot(slot=second, places=-1, by=stage.cast.dilys, now=now)

    assert [one.case for one in first.meeting.slots.all()] == [second.case, first.case]
    stage.begin()
    with pytest.raises(list_commands.CannotList, match="has begun"):
        list_commands.move_slot(
            slot=Slot.objects.get(pk=second.pk), places=1, by=stage.cast.dilys, now=now
        )


def test_a_paper_after_the_cut_off_is_late_and_the_chair_is_told(stage):
    slot = stage.list("tegan")

    paper = list_commands.receive_paper(
        slot=slot,
        kind="school_update",
        label="School update",
        received_at=at("2026-11-20", "08:02"),
        by=stage.cast.dilys,
        now=at("2026-11-20", "08:02"),
    )

    assert paper.in_time is False
    assert list_queries.late_papers(slot.meeting) == [paper]


def test_adult_services_are_wanted_for_somebody_of_eighteen(stage):
    child = stage.cast.ellis.child
    child.born = at("2008-11-01").date()
    child.save()

    slot = stage.list("ellis")

    assert agenda.is_adult(slot)
    assert "Probation" in agenda.missing_adult_services(slot)


def test_answering_for_the_whole_meeting_changes_the_forecast(stage, now):
    from casework.meetings import room

    meeting = stage.meeting("2026-11-27")
    assert room.quorum_forecast(meeting).reached

    list_commands.answer_invitation(
        invitation=Invitation.objects.get(meeting=meeting, post=stage.cast.oluchi),
        answer="cannot",
        by=stage.cast.oluchi,
        now=now,
    )

    assert room.quorum_forecast(meeting).missing == ("Health",)


def test_who_waits_is_put_on_the_list_in_the_background_by_who_keeps_it(stage, now):
    from casework.meetings.jobs import bring_up_to_date as by_itself

    refer(stage, "leon", at("2026-11-19", "11:20"))

    assert by_itself(stage.series, now=now) == 1

    fact = stage.cast.leon.facts.get(kind="discussion.listed")
    assert fact.recorded_by == stage.cast.dilys
    assert by_itself(stage.series, now=now) == 0


def test_a_child_placed_in_the_quadrant_brings_social_worker_and_team_manager(stage, now):
    nell = stage.cast.nell
    nell.area = stage.cast.north_west
    nell.save()
    manager = stage.cast.ruth
    access.relate(
        post=manager, case=nell, relation="team_manager", starts_on=now.date(),
        source="test", by=stage.cast.amara, now=now,
    )  # fmt: skip

    slot = stage.list("nell", "2026-11-27", now=now)

    assert {one.post for one in slot.invitations.all()} == {stage.cast.tom, manager}
