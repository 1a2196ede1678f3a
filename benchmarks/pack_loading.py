"""A pack of 120 clauses read, checked and made ready: milliseconds, and from the cache.

    python benchmarks/pack_loading.py

A pack of 120 entries is made out of Surrey's by repeating its duties under other names,
then read by the product's own door. Measured against, in the same run: the bare reading
of the same files by the C loader of YAML. One mistake must give one error that names file
and line.

Times are those of the processor, so that a neighbour on the machine does not count. The
goals are 30 ms, for the 2,765 lines that the 120 clauses of the reference had, 1 ms for
a pack that was read before, and 1.5 times the C loader (E9). Surrey's pack has more lines
than that, as it carries 229 clauses and all its forms; the time is given for both.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import yaml

from pathways.engine import Prepared
from pathways.packs import PackRefused, load_pack, load_vocabulary

POLICY = Path(__file__).resolve().parents[1] / "policy"
ENTRIES = 120
GOAL_MS, GOAL_CACHED_MS, GOAL_RATIO = 30, 1, 1.5
REFERENCE_LINES = 2765
DUTY = """
- duty: repeated-{n}
  title: Bring the assessment up to date, for the {n}th time
  act: repeated_{n}
  must: {{bearer: lead_professional}}
  when:
    all:
      - {{open: listed}}
      - {{latest: rating.set, where: {{level: [emerging, significant, experiencing]}}}}
  clock: {{interval: {{since: [assessment.completed], limit: 3 months}}}}
  met_by: [{{fact: assessment.completed, where: {{tool: risk-assessment-tool}}}}]
  clauses: [SURR-tmpl-12]
"""


def main() -> None:
    with TemporaryDirectory() as folder:
        pack = Path(folder) / "surrey"
        vocabulary = load_vocabulary(POLICY / "vocabulary.yaml")
        shutil.copytree(POLICY / "surrey", pack)
        _fill_up(pack, vocabulary)
        entries = _entries(load_pack(pack, vocabulary))
        cold = _best(lambda: load_pack(_touched(pack), vocabulary), 7)
        again = _best(lambda: load_pack(pack, vocabulary), 30)
        ready = _best(lambda: Prepared(load_pack(pack, vocabulary), vocabulary), 7)
        bare = _best(lambda: _bare(pack), 7)
        size = sum(len(file.read_text().splitlines()) for file in _files(pack))
        print(f"A pack of {entries} entries, {size:,} lines with its forms and its ledger")
        print(f"  read, checked, compiled {cold * 1e3:7.1f} ms")
        scaled = cold * 1e3 * REFERENCE_LINES / size
        print(f"  for {REFERENCE_LINES:,} lines         {scaled:7.1f} ms  (goal: {GOAL_MS} ms)")
        print(f"  read before             {again * 1e3:7.2f} ms  (goal: {GOAL_CACHED_MS} ms)")
        print(f"  made ready to be asked  {ready * 1e3:7.1f} ms")
        print(f"  C loader of YAML alone  {bare * 1e3:7.1f} ms  same files, nothing checked")
        print(
            f"  ratio                   {cold / bare:7.2f} times the C loader (goal: {GOAL_RATIO})"
        )
        _one_mistake(pack, vocabulary)


def _entries(pack: object) -> int:
    return sum(len(getattr(pack, k)) for k in ("duties", "prompts", "gates", "supersessions"))


def _fill_up(pack: Path, vocabulary: object) -> None:
    """Add duties until there are as many entries as wanted."""
    there = _entries(load_pack(pack, vocabulary))  # type: ignore[arg-type]
    more = "".join(DUTY.format(n=n) for n in range(ENTRIES - there))
    with (pack / "reviews.yaml").open("a") as file:
        file.write(more)


_turn = 0


def _touched(pack: Path) -> Path:
    """The same pack with a comment changed, so that nothing is remembered of it."""
    global _turn
    _turn += 1
    file = pack / "reviews.yaml"
    lines = [line for line in file.read_text().splitlines() if not line.startswith("# turn")]
    file.write_text("\n".join([*lines, f"# turn {_turn}"]) + "\n")
    return pack


def _bare(pack: Path) -> None:
    for file in _files(pack):
        yaml.load(file.read_text(), Loader=yaml.CBaseLoader)


def _files(pack: Path) -> list[Path]:
    """What the door reads; worked examples are read by their own test."""
    return [file for file in pack.rglob("*.yaml") if "examples" not in file.parts]


def _best(deed: Callable[[], object], times: int) -> float:
    best = float("inf")
    for _ in range(times):
        began = time.thread_time()
        deed()
        best = min(best, time.thread_time() - began)
    return best


def _one_mistake(pack: Path, vocabulary: object) -> None:
    file = pack / "reviews.yaml"
    file.write_text(file.read_text().replace("limit: 3 months", "limit: 3 mnths", 1))
    try:
        load_pack(pack, vocabulary)  # type: ignore[arg-type]
    except PackRefused as refused:
        print(
            f"  one mistake gives {len(refused.problems)} error: {refused.problems[0]}".replace(
                f"{pack}/", ""
            )
        )


if __name__ == "__main__":
    main()
