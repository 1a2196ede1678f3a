"""Drive each target with inputs that follow what the code does with them, and print the counts.

`python -m tests.fuzz.run SECONDS [TARGET …]` gives each target, or those that are named, so many
seconds, in a process of its own.
It needs the group `fuzz` of pyproject.toml. An input that breaks something is printed whole.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LIMITS = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=4096", "-print_final_stats=1"]
"""A hang of ten seconds and two gigabytes are faults, too."""


def one(name: str, arguments: list[str]) -> None:
    """In the process of one target."""
    import atheris

    with atheris.instrument_imports(include=["casework", "pathways", "zipfile", "csv"]):
        _ready()
        from tests.fuzz.targets import TARGETS

    atheris.Setup([name, *arguments], TARGETS[name])
    atheris.Fuzz()


def _ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.test_settings")
    import django

    django.setup()


def main(seconds: int, named: list[str]) -> int:
    """Each target in turn; 1 where one broke."""
    _ready()
    from tests.fuzz import seeds
    from tests.fuzz.targets import TARGETS

    total = broken = 0
    for name in named or TARGETS:
        with tempfile.TemporaryDirectory() as folder:
            for number, data in enumerate(seeds.of(name)):
                (Path(folder) / str(number)).write_bytes(data)
            command = [sys.executable, "-m", "tests.fuzz.run", "--one", name, *LIMITS]
            command += [f"-max_total_time={seconds}", f"-artifact_prefix={folder}/", folder]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        ran = re.findall(r"stat::number_of_executed_units:\s*(\d+)", done.stderr)
        total += int(ran[0]) if ran else 0
        print(f"{name:14} {int(ran[0]) if ran else 0:>10,}  {'broke' if done.returncode else 'ok'}")
        if done.returncode:
            broken += 1
            print(done.stderr[-3000:])
    print(f"{len(named or TARGETS)} targets, {total:,} inputs, {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
