"""Edges of windows, fields and pairs, in tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pathways import definitions as d
from pathways.counting import due_before, due_on, minus, moment_of, plus
from pathways.episodes import paired
from pathways.packed import Packed
from pathways.picking import Window, fitting, picker, sieve, texts
from pathways.tests.given import (
    CALENDAR,
    at,
    days,
    fact,
    hours,
    months,
    on,
    some,
    weeks,
    where,
    working_days,
)

INSTANT = timedelta(microseconds=1)

# --- windows --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "happened", "leaves"),
    [
        (hours(48), "2026-03-28 10:00", "2026-03-30 11:00:00.000001"),
        (days(0), "2026-03-02 23:59", "2026-03-03"),
        (days(30), "2026-03-02 23:59", "2026-04-02"),
        (weeks(2), "2026-03-02 00:00", "2026-03-17"),
        (months(1), "2026-01-31 12:00", "2026-03-01"),
        (months(1), "2026-02-28 12:00", "2026-04-01"),
        (months(3), "2025-11-30 12:00", "2026-03-01"),
        (working_days(5), "2026-01-05 12:00", "2026-01-13"),
        (working_days(2), "2026-04-02 12:00", "2026-04-09"),
    ],
)
def test_what_happened_is_in_the_window_until_the_very_instant_at_which_it_leaves(
    period, happened, leaves
):
    window, happened = Window(period), at(happened).astimezone(UTC)

    found = window.leaves(happened, CALENDAR)

    assert found == at(leaves)
    assert window.start(found - INSTANT, CALENDAR) <= happened
    assert window.start(found, CALENDAR) > happened


# --- days forwards and back -----------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "earlier", "later"),
    [
        (days(9), date(2026, 2, 25), date(2026, 3, 6)),
        (weeks(3), date(2026, 12, 20), date(2027, 1, 10)),
        (working_days(3), date(2026, 4, 1), date(2026, 4, 8)),
        (months(2), date(2026, 11, 30), date(2027, 1, 30)),
    ],
)
def test_days_back_are_the_days_forward(period, earlier, later):
    assert plus(earlier, period, CALENDAR) == later
    assert minus(later, period, CALENDAR) == earlier


@pytest.mark.parametrize("count", [plus, minus])
def test_hours_are_not_counted_from_a_day(count):
    with pytest.raises(ValueError, match=r"^Hours are counted from a moment, not from a day\.$"):
        count(date(2026, 3, 2), hours(4), CALENDAR)


def test_before_a_meeting_the_last_day_ends_at_midnight():
    found = due_before(at("2026-04-08 14:00"), working_days(2), CALENDAR)

    assert (found.by_day, found.moment) == (date(2026, 4, 2), at("2026-04-03"))
    assert not found.provisional
    assert [(row.first, row.what, row.number) for row in found.days] == [
        (date(2026, 4, 8), "day of the meeting", None),
        (date(2026, 4, 7), "working day", 1),
        (date(2026, 4, 6), "bank holiday, Easter Monday", None),
        (date(2026, 4, 4), "weekend", None),
        (date(2026, 4, 3), "bank holiday, Good Friday", None),
        (date(2026, 4, 2), "working day, to its end", 2),
    ]


def test_an_agreed_day_is_told_as_agreed():
    found = due_on(date(2026, 7, 3))

    assert (found.day, found.moment) == (date(2026, 7, 3), at("2026-07-04"))
    assert found.arithmetic == "Fri 3 July 2026, as agreed."
    assert found.days == ()


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-07-03", "2026-07-03 00:00"),
        ("2026-07-03T09:30", "2026-07-03 09:30"),
        ("2026-07-03T08:30+00:00", "2026-07-03 09:30"),
        (date(2026, 7, 3), "2026-07-03 00:00"),
        (datetime(2026, 7, 3, 9, 30), "2026-07-03 09:30"),
        (date(1901, 1, 1), "1901-01-01 00:00"),
        (date(2199, 12, 31), "2199-12-31 00:00"),
        (date(1900, 12, 31), None),
        (date(2200, 1, 1), None),
        ("soon", None),
        ("", None),
        (20260703, None),
        (None, None),
    ],
)
def test_a_field_names_a_moment_or_none(value, moment):
    assert moment_of(value) == (at(moment) if moment else None)


# --- fields ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("docks", ("docks",)),
        (None, ()),
        (True, ("true",)),
        (False, ("false",)),
        (7, ("7",)),
        (["docks", 7, [True, None]], ("docks", "7", "true")),
        (("hill",), ("hill",)),
        ({"hill"}, ("hill",)),
        (frozenset({"hill"}), ("hill",)),
    ],
)
def test_a_field_is_read_as_texts(value, told):
    assert texts(value) == told


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("docks", True),
        ("hill", False),
        (["hill", "docks"], True),
        (["hill"], False),
        ([], False),
        ([["docks"]], True),
        (("docks",), True),
        (None, False),
        (7, True),
        ([7], True),
    ],
)
def test_a_field_has_one_of_the_values_or_it_has_not(value, fits):
    wanted = d.Where("area", ("docks", "7"))
    not_wanted = d.Where("area", ("docks", "7"), negated=True)

    assert fitting((wanted,))({"area": value}) is fits
    assert fitting((not_wanted,))({"area": value}) is not fits
    of_it = [fact("seen", "2026-07-03", area=value)]
    assert sieve(wanted)(of_it) == (of_it if fits else [])
    assert sieve(not_wanted)(of_it) == ([] if fits else of_it)


def test_all_fields_have_to_fit_and_no_field_asks_for_nothing():
    both = fitting(where(area="docks", open="true"))

    assert fitting(()) is None
    assert both({"area": "docks", "open": True})
    assert not both({"area": "docks", "open": False})
    assert not both({"area": "hill", "open": True})
    assert not both({})


@pytest.mark.parametrize(
    ("value", "fits"),
    [(61, True), ("61", True), ("60.5", True), (60, False), ("an hour", False), (None, False)],
)
def test_a_number_has_to_exceed_the_figure(value, fits):
    longer = d.Where("minutes", (), over=60)
    of_it = [fact("seen", "2026-07-03", minutes=value)]

    assert fitting((longer,))({"minutes": value}) is fits
    assert sieve(longer)(of_it) == (of_it if fits else [])


def test_a_picker_means_facts_of_its_kinds_whose_fields_fit():
    wanted = picker(some("visit"), some("call", area="docks"))

    assert wanted.fits(fact("visit", "2026-03-02"))
    assert wanted.fits(fact("call", "2026-03-02", area="docks"))
    assert not wanted.fits(fact("call", "2026-03-02", area="hill"))
    assert not wanted.fits(fact("letter", "2026-03-02", area="docks"))


# --- pairs ----------------------------------------------------------------------------


def pairs(begun, ends, key=None):
    return [(begin.id, end.id if end else None) for begin, end in paired(begun, ends, key)]


def test_without_a_key_each_beginning_has_the_next_ending():
    begun = [fact("begun", "2026-03-02 10:00", "a"), fact("begun", "2026-03-04 10:00", "b")]
    ends = [
        fact("ended", "2026-03-01 10:00", "none"),
        fact("ended", "2026-03-02 10:00", "x"),
        fact("ended", "2026-03-03 10:00", "y"),
    ]

    assert pairs(begun, ends) == [("a", "x"), ("b", None)]


def test_of_one_unclear_day_an_ending_ends_what_no_other_ended():
    begun = [on("begun", "2026-03-02", "a"), fact("begun", "2026-03-02 10:00", "b")]
    ends = [on("ended", "2026-03-02", "x"), on("ended", "2026-03-02", "y")]

    assert pairs(begun, ends) == [("a", "x"), ("b", "y")]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ([("x", "2026-03-02 12:00", "1"), ("y", "2026-03-04 12:00", "2")], ["x", "y"]),
        ([("x", "2026-03-02 12:00", "1")], ["x", None]),
        ([("y", "2026-03-04 12:00", "2")], [None, "y"]),
        ([("x", "2026-03-02 10:00", "1"), ("y", "2026-03-03 09:59", "2")], ["x", None]),
        ([("x", "2026-03-02 12:00", "1"), ("z", "2026-03-03 12:00", "1")], ["x", None]),
        ([("x", "2026-03-02 12:00", None)], [None, None]),
        ([], [None, None]),
    ],
)
def test_with_a_key_each_beginning_has_the_first_ending_that_shares_it(ends, expected):
    begun = [
        fact("begun", "2026-03-02 10:00", "a", episode="1"),
        fact("begun", "2026-03-03 10:00", "b", episode="2"),
    ]
    ended = [fact("ended", when, id, episode=key) for id, when, key in ends]

    assert [end for _, end in pairs(begun, ended, "episode")] == expected


def test_two_beginnings_of_one_key_end_with_the_same_ending():
    begun = [
        fact("begun", "2026-03-02 10:00", "a", episode="1"),
        fact("begun", "2026-03-03 10:00", "b", episode="1"),
    ]
    ended = [
        fact("ended", "2026-03-04 10:00", "x", episode="1"),
        fact("ended", "2026-03-05 10:00", "y", episode="1"),
    ]

    assert pairs(begun, ended, "episode") == [("a", "x"), ("b", "x")]


# --- laid out -------------------------------------------------------------------------


def test_facts_are_laid_out_in_order_of_time_then_of_name_whatever_the_order_of_recording():
    facts = [
        fact("visit", "2026-03-03 10:00", "c"),
        fact("visit", "2026-03-02 10:00", "b"),
        fact("visit", "2026-03-02 10:00", "a"),
        fact("call", "2026-03-01 10:00", "d"),
    ]

    packed = Packed(facts)

    assert [each.id for each in packed.kinds["visit"].facts] == ["a", "b", "c"]
    assert packed.kinds["visit"].ats == [each.at for each in packed.kinds["visit"].facts]
    assert (packed.first, packed.last) == (at("2026-03-01 10:00"), at("2026-03-03 10:00"))
    assert (packed.exact, packed.proxied, packed.withdrawn) == (True, False, False)


def test_what_is_not_exact_not_its_own_moment_or_taken_back_is_noted():
    day, proxy = on("visit", "2026-03-02"), fact("visit", "2026-03-02", "p", "proxy")
    exact = fact("visit", "2026-03-03 10:00")

    assert [(p.exact, p.proxied) for p in map(Packed, ([day, exact], [proxy, exact], [exact]))] == [
        (False, False),
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize(
    ("moment", "known", "standing", "later"),
    [
        ("2026-03-02 10:00", "2026-03-02 10:00", ["a"], []),
        ("2026-03-02 09:59", "2026-03-02 10:00", [], ["2026-03-02 10:00"]),
        ("2026-03-04 10:00", "2026-03-03 11:59", ["a"], []),
        ("2026-03-04 10:00", "2026-03-03 12:00", ["a", "b"], []),
        ("2026-03-03 09:00", "2026-03-03 12:00", ["a"], ["2026-03-03 10:00"]),
        ("2026-03-09 10:00", "2026-03-05 09:59", ["a", "b", "c"], []),
        ("2026-03-09 10:00", "2026-03-05 10:00", ["a", "b"], []),
    ],
)
def test_only_what_had_happened_and_was_on_record_stands(moment, known, standing, later):
    taken_back = fact("visit", "2026-03-04 10:00", "c")
    facts = [
        fact("visit", "2026-03-02 10:00", "a"),
        replace(fact("visit", "2026-03-03 10:00", "b"), recorded_at=at("2026-03-03 12:00")),
        replace(taken_back, withdrawn_at=at("2026-03-05 10:00")),
    ]

    packed, to_come = Packed(facts).at(at(moment), at(known))

    found = [each.id for picked in packed.kinds.values() for each in picked.facts]
    assert found == standing
    assert to_come == [at(each) for each in later]


def test_before_a_meeting_beyond_the_published_holidays_a_date_is_provisional():
    assert due_before(at("2029-01-10 14:00"), working_days(2), CALENDAR).provisional
    assert not due_before(at("2029-01-10 14:00"), days(2), CALENDAR).provisional
