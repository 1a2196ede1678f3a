"""Every address, every method, everybody, in every relation, for every compartment.

Each answer is held to what the oracle says of it: too much and too little count alike.
Here a sample is asked, another with each HOLDFAST_SEED; `whole.py` beside it asks all, for
`make proof`.
"""

from __future__ import annotations

import os
import random
from copy import deepcopy

import pytest

from casework.access.models import Grant
from tests.matrix import asking, hiring
from tests.matrix import relations as r
from tests.matrix import stage as staging
from tests.matrix.asking import Asked
from tests.matrix.personas import PERSONAS
from tests.matrix.relations import RELATIONS
from tests.standing import put_up

SEED = int(os.environ.get("HOLDFAST_SEED") or 1)
SAMPLE = 70
"""Requests of one person in one relation."""
ASKS_IN = random.Random(SEED).choice(PERSONAS).asks_in
HERE = [one for one in PERSONAS if one.asks_in == ASKS_IN]
STRANGER = next(one for one in HERE if one.reach == "granted")
"""Somebody to whom a child is open by a relation alone."""


@pytest.fixture(scope="module")
def stands(django_db_setup, django_db_blocker):
    with put_up(django_db_blocker):
        yield staging.build(ASKS_IN)


@pytest.fixture
def stage(stands, db, time_stands_still):
    """The stage of one authority, built once for this file."""
    return deepcopy(stands)


def told(total: asking.Tally) -> str:
    return "\n".join([f"HOLDFAST_SEED={SEED}: {total}", *total.different[:50]])


def test_a_sample_of_it_holds(stage):
    """Two people of one authority, each in two relations."""
    chance, total = random.Random(SEED), asking.Tally()
    print(f"HOLDFAST_SEED={SEED}")

    for who in chance.sample(HERE, 2):
        for relation in chance.sample(RELATIONS, 2):
            wanted = chance.sample(list(asking.every(who, relation)), SAMPLE)
            total += asking.compare(stage, who, relation, wanted)

    assert not total.different, told(total)


# --- controls: what is broken is found ------------------------------------------------


def some(relation: str) -> list[Asked]:
    names = ["concerns:timeline", "concerns:children", "meetings:record", "concerns:add"]
    return [Asked(name, "GET", STRANGER, relation) for name in names]


def test_what_is_given_without_a_word_to_the_oracle_is_found(stage, monkeypatch):
    given = dict(hiring.GIVEN)

    def one_section_more(stage, who, post):
        given[r.INVITED](stage, who, post)
        sections = ["footprint", "shared", "confidential"]
        Grant.objects.filter(post=post).update(compartments=sections)

    def compared(relation, broken):
        monkeypatch.setitem(hiring.GIVEN, relation, broken)
        return asking.compare(stage, STRANGER, relation, some(relation))

    opened = compared(r.NONE, given[r.ALLOCATED])
    closed = compared(r.ALLOCATED, lambda stage, who, post: None)
    wider = compared(r.INVITED, one_section_more)

    assert opened.wrong["too much"] >= 4
    assert opened.wrong["too little"] == 0
    assert closed.wrong["too little"] >= 4
    assert closed.wrong["too much"] == 0
    assert [one for one in wider.different if "confidential" in one]
    assert wider.wrong["too little"] == 0
