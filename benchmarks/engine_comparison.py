"""Three clauses of three procedures in five engines: the same answers, and what they cost.

    python benchmarks/engine_comparison.py [--seconds 2]

Needs `uv sync --group bench`. Every engine gives six numbers for each child; their
checksums are compared before anything is timed, and a difference stops the run. Ours is
the product's own engine, called as the product calls it, with obligations, prompts,
reasons and the next change: out of a plain list of dated facts, which all ratios are
about, and, for who asks again, out of facts laid out before. Measured against, in the same
process and the same run: tuned plain Python, CEL (Rust, once deciding only and once
counting too), the decision tables of SpiffWorkflow, and pyDMNrules. Engines that only
decide are given counts made in Python.

Times are those of the processor, so that a neighbour on the machine does not count.
The goals are ratios: 35 times as fast as CEL that counts, 40 as SpiffWorkflow, 700 as
pyDMNrules, and not slower than CEL that only decides (E2 of the reference).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import _other_engines as others
from benchmarks import _three_clauses as three
from pathways.packed import Packed

GOALS = {"CEL, counts too": 35, "SpiffWorkflow DMN": 40, "pyDMNrules": 700, "CEL, only decides": 1}
CHECKED = 300


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seconds", type=float, default=2.0, help="for each engine")
    seconds = asked.parse_args().seconds
    children = three.children(1000)
    engines = _engines()
    _compare(engines, children[:CHECKED])
    costs = {name: _cost(engine, given(children), seconds) for name, given, engine in engines}
    _report(costs)


def _engines() -> list[tuple[str, Callable[[Any], list[Any]], Callable[[Any], Any]]]:
    """Name, how a child is given to it, and the engine."""
    try:
        decides, counts = others.cel_that_decides(), others.cel_that_counts()
        spiff, tables = others.spiff(), others.pydmnrules()
    except ImportError as missing:
        sys.exit(f"{missing}. Run `uv sync --group bench` first.")
    return [
        ("tuned plain Python", list, three.plain),
        ("Holdfast", _as_facts, three.ours(three.pack())),
        ("Holdfast, laid out", _laid_out, three.ours(three.pack())),
        ("CEL, only decides", list, decides),
        ("CEL, counts too", list, counts),
        ("SpiffWorkflow DMN", list, spiff),
        ("pyDMNrules", list, tables),
    ]


def _as_facts(children: list[list[three.Row]]) -> list[Any]:
    return [three.as_facts(child) for child in children]


def _laid_out(children: list[list[three.Row]]) -> list[Any]:
    """By kind and in order of time, as the counts of the engines that only decide are made."""
    return [Packed(three.as_facts(child)) for child in children]


def _compare(engines: list[Any], children: list[list[three.Row]]) -> None:
    """Stop unless all give the same six numbers for every child."""
    sums = {}
    for name, given, engine in engines:
        answers = [tuple(map(int, engine(child))) for child in given(children)]
        sums[name] = crc32(repr(answers).encode())
    if len(set(sums.values())) > 1:
        sys.exit(f"The engines differ: {sums}")
    print(f"Same six answers for {len(children)} children, checksum {min(sums.values()):08x}")


def _cost(engine: Callable[[Any], Any], children: list[Any], seconds: float) -> float:
    """Microseconds for a child, the best of several passes over as many as fit the time."""
    few = children[:20]
    each = _pass(engine, few)
    some = children[: max(20, min(len(children), int(seconds / 10 / each)))]
    best = each
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        best = min(best, _pass(engine, some))
    return best * 1e6


def _pass(engine: Callable[[Any], Any], children: list[Any]) -> float:
    began = time.thread_time()
    for child in children:
        engine(child)
    return (time.thread_time() - began) / len(children)


def _report(costs: dict[str, float]) -> None:
    ours, ruler = costs["Holdfast"], costs["tuned plain Python"]
    print(f"{'engine':20} {'µs a child':>11} {'plain Python = 1':>17} {'Holdfast is':>17} goal")
    for name, cost in sorted(costs.items(), key=lambda each: each[1]):
        ratio = f"{cost / ours:.2f} × as fast" if not name.startswith("Holdfast") else ""
        goal = f"{GOALS[name]} ×" if name in GOALS else ""
        print(f"{name:20} {cost:11.1f} {cost / ruler:17.1f} {ratio:>17} {goal}")


if __name__ == "__main__":
    main()
