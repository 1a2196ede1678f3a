from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.calendars import Calendar, CalendarRefused, load_calendar

NATIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
DAYS = st.dates(date(2018, 1, 1), date(2028, 12, 31))


def walked(calendar: Calendar, day: date, count: int, step: int) -> date:
    """The slow way, as an oracle: go day by day and count what is worked."""
    while count:
        day += timedelta(step)
        count -= day.weekday() < 5 and day not in calendar.holidays
    return day


@pytest.mark.parametrize("nation", NATIONS)
def test_bank_holidays_agree_with_the_published_list(nation):
    calendar = load_calendar(nation)
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=nation)

    missing = {row["date"] for row in published} - set(calendar.holidays)

    assert not missing


@pytest.mark.parametrize("nation", NATIONS)
def test_bank_holidays_agree_with_a_second_opinion(nation):
    calendar = load_calendar(nation)
    opinion = country_holidays("GB", subdiv=NATIONS[nation], years=range(2012, 2029))

    weekdays = {day for day in opinion if day.weekday() < 5}

    assert weekdays == set(calendar.holidays)


def test_a_one_off_holiday_says_when_it_was_announced():
    calendar = load_calendar("england-and-wales")

    coronation = calendar.holidays[date(2023, 5, 8)]

    assert coronation.announced == date(2022, 11, 6)
    assert coronation.label == "bank holiday, Coronation of King Charles III"


def test_a_date_counted_before_an_announcement_did_not_know_of_it():
    calendar = load_calendar("england-and-wales")
    as_known = calendar.as_announced_by(date(2022, 9, 1))

    before, after = as_known.add(date(2022, 9, 16), 1), calendar.add(date(2022, 9, 16), 1)

    assert (before, after) == (date(2022, 9, 19), date(2022, 9, 20))


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_adding_working_days_agrees_with_going_day_by_day(day, count):
    calendar = load_calendar("england-and-wales")

    assert calendar.add(day, count) == walked(calendar, day, count, 1)


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_subtracting_working_days_agrees_with_going_day_by_day(day, count):
    calendar = load_calendar("england-and-wales")

    assert calendar.subtract(day, count) == walked(calendar, day, count, -1)


@settings(deadline=None)
@given(DAYS, DAYS)
def test_counting_working_days_agrees_with_going_day_by_day(one, other):
    calendar = load_calendar("england-and-wales")
    first, last = sorted((one, other))

    between = [first + timedelta(n) for n in range(1, (last - first).days + 1)]

    assert calendar.count(first, last) == sum(calendar.is_working(day) for day in between)


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)), st.integers(1, 400))
def test_counting_goes_on_beyond_the_table(day, count):
    calendar = load_calendar("england-and-wales")

    assert calendar.add(day, count) == walked(calendar, day, count, 1)
    assert calendar.subtract(day, count) == walked(calendar, day, count, -1)


def test_every_day_of_eleven_years_counts_as_day_by_day():
    calendar = load_calendar("england-and-wales")
    day = date(2018, 1, 1)

    while day <= date(2028, 12, 31):
        for count in (1, 2, 15):
            assert calendar.add(day, count) == walked(calendar, day, count, 1)
            assert calendar.subtract(day, count) == walked(calendar, day, count, -1)
        day += timedelta(1)


def test_dates_beyond_the_published_holidays_are_provisional():
    calendar = load_calendar("england-and-wales")

    assert not calendar.provisional(date(2028, 12, 31))
    assert calendar.provisional(date(2029, 1, 1))


def test_a_calendar_with_a_day_twice_is_refused(tmp_path):
    row = "  - {date: 2026-12-25, name: Christmas Day, source: gov-uk}\n"
    file = tmp_path / "twice.yaml"
    file.write_text(
        "nation: n\nname: N\nfirst: 2026-01-01\nhorizon: 2026-12-31\nholidays:\n" + row + row
    )

    with pytest.raises(CalendarRefused, match="2026-12-25 stands twice"):
        load_calendar(file)


def test_a_calendar_without_a_horizon_is_refused_with_a_remedy(tmp_path):
    file = tmp_path / "short.yaml"
    file.write_text("nation: n\nname: N\nfirst: 2026-01-01\nholidays: []\n")

    with pytest.raises(CalendarRefused, match="A calendar needs nation, name, first, horizon"):
        load_calendar(file)
