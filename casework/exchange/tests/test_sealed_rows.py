"""What came in from a file is kept without an NHS number, or an address, that can be read."""

import pytest
from django.db import connection

from casework.chronology import sealed as intelligence
from casework.chronology.commands import record
from casework.config import sealing
from casework.exchange import deciding, queries, sealed_rows
from casework.exchange.models import ImportException, SourceRow
from casework.exchange.reading.logs import TABLES
from casework.exchange.tests.conftest import PERSON
from casework.subjects import safe_address, sealed
from casework.subjects.models import Child

NUMBER = "9434765919"
DETAILS = {"la_child_id": "100", "home_postcode": "KT16 9AA", "living_at": "7 Larkspur Close"}


def dump(table):
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")
        return cursor.fetchone()[0]


@pytest.fixture
def brought(pack, bring, write):
    write("ssd_person", PERSON | {"pers_single_unique_id": NUMBER})
    write("child_details", DETAILS)
    bring(pack)
    return Child.objects.get(local_id="100")


def test_the_number_reaches_the_child_and_no_row_holds_it(brought):
    assert sealed.nhs_number(brought) == NUMBER
    assert NUMBER not in dump("exchange_sourcerow") + dump("subjects_child")


def test_where_a_child_lives_is_sealed_in_the_row_that_it_came_in(brought):
    held = dump("exchange_sourcerow")

    assert "Larkspur" not in held
    assert "KT16" not in held
    row = SourceRow.objects.get(table="child_details")
    assert sealed_rows.cells_of(row)["living_at"] == "7 Larkspur Close"


def test_the_same_file_again_changes_nothing(brought, pack, bring):
    _, tried = bring(pack)

    changed = {one.table: one.counts["changed"] + one.counts["new"] for one in tried.files}
    assert set(changed.values()) == {0}


def test_a_row_moved_under_another_key_does_not_open(brought):
    row = SourceRow.objects.get(table="ssd_person")
    row.key = "101"

    with pytest.raises(sealing.CannotOpen):
        sealed_rows.cells_of(row)


def test_what_tells_a_change_cannot_be_tried_without_the_key(settings):
    cells = {"pers_person_id": "100", "pers_single_unique_id": NUMBER}
    table = TABLES["ssd_person"]
    before = sealed_rows.fingerprint(cells, table)

    settings.SEALING_KEYS = {"another": b"a" * 32}

    assert sealed_rows.fingerprint(cells, table) != before
    assert sealed_rows.fingerprint({"pers_person_id": "100"}, table) == sealed_rows.fingerprint(
        {"pers_person_id": "100", "pers_single_unique_id": None}, table
    )


def test_no_file_puts_an_ordinary_address_beside_a_safe_one(
    brought, pack, bring, write, analyst, now
):
    safe_address.set_safe_address(case=brought.case, address="Elsewhere", by=analyst, now=now)
    write("child_details", DETAILS | {"living_at": "8 Larkspur Close", "school": "Wexcombe"})

    bring(pack)

    brought.refresh_from_db()
    assert (brought.living_at, brought.home_postcode) == ("", "")
    assert brought.school == "Wexcombe"


def test_a_question_about_a_child_who_must_not_be_found_shows_no_address(brought, analyst, now):
    row = SourceRow.objects.get(table="child_details")
    asked = ImportException(
        authority=row.authority, source=row.source, table=row.table, key=row.key, case=brought.case
    )
    assert queries.row_of(asked)["home_postcode"] == "KT16 9AA"

    safe_address.set_safe_address(case=brought.case, address="Elsewhere", by=analyst, now=now)

    brought.case.refresh_from_db()
    assert not {"home_postcode", "living_at"} & set(queries.row_of(asked))


def test_two_files_on_one_child_keep_safe_address_and_intelligence_in_one(cast, now):
    safe_address.set_safe_address(case=cast.tegan, address="Elsewhere", by=cast.hannah, now=now)
    record(
        case=cast.tegan, kind="intelligence.recorded", at=now, by=cast.colin, now=now,
        note="A grey van", compartment="intelligence",
    )  # fmt: skip

    deciding.join(kept=cast.ellis, given_up=cast.tegan, by=cast.marcus, now=now)

    assert Child.objects.get(case=cast.ellis).address_is_safe
    moved = cast.ellis.facts.get(kind="intelligence.recorded")
    assert moved.recorded_by == cast.colin
    assert intelligence.words_of(moved).note == "A grey van"
