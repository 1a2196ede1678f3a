"""W1: a new fact is recorded, everything that follows is worked out and committed.

    python benchmarks/recording.py [--facts 100] [--rounds 200]

One child with so many facts; each round records one more through the one door, durably
committed, and takes it out again outside the clock. Compared with the engine alone and
with a bare transaction that inserts one fact and touches one row, in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import _processor, _town

NOW = datetime(2026, 11, 20, 10, 40, tzinfo=ZoneInfo("Europe/London"))
KIND = "return_interview.held"


class Times(NamedTuple):
    """Each round from start to end, and the middle of the processor's part of it."""

    rounds: list[float]
    worked: float


def times_of(deed: Callable[[int], object], undo: Callable[[], object], rounds: int) -> Times:
    """Milliseconds of each round after five that do not count, in order of size."""
    times, worked = [], []
    clock = _processor.clock()
    for number in range(rounds + 5):
        began, at_work = time.perf_counter(), clock()
        deed(number)
        if number >= 5:
            worked.append(clock() - at_work)
            times.append((time.perf_counter() - began) * 1000)
        undo()
    return Times(sorted(times), statistics.median(worked))


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--facts", type=int, default=100)
    given.add_argument("--rounds", type=int, default=200)
    args = given.parse_args()
    _town.set_up()
    _town.build(60, 0)
    case, post = a_child_with(args.facts)
    figures(case, post, args.rounds)


def a_child_with(number: int):
    """A child with a rating, a plan, meetings and missing episodes over two years."""
    from casework.agencies.models import Post
    from casework.chronology import commands as chronology
    from casework.chronology.commands import NewFact
    from casework.subjects.models import Case

    case, post = Case.objects.get(reference="C1"), Post.objects.get(holder="Worker 1")
    kinds = [
        ("assessment.completed", {"tool": "risk-assessment-tool"}),
        ("discussion.held", {"forum": "risk_meeting", "quorate": True, "meeting": "m"}),
        ("rating.set", {"level": "significant", "risks": ["criminal", "missing"]}),
        ("missing.started", {"episode": "e"}),
        ("missing.ended", {"episode": "e"}),
        ("return_interview.held", {"episode": "e"}),
    ]
    start, step = NOW - timedelta(days=700), timedelta(days=700) / (number + 1)
    facts = [
        NewFact(case=case, kind=kind, at=start + step * n, data=_own(data, n // len(kinds)))
        for n in range(number)
        for kind, data in [kinds[n % len(kinds)]]
    ]
    chronology.record_many(facts=facts, by=post, now=NOW - timedelta(hours=1))
    return case, post


def _own(data: dict[str, object], turn: int) -> dict[str, object]:
    """The same fields with keys of their own for each turn."""
    return {
        name: f"{value}{turn}" if name in {"episode", "meeting"} else value
        for name, value in data.items()
    }


def figures(case, post, rounds: int) -> None:
    from django.db import connection, transaction

    from casework.chronology import commands as chronology
    from casework.chronology import evaluating
    from casework.chronology.models import Fact, Obligation

    def take_out() -> None:
        last = Fact.objects.filter(case=case, recorded_at__gte=NOW)
        Obligation.objects.filter(case=case, met_by__in=last).update(met_by=None)
        last.delete()
        chronology.work_out(case=case, now=NOW)

    def record(number: int) -> None:
        chronology.record(
            case=case, kind=KIND, at=NOW - timedelta(minutes=number), by=post, now=NOW,
            data={"episode": "e15"},
        )  # fmt: skip

    def bare(number: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "update chronology_standing set rating = rating where case_id = %s", [case.pk]
            )
            cursor.execute(BARE, [case.pk, KIND, NOW, NOW, post.agency_id, post.pk])  # fmt: skip

    recorded = times_of(record, take_out, rounds)
    inserted = times_of(bare, lambda: Fact.objects.filter(recorded_at__gte=NOW).delete(), rounds)
    engine = times_of(lambda _: evaluating.evaluation(case, now=NOW), lambda: None, rounds)
    show("recorded, worked out and committed", recorded)
    show("a bare transaction, committed", inserted)
    show("facts read and evaluated alone", engine)
    whole, bare_one, reading = (statistics.median(t.rounds) for t in (recorded, inserted, engine))
    print(f"\nRecording costs {whole / bare_one:.1f} × the bare transaction,")
    print(f"and {whole / (bare_one + reading):.1f} × bare transaction and evaluation together.")


def show(name: str, times: Times) -> None:
    middle, worst = statistics.median(times.rounds), times.rounds[int(len(times.rounds) * 0.99) - 1]
    print(
        f"{name:36} p50 {middle:7.2f} ms   p99 {worst:7.2f} ms   processor {times.worked:6.2f} ms"
    )


BARE = """insert into chronology_fact (id, case_id, kind, at, precision, data, note, compartment,
  told_by, recorded_at, withdrawn_reason, agency_id, recorded_by_id)
  values (gen_random_uuid(), %s, %s, %s, 'instant', '{}', '', 'shared', '', %s, '', %s, %s)"""


if __name__ == "__main__":
    main()
