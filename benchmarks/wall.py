"""What it costs that a page is walled: access, row-level security and audit, as a ratio.

    python benchmarks/wall.py [--children 1000] [--facts 100] [--rounds 60]

The same pages of the same authority are asked for through the whole server by two processes in
turn, each with a database of its own: one as they are, the other without, that is every case
visible and every compartment open to everybody, no policies on the tables, nobody told, no entry
in the audit. Times are of the processor, the middle of the rounds. Fails where a page costs more
than 1.5 times.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO
from unittest import mock
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import _processor, _town
from benchmarks.pages import visitor

NOW = datetime(2026, 11, 20, 10, 40, tzinfo=ZoneInfo("Europe/London"))
MOST = 1.5
WARM = 5
"""Rounds that do not count."""
BARE = f"{_town.DATABASE}_bare"
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
    copy()
    walled, bare = Side(_town.DATABASE, walled_), Side(BARE, without)
    print(f"\n{'Page':34}{'walled ms':>11}{'without ms':>12}{'ratio':>8}")
    ratios = []
    for name in PAGES:
        times = [(walled.ask(name), bare.ask(name)) for _ in range(args.rounds + WARM)][WARM:]
        with_, without_ = (statistics.median(side) for side in zip(*times, strict=True))
        ratios.append(with_ / without_)
        print(f"{name:34}{with_:>11.2f}{without_:>12.2f}{ratios[-1]:>7.2f}×")
    walled.end()
    bare.end()
    if max(ratios) > MOST:
        sys.exit(f"More than {MOST} times.")


def copy() -> None:
    """The same authority once more, in a database whose tables stand behind no wall."""
    from django.db import connection

    from casework.config import embedded_database
    from casework.config.postgresql import acting

    connection.close()
    connection.settings_dict["NAME"] = embedded_database.DATABASE
    # No transaction is opened where nobody acts: databases are made outside of any.
    with acting.nobody(), connection.cursor() as cursor:
        cursor.execute(f"drop database if exists {BARE}")
        cursor.execute(f"create database {BARE} template {_town.DATABASE}")
    connection.close()
    connection.settings_dict["NAME"] = BARE
    take_down()
    connection.close()


class Side:
    """A process of its own, which asks for a page when it is told to and says how long it took.

    Of its own, because queries that were composed once are composed again there.
    """

    def __init__(self, database: str, around: Callable[[], AbstractContextManager]) -> None:
        ours, theirs = socket.socketpair()
        self.process = os.fork()
        if self.process == 0:
            ours.close()
            with around():
                self._answer(database, theirs.makefile("rw", encoding="utf-8"))
            os._exit(0)
        theirs.close()
        self.line = ours.makefile("rw", encoding="utf-8")

    def ask(self, page: str) -> float:
        """Milliseconds of processor, ours and the database's."""
        print(page, file=self.line, flush=True)
        return float(self.line.readline())

    def end(self) -> None:
        print("", file=self.line, flush=True)
        os.waitpid(self.process, 0)

    def _answer(self, database: str, line: TextIO) -> None:
        from django.db import connection

        connection.settings_dict["NAME"] = database
        clock, visitors = _processor.clock(), {who: visitor(who) for who, _ in PAGES.values()}
        while page := line.readline().strip():
            who, address = PAGES[page]
            began = clock()
            visitors[who](address)
            print(clock() - began, file=line, flush=True)
        connection.close()


@contextmanager
def walled_() -> Iterator[None]:
    """The pages as they are in the service: before somebody is let in, nobody acts."""
    from casework.config.postgresql import acting

    with (
        mock.patch("casework.agencies.middleware.timezone.now", return_value=NOW),
        mock.patch.object(acting, "otherwise", acting.NOBODY),
    ):
        yield


@contextmanager
def without() -> Iterator[None]:
    """The same with nothing between a person and a row."""
    from casework.access.grants import READ, WRITE
    from casework.access.models import Compartment
    from casework.access.queries import Rights
    from casework.config.postgresql import acting, kept
    from casework.subjects.models import CaseQuerySet

    open_ = Rights(frozenset(Compartment.values), frozenset({READ, WRITE}))
    nothing = kept.Question(list, None, {})
    with (
        walled_(),
        mock.patch.object(CaseQuerySet, "visible_to", lambda self, post, *, today: self.all()),
        mock.patch("casework.access.queries.granted", return_value=nothing),
        mock.patch("casework.access.queries.rights_by", return_value=open_),
        mock.patch("casework.audit.commands.write_many", return_value=None),
        mock.patch("casework.audit.commands.end_of_chain", return_value=nothing),
        mock.patch.object(acting, "person", side_effect=lambda *_, **__: acting.nobody()),
        mock.patch.object(acting, "PROCEDURE", acting.NOBODY),
    ):
        yield


def take_down() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select oid::regclass::text from pg_class where relrowsecurity")
        for (table,) in cursor.fetchall():
            cursor.execute(f"alter table {table} no force row level security")
            cursor.execute(f"alter table {table} disable row level security")


if __name__ == "__main__":
    main()
