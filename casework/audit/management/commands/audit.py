"""Verify the audit, and write down where its chains end."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.audit import anchors, verifying

SHOWN = 50
UNREADABLE = 2


class Command(BaseCommand):
    help = "Verify the chains of the audit, or write an anchor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        verify = ways.add_parser("verify", help="is every entry there, as it was written")
        verify.add_argument(
            "--anchor", action="append", type=Path, default=[], metavar="FILE",
            help="an anchor kept elsewhere, or a folder of them; may be given again",
        )  # fmt: skip
        verify.add_argument("--authority", default="", help="the chains of this one alone")
        verify.add_argument("--json", action="store_true", help="for a machine to read")
        anchor = ways.add_parser("anchor", help="write down where the chains end")
        anchor.add_argument("--to", default=settings.ANCHORS, help="a folder or an https address")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["way"] == "anchor":
                where = anchors.write(options["to"], now=timezone.now())
                self.stdout.write(f"The ends of the chains are written down in {where}")
                return
            held = anchors.read(options["anchor"])
        except anchors.NoAnchor as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        self._verify(held, options)

    def _verify(self, held: Any, options: dict[str, Any]) -> None:
        began = time.perf_counter()
        found = verifying.verify(held, options["authority"])
        seconds = time.perf_counter() - began
        if options["json"]:
            self.stdout.write(_as_json(found, seconds))
        else:
            for line in verifying.told(found.faults, SHOWN):
                self.stdout.write(line)
            self.stdout.write(_in_words(found, seconds, bool(options["anchor"])))
        if found.faults:
            sys.exit(1)


def _in_words(found: verifying.Finding, seconds: float, anchored: bool) -> str:
    said = f"{found.entries:,} entries in {found.chains} chains read in {seconds:.1f} s: "
    said += f"{len(found.faults)} faults." if found.faults else "all as they were written."
    if anchored:
        return f"{said} {found.anchored} ends were compared with anchors."
    return f"{said} Without an anchor a tail that was cut off is not seen."


def _as_json(found: verifying.Finding, seconds: float) -> str:
    return json.dumps(
        {
            "entries": found.entries,
            "chains": found.chains,
            "anchored": found.anchored,
            "seconds": round(seconds, 3),
            "faults": [
                {
                    "kind": one.kind, "authority": one.authority, "bucket": one.bucket,
                    "number": one.number, "at": one.at.isoformat() if one.at else None,
                    "text": one.text,
                }
                for one in found.faults
            ],
        }
    )  # fmt: skip
