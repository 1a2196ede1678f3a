"""Change the keys with which the most sensitive texts are sealed, without a stop."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.config import sealing
from casework.config.postgresql.acting import procedure
from casework.exchange import resealing
from casework.exchange.resealing import Count

SHOWN = 20


class Command(BaseCommand):
    help = "Make a key, seal everything under the newest, or say what is sealed under which."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        new = ways.add_parser("new", help="print a line with a new key, to be put on top")
        new.add_argument("name", help="letters and digits, such as 2027a")
        rotate = ways.add_parser("rotate", help="seal everything anew under the newest key")
        rotate.add_argument("--dry-run", action="store_true", help="only count")
        rotate.add_argument("--batch", type=int, default=resealing.BATCH, help="rows at a time")
        ways.add_parser("check", help="open everything, and say which key sealed it")

    @procedure("every sealed text is opened, and sealed anew")
    def handle(self, *args: Any, **options: Any) -> None:
        if options["way"] == "new":
            self.stdout.write(sealing.new_key(_name(options["name"])), ending="")
            return
        if settings.DATABASE_ROLE != "owner":
            raise CommandError(
                "This needs the owner of the database: facts are changed by nobody else. Set "
                "HOLDFAST_DATABASE_ROLE=owner, and DATABASE_OWNER_URL where it is not embedded."
            )
        if options["way"] == "check":
            self._check(resealing.check())
        else:
            self._rotate(options["dry_run"], options["batch"])

    def _check(self, counts: list[Count]) -> None:
        for count in counts:
            told = ", ".join(f"{n:,} under {key}" for key, n in sorted(count.keys.items()))
            self.stdout.write(f"{count.place}: {told or 'nothing'}")
        self._end(counts, f"Everything opens. The key that seals is {sealing.newest()}.")

    def _rotate(self, dry_run: bool, batch: int) -> None:
        counts = resealing.rotate(dry_run=dry_run, batch=batch)
        would = "would be " if dry_run else ""
        for count in counts:
            total = count.keys.total()
            self.stdout.write(f"{count.place}: {count.anew:,} of {total:,} {would}sealed anew")
        older = set(settings.SEALING_KEYS) - {sealing.newest()}
        done = f"Nothing needs {', '.join(sorted(older))} any more." if older else "One key is set."
        self._end(counts, "Nothing was changed." if dry_run else done)

    def _end(self, counts: Iterable[Count], well: str) -> None:
        closed = [line for count in counts for line in count.closed]
        for line in closed[:SHOWN]:
            self.stderr.write(line)
        if closed:
            self.stderr.write(f"{len(closed):,} do not open. Keep every key until they do.")
            sys.exit(1)
        self.stdout.write(well)


def _name(name: str) -> str:
    if not (name.isascii() and name.isalnum()) or name in settings.SEALING_KEYS:
        raise CommandError("Choose a name of letters and digits that no key here has.")
    return name
