from datetime import UTC, date, datetime

import pytest

from pathways.answers import CountedDay
from pathways.counting import add_months, due_after, due_before, due_on, moved
from pathways.tests.given import CALENDAR, at, days, hours, months, weeks, working_days


def test_the_day_of_the_event_is_not_counted():
    deadline = due_after(at("2026-11-03 14:00"), working_days(15), CALENDAR)

    assert deadline.by_day == date(2026, 11, 24)
    assert deadline.moment == at("2026-11-25").astimezone(UTC)


def test_two_working_days_before_a_friday_is_the_end_of_wednesday():
    deadline = due_before(at("2026-11-27 09:30"), working_days(2), CALENDAR)

    assert deadline.by_day == date(2026, 11, 25)
    assert deadline.days == (
        CountedDay(date(2026, 11, 27), date(2026, 11, 27), "day of the meeting", None),
        CountedDay(date(2026, 11, 26), date(2026, 11, 26), "working day", 1),
        CountedDay(date(2026, 11, 25), date(2026, 11, 25), "working day, to its end", 2),
    )


def test_two_working_days_before_30_december_leave_out_the_holidays_by_name():
    deadline = due_before(at("2026-12-30 09:30"), working_days(2), CALENDAR)

    shown = [(row.first.day, row.last.day, row.what, row.number) for row in deadline.days]

    assert shown == [
        (30, 30, "day of the meeting", None),
        (29, 29, "working day", 1),
        (28, 28, "bank holiday, for Boxing Day", None),
        (26, 27, "weekend", None),
        (25, 25, "bank holiday, Christmas Day", None),
        (24, 24, "working day, to its end", 2),
    ]
    assert "Fri 25 December 2026 (bank holiday, Christmas Day)" in deadline.arithmetic


def test_a_long_count_is_told_in_runs():
    deadline = due_after(at("2026-12-10 14:00"), working_days(15), CALENDAR)

    runs = [(row.what, row.number) for row in deadline.days if row.what == "working day"]

    assert runs[:3] == [("working day", 1), ("working day", 6), ("working day", 10)]
    assert deadline.by_day == date(2027, 1, 5)


def test_48_hours_before_a_monday_meeting_is_saturday():
    deadline = due_before(at("2026-11-30 10:00"), hours(48), CALENDAR)

    assert deadline.by_day is None
    assert deadline.moment == at("2026-11-28 10:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-28 12:00", "2026-03-30 13:00"),
        ("2026-10-24 12:00", "2026-10-26 11:00"),
        ("2026-06-01 12:00", "2026-06-03 12:00"),
    ],
)
def test_hours_run_through_clock_changes(start, end):
    deadline = due_after(at(start), hours(48), CALENDAR)

    assert deadline.moment == at(end).astimezone(UTC)


def test_a_clock_change_within_the_hours_is_said():
    deadline = due_after(at("2026-10-24 12:00"), hours(48), CALENDAR)

    assert "the clocks change in between" in deadline.arithmetic


@pytest.mark.parametrize(
    ("start", "end_of"),
    [("2026-03-28 23:30", "2026-03-30"), ("2026-10-24 23:30", "2026-10-26")],
)
def test_days_end_with_the_day_in_london_through_clock_changes(start, end_of):
    deadline = due_after(at(start), days(2), CALENDAR)

    assert deadline.by_day == date.fromisoformat(end_of)
    assert deadline.moment.astimezone(at(start).tzinfo).hour == 0


def test_a_moment_late_in_the_evening_in_utc_belongs_to_the_next_day_in_summer():
    moment = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)

    deadline = due_after(moment, days(1), CALENDAR)

    assert deadline.by_day == date(2026, 6, 3)


@pytest.mark.parametrize(
    ("start", "months_on", "end"),
    [
        ("2026-01-14", 3, "2026-04-14"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_end_on_the_corresponding_date_or_the_last_of_a_shorter_month(start, months_on, end):
    assert add_months(date.fromisoformat(start), months_on) == date.fromisoformat(end)


def test_a_clamped_month_is_said():
    deadline = due_after(at("2026-11-30 10:00"), months(3), CALENDAR)

    assert deadline.arithmetic == (
        "3 months after Mon 30 November 2026 is Sun 28 February 2027; "
        "there is no 30 in that month, so its last day."
    )


def test_weeks_keep_the_day_of_the_week():
    deadline = due_after(at("2026-11-20 09:46"), weeks(8), CALENDAR)

    assert deadline.by_day == date(2027, 1, 15)


def test_a_due_day_may_be_a_bank_holiday():
    deadline = due_after(at("2026-11-20 09:46"), weeks(6), CALENDAR)

    assert deadline.by_day == date(2027, 1, 1)


def test_nothing_after_is_the_same_day():
    deadline = due_after(at("2026-11-20 09:46"), days(0), CALENDAR)

    assert deadline.by_day == date(2026, 11, 20)
    assert deadline.arithmetic == "Fri 20 November 2026, the day itself."


def test_working_days_beyond_the_horizon_are_provisional():
    known = due_after(at("2028-12-01 10:00"), working_days(5), CALENDAR)
    unknown = due_after(at("2028-12-28 10:00"), working_days(5), CALENDAR)

    assert (known.provisional, unknown.provisional) == (False, True)


def test_a_paused_clock_says_for_how_long():
    deadline = moved(due_on(date(2026, 11, 20)), 3)

    assert deadline.by_day == date(2026, 11, 23)
    assert deadline.arithmetic.endswith("The clock stood still for 3 days.")
