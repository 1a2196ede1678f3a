"""The table of relations is the one that the page on who sees what promises."""

from pathlib import Path

import pytest

from casework.access.grants import (
    ANSWER_FOR,
    BY_PROCEDURE,
    BY_REACH,
    HOLD,
    RELATIONS,
    Opened,
    opened_by,
    relations_that,
)
from casework.access.models import Compartment

PAGE = Path(__file__).parents[3] / "docs/security/who-sees-what.md"


def rows(heading: str) -> list[list[str]]:
    """The cells of a table of the page, below its head."""
    lines = iter(PAGE.read_text().splitlines())
    next(line for line in lines if line.startswith(heading))
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            return found
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def listed(cell: str) -> set[str]:
    return {one.strip() for one in cell.split(",")} - {""}


def told(row: list[str]) -> tuple[set[str], set[str], bool]:
    return listed(row[1]), listed(row[2]), row[3] == "set"


def stands(one: Opened) -> tuple[set[str], set[str], bool]:
    return set(one.compartments), set(one.actions), one.for_a_time


def test_the_page_and_the_table_name_the_same_relations_with_the_same_rights():
    *named, by_procedure = rows("| Relation |")

    promised = {row[0].strip("`"): told(row) for row in named}

    assert promised == {name: stands(one) for name, one in RELATIONS.items()}
    assert told(by_procedure) == stands(BY_PROCEDURE)
    assert opened_by("rmm_chair") is BY_PROCEDURE


def test_the_page_says_what_a_post_opens_by_its_reach():
    nothing, area, authority = rows("| Reach of a post |")

    assert listed(nothing[1]) == listed(nothing[2]) == set()
    for row, one in zip([area, authority], BY_REACH.values(), strict=True):
        assert (listed(row[1]), listed(row[2])) == (set(one.compartments), set(one.actions))


def test_the_page_names_every_compartment_and_every_action():
    assert [row[0] for row in rows("| Compartment |")] == Compartment.values
    assert [row[0] for row in rows("| Action |")] == list(HOLD)


@pytest.mark.parametrize("relation", [*RELATIONS, "rmm_chair"])
def test_no_relation_to_a_child_opens_a_person_of_concern(relation):
    assert Compartment.PERSON_OF_CONCERN not in opened_by(relation).compartments


def test_intelligence_and_what_an_agency_keeps_are_opened_by_being_named_and_by_nothing_else():
    opens = {
        name: set(one.compartments) & {Compartment.INTELLIGENCE, Compartment.AGENCY}
        for name, one in RELATIONS.items()
    }

    assert {name: found for name, found in opens.items() if found} == {
        "named_by_agency": {Compartment.AGENCY},
        "intelligence_reader": {Compartment.INTELLIGENCE},
    }


def test_only_the_lead_professional_and_their_manager_answer_for_a_record():
    assert relations_that(ANSWER_FOR) == ("lead_professional", "team_manager")
