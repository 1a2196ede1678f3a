"""What sensitive intelligence says is sealed in its row; rules read the rest."""

import pytest
from django.db import IntegrityError, connection, transaction

from casework.chronology import commands, sealed
from casework.chronology.models import Fact
from casework.config import sealing

SAYS = "A grey van by the parade, driver called Kestrel"


@pytest.fixture
def told(cast, now):
    return commands.record(
        case=cast.ellis, kind="intelligence.recorded", at=now, by=cast.colin, now=now,
        data={"holder": "police", "other": "Kestrel"}, note=SAYS, told_by="A neighbour, Mrs Quill",
        compartment="intelligence",
    )  # fmt: skip


def row_of(fact):
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(f)::text from chronology_fact f where id = %s", [fact.pk])
        return cursor.fetchone()[0]


def test_note_source_and_words_stand_in_no_column(told):
    for word in ("grey van", "Kestrel", "Quill"):
        assert word not in row_of(told)


def test_opened_it_says_what_was_told(told):
    words = sealed.words_of(Fact.objects.get(pk=told.pk))

    assert (words.note, words.told_by) == (SAYS, "A neighbour, Mrs Quill")
    assert words.data == {"holder": "police", "other": "Kestrel"}


def test_rules_read_kind_moment_and_codes(told):
    assert Fact.objects.get(pk=told.pk).data == {"holder": "police"}


def test_what_lies_in_the_shared_record_stays_as_it_is(cast, now):
    fact = commands.record(
        case=cast.ellis, kind="intelligence.recorded", at=now, by=cast.colin, now=now, note=SAYS
    )

    assert (fact.note, fact.sealed) == (SAYS, "")
    assert sealed.words_of(fact).note == SAYS


def test_the_reason_for_taking_it_back_is_sealed_too(told, cast, now):
    commands.withdraw(fact=told, reason="It was another Kestrel", by=cast.colin, now=now)

    gone = Fact.objects.get(pk=told.pk)
    assert "Kestrel" not in row_of(told)
    assert sealed.reason_of(gone) == "It was another Kestrel"


@pytest.mark.parametrize("change", [{"compartment": "shared"}, {"case": "tegan"}, {"pk": "other"}])
def test_moved_to_another_compartment_case_or_fact_it_does_not_open(told, cast, now, change):
    fact = Fact.objects.get(pk=told.pk)
    if "case" in change:
        fact.case = cast.tegan
    elif "pk" in change:
        fact.pk = "00000000-0000-0000-0000-000000000000"
    else:
        fact.compartment = change["compartment"]

    with pytest.raises(sealing.CannotOpen):
        sealed.words_of(fact)


def test_the_database_refuses_intelligence_in_clear(cast, now):
    with pytest.raises(IntegrityError, match="intelligence_is_sealed"), transaction.atomic():
        Fact.objects.create(
            case=cast.ellis, kind="intelligence.recorded", at=now, note=SAYS, recorded_at=now,
            compartment="intelligence", recorded_by=cast.colin, agency=cast.colin.agency,
        )  # fmt: skip
