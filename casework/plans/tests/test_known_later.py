"""What the record says of an earlier day tells nothing of closed sections."""

from casework.cast import NOW, at
from casework.chronology import commands as chronology
from casework.plans import record_queries


def test_how_much_was_not_known_yet_counts_the_shared_record_alone(cast):
    for compartment in ("shared", "intelligence"):
        chronology.record(
            case=cast.ellis, kind="young_person.told", at=at("2026-11-18"), by=cast.colin,
            now=NOW, compartment=compartment,
        )  # fmt: skip

    known = record_queries.as_known(cast.ellis, cast.hannah, now=NOW, moment=at("2026-11-19"))

    assert known["unknown"] == 1
