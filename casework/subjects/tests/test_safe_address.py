"""A safe address stands alone, sealed, and is shown only to who asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from casework.audit.models import Entry
from casework.config import sealing
from casework.subjects import safe_address
from casework.subjects.models import Child

HERE = "The blue house, 7 Larkspur Close"


@pytest.fixture
def ellis(cast, now):
    Child.objects.filter(case=cast.ellis).update(
        living_at="at home with his mum", home_postcode="KT16 9AA", gp_address="Abbey Surgery"
    )
    safe_address.set_safe_address(
        case=cast.ellis, address=HERE, postcode="GU1 3UW", by=cast.hannah, now=now
    )
    return cast.ellis


def test_it_takes_the_place_of_every_ordinary_address(ellis):
    child = Child.objects.get(case=ellis)

    assert child.address_is_safe
    assert (child.living_at, child.home_postcode, child.gp_address) == ("", "", "")


def test_the_database_refuses_an_ordinary_address_beside_it(ellis):
    with pytest.raises(IntegrityError, match="safe_address_stands_alone"), transaction.atomic():
        Child.objects.filter(case=ellis).update(living_at="at home")


def test_no_word_of_it_stands_in_the_database(ellis):
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(s)::text from subjects_safeaddress s")
        [(row,)] = cursor.fetchall()
    assert "Larkspur" not in row
    assert "GU1" not in row


def test_whoever_is_shown_it_is_written_down_with_the_reason(ellis, cast, now):
    shown = safe_address.show(case=ellis, by=cast.ruth, now=now, reason="Police visit")

    assert (shown.address, shown.postcode) == (HERE, "GU1 3UW")
    entry = Entry.objects.get(action="safe address shown")
    assert (entry.post_id, entry.detail) == (cast.ruth.pk, {"reason": "Police visit"})


def test_a_second_one_takes_the_place_of_the_first(ellis, cast, now):
    safe_address.set_safe_address(case=ellis, address="Elsewhere", by=cast.hannah, now=now)

    assert safe_address.show(case=ellis, by=cast.hannah, now=now).address == "Elsewhere"
    assert ellis.safe_addresses.count() == 2


@pytest.mark.parametrize("restore", [True, False])
def test_when_it_ends_the_ordinary_address_comes_back_only_if_somebody_says_so(
    ellis, cast, now, restore
):
    safe_address.set_safe_address(case=ellis, address="Elsewhere", by=cast.hannah, now=now)

    safe_address.end_safe_address(case=ellis, by=cast.hannah, now=now, restore=restore)

    child = Child.objects.get(case=ellis)
    assert not child.address_is_safe
    assert child.living_at == ("at home with his mum" if restore else "")
    assert safe_address.show(case=ellis, by=cast.hannah, now=now) is None


def test_moved_to_another_child_it_does_not_open(ellis, cast, now):
    row = safe_address.standing(ellis)
    row.case = cast.tegan

    with pytest.raises(sealing.CannotOpen):
        safe_address._open(row)
