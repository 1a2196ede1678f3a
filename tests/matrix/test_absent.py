"""What is not yours answers as what does not exist: the same page, and in the same time.

Here is compared what is said; `timing.py` beside it measures the time, for `make proof`.
"""

from __future__ import annotations

import re
from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix import absent, ranks
from tests.matrix import stage as staging
from tests.standing import put_up

KINDS = [
    "record", "case", "meeting", "forum", "child's time at a meeting", "meeting record",
    "file of a meeting record", "action", "document", "place", "person of concern",
]  # fmt: skip
READERS = ["tom", "amara"]
ANY_VALUE = re.compile(r"'[^']*'(::\w+)?|\b\d+\b|\"s\d+_x\d+\"")


@pytest.fixture(scope="module")
def stands(django_db_setup, django_db_blocker):
    with put_up(django_db_blocker):
        yield staging.build("surrey")


@pytest.fixture
def stage(stands, db, time_stands_still):
    """Built once for this file."""
    return deepcopy(stands)


@pytest.mark.parametrize("name", READERS)
def test_what_is_not_yours_says_what_nothing_says(name, stage, client):
    client.force_login(stage.cast.posts[name].account)
    pairs = absent.pairs(stage)
    assert list(pairs) == KINDS

    for kind, pair in pairs.items():
        for send in (client.get, client.head, client.post):
            theirs, nothing = send(pair.not_yours), send(pair.absent)
            my_words, other_words = pair.typed()

            assert theirs.status_code == 404, kind
            assert absent.told(theirs, my_words) == absent.told(nothing, other_words), kind


def statements(ask, address: str) -> list[str]:
    """What a request asks the database, with everything of the values taken out."""
    with CaptureQueriesContext(connection) as asked:
        ask(address)
    return [ANY_VALUE.sub("?", one["sql"]) for one in asked]


@pytest.mark.parametrize("name", READERS)
def test_what_is_not_yours_asks_the_database_what_nothing_asks(name, stage, client):
    """The same statements, so that there is nothing that could take longer."""
    client.force_login(stage.cast.posts[name].account)

    for kind, pair in absent.pairs(stage).items():
        theirs, nothing = (
            statements(client.get, address) for address in (pair.not_yours, pair.absent)
        )
        assert theirs == nothing, kind


# --- the test of time ------------------------------------------------------------------


def test_the_rank_test_tells_what_it_is_known_to_tell():
    one, other = [1.1, 2.3, 2.9, 4.0, 5.2, 6.6, 7.1], [3.1, 5.9, 7.7, 8.1, 8.8, 9.0, 9.9]

    assert ranks.p_value(one, other) == pytest.approx(0.0181, abs=0.0001)
    assert ranks.p_value(one, one) == 1.0
    assert ranks.p_value([1, 1, 2, 2], [1, 1, 2, 2]) == 1.0
    assert ranks.corrected({"a": 0.01, "b": 0.5, "c": 0.02}) == {"a": 0.03, "c": 0.04, "b": 0.5}
