"""How long it takes to say that something is not there, and that it is not yours.

Speed is never asserted in `make test`, so this is no test that pytest finds by itself:

    HOLDFAST_PROOF_TRIES=5000 pytest -s tests/matrix/timing.py
    python -m tests.matrix.figures
"""

from __future__ import annotations

import logging
import os
from statistics import median

import pytest

from tests.matrix import absent, figures, ranks
from tests.matrix import stage as staging
from tests.matrix.test_absent import KINDS

TRIES = int(os.environ.get("HOLDFAST_PROOF_TRIES", "5000"))


@pytest.fixture
def stage(db, time_stands_still):
    return staging.build("surrey")


@pytest.fixture
def reader(stage, client):
    """Tom, who works in another quadrant."""
    client.force_login(stage.cast.tom.account)
    logging.disable(logging.CRITICAL)
    yield client
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("kind", KINDS)
def test_no_difference_in_time_is_found(kind, stage, reader):
    pair = absent.pairs(stage)[kind]

    theirs, nothing = absent.times(pair, reader.get, tries=TRIES, seed=TRIES)

    p = ranks.p_value(theirs, nothing)
    figures.keep_time(kind, TRIES, p, median(theirs), median(nothing))
    # So many kinds are measured that one of them may differ by chance (Bonferroni).
    assert p * len(KINDS) > 0.01, f"p {p:.4f}"


def test_one_query_more_is_found_in_the_time(stage, reader):
    pair = absent.pairs(stage)["record"]
    ask = absent.asking_twice(reader.get, pair)

    theirs, nothing = absent.times(pair, ask, tries=TRIES, seed=TRIES)

    p = ranks.p_value(theirs, nothing)
    figures.keep_time("control: one query more", TRIES, p, median(theirs), median(nothing))
    assert p < 0.01
