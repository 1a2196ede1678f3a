from datetime import UTC, date, datetime

import pytest

from casework.web import words

TODAY = date(2026, 11, 20)


def test_a_day_is_written_short_in_lists():
    assert words.day(date(2026, 12, 24)) == "Thu 24 Dec"
    assert words.day_and_year(date(2026, 12, 24)) == "Thu 24 Dec 2026"
    assert words.long_day(TODAY) == "Friday 20 November"
    assert words.long_day_and_year(TODAY) == "Friday 20 November 2026"
    assert words.plain_date(date(2011, 5, 2)) == "2 May 2011"
    assert words.day(None) == ""


def test_the_year_stands_where_it_may_be_in_doubt():
    assert words.day(date(2027, 1, 8), TODAY) == "Fri 8 Jan"
    assert words.day(date(2025, 11, 21), TODAY) == "Fri 21 Nov 2025"


def test_moments_are_told_on_a_london_clock():
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    assert words.day(summer) == "Wed 1 Jul"
    assert words.time_of_day(summer) == "00:30"


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "no children"), (1, "one child"), (9, "nine children"), (10, "10 children")],
)
def test_counts_are_in_words_up_to_nine(number, said):
    assert words.counted(number, "child", "children") == said


def test_large_counts_are_in_figures():
    assert words.counted(12_000, "row") == "12,000 rows"


def test_lists_of_words_end_in_and():
    assert words.joined([]) == ""
    assert words.joined(["police"]) == "police"
    assert words.joined(["police", "health", "schools"]) == "police, health and schools"


@pytest.mark.parametrize(
    ("today", "years"), [(date(2030, 2, 28), 17), (date(2030, 3, 1), 18), (date(2028, 2, 29), 16)]
)
def test_somebody_born_on_29_february_turns_older_on_1_march(today, years):
    assert words.age(date(2012, 2, 29), today) == years


def test_a_sentence_begins_with_a_capital_and_keeps_the_others():
    assert words.sentence("three months after the RMM") == "Three months after the RMM"


def test_a_label_inside_a_sentence_keeps_its_abbreviation():
    assert words.within("Social worker") == "social worker"
    assert words.within("RMM admin") == "RMM admin"
    assert words.within("Detective Sergeant, Safeguarding Unit").startswith("Detective")
