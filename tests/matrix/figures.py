"""Keeps the figures of a proof that runs in several processes, and adds them up.

python -m tests.matrix.figures
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parents[2] / "var" / "proofs"
COUNTED = ("requests", "cells", "must")
WRONG = ("too much", "too little", "other")


def keep(proof: str, part: str, tally: Any) -> None:
    """Write down what one part of a proof came to; the same part again takes its place."""
    KEPT.mkdir(parents=True, exist_ok=True)
    told = {name: getattr(tally, name) for name in COUNTED}
    told |= {name: tally.wrong[name] for name in WRONG}
    (KEPT / f"{proof}-{part.replace(' ', '-')}.json").write_text(json.dumps(told))


def added_up(proof: str) -> tuple[int, dict[str, int]]:
    """How many parts there are, and the sum of their figures."""
    parts = [json.loads(file.read_text()) for file in sorted(KEPT.glob(f"{proof}-*.json"))]
    return len(parts), {name: sum(one[name] for one in parts) for name in (*COUNTED, *WRONG)}


def keep_time(kind: str, tries: int, p: float, theirs: float, nothing: float) -> None:
    """Write down what measuring one kind of object came to; medians in nanoseconds."""
    KEPT.mkdir(parents=True, exist_ok=True)
    told = {"kind": kind, "tries": tries, "p": p, "theirs": theirs, "nothing": nothing}
    (KEPT / f"time-{kind.replace(' ', '-')}.json").write_text(json.dumps(told))


def main() -> None:
    parts, found = added_up("matrix")
    print(f"matrix: {parts} people, {found['requests']:,} requests, {found['cells']:,} cells,")
    print(f"  in {found['must']:,} of them something must be open")
    print(f"  shown or opened too much: {found['too much']:,}")
    print(f"  denied wrongly: {found['too little']:,}")
    print(f"  answered otherwise: {found['other']:,}")
    times = [json.loads(file.read_text()) for file in sorted(KEPT.glob("time-*.json"))]
    if times:
        print("absent against not yours: tries of each, medians in ms, p")
    for one in times:
        theirs, nothing = one["theirs"] / 1e6, one["nothing"] / 1e6
        said = f"{theirs:.3f} against {nothing:.3f}, p {one['p']:.3f}"
        print(f"  {one['kind']}: {one['tries']:,}, {said}")


if __name__ == "__main__":
    main()
