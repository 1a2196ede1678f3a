"""A calendar is a dated file: what it says is read whole, and nothing is guessed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pathways.calendars import (
    FIRST_DAY,
    LAST_DAY,
    CalendarRefused,
    Holiday,
    end_of_day,
    load_calendar,
    local_day,
    start_of_day,
)

FILE = """\
nation: nowhere
name: Nowhere
first: 2026-01-01
horizon: 2026-12-28
holidays:
  - {date: 2026-12-25, name: Christmas Day, source: gov-uk}
  - {date: 2026-12-28, name: Boxing Day, source: gov-uk, substitute: "yes"}
  - {date: 2026-06-19, name: A fair, source: order, announced: 2026-03-01, note: Once}
"""


@pytest.fixture
def written(tmp_path):
    """A calendar in a file of its own."""

    def write(text=FILE, name="nowhere.yaml"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def test_a_file_is_read_whole(written):
    calendar = load_calendar(written())

    assert (calendar.nation, calendar.name) == ("nowhere", "Nowhere")
    assert (calendar.first, calendar.horizon) == (date(2026, 1, 1), date(2026, 12, 28))
    assert list(calendar.holidays.values()) == [
        Holiday(date(2026, 6, 19), "A fair", "order", False, date(2026, 3, 1), "Once"),
        Holiday(date(2026, 12, 25), "Christmas Day", "gov-uk"),
        Holiday(date(2026, 12, 28), "Boxing Day", "gov-uk", substitute=True),
    ]


def test_a_substitute_day_is_named_for_its_holiday(written):
    calendar = load_calendar(written())

    labels = [holiday.label for holiday in calendar.holidays.values()]

    assert labels == [
        "bank holiday, A fair",
        "bank holiday, Christmas Day",
        "bank holiday, for Boxing Day",
    ]


def test_a_nation_is_read_from_the_policy_folder():
    assert load_calendar().nation == "england-and-wales"
    assert load_calendar("scotland").nation == "scotland"


def test_a_one_off_day_is_known_from_the_day_of_its_announcement(written):
    calendar = load_calendar(written())
    fair = date(2026, 6, 19)

    the_day_before = calendar.as_announced_by(date(2026, 2, 28))
    that_day = calendar.as_announced_by(date(2026, 3, 1))

    assert the_day_before.is_working(fair)
    assert not that_day.is_working(fair)
    assert date(2026, 12, 25) in the_day_before.holidays
    assert (the_day_before.nation, the_day_before.name) == ("nowhere", "Nowhere")
    assert (the_day_before.first, the_day_before.horizon) == (calendar.first, calendar.horizon)


def test_the_first_and_the_last_published_day_are_not_provisional(written):
    calendar = load_calendar(written())

    asked = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 28), date(2026, 12, 29)]

    assert [calendar.provisional(day) for day in asked] == [True, False, False, True]


def test_no_working_days_is_the_day_itself_also_at_a_weekend(written):
    calendar = load_calendar(written())
    saturday = date(2026, 11, 21)

    assert calendar.add(saturday, 0) == saturday
    assert calendar.subtract(saturday, 0) == saturday


def test_counting_is_right_at_the_ends_of_the_table(written):
    calendar = load_calendar(written())

    for edge in (FIRST_DAY, LAST_DAY):
        for shift in range(-12, 13):
            day = date.fromordinal(edge + shift)
            for count in (1, 2, 5, 8):
                after, before = calendar.add(day, count), calendar.subtract(day, count)
                assert calendar.count(day, after) == count
                assert calendar.count(before - timedelta(1), day - timedelta(1)) == count
                assert after.weekday() < 5
                assert before.weekday() < 5


def test_every_day_around_the_ends_of_the_table_counts_once(written):
    calendar = load_calendar(written())

    for edge in (FIRST_DAY, LAST_DAY):
        for shift in range(-15, 16):
            day = date.fromordinal(edge + shift)
            worked = day.weekday() < 5
            assert calendar.count(day - timedelta(1), day) == worked
            assert (calendar.add(day - timedelta(1), 1) == day) is worked
            assert (calendar.subtract(day + timedelta(1), 1) == day) is worked


def test_bank_holidays_are_not_counted_from_beyond_the_table_either(written):
    calendar = load_calendar(written())
    begin, end = date(1985, 6, 1), date(2104, 6, 1)
    days = (date.fromordinal(n) for n in range(begin.toordinal() + 1, end.toordinal() + 1))

    weekdays = sum(day.weekday() < 5 for day in days)

    assert calendar.count(begin, end) == weekdays - 3
    assert calendar.add(begin, weekdays - 3) == date(2104, 5, 30)
    assert calendar.subtract(date(2104, 5, 31), weekdays - 3) == date(1985, 6, 3)


def test_a_day_begins_and_ends_at_midnight_in_london():
    summer, autumn = date(2026, 6, 19), date(2026, 10, 25)

    assert start_of_day(summer) == datetime(2026, 6, 18, 23, tzinfo=UTC)
    assert end_of_day(summer) == datetime(2026, 6, 19, 23, tzinfo=UTC)
    assert start_of_day(autumn) == datetime(2026, 10, 24, 23, tzinfo=UTC)
    assert end_of_day(autumn) == datetime(2026, 10, 26, tzinfo=UTC)
    assert local_day(datetime(2026, 6, 18, 23, tzinfo=UTC)) == summer
    assert local_day(datetime(2026, 6, 18, 22, 59, tzinfo=UTC)) == date(2026, 6, 18)


def test_fridays_are_working_days(written):
    calendar = load_calendar(written())

    assert calendar.add(date(2026, 11, 19), 1) == date(2026, 11, 20)
    assert calendar.count(date(2026, 11, 13), date(2026, 11, 20)) == 5


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            ("2026-12-28, name", "2026-12-25, name"),
            "{file}: 2026-12-25 stands twice. Keep one of the two lines.",
        ),
        (
            ("2026-12-28, name", "2026-12-29, name"),
            "{file}: 2026-12-29 is after the horizon. Move the horizon.",
        ),
        (
            ("horizon: 2026-12-28\n", ""),
            "{file}: KeyError('horizon'). A calendar needs nation, name, first, horizon and "
            "holidays, each with date, name and source.",
        ),
    ],
)
def test_a_mistake_names_the_file_and_what_to_do(written, changed, message):
    file = written(FILE.replace(*changed))

    with pytest.raises(CalendarRefused) as refused:
        load_calendar(file)

    assert str(refused.value) == message.format(file=file.resolve())


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CalendarRefused, match="No such file"):
        load_calendar(tmp_path / "nothing.yaml")
