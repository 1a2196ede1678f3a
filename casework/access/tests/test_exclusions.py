"""An exclusion goes before everything: what it closes answers as what is not there."""

from datetime import timedelta

import pytest

from casework.access import commands
from casework.access.models import Exclusion, Grant
from casework.access.queries import bearers, holders, opened
from casework.audit.models import Entry
from casework.cast import NOW, TODAY
from casework.subjects.models import Case


def exclude(cast, who, child, **more):
    told = {"ground": "conflict", "starts_on": TODAY, "by": cast.ruth, "now": NOW} | more
    return commands.exclude(account=cast.posts[who].account, case=cast.cases[child], **told)


def sees(cast, who, child, day=TODAY):
    visible = Case.objects.visible_to(cast.posts[who], today=day)
    return visible.filter(pk=cast.cases[child].pk).exists()


@pytest.mark.parametrize("who", ["hannah", "ruth", "marcus", "dilys"])
def test_neither_a_relation_nor_reach_opens_what_is_closed_to_a_person(who, cast):
    assert sees(cast, who, "ellis")

    exclude(cast, who, "ellis")

    assert not sees(cast, who, "ellis")
    assert opened(cast.posts[who], cast.ellis, today=TODAY) == set()
    assert not Grant.objects.live(post=cast.posts[who], today=TODAY).filter(case=cast.ellis)
    assert sees(cast, who, "skye")


def test_it_is_the_person_who_is_excluded_in_each_of_their_posts(cast):
    other = cast.marcus
    other.account = cast.hannah.account
    other.save()

    exclude(cast, "hannah", "ellis")

    assert not sees(cast, "marcus", "ellis")


def test_it_stands_from_its_first_day_to_its_last(cast):
    tomorrow, later = TODAY + timedelta(1), TODAY + timedelta(2)

    exclude(cast, "hannah", "ellis", starts_on=tomorrow, ends_on=tomorrow)

    assert [sees(cast, "hannah", "ellis", day) for day in (TODAY, tomorrow, later)] == [
        True, False, True,
    ]  # fmt: skip


def test_said_twice_on_the_same_ground_it_is_one_and_lifted_it_is_gone_but_readable(cast):
    first = exclude(cast, "hannah", "ellis")
    second = exclude(cast, "hannah", "ellis")
    assert first == second
    assert Exclusion.objects.count() == 1

    commands.lift(exclusion=first, because="Another child of the same name", by=cast.ruth, now=NOW)

    assert sees(cast, "hannah", "ellis")
    assert Exclusion.objects.get().lifted_because.startswith("Another")


def test_lifting_one_ground_leaves_the_other(cast):
    first = exclude(cast, "hannah", "ellis")
    exclude(cast, "hannah", "ellis", ground="court_order")

    commands.lift(exclusion=first, because="A mistake", by=cast.ruth, now=NOW)

    assert not sees(cast, "hannah", "ellis")


def test_both_are_in_the_audit_without_the_note(cast):
    made = exclude(cast, "hannah", "ellis", note="Her sister’s boy")
    commands.lift(exclusion=made, because="Not so", by=cast.ruth, now=NOW)

    entries = Entry.objects.filter(case_reference=cast.ellis.reference, who__startswith="Ruth")

    assert [one.action for one in entries.order_by("pk")] == ["excluded", "exclusion lifted"]
    assert all("sister" not in str(one.detail) for one in entries)


def test_whom_a_case_is_closed_to_bears_none_of_its_duties(cast):
    exclude(cast, "hannah", "ellis")
    exclude(cast, "marcus", "ellis")

    people = holders(cast.ellis, today=TODAY)

    assert {"lead_professional", "rmm_chair"}.isdisjoint(people)
    assert people["team_manager"] == cast.ruth
    assert holders(cast.skye, today=TODAY)["rmm_chair"] == cast.marcus


@pytest.mark.parametrize("closed", [(), ("hannah",), ("marcus", "ruth")])
def test_duties_and_pages_find_the_same_people(closed, cast):
    for who in closed:
        exclude(cast, who, "ellis")

    people = holders(cast.ellis, today=TODAY)

    numbers = {relation: (post.pk, post.team_id) for relation, post in people.items()}
    assert bearers(cast.ellis, today=TODAY) == numbers


@pytest.mark.parametrize(
    ("there", "here", "until"),
    [(None, None, None), (TODAY, None, TODAY), (None, TODAY, None), (TODAY, TODAY, TODAY)],
)
def test_two_files_that_become_one_stay_closed_to_whom_either_was_closed(there, here, until, cast):
    exclude(cast, "hannah", "ellis", ends_on=there)
    if here:
        exclude(cast, "hannah", "skye", ends_on=here)

    commands.carry_exclusions(given_up=cast.ellis, kept=cast.skye, by=cast.ruth, now=NOW)

    assert not sees(cast, "hannah", "skye")
    assert Exclusion.objects.get(case=cast.skye).ends_on == until
