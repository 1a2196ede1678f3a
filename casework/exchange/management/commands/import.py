# ruff: noqa: N999 - the command is called `import`, and Django calls it by its file's name.
"""Bring in a folder of files: read and compare first, then, when somebody agrees, all of it."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.prompt import Confirm
from rich.table import Table

from casework.agencies.models import Authority, Post
from casework.exchange import commands
from casework.exchange.folders import unpack
from casework.exchange.models import ImportRun
from casework.exchange.reading.problems import FileRefused, Level
from casework.exchange.reading.profiles import PROFILES
from casework.exchange.trial import COUNTS, FileReport, Trial

SHOWN = 20
"""Refused rows and questions shown for each file; --json has more."""
REFUSED = 1


class Command(BaseCommand):
    help = "Read a folder or zip of exported tables, show what would change, and bring it in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="folder of CSV files, or a zip of them")
        parser.add_argument("--authority", required=True, help="whose children these are")
        parser.add_argument(
            "--source", required=True, choices=list(PROFILES), help="where the files come from"
        )
        parser.add_argument("--dry-run", action="store_true", help="compare only")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--yes", action="store_true", help="bring it in without asking")
        parser.add_argument("--by", help="e-mail address of the post in which you act")

    def handle(self, *args: Any, **options: Any) -> None:
        self.say = Console(stderr=True, soft_wrap=True)
        with TemporaryDirectory() as unpacked:
            try:
                folder = _folder(options["directory"], Path(unpacked))
                self._import(folder, options)
            except FileRefused as refused:
                raise CommandError(refused.problem.message) from None
            except commands.CannotBringIn as why:
                raise CommandError(str(why)) from None

    def _import(self, folder: Path, options: dict[str, Any]) -> None:
        by = _who(options["authority"], options["by"])
        now = timezone.now()
        run, tried = self._try(folder, by, now, options["source"])
        if options["json"]:
            print(json.dumps(tried.plain(), indent=1, ensure_ascii=False))
        else:
            self._show(tried)
        if tried.refused:
            commands.cancel(run=run, by=by, now=now)
            self.say.print("Nothing was brought in. Correct the files above and try again.")
            sys.exit(REFUSED)
        if options["dry_run"] or not self._agreed(options):
            commands.cancel(run=run, by=by, now=now)
            self.say.print("Nothing was brought in.")
            return
        self._bring_in(run, by)

    def _try(self, folder: Path, by: Post, now: datetime, source: str) -> tuple[ImportRun, Trial]:
        with self._progress() as progress:
            bar = progress.add_task("Reading", total=None)
            return commands.try_import(
                folder=folder,
                authority=by.authority,
                source=source,
                by=by,
                now=now,
                say=lambda what, done, of: progress.update(
                    bar, description=f"{what}: {done:,} rows"
                ),
            )

    def _bring_in(self, run: ImportRun, by: Post) -> None:
        with self._progress() as progress:
            bar = progress.add_task("Bringing in", total=None)
            commands.bring_in(
                run=run,
                by=by,
                now=timezone.now(),
                say=lambda what, done, of: progress.update(
                    bar, description=what, completed=done, total=of
                ),
            )
        facts, questions = run.progress["facts"], run.progress["questions"]
        self.say.print(
            f"Brought in: {facts:,} facts recorded, {questions:,} new questions for people."
        )

    def _progress(self) -> Progress:
        return Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=self.say,
            transient=True,
        )

    def _agreed(self, options: dict[str, Any]) -> bool:
        if options["yes"]:
            return True
        if not sys.stdin.isatty():
            self.say.print("Nobody can be asked here. Add --yes to bring it in.")
            return False
        return Confirm.ask("Bring this in?", default=False, console=self.say)

    def _show(self, tried: Trial) -> None:
        out = Console(soft_wrap=True)
        table = Table("File", *HEADINGS, title=f"{tried.children:,} children")
        for report in tried.files:
            table.add_row(report.name, *(f"{report.counts[name]:,}" for name in COUNTS))
        out.print(table)
        for report in tried.files:
            _notes(report, out)
        if tried.unknown_files:
            out.print(f"Not read, because not known: {', '.join(tried.unknown_files)}")


HEADINGS = ("Read", "New", "Changed", "As before", "Left out", "Refused")


def _notes(report: FileReport, out: Console) -> None:
    if report.refused:
        out.print(f"{report.name} is refused: {report.refused}", style="bold", markup=False)
    if report.unknown_columns:
        named = ", ".join(report.unknown_columns)
        out.print(f"{report.name}: columns not known and not read: {named}", markup=False)
    said = [each for each in report.problems if each.row and each.level != Level.WARNING]
    for problem in said[:SHOWN]:
        out.print(f"{report.name}, {problem.where}: {problem.message}", markup=False)
    if len(said) > SHOWN:
        out.print(f"{report.name}: {len(said) - SHOWN} more; --json lists them.", markup=False)
    warned = {
        code: number
        for code, number in report.by_code.items()
        if code != "unknown-column"
        and any(each.code == code and each.level == Level.WARNING for each in report.problems)
    }
    for code, number in warned.items():
        first = next(each for each in report.problems if each.code == code)
        out.print(
            f"{report.name}: {number:,} of this kind, first in {first.where}: {first.message}",
            markup=False,
        )


def _folder(given: Path, unpacked: Path) -> Path:
    if given.is_dir():
        return given
    if given.is_file():
        unpack(given, unpacked)
        return unpacked
    raise CommandError(f"There is no folder or zip file {given}.")


def _who(code: str, email: str | None) -> Post:
    """The post in which the import is done: the one named, or the authority's analyst."""
    if not Authority.objects.filter(pk=code).exists():
        known = ", ".join(Authority.objects.values_list("pk", flat=True)) or "none yet"
        raise CommandError(f"There is no authority '{code}' here (known: {known}).")
    posts = Post.objects.live(timezone.localdate()).filter(
        authority=code, role__in=["analyst", "administrator"]
    )
    if email:
        posts = posts.filter(email__iexact=email)
    found = posts.select_related("authority", "agency").order_by("role", "pk").last()
    if found is None:
        raise CommandError(
            "No post here may bring files in. It takes an analyst or an administrator"
            + (f" with the address {email}." if email else ".")
        )
    return found
