"""What the wall worked out for a person counts for that person, and never longer than it is true.

Within one transaction it is kept; whatever it rests on is changed here while the person acts,
and the next statement must see it. The control takes the trigger away: then it must not.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from casework.access.models import Exclusion, Grant, Opening
from casework.agencies.models import Post
from casework.audit.tests.tampering import as_owner, run
from casework.cast import LONG_AGO, NOW, TODAY
from casework.config.postgresql import acting
from casework.subjects.models import Case, Child


def seen() -> set[int]:
    """The children whom raw SQL finds, by their cases."""
    return {case for (case,) in asked("select case_id from subjects_child")}


def asked(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def as_(post, *, day=TODAY, now=NOW):
    return acting.person(post.pk, today=day, now=now)


def relate(cast, post, case="nell", **more):
    return Grant.objects.create(
        post=post, case=cast.cases[case], relation="guest", starts_on=LONG_AGO, source="test",
        compartments=["footprint", "shared"], **more,
    )  # fmt: skip


def close(cast, post, case="ellis"):
    return Exclusion.objects.create(
        account=post.account, case=cast.cases[case], ground="conflict", starts_on=LONG_AGO,
        said_by=cast.amara, said_at=NOW,
    )  # fmt: skip


def open_at_once(cast, post, case="nell"):
    Opening.objects.create(
        post=post, case=cast.cases[case], category="missing", reason="test", opened_at=NOW,
        ends_at=NOW + timedelta(hours=4), review_by=TODAY,
    )  # fmt: skip


CHANGES = {
    "a relation is given": ("hannah", lambda cast: relate(cast, cast.hannah), "nell", True),
    "a relation ends": (
        "hannah",
        lambda cast: Grant.objects.filter(post=cast.hannah).update(
            ends_on=TODAY - timedelta(days=1)
        ),
        "ellis",
        False,
    ),
    "a relation is removed": (
        "hannah",
        lambda cast: Grant.objects.filter(post=cast.hannah).delete(),
        "ellis",
        False,
    ),
    "a record is closed": ("hannah", lambda cast: close(cast, cast.hannah), "ellis", False),
    "a record is opened in an emergency": (
        "hannah", lambda cast: open_at_once(cast, cast.hannah), "nell", True,
    ),
    "a post ends": (
        "marcus",
        lambda cast: Post.objects.filter(pk=cast.marcus.pk).update(
            ends_on=TODAY - timedelta(days=1)
        ),
        "ellis",
        False,
    ),
    "a post reaches no more": (
        "marcus", lambda cast: Post.objects.filter(pk=cast.marcus.pk).update(reach="granted"),
        "jaden", False,
    ),
}  # fmt: skip


@pytest.fixture
def area(cast):
    """The cast, and a child of the North West to whom nobody has a relation."""
    made = Case.objects.create(
        kind="child", authority=cast.authority, area=cast.north_west, opened_on=LONG_AGO
    )
    Child.objects.create(case=made, forename="Jaden", surname="Whitcombe")
    cast.cases["jaden"] = made
    return cast


@pytest.mark.parametrize("change", CHANGES)
def test_what_it_rests_on_is_changed_and_the_next_statement_sees_it(area, change):
    who, make, case, opens = CHANGES[change]

    with as_(area.posts[who]):
        assert (area.cases[case].pk in seen()) is not opens
        make(area)
        assert (area.cases[case].pk in seen()) is opens


def test_a_case_that_leaves_the_area_is_no_longer_reached_and_an_emergency_opens_it(area):
    open_at_once(area, area.marcus, "jaden")
    only_by_emergency = "select wall.in_emergency()"

    with as_(area.marcus):
        assert asked(only_by_emergency) == [([],)]
        Case.objects.filter(pk=area.jaden.pk).update(area=None)
        assert asked(only_by_emergency) == [([area.jaden.pk],)]


def test_the_control_without_the_trigger_reads_what_was_worked_out_before(area):
    with as_(area.hannah):
        assert area.nell.pk not in seen()
        with as_owner():
            run("set constraints all immediate")
            run("alter table access_grant disable trigger wall_forgets")
        relate(area, area.hannah)
        assert area.nell.pk not in seen()


def test_it_is_worked_out_before_anything_is_asked(area):
    """Refusing a row of somebody else's takes no longer than finding none."""
    with as_(area.hannah):
        [(known, acts)] = asked(
            "select current_setting('holdfast.known', true),"
            " current_setting('holdfast.acting', true)"
        )

    assert acts.startswith(f"person {area.hannah.pk} ")
    assert known == acts


def test_a_change_that_is_rolled_back_is_forgotten_too(area):
    with as_(area.hannah):
        before = seen()
        with transaction.atomic():
            relate(area, area.hannah)
            assert area.nell.pk in seen()
            transaction.set_rollback(True)
        assert seen() == before


def test_it_counts_for_that_post_that_day_and_that_moment_alone(area):
    relate(area, area.hannah, ends_on=TODAY)
    open_at_once(area, area.hannah, "jaden")
    here, jaden = area.nell.pk, area.jaden.pk

    for _ in range(2):
        with as_(area.hannah):
            assert {here, jaden} <= seen()
        with as_(area.hannah, day=TODAY + timedelta(days=1)):
            assert here not in seen()
        with as_(area.hannah, now=NOW + timedelta(hours=4)):
            assert jaden not in seen()
        with as_(area.priya):
            assert not {here, jaden} & seen()
        with acting.nobody():
            assert seen() == set()
