"""`holdfast policy coverage`: what the texts ask, what is claimed, what is proved."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as product
from django.core.management import call_command

from casework.chronology.policy_coverage import known_tests
from pathways.tests.test_register import EXAMPLES, PACK, REGISTER, VOCABULARY

MORE = "- {id: T-b-03, kind: share, section: Two}\n"


def coverage(*words: str) -> tuple[str, str, int]:
    out, errors, status = StringIO(), StringIO(), 0
    try:
        call_command("policy", "coverage", *words, stdout=out, stderr=errors)
    except SystemExit as ended:
        status = int(str(ended.code))
    return out.getvalue(), errors.getvalue(), status


@pytest.fixture
def folder(tmp_path, settings):
    """A folder of policy with one short procedure and the register of its text."""
    settings.POLICY = tmp_path / "policy"
    texts = {
        "vocabulary.yaml": VOCABULARY,
        "testshire/pack.yaml": PACK,
        "testshire/register.yaml": REGISTER,
        "testshire/examples/all.yaml": EXAMPLES,
    }
    for name, text in texts.items():
        path = settings.POLICY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return settings.POLICY / "testshire"


def test_a_whole_ledger_is_told_in_one_line(folder):
    told, errors, status = coverage()

    assert (errors, status) == ("", 0)
    assert told.strip().splitlines()[-1] == (
        "4 of 4 clauses in the ledger; 2 of 2 rules proved by worked examples; "
        "2 of 11 listed things present as data; 2 enforced, 1 shown, 1 not yet; "
        "0 rules that cite no clause; 0 faults."
    )


def test_each_clause_is_given_as_data_with_its_proof(folder):
    told, _, _ = coverage("testshire", "--json")

    data = json.loads(told)

    first = data["clauses"][0]
    assert {name: first[name] for name in ("id", "authority", "kind", "honoured", "proof")} == {
        "id": "T-a-01",
        "authority": "testshire",
        "kind": "timescale",
        "honoured": "enforced",
        "proof": ["example:in-time", "example:too-late"],
    }
    assert (first["held"], first["broken"]) == (["in-time"], ["too-late"])
    assert data["totals"]["rules_proved"] == data["totals"]["rules"] == 2
    assert data["faults"] == data["missing"] == data["uncited"] == []


def test_a_clause_left_out_and_a_rule_that_cites_none_are_told_and_fail(folder):
    (folder / "register.yaml").write_text(MORE + REGISTER.replace("T-b-01", "T-b-04"))

    told, errors, status = coverage("--json")

    data = json.loads(told)
    assert status == 1
    assert [clause["id"] for clause in data["missing"]] == ["T-b-03", "T-b-04"]
    assert data["uncited"] == [{"id": "family", "authority": "testshire"}]
    assert "testshire: T-b-03: It is not in the ledger." in errors
    assert "testshire: family: It rests on no clause of the register." in errors
    assert "testshire: T-b-01: It is not in the register." in errors


def test_a_pack_that_is_not_taken_in_leaves_all_its_clauses_out(folder):
    (folder / "pack.yaml").write_text(PACK.replace("- duty:", "- dooty:"))

    told, errors, status = coverage()

    assert status == 1
    assert "0 of 4 clauses in the ledger" in told
    assert "Did you mean duty?" in errors


def test_an_authority_that_nobody_knows_is_refused_with_those_there_are(folder):
    _, errors, status = coverage("elsewhere")

    assert status == 1
    assert "Use one of: testshire." in errors


def test_a_named_test_is_looked_up_where_the_tests_lie():
    there = known_tests(Path(product.POLICY).parent)

    assert there is not None
    assert there(
        f"casework/chronology/tests/{Path(__file__).name}::test_each_clause_is_given_as_data_with_its_proof"
    )
    assert not there(f"casework/chronology/tests/{Path(__file__).name}::test_nothing")
    assert not there("casework/nowhere.py::test_nothing")


def test_where_the_tests_were_not_installed_none_is_missed(tmp_path):
    assert known_tests(tmp_path) is None


def test_the_five_texts_are_covered():
    told, errors, status = coverage()

    assert errors == ""
    assert status == 0
    assert "908 of 908 clauses in the ledger; 484 of 484 rules proved by worked examples" in told
