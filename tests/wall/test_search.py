"""Search is no way round: it narrows to the cases that one sees before it compares a name.

Comparing texts may tell of a row that it looks at, so behind the wall the database asks whether
a row is there first. Search brings the cases itself, and they are found by their index.
"""

from django.db import connection

from casework.cast import NOW, TODAY
from casework.config.postgresql import acting
from casework.subjects import queries


def test_a_search_goes_by_the_cases_that_one_sees_and_by_their_index(cast):
    found = queries.children(cast.hannah, today=TODAY).filter(queries.named_like("Hart", "surrey"))
    with acting.person(cast.hannah.pk, today=TODAY, now=NOW), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        plan = found.explain()

    assert "subjects_child_case_id" in plan
    assert "Seq Scan on subjects_child" not in plan


def test_a_name_that_is_not_for_the_reader_is_not_found_without_any_filter(cast):
    with acting.person(cast.hannah.pk, today=TODAY, now=NOW), connection.cursor() as cursor:
        cursor.execute("select count(*) from subjects_child where surname ilike '%errante%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from subjects_child where surname ilike '%artwood%'")
        assert cursor.fetchone() == (1,)
