"""The whole matrix, of everybody in every relation; no test that pytest finds by itself.

`HOLDFAST_PROOF_MATRIX` is how many per cent of the requests of each are asked, all if it is
not set; which, `HOLDFAST_SEED` decides.

    pytest -n 2 tests/matrix/whole.py
    python -m tests.matrix.figures
"""

from __future__ import annotations

import os
import random

import pytest

from tests.matrix import asking, figures
from tests.matrix import stage as staging
from tests.matrix.personas import PERSONAS
from tests.matrix.relations import RELATIONS
from tests.matrix.test_matrix import SEED, told

SHARE = int(os.environ.get("HOLDFAST_PROOF_MATRIX", "100"))


@pytest.mark.parametrize("who", PERSONAS, ids=lambda one: one.name)
def test_everybody_finds_what_is_theirs_to_see_and_nothing_else(who, db, time_stands_still):
    stage, total = staging.build(who.asks_in), asking.Tally()
    chance = random.Random(f"{SEED} {who.name}")

    for relation in RELATIONS:
        wanted = list(asking.every(who, relation))
        wanted = chance.sample(wanted, len(wanted) * SHARE // 100)
        total += asking.compare(stage, who, relation, wanted)

    figures.keep("matrix", who.name, total)
    assert not total.different, told(total)
