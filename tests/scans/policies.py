"""The policies of row-level security, looked at by `pgrls` in a database made for it.

`python -m tests.scans.policies FOLDER` makes one there by the product's own migrations and fails
for everything that is found but what stands below, with the reason why it is so. Then it puts in
what is wrong on purpose, which must be found.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg

from casework.config import embedded_database

ACCEPTED = {
    "SEC001": "tables that name nobody; tests/house_rules/test_wall.py has those of a case",
    "SEC003": "policies hold for every role, the owner of the tables included",
    "SEC005": "writing depends on who acts alone: the procedure writes, nobody else",
    "SEC007": "a table has one policy for each command, so none can widen another",
    "SEC014": "what the policies ask reads grants for the owner; PUBLIC may not call it",
    "SEC025": "the case itself is a reference and an area, and is asked by the policies",
    "SEC027": "a row is there by its case; whose it is, is not asked beside that",
    "PERF003": "a compartment is asked of the rows of one case, which have their index",
}
"""What is found and is meant, by rule."""
WRONG = """
    create table wrong (id bigint primary key, post_id bigint);
    alter table wrong enable row level security;
    create policy wrong on wrong for select to holdfast_app using (true);
"""


def found(url: str) -> list[dict[str, Any]]:
    """What the scanner says of a database."""
    asked = ["pgrls", "lint", "--database-url", url, "--schemas", "public,wall", "--format", "json"]
    done = subprocess.run(asked, capture_output=True, text=True)
    try:
        return json.loads(done.stdout)["violations"]
    except (ValueError, KeyError) as error:
        raise SystemExit(f"The scanner said nothing: {done.stderr[-500:]}") from error


def unexpected(url: str) -> list[str]:
    """What is found and is not accepted, each with its place."""
    said = found(url)
    counted = Counter(one["rule_id"] for one in said)
    print(f"policies: {len(said)} said, " + ", ".join(f"{n} {rule}" for rule, n in counted.items()))
    return [
        f"{one['location']}: {one['rule_id']} {one['title']}"
        for one in said
        if one["rule_id"] not in ACCEPTED
    ]


def main(folder: Path) -> int:
    """Run by `make audit`: 0 where nothing else is found, and what is wrong is."""
    shutil.rmtree(folder, ignore_errors=True)
    where = embedded_database.address(folder / "database")
    made = os.environ | {"HOLDFAST_VAR": str(folder)}
    subprocess.run(["holdfast", "migrate", "--verbosity", "0"], env=made, check=True)
    database = f"{embedded_database.DATABASE}?host={where.host}&port={where.port}"
    url = f"postgresql://{embedded_database.OWNER}@/{database}"
    faults = unexpected(url)
    print("\n".join(faults) or "policies: nothing that is not meant")
    with psycopg.connect(url) as connection:
        connection.execute(WRONG)
    if not unexpected(url):
        print("What is wrong on purpose was not found.")
        return 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
