"""Write invented files, as an authority could export them."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from rich.console import Console

from casework.exchange.demonstration.generate import generate
from casework.exchange.demonstration.sizes import SIZES


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is no day. Write it as 2026-11-20.") from None


class Command(BaseCommand):
    help = "Write a demonstration into a folder: an authority's tables and logs, all invented."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="folder to write the files into")
        parser.add_argument("--size", choices=list(SIZES), default="small")
        parser.add_argument("--authority", default="surrey")
        parser.add_argument("--today", type=a_day, help="the day on which the histories end")

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["today"] or timezone.localdate()
        folder: Path = options["directory"]
        rows = generate(folder, size=options["size"], today=today, authority=options["authority"])
        files = len(list(folder.glob("*.csv")))
        Console(soft_wrap=True).print(
            f"{rows:,} rows in {files} files in {folder}, as on {today:%-d %B %Y}. "
            "Everybody in them is invented."
        )
