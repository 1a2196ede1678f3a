"""The look for known faults fails where it finds one, and where it cannot tell."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.scans import dependencies
from tests.scans.dependencies import judged

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ABOUT = {"uv.lock": "a", "package-lock.json": "b"}
CLEAN = {"dependencies": [{"name": "django", "version": "5.2.19", "vulns": []}]}
NONE = {"vulnerabilities": {}}


def a_report(**changed):
    good = {"made_at": (NOW - timedelta(days=3)).isoformat(), "locked": ABOUT, "faults": []}
    return good | changed


def answers(python, node=NONE):
    """Stands for the two programs that ask."""
    given = {"pip-audit": python, "npm": node}
    return lambda command, **_: SimpleNamespace(
        stdout=json.dumps(given[command[0]]) if given[command[0]] is not None else "",
        stderr="no connection",
    )


@pytest.fixture
def no_report(monkeypatch, tmp_path):
    monkeypatch.setattr(dependencies, "REPORT", tmp_path / "none.json")


def test_no_fault_is_good(no_report):
    assert dependencies.verdict("x", NOW, run=answers(CLEAN)).good


def test_a_fault_of_either_kind_fails_with_its_name(no_report):
    faulty = {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}
    node = {"vulnerabilities": {"b": {"severity": "low"}}}

    assert "a 1: PYSEC-1" in dependencies.verdict("x", NOW, run=answers(faulty)).said
    assert "b (npm): low" in dependencies.verdict("x", NOW, run=answers(CLEAN, node)).said
    assert not dependencies.verdict("x", NOW, run=answers(CLEAN, node)).good


@pytest.mark.parametrize(
    ("python", "node"),
    [
        (None, NONE),
        (CLEAN, None),
        ({}, NONE),
        ({"dependencies": []}, NONE),
        ({"dependencies": [{"name": "a", "skip_reason": "cannot ask"}]}, NONE),
        (CLEAN, {"error": "no network"}),
    ],
)
def test_who_cannot_ask_fails_and_says_where_to(no_report, python, node):
    found = dependencies.verdict("x", NOW, run=answers(python, node))

    assert not found.good
    assert "make audit-report" in found.said


def test_a_report_made_elsewhere_does_for_two_weeks():
    assert judged(a_report(), NOW, ABOUT).good
    assert judged(a_report(made_at=(NOW - timedelta(days=14)).isoformat()), NOW, ABOUT).good


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"made_at": (NOW - timedelta(days=15)).isoformat()}, "15 days ago"),
        ({"made_at": (NOW + timedelta(days=1)).isoformat()}, "days ago"),
        ({"locked": ABOUT | {"uv.lock": "other"}}, "other packages"),
        ({"faults": ["a 1: PYSEC-1"]}, "PYSEC-1"),
        ({"made_at": "yesterday"}, "cannot be read"),
        ({"made_at": "2026-11-20"}, "cannot be read"),
        ({"faults": None}, "cannot be read"),
    ],
)
def test_a_report_that_is_old_or_of_something_else_does_not_do(wrong, said):
    found = judged(a_report(**wrong), NOW, ABOUT)

    assert not found.good
    assert said in found.said
