"""The proofs run in parts, and none that fails hides another."""

from __future__ import annotations

import pytest

from tests import prove


@pytest.mark.parametrize("name", prove.PARTS)
def test_a_part_names_files_that_are_there(name):
    named = [word for one in prove.PARTS[name].commands for word in one.split() if "/" in word]

    assert [word for word in named if not (prove.ROOT / word).exists()] == []


def test_a_part_that_fails_keeps_no_other_from_running(monkeypatch, capfd):
    parts = {"broken": prove.Part(("false", "echo second")), "whole": prove.Part(("true",))}
    monkeypatch.setattr(prove, "PARTS", parts)

    assert prove.main([]) == 1

    said = capfd.readouterr().out
    assert "\nsecond\n" in said
    assert "FAILED: false" in said
    assert said.rstrip().endswith("holds")


def test_a_count_from_outside_goes_before_that_of_the_part(monkeypatch, capfd):
    part = prove.Part(("printenv HOLDFAST_PROOF_STEPS",), {"HOLDFAST_PROOF_STEPS": "100000"})
    monkeypatch.setattr(prove, "PARTS", {"model": part})
    monkeypatch.setenv("HOLDFAST_PROOF_STEPS", "5000")

    assert prove.main(["model"]) == 0
    assert "\n5000\n" in capfd.readouterr().out


def test_a_part_that_is_not_there_is_named(capfd):
    assert prove.main(["model", "nothing"]) == 2
    assert "nothing" in capfd.readouterr().out
