"""The oracle is somebody else's work: it knows nothing of the product, and has a row for all."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from casework.chronology import policy
from tests.house_rules.permission_matrix import MATRIX
from tests.matrix import asking, oracle
from tests.matrix.compartments import COMPARTMENTS, WORDS, heard
from tests.matrix.pages import PAGES, SHOWS, page_of
from tests.matrix.personas import AUTHORITIES, PERSONAS
from tests.matrix.relations import RELATIONS

HERE = Path(__file__).parent
PLAIN = ["oracle", "pages", "personas", "relations", "compartments"]
ALLOWED = {"__future__", "collections.abc", "dataclasses", "re", "tests.matrix"} | {
    f"tests.matrix.{name}" for name in PLAIN
}


def imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("name", PLAIN)
def test_the_oracle_is_written_without_the_product(name):
    text = (HERE / f"{name}.py").read_text()

    assert imported(HERE / f"{name}.py") <= ALLOWED
    assert "import_module" not in text
    assert "__import__" not in text


def test_there_are_people_relations_and_compartments_enough():
    assert len(PERSONAS) == 26
    assert len({one.name for one in PERSONAS}) == 26
    assert {one.asks_in for one in PERSONAS} == set(AUTHORITIES)
    assert len(RELATIONS) >= 8
    assert len(COMPARTMENTS) == len(set(WORDS.values())) == 8


def test_the_matrix_has_more_than_a_hundred_and_fifty_thousand_cells():
    requests = len(list(asking.every(PERSONAS[0], RELATIONS[0])))

    assert requests * len(PERSONAS) * len(RELATIONS) * len(COMPARTMENTS) > 150_000


def test_every_address_has_a_door_and_every_door_an_address():
    assert {
        name for name, row in MATRIX.items() if page_of(name, row.audience, row.method) is None
    } == set()
    assert set(PAGES) | set(SHOWS) <= set(MATRIX)
    assert set(asking.VALID) <= set(MATRIX)


@pytest.mark.parametrize("who", [one for one in PERSONAS if one.role], ids=lambda one: one.name)
def test_everybody_has_a_role_of_their_own_procedure(who):
    assert who.role in policy.pack_for(who.asks_in).roles


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_who_chairs_is_what_the_procedure_says(authority):
    kind = policy.meeting_kind(authority, "risk_meeting")

    assert oracle.CHAIRS[authority] == set(kind.chair)


def test_a_word_is_heard_in_its_compartment_alone():
    for compartment, word in WORDS.items():
        assert heard(f"<b>{word.upper()}’s</b>") == {compartment}
    assert heard("nothing of it") == frozenset()
