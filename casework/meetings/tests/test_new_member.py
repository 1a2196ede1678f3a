"""Whoever takes a place at the table sees the children of the lists that are out already."""

import pytest

from casework.access.queries import opened
from casework.cast import NOW, TODAY
from casework.meetings import series_commands


@pytest.mark.parametrize(
    ("place", "sees"), [("police", {"confidential"}), ("admin", set())], ids=["member", "admin"]
)
def test_a_new_member_reads_the_records_of_children_listed_before(place, sees, stage):
    lorna, ellis = stage.cast.lorna, stage.cast.ellis
    stage.list("ellis", "2026-11-27")
    assert opened(lorna, ellis, today=TODAY) == set()

    series_commands.add_member(
        series=stage.series, post=lorna, place=place, starts_on=TODAY, by=stage.cast.dilys,
        now=NOW,
    )  # fmt: skip

    found = opened(lorna, ellis, today=TODAY)
    assert found >= {"footprint", "shared"} | sees
    assert ("confidential" in found) == bool(sees)
