"""What sealing costs: a value sealed, opened and looked for, and a page with and without it.

python benchmarks/sealing.py
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.test_settings")

ROUNDS = 5_000
SIZES = {"an NHS number": 10, "an address": 120, "a note": 2_000}


def microseconds(what: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of five runs, for one time."""
    runs = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(rounds):
            what()
        runs.append((time.perf_counter() - began) / rounds * 1_000_000)
    return median(runs)


def main() -> None:
    import django

    django.setup()
    from casework.config import sealing

    place = "subjects_child.nhs_number:surrey:1"
    print(f"{'':16} {'sealed':>9} {'opened':>9} {'stored':>9}")
    for name, size in SIZES.items():
        text = "x" * size
        sealed = sealing.seal(text, place=place)
        one = microseconds(lambda text=text: sealing.seal(text, place=place))
        two = microseconds(lambda sealed=sealed: sealing.unseal(sealed, place=place))
        print(f"{name:16} {one:6.1f} us {two:6.1f} us {len(sealed):6} B")
    digest = microseconds(lambda: sealing.digest("9434765919", purpose=place))
    print(f"{'a digest':16} {digest:6.1f} us")


if __name__ == "__main__":
    main()
