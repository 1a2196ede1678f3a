"""Whatever happens, and in whatever order: who sees what is as an oracle of its own says.

`HOLDFAST_PROOF_STEPS` sets how many steps are taken in all, `HOLDFAST_PROOF_SEED` which; a
walk has fifty. Steps are chosen by Hypothesis, which also finds the shortest walk to a fault.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from casework import cast as casting
from casework.access import emergency
from casework.access.models import Exclusion, ExclusionQuerySet, GrantQuerySet
from casework.audit.tests.tampering import as_owner, run
from tests import figures
from tests.model.looks import Lists
from tests.model.steps import Walk
from tests.model.walking import Step, a_step
from tests.model.world import World
from tests.standing import put_up

STEPS = int(os.environ.get("HOLDFAST_PROOF_STEPS", "2000"))
SEED = int(os.environ.get("HOLDFAST_PROOF_SEED", "0"))
PARTS = (1, 2)
"""Two cores walk at the same time."""
OF_A_WALK = 50
SOON = 400
"""Steps within which a fault that was put in must be found."""


@pytest.fixture(scope="module")
def stands(django_db_setup, django_db_blocker):
    with put_up(django_db_blocker):
        yield World(casting.surrey())


@pytest.fixture
def world(stands, db):
    """Built once for this file; each walk puts back what it did."""
    return stands


def walk(
    world: World, start: int, steps: int, taken: Counter[str], *, shorten: bool = True,
    more: Mapping[str, int] | None = None,
) -> None:  # fmt: skip
    """Take this many steps; fails where product and oracle differ, with the shortest walk there.

    `more` are steps that are to be taken more often than in an ordinary walk.
    """
    lists = Lists()

    @seed(start)
    @settings(
        max_examples=steps // OF_A_WALK * 51 // 50 + 3,  # some walks, and some steps, are a rest
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if shorten else [Phase.generate],
    )
    @given(st.lists(a_step(more or {}), min_size=OF_A_WALK, max_size=OF_A_WALK))
    def walks(chosen: list[Step]) -> None:
        Walk(world, lists, taken).take(chosen)

    walks()


@pytest.mark.parametrize("part", PARTS)
def test_after_each_step_everybody_sees_what_the_oracle_says(part, world):
    taken: Counter[str] = Counter()
    walk(world, SEED + part, STEPS // len(PARTS), taken)

    figures.add(f"model, walks from {SEED}", taken)
    assert taken["steps"] >= STEPS // len(PARTS)


# --- controls: what is wrong must be found ---------------------------------------------


def exclusions_are_forgotten(monkeypatch) -> None:
    nobody = Exclusion.objects.none().values("case_id")
    monkeypatch.setattr(ExclusionQuerySet, "barring", lambda *_, **__: nobody)


def ended_relations_count(monkeypatch) -> None:
    monkeypatch.setattr(GrantQuerySet, "on", lambda self, today: self.filter(starts_on__lte=today))


def relations_count_before_they_begin(monkeypatch) -> None:
    last = Q(ends_on__isnull=True)
    monkeypatch.setattr(
        GrantQuerySet, "on", lambda self, today: self.filter(last | Q(ends_on__gte=today))
    )


def emergencies_last(monkeypatch) -> None:
    monkeypatch.setattr(emergency, "HOURS", emergency.HOURS * 50)


def guests_stay(monkeypatch) -> None:
    monkeypatch.setattr("casework.meetings.relating.close_to_guests", lambda *_, **__: None)


def the_wall_keeps_what_it_worked_out(monkeypatch) -> None:
    with as_owner():
        run("set constraints all immediate")
        run("alter table access_grant disable trigger wall_forgets")


MANY_GRANTS = {"grant": 60, "revoke": 40}
MANY_GUESTS = {"invite": 40, "take_off": 30, "put_on": 20}
FAULTS = [
    (exclusions_are_forgotten, {}),
    (ended_relations_count, {}),
    (relations_count_before_they_begin, {}),
    (emergencies_last, {}),
    (guests_stay, MANY_GUESTS),
    (the_wall_keeps_what_it_worked_out, MANY_GRANTS),
]


@pytest.mark.parametrize(("fault", "more"), FAULTS)
def test_a_fault_that_is_put_in_is_found_soon(fault, more, world, monkeypatch):
    fault(monkeypatch)
    taken: Counter[str] = Counter()

    with pytest.raises(AssertionError):
        walk(world, 3, SOON, taken, shorten=False, more=more)

    words = fault.__name__.replace("_", " ")
    figures.add(f"model, where {words}", {"steps until it was found": taken["steps"]})


def test_a_record_that_was_sent_opens_no_place_around_the_child(world):
    walker = Walk(world, Lists(), Counter())

    walker.take([("send", {"who": "lorna"}), ("share", {"file": "ellis"})])
