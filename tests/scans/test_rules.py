"""The scanner's rules of our own: each finds its example, and the tree holds none of it.

Where the scanner is not installed the rules are looked at by `make audit` alone.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
RULES = Path(__file__).with_name("rules.yaml")
WRONG = Path(__file__).with_name("wrong.py")


def scan(*where: str) -> list[tuple[str, str, int]]:
    """What the scanner finds: rule, file and line."""
    command = ["semgrep", "scan", "--config", str(RULES), "--metrics=off", "--json", "--quiet",
               "--disable-version-check", *where]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    said = json.loads(done.stdout)
    if said["errors"]:
        raise SystemExit(f"The scanner could not read everything: {said['errors'][:3]}")
    return [
        (each["check_id"].rpartition(".")[2], each["path"], each["start"]["line"])
        for each in said["results"]
    ]


def names() -> set[str]:
    return {rule["id"] for rule in yaml.safe_load(RULES.read_text())["rules"]}


def test_each_rule_has_its_example():
    assert len(names()) >= 10
    assert len(WRONG.read_text().splitlines()) > len(names())


def test_nobody_excuses_a_line_without_saying_why():
    excused = subprocess.run(
        ["git", "grep", "-nE", "no(sem|sec)", "--", "casework", "pathways"],
        cwd=ROOT, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip

    assert [line for line in excused if not line.rstrip().endswith(")")] == []


def main() -> int:
    """Run by `make audit`: 0 where each rule works and nothing is found."""
    if shutil.which("semgrep") is None:
        print("The scanner is not installed; see the group `audit` in pyproject.toml.")
        return 1
    blind = names() - {rule for rule, *_ in scan(str(WRONG))}
    found = scan("casework", "pathways")
    for rule, path, line in found:
        print(f"{path}:{line}: {rule}")
    if blind:
        print(f"Rules that no longer find their own example: {sorted(blind)}")
    print(f"{len(names())} rules, {len(found)} found.")
    return bool(found or blind)


if __name__ == "__main__":
    sys.exit(main())
