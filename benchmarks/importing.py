"""An authority's whole export brought in: seconds, memory, and the ratio to a bare COPY.

    python benchmarks/importing.py [--size large]

The large pack is that of an authority like Surrey, about 600,000 rows in all tables. It
is read, compared, filtered and brought in by the product's own commands, in a database of
its own; then the same files again, where nothing changes. Measured against: the same
files put into plain tables of text by PostgreSQL's COPY, in the same run.

The goal is under 300 seconds and 512 MiB.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

DATABASE = "holdfast_importing"
TODAY = "2026-11-20"
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=ZoneInfo("Europe/London"))
GOAL_SECONDS, GOAL_MIB = 300, 512
QUADRANTS = {"nw": "North West", "ne": "North East", "sw": "South West", "se": "South East"}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--size", default="large", choices=["tiny", "small", "medium", "large"])
    size = asked.parse_args().size
    _set_up()
    with TemporaryDirectory() as folder:
        pack = Path(folder)
        _generate(pack, size)
        _measure(pack, size)


def _set_up() -> None:
    """Settings of a live service and a database of its own, with its tables."""
    os.environ.setdefault("HOLDFAST_VAR", str(ROOT / "var" / "benchmarks"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "casework.config.settings"
    os.environ["HOLDFAST_DEMO"] = "yes"
    os.environ["HOLDFAST_DATABASE_ROLE"] = "owner"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"drop database if exists {DATABASE}")
        cursor.execute(f"create database {DATABASE}")
    connection.close()
    connection.settings_dict["NAME"] = DATABASE
    call_command("migrate", verbosity=0)


def _generate(pack: Path, size: str) -> None:
    """In a process of its own, so that its memory is not counted."""
    command = [sys.executable, "-m", "casework.config.command_line", "demonstration", str(pack)]
    subprocess.run(
        [*command, "--size", size, "--today", TODAY],
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )


def _measure(pack: Path, size: str) -> None:
    bring = _importer(pack)
    first, rows = _timed(bring)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    again, _ = _timed(bring)
    bare, copied = _timed(lambda: _bare_copy(pack))
    print(f"Import of the {size} pack: {rows:,} rows in {len(list(pack.glob('*.csv')))} files")
    print(f"  first time     {first:8.1f} s   (goal: under {GOAL_SECONDS} s)")
    print(f"  peak memory    {peak:8.0f} MiB (goal: under {GOAL_MIB} MiB)")
    print(f"  same pack again{again:8.1f} s")
    print(f"  bare COPY      {bare:8.1f} s   of the same {copied:,} rows into plain tables")
    print(f"  ratio          {first / bare:8.1f} times a bare COPY; again {again / bare:.1f} times")


def _timed(deed: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    result = deed()
    return time.perf_counter() - began, result


def _importer(pack: Path) -> Callable[[], int]:
    from casework.agencies import commands as agencies
    from casework.exchange import commands

    surrey = agencies.open_authority(code="surrey", name="Surrey", areas=QUADRANTS)
    by = agencies.first_administrator(
        authority=surrey, holder="Amara Nwosu", email="amara@surrey.example", on=NOW.date()
    )

    def bring() -> int:
        run, tried = commands.try_import(
            folder=pack, authority=surrey, source="lcs", by=by, now=NOW
        )
        commands.bring_in(run=run, by=by, now=NOW)
        return sum(report.counts["read"] for report in tried.files)

    return bring


def _bare_copy(pack: Path) -> int:
    """The same files into tables of text, in one transaction, and nothing else."""
    from django.db import connection, transaction

    from casework.exchange.reading.files import examine

    rows = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for file in sorted(pack.glob("*.csv")):
            encoding = "win1252" if examine(file).encoding == "cp1252" else "utf8"
            with file.open("rb") as heading:
                width = len(heading.readline().split(b","))
            columns = ", ".join(f"c{number} text" for number in range(width))
            cursor.execute(f"create table bare_{file.stem} ({columns})")
            statement = (
                f"copy bare_{file.stem} from stdin (format csv, header, encoding '{encoding}')"
            )
            with cursor.copy(statement) as copy, file.open("rb") as content:
                while block := content.read(1 << 18):
                    copy.write(block)
            rows += cursor.rowcount
    return rows


if __name__ == "__main__":
    main()
