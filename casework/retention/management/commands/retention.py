"""`holdfast retention`: what was disposed of stays disposed of, backups or not."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.retention import certificates
from casework.retention.models import Certificate


class Command(BaseCommand):
    help = "Find records that a backup brought back, or write the certificates of disposal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        check = ways.add_parser("check", help="is anything there that was disposed of")
        check.add_argument(
            "--certificates", action="append", type=Path, metavar="FOLDER", default=[],
            help="certificates that were kept apart from the backup; may be given again",
        )  # fmt: skip
        write = ways.add_parser("certificates", help="write every certificate into a folder")
        write.add_argument("--to", type=Path, default=Path(settings.CERTIFICATES))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["way"] == "certificates":
            for one in Certificate.objects.all():
                certificates.write(one, options["to"])
            count = Certificate.objects.count()
            self.stdout.write(f"Certificates in {options['to']}: {count}")
            return
        self._check([*options["certificates"], Path(settings.CERTIFICATES)])

    def _check(self, folders: list[Path]) -> None:
        changed = [
            one.reference for one in Certificate.objects.all() if not certificates.intact(one)
        ]
        try:
            elsewhere = [each for folder in folders for each in certificates.read(folder)]
        except (ValueError, KeyError) as error:
            raise CommandError(f"A certificate cannot be read: {error}") from error
        back = certificates.returned(elsewhere)
        for one in back:
            self.stdout.write(
                f"{one.case_reference}: disposed of by certificate {one.certificate}, and there "
                f"again with {one.rows} rows. Dispose of it again, by two people."
            )
        for reference in changed:
            self.stdout.write(f"{reference}: this certificate was changed.")
        if back or changed:
            sys.exit(1)
        self.stdout.write("Nothing is there that was disposed of.")
