"""The audit's chains: how many look at once, how fast they are read, whether tampering shows.

    python benchmarks/audit.py [--seconds 5] [--entries 200000]

Writers do what a page does: one transaction with one look, durably committed. Sixteen
chains are compared with one chain and with rows that hang on no chain, in the same run;
afterwards all chains are verified and the entries counted against what was acknowledged.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import _town

NOW = datetime(2026, 11, 20, 10, 40, tzinfo=ZoneInfo("Europe/London"))
WRITERS = (1, 8, 32)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--seconds", type=float, default=5)
    given.add_argument("--entries", type=int, default=200_000)
    args = given.parse_args()
    _town.set_up("benchmarks-audit")
    _town.build(60, 0)
    throughput(args.seconds)
    reading(args.entries)


def throughput(seconds: float) -> None:
    """Looks a second with so many writers, for each way of chaining."""
    from casework.audit import commands, verifying
    from casework.audit.models import Entry

    print("\n                     " + "".join(f"{n:>9} writers, p50, p99 ms" for n in WRITERS))
    acknowledged = 0
    for name, take in ways().items():
        commands._take, kept = take, commands._take
        told = [one_run(number, seconds) for number in WRITERS]
        commands._take = kept
        print(f"{name:21}" + "".join(f"{a:9.0f}/s {b:7.1f} {c:7.1f}  " for a, b, c, _ in told))
        if name == "rows without chain":
            Entry.objects.filter(bucket=99).delete()
            continue
        acknowledged += sum(number for *_, number in told)
        found = verifying.verify()
        print(f"{'':21}verified: {found.entries:,} entries, {len(found.faults)} faults")
        if found.faults or found.entries != acknowledged:
            sys.exit(f"{acknowledged:,} looks were acknowledged")


def ways() -> dict[str, Any]:
    from casework.audit import chain, commands
    from casework.config.postgresql import prepared

    def one_chain(authority: str, first: int) -> tuple[int, int, bytes]:
        held = prepared.rows(commands.TAKE, [authority, 0])
        return held[0] if held else commands.__dict__["_kept"](authority, 0)

    numbers = iter(range(1, 10**9))

    def no_chain(authority: str, first: int) -> tuple[int, int, bytes]:
        return 99, next(numbers), chain.START

    commands.__dict__["_kept"] = commands._take
    return {"sixteen chains": commands._take, "one chain": one_chain,
            "rows without chain": no_chain}  # fmt: skip


def one_run(writers: int, seconds: float) -> tuple[float, float, float, int]:
    """Looks a second, and the middle and worst of their times."""
    from casework.agencies.models import Post

    posts = list(Post.objects.all())
    times: list[list[float]] = [[] for _ in range(writers)]
    start, end = threading.Barrier(writers), time.perf_counter() + seconds + 1
    threads = [
        threading.Thread(target=write, args=(posts[n % len(posts)], times[n], start, end))
        for n in range(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = sorted(t for one in times for t in one)
    return (
        len(every) / seconds,
        statistics.median(every),
        every[int(len(every) * 0.99) - 1],
        len(every),
    )


def write(post: Any, times: list[float], start: threading.Barrier, end: float) -> None:
    from django.db import connection

    from casework.audit import commands
    from casework.subjects.models import Case

    case = Case.objects.get(reference="C1")
    start.wait()
    while (began := time.perf_counter()) < end:
        commands.looked(by=post, case=case, section="Overview", now=NOW)
        times.append((time.perf_counter() - began) * 1000)
    connection.close()


def reading(entries: int) -> None:
    """How long it takes to write so many at once, and to verify them."""
    from casework.agencies.models import Post
    from casework.audit import commands, verifying
    from casework.subjects.models import Case

    case, posts = Case.objects.get(reference="C1"), list(Post.objects.all())
    began = time.perf_counter()
    for part in range(20):
        commands.write_many(
            by=posts[part % len(posts)], action="imported", now=NOW,
            entries=[(case, {"row": n}) for n in range(entries // 20)],
        )  # fmt: skip
    wrote = time.perf_counter() - began
    began = time.perf_counter()
    found = verifying.verify()
    took = time.perf_counter() - began
    print(f"\n{entries:,} entries written in bulk in {wrote:.1f} s")
    print(f"{found.entries:,} entries verified in {took:.1f} s "
          f"({found.entries / took:,.0f} a second), {len(found.faults)} faults")  # fmt: skip


if __name__ == "__main__":
    main()
