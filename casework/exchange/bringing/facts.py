"""Recording what the rows gave rise to: through the one door, each case once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from casework.chronology import commands as chronology
from casework.chronology.models import Fact
from casework.exchange import staging
from casework.exchange.bringing.world import Wanted, World
from casework.exchange.models import SourceRow

CASES_AT_ONCE = 250
GONE = "The row of the imported file has changed"
Identity = tuple[str, datetime, str, str]


def settle(world: World, say: Callable[[int, int], None] = lambda *_: None) -> int:
    """Record what is wanted, withdraw what changed rows no longer say; count the new facts.

    A fact that stands already, word for word, is not recorded twice, whichever row or
    file told it first; nor is one that a person has withdrawn. What only a changed row had
    withdrawn is recorded anew when the row says it again.
    """
    stands: dict[int, list[str]] = {}
    earlier = _facts_of_changed_rows(world)
    recorded = 0
    cases = list(world.wanted)
    for start in range(0, len(cases), CASES_AT_ONCE):
        some = cases[start : start + CASES_AT_ONCE]
        recorded += _record(some, world, stands)
        say(min(start + CASES_AT_ONCE, len(cases)), len(cases))
    _withdraw_gone(earlier, stands, world)
    staging.settle((row, case, stands.get(row, [])) for row, case in world.row_cases.items())
    return recorded


def _record(cases: list[int], world: World, stands: dict[int, list[str]]) -> int:
    known = _standing(cases)
    new: list[Wanted] = []
    for case in cases:
        seen: dict[Identity, str] = known.get(case, {})
        for wanted in world.wanted[case]:
            identity = _identity(wanted)
            if identity in seen:
                if seen[identity]:
                    stands.setdefault(wanted.source_row, []).append(seen[identity])
                continue
            seen[identity] = ""
            new.append(wanted)
    facts = chronology.record_many(
        facts=[wanted.fact for wanted in new], by=world.by, now=world.now
    )
    for wanted, fact in zip(new, facts, strict=True):
        stands.setdefault(wanted.source_row, []).append(str(fact.pk))
        if wanted.after:
            wanted.after(fact)
    return len(facts)


def _standing(cases: list[int]) -> dict[int, dict[Identity, str]]:
    found: dict[int, dict[Identity, str]] = {}
    told = Fact.objects.filter(case__in=cases, provenance__isnull=False)
    rows = told.exclude(withdrawn_reason=GONE).values_list(
        "pk", "case_id", "kind", "at", "precision", "data"
    )
    for pk, case, kind, at, precision, data in rows:
        found.setdefault(case, {})[(kind, at, precision, _plain(data))] = str(pk)
    return found


def _identity(wanted: Wanted) -> Identity:
    fact = wanted.fact
    return (fact.kind, fact.at, fact.precision, _plain(dict(fact.data)))


def _plain(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True)


def _facts_of_changed_rows(world: World) -> dict[int, list[str]]:
    rows = SourceRow.objects.filter(pk__in=world.changed_rows).values_list("pk", "facts")
    return {pk: facts for pk, facts in rows if facts}


def _withdraw_gone(
    earlier: dict[int, list[str]], stands: dict[int, list[str]], world: World
) -> None:
    """Withdraw what a changed row said before, unless it or another row still says it."""
    said = {fact for facts in stands.values() for fact in facts}
    for gone in _no_longer(earlier, stands, said):
        fact = Fact.objects.select_related("case").get(pk=gone)
        chronology.withdraw(fact=fact, reason=GONE, by=world.by, now=world.now)


def _no_longer(
    earlier: dict[int, list[str]], stands: dict[int, list[str]], said: set[str]
) -> Iterator[str]:
    for row, facts in earlier.items():
        for fact in facts:
            if fact not in stands.get(row, ()) and fact not in said:
                yield fact
