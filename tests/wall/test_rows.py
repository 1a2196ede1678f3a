"""What raw SQL finds behind the wall is what the product's own rule shows, and no row more.

The statements are sent as the role of the running application, without any filter: as an
injected condition, or a filter that somebody forgot, would send them.
"""

from __future__ import annotations

import os
from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from casework import cast as casting
from casework.access import commands as access
from casework.access.models import Compartment, Exclusion, Grant, Opening
from casework.access.queries import opened
from casework.agencies.models import Authority
from casework.audit.tests.tampering import as_owner
from casework.cast import LONG_AGO, NOW, TODAY
from casework.chronology import queries
from casework.chronology.models import Fact, Obligation, Standing
from casework.config.postgresql import acting
from casework.meetings.models import Invitation, Record, Slot
from casework.meetings.tests.stage import north_west
from casework.plans.models import Action
from casework.subjects.models import Case, Child, Link, Place
from tests.standing import put_up
from tests.wall.filling import Filling, walled_models

EXAMPLES = int(os.environ.get("HOLDFAST_PROOF_PLACES", "4")) * (
    20 if "HOLDFAST_PROOF_PLACES" in os.environ else 1
)
OWN = {"plans_action", "plans_actionreview"}
BEYOND = {
    "subjects_child", "subjects_place", "subjects_link", "chronology_fact",
    "chronology_obligation", "chronology_prompt", "plans_action", "plans_actionreview",
    "meetings_slotsection", "meetings_invitation", "meetings_circulation",
    "exchange_sourcerow", "exchange_importexception", "sharing_sharing", "subjects_safeaddress",
    "retention_hold", "retention_disposal",
}  # fmt: skip
"""Tables whose rule is not that of the case alone; each has a test of its own below."""


def found(table: str, column: str = "id", where: str = "true") -> set:
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from {table} where {where}")
        return {value for (value,) in cursor.fetchall()}


def as_(post):
    return acting.person(post.pk, today=TODAY, now=NOW)


@pytest.fixture(scope="module")
def stands(django_db_setup, django_db_blocker):
    """The cast with a row in every table for every case, made once for this file."""
    with put_up(django_db_blocker):
        cast = casting.surrey()
        meeting = north_west(cast).meeting("2026-11-20")
        yield Filling(cast, meeting).all(list(cast.cases.values()))


@pytest.fixture
def filled(stands, db):
    return deepcopy(stands)


@pytest.fixture
def cast(filled):
    return filled.cast


def visible(post) -> set[int]:
    return set(Case.objects.visible_to(post, today=TODAY).values_list("pk", flat=True))


def readable(cast, post) -> set:
    """The facts that the product shows to a post, in all files of the cast."""
    cases = cast.cases.values()
    return {one.pk for case in cases for one in queries.timeline(case, post=post, now=NOW)}


def by_case(filled, table: str) -> dict[int, set]:
    rows = {case: rows for (name, case), rows in filled.rows.items() if name == table}
    return {case: {row.pk for row in made} for case, made in rows.items()}


# --- nobody ---------------------------------------------------------------------------


def test_where_nobody_acts_every_walled_table_is_empty(filled):
    full = {model._meta.db_table for model in walled_models() if model.objects.exists()}
    with acting.nobody():
        seen = {model._meta.db_table for model in walled_models() if found(model._meta.db_table)}

    assert len(full) > 25
    assert full == {model._meta.db_table for model in walled_models()}
    assert seen == set()


@pytest.mark.parametrize("value", ["someone", "Procedure", "person", "'", "1"])
def test_whoever_says_something_else_is_nobody(filled, value):
    with acting.nobody(), connection.cursor() as cursor:
        cursor.execute("select set_config('holdfast.acting', %s, true)", [value])
        cursor.execute("select count(*) from subjects_child")
        assert cursor.fetchone() == (0,)


# --- a person -------------------------------------------------------------------------


def test_everybody_in_the_cast_finds_by_raw_sql_the_cases_that_exist_for_them(filled, cast):
    for name, post in cast.posts.items():
        expected = visible(post)
        with as_(post):
            for model in walled_models():
                table = model._meta.db_table
                if table in BEYOND or table.startswith("disclosure_"):
                    continue
                rows = by_case(filled, table)
                wanted = set().union(*(rows[case] for case in expected & set(rows)), set())
                mine = set().union(*rows.values())
                assert found(table) & mine == wanted, (name, table)


def test_a_row_outside_the_shared_record_is_there_by_name_alone(filled, cast):
    for relation, compartments in [("guest", ["confidential"]), ("analyst", ["intelligence"])]:
        access.relate(
            post=cast.colin, case=cast.ellis, relation=relation, starts_on=LONG_AGO,
            source="test", by=cast.amara, now=NOW, compartments=compartments,
        )  # fmt: skip

    for name, post in cast.posts.items():
        shown = opened(post, cast.ellis, today=TODAY) if cast.ellis.pk in visible(post) else set()
        with acting.procedure("what is expected"):
            expected = readable(cast, post)
        with as_(post):
            assert found("chronology_fact") == expected, name
            for table in ("chronology_obligation", "chronology_prompt"):
                hidden = f"compartment not in ('shared', 'footprint') and case_id = {cast.ellis.pk}"
                assert found(table, "compartment", hidden) == shown - {"shared", "footprint"}, name
                shared = "compartment in ('shared', 'footprint')"
                assert found(table, "case_id", shared) == visible(post), (name, table)


def test_a_piece_of_intelligence_is_there_for_its_writer_and_whom_they_name(filled, cast):
    facts = filled.rows["chronology_fact", cast.ellis.pk]
    [piece] = [one.pk for one in facts if one.compartment == Compartment.INTELLIGENCE]
    where = f"id = '{piece}'"
    with as_owner():
        Fact.objects.filter(pk=piece).update(recorded_by=cast.ruth)
    Grant.objects.create(
        post=cast.hannah, case=cast.ellis, relation="intelligence_reader", starts_on=LONG_AGO,
        ends_on=TODAY, source=f"fact:{piece}",
    )  # fmt: skip

    for name, post in cast.posts.items():
        with as_(post):
            expected = {piece} if name in ("ruth", "hannah") else set()
            assert found("chronology_fact", "id", where) == expected, name
    with acting.person(cast.hannah.pk, today=TODAY + timedelta(days=1), now=NOW):
        assert found("chronology_fact", "id", where) == set()


def test_what_an_agency_keeps_to_itself_is_there_for_its_people_and_whom_it_names(filled, cast):
    facts = filled.rows["chronology_fact", cast.ellis.pk]
    [kept] = [one.pk for one in facts if one.compartment == Compartment.AGENCY]
    where = f"id = '{kept}'"
    with as_owner():
        Fact.objects.filter(pk=kept).update(agency=cast.oluchi.agency)
    for post in (cast.oluchi, cast.colin, cast.lorna):
        access.relate(
            post=post, case=cast.ellis, relation="invited", starts_on=LONG_AGO, ends_on=TODAY,
            source="test", by=cast.amara, now=NOW,
        )  # fmt: skip
    Grant.objects.create(
        post=cast.colin, case=cast.ellis, relation="named_by_agency", starts_on=LONG_AGO,
        ends_on=TODAY, source=f"agency:{cast.oluchi.agency_id}", compartments=["agency"],
    )  # fmt: skip

    for name, post in cast.posts.items():
        with acting.procedure("what is expected"):
            shown = {one.pk for one in queries.timeline(cast.ellis, post=post, now=NOW)}
        with as_(post):
            assert found("chronology_fact", "id", where) == shown & {kept}, name
    with as_(cast.oluchi):
        assert found("chronology_fact", "id", where) == {kept}
    with as_(cast.colin):
        assert found("chronology_fact", "id", where) == {kept}
    with as_(cast.lorna):
        assert found("chronology_fact", "id", where) == set()


def test_the_confidential_part_of_a_slot_is_for_whom_it_is_named(filled, cast):
    sections = filled.rows["meetings_slotsection", cast.ellis.pk]
    for one in sections:
        one.confidential = True
        one.save()
    access.relate(
        post=cast.colin, case=cast.ellis, relation="guest", starts_on=LONG_AGO, source="test",
        by=cast.amara, now=NOW, compartments=["shared", "confidential"],
    )  # fmt: skip

    with as_(cast.hannah):
        assert found("meetings_slotsection", "id", f"id = {sections[0].pk}") == set()
    with as_(cast.colin):
        assert found("meetings_slotsection", "id", f"id = {sections[0].pk}") == {sections[0].pk}


def test_ones_own_action_is_there_and_nothing_else_of_that_child(filled, cast):
    [action] = filled.rows["plans_action", cast.ellis.pk]
    Action.objects.filter(pk=action.pk).update(owner=cast.tom)

    with as_(cast.tom):
        assert action.pk in found("plans_action")
        assert cast.ellis.pk not in found("subjects_child", "case_id")
        assert cast.ellis.pk not in found("plans_plan", "case_id")

    access.exclude(account=cast.tom.account, case=cast.ellis, ground="relative",
                   starts_on=LONG_AGO, by=cast.amara, now=NOW)  # fmt: skip
    with as_(cast.tom):
        assert action.pk not in found("plans_action")


def test_who_was_sent_one_record_finds_that_record_and_the_childs_name(filled, cast):
    [slot] = filled.rows["meetings_slot", cast.ellis.pk]
    Grant.objects.create(
        post=cast.lorna, case=cast.ellis, relation="record_reader", starts_on=LONG_AGO,
        source=f"record:{slot.pk}",
    )  # fmt: skip

    with as_(cast.lorna):
        assert found("meetings_record", "slot_id") == {slot.pk}
        assert found("meetings_slot") == {slot.pk}
        assert found("subjects_child", "case_id") == {cast.ellis.pk}
        assert found("chronology_fact") == set()
        assert found("concerns_formresponse") == set()
        assert set(Record.objects.visible_to(cast.lorna, today=TODAY)) == set(Record.objects.all())


def test_an_invitation_of_ones_own_is_there_and_those_of_others_for_children_one_sees(filled, cast):
    [of_ellis] = by_case(filled, "meetings_invitation")[cast.ellis.pk]
    slot = filled.rows["meetings_slot", cast.ellis.pk][0]
    Invitation.objects.filter(pk=of_ellis).update(slot=slot)

    with as_(cast.tom):
        assert of_ellis not in found("meetings_invitation")
    Invitation.objects.filter(pk=of_ellis).update(post=cast.tom)
    with as_(cast.tom):
        assert of_ellis in found("meetings_invitation")


def test_a_linked_place_is_there_for_who_reads_the_child_and_a_linked_child_is_not(cast):
    place = Case.objects.create(kind="place", authority=cast.authority, opened_on=LONG_AGO)
    Place.objects.create(case=place, label="The arcade")
    to_place = Link.objects.create(from_case=cast.ellis, to_case=place, kind="seen at")
    to_child = Link.objects.create(from_case=cast.ellis, to_case=cast.nell, kind="friend")
    new = f"id in ({to_place.pk}, {to_child.pk})"
    there = f"case_id = {place.pk}"

    with as_(cast.hannah):
        assert found("subjects_link", "id", new) == {to_place.pk}
        assert found("subjects_place", "case_id", there) == {place.pk}
    with as_(cast.tom):
        assert found("subjects_link", "id", new) == set()
        assert found("subjects_place", "case_id", there) == set()
    access.relate(post=cast.hannah, case=cast.nell, relation="lead_professional",
                  starts_on=LONG_AGO, source="test", by=cast.amara, now=NOW)  # fmt: skip
    with as_(cast.hannah):
        assert found("subjects_link", "id", new) == {to_place.pk, to_child.pk}


def test_what_came_in_from_files_is_there_for_who_brings_files_in(filled, cast):
    for name, post in cast.posts.items():
        with as_(post):
            for table in ("exchange_sourcerow", "exchange_importexception"):
                assert bool(found(table)) == post.may_import, (name, table)


def test_what_was_shared_is_there_for_who_accounts_for_it(filled, cast):
    from casework.access import accountable

    for name, post in cast.posts.items():
        cases = set(accountable.cases(post, today=TODAY).values_list("pk", flat=True))
        with as_(post):
            for table in ("sharing_sharing", "retention_hold", "retention_disposal"):
                assert found(table, "case_id") == cases, (name, table)


def test_what_is_prepared_for_who_asks_is_there_for_who_governs_information(filled, cast):
    access.exclude(account=cast.judith.account, case=cast.ellis, ground="relative",
                   starts_on=LONG_AGO, by=cast.amara, now=NOW)  # fmt: skip
    others = {case.pk for case in cast.cases.values()} - {cast.ellis.pk}
    tables = [one._meta.db_table for one in walled_models() if one._meta.app_label == "disclosure"]

    assert len(tables) > 5
    for name, post in cast.posts.items():
        with as_(post):
            for table in tables:
                expected = others if name == "judith" else set()
                assert found(table, "case_id") == expected, (name, table)


def test_a_safe_address_is_there_for_whom_it_is_named(filled, cast):
    for name, post in cast.posts.items():
        shown = {
            case.pk
            for case in cast.cases.values()
            if "safe_address" in opened(post, case, today=TODAY)
        }
        with as_(post):
            assert found("subjects_safeaddress", "case_id") == shown, name


def test_an_emergency_opens_one_case_to_read_until_its_hour(filled, cast):
    Opening.objects.create(
        post=cast.tom, case=cast.ellis, category="missing", reason="test", opened_at=NOW,
        ends_at=NOW + timedelta(hours=4), review_by=TODAY,
    )  # fmt: skip
    before = visible(cast.tom)

    with as_(cast.tom):
        assert found("chronology_standing", "case_id") == before | {cast.ellis.pk}
        parts = found("chronology_fact", "compartment", f"case_id = {cast.ellis.pk}")
        assert parts == set(Compartment.values) - {
            "intelligence", "person_of_concern", "third_party",
        }  # fmt: skip
    with acting.person(cast.tom.pk, today=TODAY, now=NOW + timedelta(hours=4)):
        assert found("chronology_standing", "case_id") == before


@pytest.mark.parametrize(
    "injected", ["true or true", "id = 0 or 1 = 1", "exists (select 1 from subjects_case)"]
)
def test_an_injected_condition_stays_inside(filled, cast, injected):
    with as_(cast.hannah):
        assert found("subjects_child", "case_id", injected) == visible(cast.hannah) - {
            case.pk for case in cast.cases.values() if case.kind != "child"
        }


def test_another_authority_is_not_there_however_far_one_reaches(filled, cast):
    other = Authority.objects.create(code="elsewhere", name="Elsewhere")
    theirs = Case.objects.create(kind="child", authority=other, opened_on=LONG_AGO)
    Child.objects.create(case=theirs, forename="Ada", surname="Elsewhere")
    Fact.objects.create(case=theirs, kind="-", at=NOW, recorded_at=NOW, recorded_by=cast.amara,
                        agency=cast.amara.agency)  # fmt: skip

    for post in cast.posts.values():
        post.reach = "authority"
        post.save()
        with as_(post):
            assert theirs.pk not in found("subjects_child", "case_id")
            assert theirs.pk not in found("chronology_fact", "case_id")
            assert cast.ellis.pk in found("subjects_child", "case_id")


# --- writing --------------------------------------------------------------------------


@pytest.mark.parametrize("child", ["ellis", "nell"])
def test_a_person_adds_changes_and_removes_nothing_by_themselves(filled, cast, child):
    case = cast.cases[child].pk
    with as_(cast.hannah):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Action.objects.create(case_id=case, text="-", agreed_on=TODAY)
        assert Child.objects.filter(case_id=case).update(surname="X") == 0
        with connection.cursor() as cursor:
            cursor.execute("delete from meetings_record")
            assert cursor.rowcount == 0


def test_nobody_adds_anything(filled, cast):
    with acting.nobody(), pytest.raises(DatabaseError, match="row-level security"):
        Standing.objects.create(case=cast.ellis, evaluated_at=NOW, pack_identity="-")


# --- at once, and back again ----------------------------------------------------------


def test_what_is_revoked_is_gone_from_the_next_statement_on(filled, cast):
    with as_(cast.hannah):
        assert cast.ellis.pk in found("subjects_child", "case_id")
        for grant in Grant.objects.filter(post=cast.hannah, case=cast.ellis):
            access.revoke(grant=grant, by=cast.amara, now=NOW)
        assert cast.ellis.pk not in found("subjects_child", "case_id")


def test_after_a_savepoint_is_rolled_back_the_same_person_acts(filled, cast):
    with as_(cast.hannah):
        mine = found("subjects_child")
        with pytest.raises(DatabaseError), transaction.atomic(), as_(cast.marcus):
            found("subjects_child", "no_such_column")
        assert found("subjects_child") == mine
        with acting.procedure("the test"):
            assert found("subjects_child") > mine
        assert found("subjects_child") == mine
    with acting.nobody():
        assert found("subjects_child") == set()


# --- grants that nobody thought of ----------------------------------------------------

DAYS = some.integers(-3, 3).map(lambda n: TODAY + timedelta(days=n))
PEOPLE = some.sampled_from(["hannah", "ruth", "marcus", "colin", "lorna", "priya", "tom"])
CHILDREN = some.sampled_from(["ellis", "tegan", "skye", "nell", "forum_nw", "forum_se"])
OPENS = some.sets(some.sampled_from(Compartment.values), max_size=3).map(sorted)
GRANTS = some.lists(some.tuples(PEOPLE, CHILDREN, OPENS, DAYS, some.none() | DAYS), max_size=8)
CLOSED = some.lists(some.tuples(PEOPLE, CHILDREN, DAYS, some.none() | DAYS, some.booleans()),
                    max_size=3)  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(grants=GRANTS, closed=CLOSED, reach=some.sampled_from(["none", "granted", "area",
                                                              "authority"]))  # fmt: skip
def test_raw_sql_finds_what_the_rule_shows_for_grants_that_nobody_thought_of(
    filled, cast, grants, closed, reach
):
    with transaction.atomic():
        give(cast, grants, closed)
        post = cast.posts["colin"]
        post.reach, post.area = reach, cast.north_west
        post.save()

        for name in ("hannah", "marcus", "colin", "lorna", "tom"):
            one = cast.posts[name]
            cases = visible(one)
            with acting.procedure("what is expected"):
                shown = readable(cast, one)
            with as_(one):
                assert found("chronology_standing", "case_id") == cases
                assert found("chronology_fact") == shown
                assert set(Slot.objects.values_list("case_id", flat=True)) == cases
                assert set(Obligation.objects.shared().values_list("case_id", flat=True)) == cases
        transaction.set_rollback(True)


def give(cast, grants, closed):
    for n, (who, child, opens, starts, ends) in enumerate(grants):
        Grant.objects.create(
            post=cast.posts[who], case=cast.cases[child], relation="guest", source=f"test:{n}",
            compartments=opens, starts_on=starts, ends_on=ends,
        )  # fmt: skip
    seen = set()
    for who, child, starts, ends, lifted in closed:
        if (who, child) not in seen:
            seen.add((who, child))
            Exclusion.objects.create(
                account=cast.posts[who].account, case=cast.cases[child], ground="relative",
                starts_on=starts, ends_on=ends, said_by=cast.amara, said_at=NOW,
                lifted_at=NOW if lifted else None,
            )  # fmt: skip
