"""Run the proofs of docs/security/proofs.md with their full counts, one part after the other.

`python -m tests.prove` runs all, `python -m tests.prove matrix sealing` those parts. Each prints
its figures. A part that fails keeps no other from running; at the end stands how long each took,
on how busy a machine, and which failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RULES = "tests/house_rules/test_"
EVERY_ADDRESS = [
    f"{RULES}{name}.py" for name in ("headers", "exclusions", "permissions", "kept_queries")
]


@dataclass(frozen=True, slots=True)
class Part:
    """Commands that prove one thing, and with which counts."""

    commands: tuple[str, ...]
    counts: dict[str, str] = field(default_factory=dict)


def _part(*commands: str, **counts: object) -> Part:
    return Part(commands, {f"HOLDFAST_PROOF_{name}": str(one) for name, one in counts.items()})


PARTS: dict[str, Part] = {
    "audit": _part(
        "pytest -q -n 2 casework/audit", f"pytest -q -n 2 {RULES}no_look_no_data.py", PLACES=100
    ),
    "addresses": _part(f"pytest -q -n 2 {' '.join(EVERY_ADDRESS)}", PLACES=100),
    "chains": _part("python benchmarks/audit.py"),
    "model": _part("pytest -q -n 2 tests/model", STEPS=100_000, SEED=int(time.time())),
    "canaries": _part("pytest -q -n 3 tests/canaries tests/journeys", PLACES=1),
    "wall": _part(f"pytest -q -n 2 tests/wall {RULES}wall.py", PLACES=100),
    "cost": _part("python benchmarks/wall.py"),
    "matrix": _part("pytest -q -n 2 tests/matrix/whole.py", "python -m tests.matrix.figures"),
    "time": _part(
        "pytest -q tests/matrix/timing.py", "python -m tests.matrix.figures", TRIES=5_000
    ),
    "fuzz": _part("pytest -q -n 2 tests/fuzz", FUZZ=3_000),
    "sealing": _part(
        "pytest -q casework/config/tests/test_tampering.py",
        f"pytest -q {RULES}sealed_at_rest.py",
        "python benchmarks/sealing.py",
        PLACES=1_000,
    ),
    "copies": _part(
        "pytest -s -q -k token casework/disclosure/tests/test_nothing_taken_out_can_be_read.py",
        BUNDLES=2_000,
    ),
}
FIGURES = ROOT / "var" / "proofs"
KEPT = {"matrix": "matrix-*.json", "time": "time-*.json"}
"""Figures that several processes leave behind: those of an earlier run are not of this one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one part."""

    name: str
    failed: tuple[str, ...]
    seconds: float
    busy: float
    """Processes that wanted a core, on average over the last minute of it."""

    def __str__(self) -> str:
        took = f"{self.seconds // 60:.0f} min {self.seconds % 60:02.0f} s"
        said = f"FAILED: {'; '.join(self.failed)}" if self.failed else "holds"
        return f"  {self.name:10} {took:>12}, load {self.busy:4.1f}  {said}"


def prove(name: str) -> Outcome:
    """Run one part, whatever becomes of its commands."""
    part, began, failed = PARTS[name], time.monotonic(), []
    for file in FIGURES.glob(KEPT.get(name, "nothing")):
        file.unlink()
    for command in part.commands:
        said = " ".join([f"{key}={value}" for key, value in part.counts.items()] + [command])
        print(f"\n== {name}: {said}", flush=True)
        # A count that is given from outside goes before: a smaller proof, or a larger one.
        done = subprocess.run(command.split(), cwd=ROOT, env=part.counts | os.environ)
        if done.returncode:
            failed.append(command)
    return Outcome(name, tuple(failed), time.monotonic() - began, os.getloadavg()[0])


def main(wanted: list[str]) -> int:
    """1 where a part failed, 2 where there is no such part."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"No such part: {', '.join(unknown)}. There are {', '.join(PARTS)}.")
        return 2
    outcomes = [prove(name) for name in wanted or PARTS]
    print("\nWhat was proved, and how long it took:")
    for one in outcomes:
        print(one)
    return 1 if any(one.failed for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
