"""What lies outside the shared record stands on no page but the timeline of who may read it."""

import pytest
from django.urls import reverse

from casework.cast import NOW
from casework.chronology import commands as chronology

CLOSED = ["confidential", "agency", "intelligence", "person_of_concern"]


@pytest.mark.parametrize("compartment", CLOSED)
@pytest.mark.parametrize("page", ["concerns:record", "concerns:ratings"])
def test_the_words_of_a_rating_in_a_closed_section_are_not_among_the_ratings(
    page, compartment, cast, signed_in, time_stands_still
):
    for where, note, by in [
        ("shared", "Said at the meeting", cast.marcus),
        (compartment, "Zwhisperton", cast.colin),
    ]:
        chronology.record(
            case=cast.ellis, kind="rating.set", at=NOW, data={"level": "emerging"}, note=note,
            compartment=where, by=by, now=NOW,
        )  # fmt: skip

    shown = signed_in(cast.hannah).get(reverse(page, args=[cast.ellis.reference]))

    assert "Said at the meeting" in shown.content.decode()
    assert "Zwhisperton" not in shown.content.decode()
