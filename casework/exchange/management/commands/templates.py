"""Write empty files with the headings that can be read, to be filled by hand or by export."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.exchange.reading.logs import LOGS, TABLES


class Command(BaseCommand):
    help = "Write an empty file for each local log (with --all, for each table) into a folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="folder to write the files into")
        parser.add_argument("--all", action="store_true", help="the data set's tables too")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["directory"]
        folder.mkdir(parents=True, exist_ok=True)
        tables = TABLES.values() if options["all"] else LOGS
        for table in tables:
            path = folder / f"{table.name}.csv"
            if path.exists():
                self.stdout.write(f"{path} is there already and stays as it is.")
                continue
            with path.open("w", newline="", encoding="utf-8-sig") as file:
                csv.writer(file).writerow([column.name for column in table.columns])
        self.stdout.write(f"Headings of {len(tables)} files in {folder}.")
