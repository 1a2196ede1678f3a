"""Every worked example of every pack is run, and every clause of a ledger is proved."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pathways import ledger
from pathways.examples import Example, run, unknown_names
from pathways.register import load_register, missing
from pathways.tests.policy_packs import EXAMPLES, FOLDERS, PACKS, POLICY, REFUSED, calendar_of

ROOT = POLICY.parent
REGISTERS = ROOT.parent / "shared" / "clauses"
"""The registers of the published texts, where this tree lies beside them."""
FILES: dict[str, list[Example]] = {}
for examples in EXAMPLES.values():
    for each in examples:
        FILES.setdefault(each.file, []).append(each)


@pytest.mark.parametrize("folder", [folder.name for folder in FOLDERS])
def test_the_pack_is_taken_in(folder):
    assert REFUSED.get(folder, "") == ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.split("/")[-3::2]))
def test_the_worked_examples_of_a_file_hold(file):
    differing = {}
    for example in FILES[file]:
        pack = PACKS[example.pack]
        unknown = [str(problem) for problem in unknown_names([example], pack)]
        differences = unknown or run(example, pack, calendar_of(pack)).differences
        if differences:
            differing[example.title] = differences

    assert differing == {}


@pytest.mark.parametrize("authority", PACKS)
def test_every_claim_of_the_ledger_is_proved_and_every_rule_shown_kept_and_broken(authority):
    register = load_register(POLICY / authority)

    lines = ledger.lines(PACKS[authority], EXAMPLES[authority], register, is_test)

    assert [(line.clause.id, fault) for line in lines for fault in line.faults] == []


@pytest.mark.parametrize("authority", PACKS)
def test_the_ledger_has_every_clause_of_the_text(authority):
    register = load_register(POLICY / authority)

    assert [clause.id for clause in missing(PACKS[authority], register)] == []


def test_the_registers_are_those_of_the_texts():
    published = {clause["id"]: clause for file in sorted(REGISTERS.glob("*.yaml"))
                 for clause in yaml.safe_load(file.read_text())["clauses"]}  # fmt: skip
    kept = {
        id: clause
        for path in POLICY.glob("*/register.yaml")
        for id, clause in load_register(path.parent).items()
    }

    differing = [
        id
        for id, clause in published.items()
        if id not in kept
        or (kept[id].kind, kept[id].section) != (clause["kind"], str(clause["section"]))
        or kept[id].items != len(clause.get("items") or ())
    ]

    assert differing == []
    assert not published or set(kept) == set(published)


@pytest.mark.parametrize("authority", PACKS)
def test_every_duty_prompt_gate_and_condition_has_an_example(authority):
    named = {
        name
        for example in EXAMPLES[authority]
        for expected in example.expect
        for name in (
            expected.duty,
            expected.prompt,
            expected.verdict,
            expected.none,
            expected.guidance,
        )
    }
    pack = PACKS[authority]
    always = {entry.id for entry in pack.guidance if entry.when is None}
    elsewhere = {entry.id for entry in pack.supersessions}

    wanted = {entry.id for entry in ledger.entries(pack)} - always - elsewhere

    assert sorted(wanted - named) == []


@pytest.mark.parametrize("authority", PACKS)
def test_every_clause_stands_at_one_stage_of_the_way_through(authority):
    pack = PACKS[authority]

    nowhere = [clause for clause in pack.clauses if ledger.stage_of(pack, clause) is None]

    assert nowhere == []


def is_test(name: str) -> bool:
    file, _, test = name.partition("::")
    path = Path(ROOT / file)
    return path.is_file() and f"def {test}(" in path.read_text()
