"""The dates of a forum: every week, off bank holidays, each with its two clocks."""

from datetime import date

import pytest
from django.utils import timezone

from casework.cast import at
from casework.meetings import series_commands
from casework.meetings.clocks import clocks_for, clocks_of_forum
from casework.meetings.models import Meeting
from casework.meetings.series_queries import dates_of


def days(stage, first, last):
    meetings = stage.series.meetings.filter(starts_at__date__range=(first, last))
    return [timezone.localdate(one.starts_at).isoformat() for one in meetings]


def test_a_forum_meets_every_week_on_its_day(stage):
    assert days(stage, "2026-11-09", "2026-12-11") == [
        "2026-11-13",
        "2026-11-20",
        "2026-11-27",
        "2026-12-04",
        "2026-12-11",
    ]


def test_a_bank_holiday_moves_the_meeting_to_the_other_day_of_the_same_week(stage):
    christmas = stage.meeting("2026-12-23")

    assert christmas.moved_from == date(2026, 12, 25)
    assert "Christmas Day" in christmas.moved_because
    assert days(stage, "2026-12-21", "2027-01-08") == ["2026-12-23", "2026-12-30", "2027-01-08"]


def test_without_another_day_it_moves_to_the_working_day_before(stage):
    stage.series.other_weekday = None
    stage.series.save()

    planned = series_commands.plan_meetings(
        series=stage.series, until=date(2027, 3, 31), by=stage.cast.dilys, now=at("2026-11-20")
    )

    good_friday = [one for one in planned if one.moved_from == date(2027, 3, 26)]
    assert [timezone.localdate(one.starts_at) for one in good_friday] == [date(2027, 3, 25)]


def test_planning_twice_adds_nothing(stage, now):
    again = series_commands.plan_meetings(
        series=stage.series, until=date(2027, 2, 28), by=stage.cast.dilys, now=now
    )

    assert again == []


def test_each_meeting_has_its_two_clocks_from_the_procedure(stage):
    clocks = clocks_for(stage.meeting("2026-11-27"))

    assert clocks.list.due_at == at("2026-11-25", "09:30")
    assert clocks.list.clauses == ["SURR-referral-11", "SURR-referral-12"]
    assert clocks.papers.due_day == date(2026, 11, 25)
    assert clocks.governing == clocks.list


def test_before_new_year_the_papers_govern(stage):
    clocks = clocks_for(stage.meeting("2026-12-30"))

    assert clocks.papers.due_day == date(2026, 12, 24)
    assert clocks.list.due_at == at("2026-12-28", "09:30")
    assert clocks.governing == clocks.papers


def test_moving_a_meeting_moves_its_clocks(stage, now):
    meeting = stage.meeting("2026-11-27")

    series_commands.move_meeting(
        meeting=meeting,
        starts_at=at("2026-11-26", "14:00"),
        because="The room is flooded",
        by=stage.cast.dilys,
        now=now,
    )

    meeting.refresh_from_db()
    assert meeting.moved_from == date(2026, 11, 27)
    assert clocks_for(meeting).list.due_at == at("2026-11-24", "14:00")


def test_a_meeting_cannot_move_onto_another(stage, now):
    with pytest.raises(series_commands.CannotMove, match="already"):
        series_commands.move_meeting(
            meeting=stage.meeting("2026-11-27"),
            starts_at=stage.meeting("2026-12-04").starts_at,
            because="mistake",
            by=stage.cast.dilys,
            now=now,
        )


def test_children_of_a_meeting_that_is_called_off_go_to_the_next_one(stage, now):
    stage.list("ellis", "2026-11-27")

    series_commands.cancel_meeting(
        meeting=stage.meeting("2026-11-27"), because="Snow", by=stage.cast.dilys, now=now
    )

    slot = stage.meeting("2026-12-04").slots.get()
    assert slot.case == stage.cast.ellis
    assert slot.listed_because == "The meeting of 27 November was called off: Snow"


def test_without_a_later_meeting_nobody_is_left_behind(stage, now):
    last = stage.series.meetings.last()
    day = last.starts_at.date().isoformat()
    stage.list("ellis", day)

    with pytest.raises(series_commands.CannotMove, match="no later meeting"):
        series_commands.cancel_meeting(meeting=last, because="Snow", by=stage.cast.dilys, now=now)


def test_a_meeting_that_is_called_off_asks_for_no_list(stage, now):
    meeting = stage.meeting("2026-11-27")

    series_commands.cancel_meeting(meeting=meeting, because="Snow", by=stage.cast.dilys, now=now)

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CANCELLED
    assert clocks_for(meeting).list.state != "open"


def test_a_gap_longer_than_a_week_is_marked_with_its_clause(stage, now):
    clocks = clocks_of_forum(stage.series.case)
    rows = {row.day.isoformat(): row for row in dates_of(stage.series, now=now, clocks=clocks)}

    assert rows["2026-12-04"].gap_days is None
    assert rows["2027-01-08"].gap_days == 9
    assert rows["2027-01-08"].gap_clauses == ("SURR-referral-01",)
    assert rows["2027-01-08"].hold_one_by == date(2027, 1, 6)
