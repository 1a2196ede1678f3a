"""The places of a prepared statement are counted through as the driver would."""

from __future__ import annotations

import pytest

from casework.config.postgresql import prepared
from casework.config.postgresql.base import numbered


@pytest.mark.parametrize(
    ("statement", "text", "names"),
    [
        ("select 1", "select 1", None),
        ("select %s, %s", "select $1, $2", None),
        ("select 5 %% %s", "select 5 % $1", None),
        ("select '100%%', %s", "select '100%', $1", None),
        ("select %(b)s, %(a)s, %(b)s", "select $1, $2, $1", ("b", "a")),
    ],
)
def test_places_are_numbered_in_their_order(statement, text, names):
    assert numbered(statement) == (text, names)


def test_values_stand_where_they_were_put(db):
    [by_place] = prepared.rows("select %s::text, 7 %% %s::int, '%%'", ["a'%s", 4])
    [by_name] = prepared.rows("select %(b)s::text, %(a)s::int, %(b)s::text", {"a": 1, "b": "%"})
    [none] = prepared.rows("select '%%'")

    assert (by_place, by_name, none) == (("a'%s", 3, "%"), ("%", 1, "%"), ("%",))


def test_a_log_of_statements_shows_them_with_their_values(db, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        prepared.rows("select %s::text", ["O’Neill"])

    assert asked.captured_queries[0]["sql"] == "select 'O’Neill'::text"
