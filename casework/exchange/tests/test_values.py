"""Cells as the systems write them, and what they mean."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.exchange.reading import values
from casework.exchange.reading.cells import convert
from casework.exchange.reading.dates import LONDON, NotADate, read_moment
from casework.exchange.reading.episodes import Span, impossible_episodes
from casework.exchange.reading.logs import TABLES
from casework.exchange.reading.profiles import PROFILES, Precision
from casework.exchange.reading.spellings import SPELLINGS
from casework.exchange.tests.conftest import EPISODE, PERSON, TODAY


@pytest.mark.parametrize(
    ("written", "meant", "has_time"),
    [
        ("2026-11-14", datetime(2026, 11, 14), False),
        ("2026-11-14 00:00:00.000", datetime(2026, 11, 14), False),
        ("2026-11-14 22:10:00", datetime(2026, 11, 14, 22, 10), True),
        ("2026-11-14 22:10:05.123", datetime(2026, 11, 14, 22, 10, 5), True),
        ("2026-11-14T22:10", datetime(2026, 11, 14, 22, 10), True),
        ("2026-07-14T22:10:00Z", datetime(2026, 7, 14, 23, 10), True),
        ("14/11/2026", datetime(2026, 11, 14), False),
        ("14/11/2026 22:10", datetime(2026, 11, 14, 22, 10), True),
        ("14 Nov 2026", datetime(2026, 11, 14), False),
        ("14-November-2026 09:05", datetime(2026, 11, 14, 9, 5), True),
        ("46340", datetime(2026, 11, 14), False),
        ("46340.5", datetime(2026, 11, 14, 12), True),
    ],
)
def test_a_date_is_read_in_every_way_it_is_written(written, meant, has_time):
    read = read_moment(written)

    assert read.at == meant.replace(tzinfo=LONDON)
    assert read.has_time is has_time


@pytest.mark.parametrize("written", ["31/02/2026", "soon", "2026-13-45", "0001-01-01", "14/11/26"])
def test_what_is_no_date_is_said_to_be_none(written):
    with pytest.raises(NotADate):
        read_moment(written)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_is_refused_as_one(text):
    try:
        read = read_moment(text)
    except NotADate:
        return

    assert read.at.tzinfo is LONDON


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)))
def test_a_moment_written_for_sql_server_comes_back(moment):
    moment = moment.replace(microsecond=0)

    assert read_moment(moment.strftime("%Y-%m-%d %H:%M:%S.000")).at.replace(tzinfo=None) == moment


@pytest.mark.parametrize(
    ("source", "start", "precision"),
    [
        ("lcs", "2026-10-01 21:00:00", Precision.INSTANT),
        ("lcs", "2026-10-01 00:00:00.000", Precision.DATE),
        ("mosaic", "2026-10-01 21:00:00", Precision.PROXY),
        ("eclipse", "2026-10-01 21:00:00", Precision.DATE),
        ("903", "01/10/2026", Precision.DATE),
        ("annexa", "01/10/2026", Precision.DATE),
        ("manual", "01/10/2026 21:00", Precision.INSTANT),
    ],
)
def test_how_exactly_a_time_is_known_depends_on_the_system(source, start, precision):
    cells = EPISODE | {
        "miss_missing_episode_start_date": start,
        "miss_missing_episode_end_date": None,
    }

    done = convert(cells, TABLES["ssd_missing"], PROFILES[source], TODAY, 2)

    assert done.values["miss_missing_episode_start_date"].precision is precision


@pytest.mark.parametrize(
    ("written", "meant"),
    [("F", "F"), ("Female", "F"), ("b) Female", "F"), ("2", "F"), ("2 - Female", "F"), ("m", "M")],
)
def test_a_sex_is_read_in_the_spellings_of_real_returns(written, meant):
    done = convert(PERSON | {"pers_sex": written}, TABLES["ssd_person"], PROFILES["lcs"], TODAY, 2)

    assert done.values["pers_sex"] == meant
    assert done.problems == []


@pytest.mark.parametrize("nothing", ["", "  ", "NULL", "#N/A", "n/a", "\u00a0"])
def test_what_means_nothing_is_nothing(nothing):
    assert values.clean(nothing) is None


def test_nan_is_somebodys_grandmother():
    assert values.clean("Nan") == "Nan"


def test_non_breaking_spaces_in_names_become_plain_ones():
    assert values.clean("\u00a0Mary\u00a0 Jane ") == "Mary Jane"


@pytest.mark.parametrize(
    "written", ['["10A","11A"]', '{"10A":"Yes","11A":"Y","3B":"N"}', "10A; 11A"]
)
def test_factors_are_read_as_a_list_as_a_map_and_with_commas(written):
    assert values.codes(written) == ["10A", "11A"]


def test_a_pupil_number_knows_its_check_letter():
    right = values.upn_with_check("936243200001")

    assert values.upn_is_right(right)
    assert not values.upn_is_right("Z" + right[1:] if right[0] != "Z" else "A" + right[1:])


def test_an_identifier_that_excel_made_a_number_is_itself_again():
    assert values.clean_identifier("9212044.0") == "9212044"
    assert values.clean_identifier("A1.0") == "A1.0"


def test_a_child_of_29_february_is_a_year_older_on_1_march():
    born = date(2008, 2, 29)

    assert values.age_on(born, date(2026, 2, 28)) == 17
    assert values.age_on(born, date(2026, 3, 1)) == 18


def test_every_option_has_a_spelling_that_leads_to_it():
    for table in TABLES.values():
        for column in table.columns:
            for meant in SPELLINGS.get(column.value_map, {}).values():
                assert meant in column.options, (table.name, column.name, meant)


def span(row, start, end=None):
    return Span(row, datetime(2026, 10, start, 20, tzinfo=LONDON),
                datetime(2026, 10, end, 8, tzinfo=LONDON) if end else None)  # fmt: skip


def test_episodes_that_overlap_are_a_question():
    found = list(impossible_episodes([span(2, 1, 5), span(3, 3, 4)], TODAY))

    assert [(problem.code, problem.row) for problem in found] == [("overlap", 3)]


def test_an_episode_within_an_open_one_is_a_question():
    found = list(impossible_episodes([span(2, 1), span(3, 9, 10)], date(2026, 10, 12)))

    assert [problem.code for problem in found] == ["open-overlap"]


def test_an_episode_open_for_months_is_a_question():
    [problem] = impossible_episodes([span(2, 1)], date(2027, 1, 1))

    assert problem.code == "open-long"


def test_episodes_one_after_another_are_no_question():
    assert list(impossible_episodes([span(2, 1, 2), span(3, 2, 3)], TODAY)) == []
