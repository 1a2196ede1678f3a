"""Every worked example of every pack is run, and every clause of a ledger is proved."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways import ledger
from pathways.calendars import load_calendar
from pathways.examples import load_examples, run, unknown_names
from pathways.packs import load_all

POLICY = Path(__file__).parents[2] / "policy"
PACKS = load_all(POLICY)
EXAMPLES = [
    example for pack in PACKS for example in load_examples(POLICY / pack / "examples", pack)
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.pack}:{example.id}")
def test_worked_example(example):
    pack = PACKS[example.pack]
    calendar = load_calendar(POLICY / "calendars" / f"{pack.nation}.yaml")

    outcome = run(example, pack, calendar)

    assert list(unknown_names(example, pack)) == []
    assert outcome.differences == []


@pytest.mark.parametrize("authority", PACKS)
def test_every_clause_that_is_said_to_be_kept_is_proved(authority):
    examples = [example for example in EXAMPLES if example.pack == authority]

    faults = [
        (line.clause.id, fault)
        for line in ledger.lines(PACKS[authority], examples)
        for fault in line.faults
    ]

    assert faults == []


@pytest.mark.parametrize("authority", PACKS)
def test_every_duty_prompt_and_gate_has_an_example(authority):
    named = {
        name
        for example in EXAMPLES
        if example.pack == authority
        for expected in example.expect
        for name in (expected.duty, expected.prompt, expected.verdict, expected.none)
    }

    untried = [entry.id for entry in ledger.entries(PACKS[authority]) if entry.id not in named]

    assert untried == []


@pytest.mark.parametrize("authority", PACKS)
def test_every_clause_stands_at_one_stage_of_the_way_through(authority):
    pack = PACKS[authority]

    nowhere = [clause for clause in pack.clauses if ledger.stage_of(pack, clause) is None]

    assert nowhere == []


@pytest.mark.parametrize("authority", PACKS)
def test_every_test_that_a_ledger_names_exists(authority):
    root = POLICY.parent
    named = {
        proof.removeprefix("test:")
        for clause in PACKS[authority].clauses.values()
        for proof in clause.proof
        if proof.startswith("test:")
    }

    lost = []
    for name in named:
        file, _, test = name.partition("::")
        path = root / file
        if not path.exists() or f"def {test}(" not in path.read_text():
            lost.append(name)

    assert lost == []
