"""The NHS number is sealed in its row, and found only by who names it exactly."""

import pytest
from django.db import connection

from casework.audit.models import Entry
from casework.cast import TODAY
from casework.config import sealing
from casework.subjects import commands, queries, sealed
from casework.subjects.models import Child

NUMBER = "9434765919"


@pytest.fixture
def ellis(cast, now):
    child = cast.ellis.child
    return commands.correct_child(child=child, nhs_number=NUMBER, by=cast.hannah, now=now)


def test_a_number_is_read_back_and_stands_in_no_column(ellis):
    assert sealed.nhs_number(Child.objects.get(pk=ellis.pk)) == NUMBER
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(c)::text from subjects_child c where id = %s", [ellis.pk])
        assert NUMBER not in cursor.fetchone()[0]


@pytest.mark.parametrize("text", [NUMBER, "943 476 5919"])
def test_a_child_is_found_by_their_number(ellis, cast, text):
    assert queries.find_children(cast.hannah, text, today=TODAY) == [ellis]


@pytest.mark.parametrize("text", ["943476591", "9434765918", "9434765", "4765919"])
def test_a_part_of_the_number_finds_nobody(ellis, cast, text):
    assert queries.find_children(cast.hannah, text, today=TODAY) == []


def test_a_number_finds_nobody_who_does_not_exist_for_the_post(ellis, cast):
    assert queries.find_children(cast.tom, NUMBER, today=TODAY) == []


def test_one_number_has_another_digest_in_another_authority():
    assert sealed.digest_of(NUMBER, "surrey") != sealed.digest_of(NUMBER, "bristol")


def test_two_children_may_be_given_one_number_so_that_nobody_learns_from_a_refusal(
    ellis, cast, now
):
    commands.correct_child(child=cast.tegan.child, nhs_number=NUMBER, by=cast.hannah, now=now)

    assert len(set(Child.objects.values_list("nhs_number_digest", flat=True)) - {""}) == 1


def test_a_number_moved_to_another_child_or_authority_does_not_open(ellis, cast):
    other = cast.tegan.child
    other.nhs_number_sealed = ellis.nhs_number_sealed
    with pytest.raises(sealing.CannotOpen):
        sealed.nhs_number(other)

    ellis.case.authority_id = "bristol"
    with pytest.raises(sealing.CannotOpen):
        sealed.nhs_number(ellis)


def test_a_number_is_found_before_and_after_it_is_sealed_anew(ellis, cast, settings):
    settings.SEALING_KEYS = {"newer": b"n" * 32, **settings.SEALING_KEYS}

    assert queries.find_children(cast.hannah, NUMBER, today=TODAY) == [ellis]
    assert sealed.nhs_number(ellis) == NUMBER


def test_the_audit_names_the_number_and_does_not_hold_it(ellis):
    assert Entry.objects.get(action="child corrected").detail == {"fields": ["nhs_number"]}
