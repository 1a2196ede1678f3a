"""What is not yours answers as what does not exist: the same page, and in the same time.

Here is compared what is said; `timing.py` beside it measures the time, for `make proof`.
"""

from __future__ import annotations

import pytest

from tests.matrix import absent, ranks
from tests.matrix import stage as staging

KINDS = [
    "record", "case", "meeting", "forum", "child's time at a meeting", "meeting record",
    "file of a meeting record", "action", "document", "place", "person of concern",
]  # fmt: skip
READERS = ["tom", "amara"]


@pytest.fixture
def stage(db, time_stands_still):
    return staging.build("surrey")


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


# --- the test of time ------------------------------------------------------------------


def test_the_rank_test_tells_what_it_is_known_to_tell():
    one, other = [1.1, 2.3, 2.9, 4.0, 5.2, 6.6, 7.1], [3.1, 5.9, 7.7, 8.1, 8.8, 9.0, 9.9]

    assert ranks.p_value(one, other) == pytest.approx(0.0181, abs=0.0001)
    assert ranks.p_value(one, one) == 1.0
    assert ranks.p_value([1, 1, 2, 2], [1, 1, 2, 2]) == 1.0
    assert ranks.corrected({"a": 0.01, "b": 0.5, "c": 0.02}) == {"a": 0.03, "c": 0.04, "b": 0.5}
