"""Set the demonstration up: tables, invented files brought in by the importer, accounts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from rich.console import Console

from casework.agencies import commands as agencies
from casework.agencies.models import Post
from casework.config.postgresql.acting import procedure
from casework.exchange import commands
from casework.exchange.demonstration import officers
from casework.exchange.demonstration.generate import generate
from casework.exchange.models import ImportRun

ACCOUNTS = Path(__file__).parents[2] / "demonstration" / "accounts.yaml"


class Command(BaseCommand):
    help = "Prepare the demonstration, once: its people are invented and come in as files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", default="small", help="small, medium or large")

    @procedure("the demonstration is set up from nothing")
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is for a demonstration only. Set HOLDFAST_DEMO=yes there.")
        self._prepare_the_tables()
        stage = yaml.safe_load(ACCOUNTS.read_text(encoding="utf-8"))
        code, now = stage["authority"]["code"], timezone.now()
        administrator = self._open(stage, now)
        # One that was interrupted goes on where it stopped.
        if not ImportRun.objects.filter(authority=code, state=ImportRun.State.DONE).exists():
            self._bring_in(code, options["size"], administrator, now)
        self._give_accounts(stage, administrator, now)
        with transaction.atomic():
            officers.lay_out(authority=administrator.authority, now=now)

    def _prepare_the_tables(self) -> None:
        """As the owner of the database, which this process is not."""
        subprocess.run(
            [sys.executable, "-m", "casework.config.command_line", "set_up", "--verbosity", "0"],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def _open(self, stage: dict[str, Any], now: datetime) -> Post:
        authority = agencies.open_authority(**stage["authority"], areas=stage["areas"])
        return agencies.first_administrator(
            authority=authority,
            holder=stage["administrator"]["name"],
            email=stage["administrator"]["email"],
            on=timezone.localdate(now),
        )

    def _bring_in(self, code: str, size: str, by: Post, now: datetime) -> None:
        """Through the importer, as an analyst would; nothing is put in behind it."""
        folder = settings.VAR / "demonstration"
        shutil.rmtree(folder, ignore_errors=True)
        rows = generate(folder, size=size, today=timezone.localdate(now), authority=code)
        console = Console()
        console.print(f"Bringing in the demonstration: {rows:,} rows of invented people.")
        with console.status("Reading the files"):
            run, _ = commands.try_import(
                folder=folder, authority=by.authority, source="lcs", by=by, now=now
            )
        with console.status("Bringing them in"):
            commands.bring_in(run=run, by=by, now=now)

    def _give_accounts(self, stage: dict[str, Any], by: Post, now: datetime) -> None:
        for wanted in stage["accounts"]:
            post = Post.objects.filter(authority=by.authority, holder=wanted["name"]).first()
            if post is None:
                raise CommandError(
                    f"{wanted['name']} of accounts.yaml is not in the demonstration’s files."
                )
            if post.account is None:
                agencies.open_account(
                    post=post, email=post.email, demo_reason=wanted["why"], by=by, now=now
                )
