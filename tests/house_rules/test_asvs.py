"""The ledger of security requirements names only what exists, and its page agrees.

`python -m tests.house_rules.test_asvs` writes the page afresh.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
LEDGER = ROOT / "docs/security/asvs.yaml"
PAGE = ROOT / "docs/security/asvs.md"
ANSWERS = ["test", "setting", "document", "not applicable", "why not", "not yet"]
PROVED = {"test", "setting", "document"}
KEYS = {"id", "level", "asks", "how", "where", "says"}


def ledger() -> list[dict[str, str]]:
    return yaml.load(LEDGER.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def exists(row: dict[str, str]) -> bool:
    """Whether a row's file is there, and in it the test or the words that it names."""
    name, _, inside = row["where"].partition("::")
    file = ROOT / name
    if not file.is_file():
        return False
    text = file.read_text(encoding="utf-8")
    if row["how"] == "test":
        return bool(re.search(rf"^def {re.escape(inside)}\(", text, re.MULTILINE))
    return inside in text


def page(rows: list[dict[str, str]]) -> str:
    """The ledger for people: counts first, then what is not yet met, then all of it."""
    counts = Counter((row["how"], row["level"]) for row in rows)
    lines = [
        "# Requirements of OWASP ASVS 5.0.0, levels 1 and 2",
        "",
        "Written from [asvs.yaml](asvs.yaml), in words of our own. A *test* proves it, a *setting*",
        "or place in the code settles it, a *document* says it. *Why not*: decided otherwise, with",
        "the reason. *Not yet* means just that.",
        "",
        "| Answer | Level 1 | Level 2 | Together |",
        "| --- | ---: | ---: | ---: |",
    ]
    for how in [*ANSWERS, "all"]:
        one, two = (
            sum(n for (h, lev), n in counts.items() if lev == level and how in {h, "all"})
            for level in "12"
        )
        lines.append(f"| {how} | {one} | {two} | {one + two} |")
    lines += ["", "## Not yet", "", "| Requirement | Level | What is missing |"]
    lines += ["| --- | --- | --- |"]
    for row in rows:
        if row["how"] == "not yet":
            lines.append(f"| {row['id']} {row['asks']} | {row['level']} | {row['says']} |")
    lines += ["", "## All", "", "| Requirement | How | Where | |", "| --- | --- | --- | --- |"]
    for row in rows:
        where = f"`{row['where']}`" if "where" in row else ""
        lines.append(f"| {row['id']} {row['asks']} | {row['how']} | {where} | {row['says']} |")
    return "\n".join(lines) + "\n"


def test_each_requirement_has_one_answer():
    rows = ledger()

    assert len({row["id"] for row in rows}) == len(rows) == 253
    assert Counter(row["level"] for row in rows) == {"1": 70, "2": 183}
    assert {row["how"] for row in rows} <= set(ANSWERS)
    assert [row["id"] for row in rows if not set(row) <= KEYS or not row["says"]] == []


def test_what_is_said_to_prove_a_requirement_exists():
    rows = ledger()

    wanting = [row["id"] for row in rows if (row["how"] in PROVED) != ("where" in row)]
    gone = [(row["id"], row["where"]) for row in rows if "where" in row and not exists(row)]

    assert wanting == []
    assert gone == []


def test_the_page_says_what_the_ledger_says():
    assert PAGE.read_text(encoding="utf-8") == page(ledger())


if __name__ == "__main__":
    PAGE.write_text(page(ledger()), encoding="utf-8")
