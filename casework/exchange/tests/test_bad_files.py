"""Files as they come: each mistake is named with its file and row, and nothing is lost."""

from __future__ import annotations

import pytest

from casework.exchange.reading.problems import FileRefused, Level, Problem
from casework.exchange.reading.reader import Row
from casework.exchange.tests.conftest import EPISODE, PERSON

HEADING = (
    "miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_end_date\n"
)


def rows(file):
    return [each for each in file.rows() if isinstance(each, Row)]


def problems(file):
    return [each for each in file.rows() if isinstance(each, Problem)]


def said_of(file):
    return [problem for row in rows(file) for problem in file.convert(row).problems]


def test_windows_1252_is_read_as_it_was_meant(tmp_path, opened):
    path = tmp_path / "ssd_person.csv"
    path.write_bytes(
        "pers_person_id,pers_forename,pers_surname,pers_dob\n1,Zoë,O’Hara,2010-01-02\n".encode(
            "cp1252"
        )
    )

    [row] = rows(opened(path))

    assert row.cells["pers_forename"] == "Zoë"
    assert row.cells["pers_surname"] == "O’Hara"


def test_a_byte_order_mark_does_not_hide_the_first_heading(tmp_path, opened):
    path = tmp_path / "ssd_missing.csv"
    path.write_text(HEADING + "M1,100,2026-10-01,2026-10-02\n", encoding="utf-8-sig")

    [row] = rows(opened(path))

    assert row.cells["miss_table_id"] == "M1"


def test_an_encoding_that_is_neither_is_refused_with_the_row(tmp_path, opened):
    path = tmp_path / "ssd_missing.csv"
    path.write_bytes(HEADING.encode() + b"M1,100,2026-10-01,\n" + b"M\x81\xff2,100,2026-10-01,\n")

    with pytest.raises(FileRefused) as refused:
        opened(path)

    assert refused.value.problem.row == 3
    assert "CSV UTF-8" in refused.value.problem.message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04rest of a workbook", "not-csv"),
        (b"%PDF-1.7", "not-csv"),
        (b"<!DOCTYPE html><html>error</html>", "not-csv"),
        (b"\xff\xfem\x00i\x00s\x00s\x00", "encoding"),
        (b"miss_table_id;miss_person_id\n1;2\n", "not-csv"),
    ],
)
def test_what_is_no_csv_file_is_refused_and_says_what_it_is(tmp_path, opened, content, code):
    path = tmp_path / "ssd_missing.csv"
    path.write_bytes(content)

    with pytest.raises(FileRefused) as refused:
        opened(path)

    assert refused.value.problem.code == code


def test_a_missing_column_is_named(tmp_path, opened):
    path = tmp_path / "ssd_missing.csv"
    path.write_text("miss_table_id,miss_person_id\n1,2\n")

    with pytest.raises(FileRefused) as refused:
        opened(path)

    assert "miss_missing_episode_start_date" in refused.value.problem.message


def test_a_column_that_stands_twice_is_refused(tmp_path, opened):
    path = tmp_path / "ssd_missing.csv"
    path.write_text("miss_person_id," + HEADING + "1,M1,100,2026-10-01,\n")

    with pytest.raises(FileRefused) as refused:
        opened(path)

    assert refused.value.problem.code == "column-twice"


def test_an_unknown_column_is_listed_and_ignored(write, opened):
    file = opened(write("ssd_missing", EPISODE | {"Comments": "rang mum"}))

    [row] = rows(file)

    assert file.headings.unknown == ("Comments",)
    assert "Comments" not in row.cells


def test_columns_left_out_on_purpose_are_told_from_unknown_ones(write, opened):
    file = opened(write("ssd_person", PERSON | {"pers_gender": "M"}))

    assert file.headings.left_out == ("pers_gender",)
    assert file.headings.unknown == ()


def test_headings_are_found_in_any_order_and_either_spelling(tmp_path, opened):
    path = tmp_path / "ssd_person.csv"
    path.write_text(
        "Surname,PERS DOB,pers_common_child_id,Forename,Person ID\n"
        "Hartwood,02/05/2011,999 000 0018,Ellis,100\n"
    )

    [row] = rows(opened(path))

    assert row.key == "100"
    assert row.cells["pers_single_unique_id"] == "999 000 0018"


def test_ten_megabytes_in_one_cell_are_refused_with_the_row_and_the_rest_is_read(tmp_path, opened):
    path = tmp_path / "ssd_missing.csv"
    path.write_text(HEADING + f"M1,{'x' * 10_000_000},2026-10-01,\n" + "M2,100,2026-10-01,\n")

    file = opened(path)

    assert [(each.row, each.code) for each in problems(file)] == [(2, "cell-too-long")]
    assert [row.key for row in rows(file)] == ["M2"]


def test_a_long_cell_of_many_lines_is_refused_once(tmp_path, opened):
    path = tmp_path / "ssd_missing.csv"
    path.write_text(
        HEADING + f'M1,"{"a line of notes" * 20_000}\n{"more" * 200_000}\n",2026-10-01,\n'
        "M2,100,2026-10-01,\n"
    )

    file = opened(path)

    assert [each.row for each in problems(file)] == [2]
    assert [row.key for row in rows(file)] == ["M2"]


def test_a_quotation_mark_that_never_closes_refuses_the_file(tmp_path, opened):
    path = tmp_path / "ssd_missing.csv"
    path.write_text(HEADING + 'M1,"100,2026-10-01,\nM2,100,2026-10-01,\n')

    file = opened(path)

    with pytest.raises(FileRefused, match="row 2 is never closed"):
        list(file.rows())


def test_a_stray_quotation_mark_inside_a_cell_harms_nothing(tmp_path, opened):
    path = tmp_path / "ssd_missing.csv"
    path.write_text(HEADING + 'M1,10"0,2026-10-01,\nM2,100,2026-10-01,\n')

    assert [row.key for row in rows(opened(path))] == ["M1", "M2"]


def test_a_row_with_a_cell_too_many_is_refused_with_the_remedy(tmp_path, opened):
    path = tmp_path / "ssd_missing.csv"
    path.write_text(HEADING + "M1,100,2026-10-01,2026-10-02,again\n")

    [problem] = problems(opened(path))

    assert problem.row == 2
    assert "quotation marks" in problem.message


def test_a_formula_is_taken_as_text_and_never_worked_out(write, opened):
    action = {
        "la_child_id": "100",
        "meeting_at": "20/11/2026",
        "action": '=HYPERLINK("http://bad.example","ring")',
    }
    file = opened(write("actions", action))

    [row] = rows(file)
    done = file.convert(row)

    assert done.values["action"] == action["action"]
    assert [problem.code for problem in done.problems] == ["formula"]


def test_a_telephone_number_is_no_formula(write, opened):
    partner = {"name": "A", "role": "B", "agency": "police", "email": "a@b.example",
               "phone": "+44 1632 960001"}  # fmt: skip

    assert said_of(opened(write("professionals", partner))) == []


def test_an_end_before_its_start_is_a_question_and_the_start_is_kept(write, opened):
    wrong = EPISODE | {"miss_missing_episode_end_date": "2026-09-30 08:00:00"}
    file = opened(write("ssd_missing", wrong))

    [row] = rows(file)
    done = file.convert(row)

    assert [(each.level, each.code, each.row) for each in done.problems] == [
        (Level.QUESTION, "ended-before-started", 2)
    ]
    assert done.values["miss_missing_episode_start_date"] is not None
    assert done.values["miss_missing_episode_end_date"] is None


def test_a_month_that_stands_first_puts_the_column_in_doubt(write, opened):
    file = opened(
        write(
            "ssd_missing",
            EPISODE | {"miss_missing_episode_start_date": "10/25/2026",
                       "miss_missing_episode_end_date": ""},
            EPISODE | {"miss_table_id": "M2", "miss_missing_episode_start_date": "03/04/2026",
                       "miss_missing_episode_end_date": ""},
        )
    )  # fmt: skip

    questions = said_of(file)

    assert [problem.row for problem in questions if problem.code == "day-or-month"] == [2]
    [doubt] = file.doubts_about_dates()
    assert doubt.column == "miss_missing_episode_start_date"
    assert doubt.level is Level.QUESTION


def test_a_pupil_number_that_fails_its_check_is_a_warning(write, opened):
    file = opened(write("ssd_person", PERSON | {"pers_upn": "B123456789012"}))

    [problem] = said_of(file)

    assert (problem.level, problem.code) == (Level.WARNING, "upn")


def test_an_nhs_number_that_fails_its_check_is_left_out(write, opened):
    file = opened(write("ssd_person", PERSON | {"pers_single_unique_id": "9990000010"}))

    [row] = rows(file)
    done = file.convert(row)

    assert done.values["pers_single_unique_id"] is None
    assert [problem.code for problem in done.problems] == ["nhs-number"]


def test_a_row_without_its_key_is_refused(write, opened):
    file = opened(write("ssd_missing", EPISODE | {"miss_person_id": "#N/A"}))

    [problem] = said_of(file)

    assert (problem.level, problem.row, problem.column) == (Level.REFUSED, 2, "miss_person_id")
