"""Search is no way round: it narrows to the cases that one sees before it compares a name.

Comparing texts may tell of a row that it looks at, so behind the wall the database asks whether
a row is there first. Search brings the cases itself, and they are found by their index.
"""

import pytest
from django.db import connection

from casework.audit.tests.tampering import as_owner
from casework.cast import NOW, TODAY
from casework.config.postgresql import acting
from casework.subjects import queries
from casework.subjects.models import Case, Child


@pytest.fixture
def a_large_authority(cast):
    """A thousand other children, whom the planner has counted: of six it would read them all."""
    cases = Case.objects.bulk_create(
        Case(
            kind=Case.Kind.CHILD,
            authority=cast.authority,
            reference=f"LARGE{number:05}",
            opened_on=TODAY,
        )
        for number in range(1000)
    )
    Child.objects.bulk_create(
        Child(case=case, forename="Ivo", surname=f"Hart{number}")
        for number, case in enumerate(cases)
    )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("analyze subjects_case, subjects_child, access_grant")


def test_a_search_goes_by_the_cases_that_one_sees_and_by_their_index(cast, a_large_authority):
    found = queries.children(cast.hannah, today=TODAY).filter(queries.named_like("Hart", "surrey"))

    with acting.person(cast.hannah.pk, today=TODAY, now=NOW):
        plan = found.explain()

    assert "subjects_child_case_id" in plan
    assert "Seq Scan on subjects_child" not in plan


def test_a_name_that_is_not_for_the_reader_is_not_found_without_any_filter(cast):
    with acting.person(cast.hannah.pk, today=TODAY, now=NOW), connection.cursor() as cursor:
        cursor.execute("select count(*) from subjects_child where surname ilike '%errante%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from subjects_child where surname ilike '%artwood%'")
        assert cursor.fetchone() == (1,)
