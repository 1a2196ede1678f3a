"""What it costs that a page is walled: access, row-level security and audit, as a ratio.

    python benchmarks/wall.py [--children 1000] [--facts 100] [--rounds 60]

The same pages of the same authority are asked for twice, through the whole server. First as they
are. Then without: every case visible and every compartment open to everybody, no policies on the
tables, nobody told, no entry in the audit. Fails where a page costs more than 1.5 times.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import _town
from benchmarks.pages import measured, visitor

NOW = datetime(2026, 11, 20, 10, 40, tzinfo=ZoneInfo("Europe/London"))
MOST = 1.5
PAGES = {
    "a child’s record": ("Worker 1", "/children/C1/"),
    "a caseload: home, 30 children": ("Worker 1", "/"),
    "a caseload: the list of children": ("Worker 1", "/children/"),
}


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--children", type=int, default=1_000)
    given.add_argument("--facts", type=int, default=100, help="for each child")
    given.add_argument("--rounds", type=int, default=60)
    args = given.parse_args()
    _town.set_up("benchmarks-wall")
    _town.build(args.children, args.facts)
    walled = apart(lambda: figures(args.rounds))
    bare = apart(lambda: without(args.rounds))
    print(f"\n{'Page':34}{'walled ms':>11}{'without ms':>12}{'ratio':>8}")
    ratios = {name: walled[name] / bare[name] for name in PAGES}
    for name in PAGES:
        print(f"{name:34}{walled[name]:>11.2f}{bare[name]:>12.2f}{ratios[name]:>7.2f}×")
    if max(ratios.values()) > MOST:
        sys.exit(f"More than {MOST} times.")


def apart(work) -> dict[str, float]:
    """In a process of its own: queries that were composed once are composed again there."""
    from django.db import connection

    connection.close()
    reads, writes = os.pipe()
    if os.fork() == 0:
        os.write(writes, json.dumps(work()).encode())
        connection.close()
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as told:
        text = told.read()
    os.wait()
    return json.loads(text)


def figures(rounds: int) -> dict[str, float]:
    from casework.config.postgresql import acting

    took = {}
    with (
        mock.patch("casework.agencies.middleware.timezone.now", return_value=NOW),
        # As in the service: before somebody is let in, nobody acts.
        mock.patch.object(acting, "otherwise", acting.NOBODY),
    ):
        for name, (who, address) in PAGES.items():
            get = visitor(who)
            took[name] = measured(lambda get=get, address=address: get(address), rounds)
    return took


def without(rounds: int) -> dict[str, float]:
    """The same with nothing between a person and a row."""
    from casework.access.grants import READ, WRITE
    from casework.access.models import Compartment
    from casework.access.queries import Rights
    from casework.config.postgresql import acting, kept
    from casework.subjects.models import CaseQuerySet

    take_down()
    open_ = Rights(frozenset(Compartment.values), frozenset({READ, WRITE}))
    nothing = kept.Question(list, None, {})
    with (
        mock.patch.object(CaseQuerySet, "visible_to", lambda self, post, *, today: self.all()),
        mock.patch("casework.access.queries.granted", return_value=nothing),
        mock.patch("casework.access.queries.rights_by", return_value=open_),
        mock.patch("casework.audit.commands.write_many", return_value=None),
        mock.patch("casework.audit.commands.end_of_chain", return_value=nothing),
        mock.patch.object(acting, "person", side_effect=lambda *_, **__: acting.nobody()),
        mock.patch.object(acting, "PROCEDURE", acting.NOBODY),
    ):
        return figures(rounds)


def take_down() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select oid::regclass::text from pg_class where relrowsecurity")
        for (table,) in cursor.fetchall():
            cursor.execute(f"alter table {table} no force row level security")
            cursor.execute(f"alter table {table} disable row level security")


if __name__ == "__main__":
    main()
