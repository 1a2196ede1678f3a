"""Seal everything anew under the newest key, and say what is sealed under which.

Each batch is a transaction of its own and what is done is known by its key, so a run that
is killed goes on where it was when it is started again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from casework.config import sealing
from casework.exchange.sealed_places import Place, places

BATCH = 500
Say = Callable[["Count"], None]


@dataclass(slots=True)
class Count:
    """What was found in one place: texts by the name of their key, and what does not open."""

    place: str
    keys: Counter[str] = field(default_factory=Counter)
    anew: int = 0
    """Texts that were sealed anew, or would be."""
    closed: list[str] = field(default_factory=list)
    """Why something does not open: the place and the name of the key, never the text."""


def check() -> list[Count]:
    """Open everything that is sealed, and count it by key."""
    return [_checked(place) for place in places()]


def rotate(*, dry_run: bool = False, say: Say = lambda _: None, batch: int = BATCH) -> list[Count]:
    """Seal anew what an older key has sealed; `say` is called after each batch."""
    return [_rotated(place, dry_run, say, batch) for place in places()]


def _checked(place: Place) -> Count:
    count = Count(place.name)
    for row in place.rows().iterator(chunk_size=BATCH):
        count.keys.update(sealing.key_of(text) for text in place.held(row))
        if place.held(row):
            _anew(place, row, count)
    return count


def _rotated(place: Place, dry_run: bool, say: Say, size: int) -> Count:
    count = Count(place.name)
    for keys in _batches(place, size):
        with transaction.atomic():
            rows = place.rows().filter(pk__in=keys)
            for row in rows if dry_run else rows.select_for_update(of=("self",)):
                _one(place, row, count, dry_run)
        say(count)
    return count


def _one(place: Place, row: Any, count: Count, dry_run: bool) -> None:
    held = place.held(row)
    count.keys.update(map(sealing.key_of, held))
    if not any(map(sealing.needs_resealing, held)):
        return
    columns = _anew(place, row, count)
    if columns is None:
        return
    count.anew += len(held)
    if not dry_run:
        type(row)._default_manager.filter(pk=row.pk).update(**columns)


def _anew(place: Place, row: Any, count: Count) -> dict[str, Any] | None:
    try:
        return place.anew(row)
    except sealing.CannotOpen as error:
        count.closed.append(f"{place.name}, row {row.pk}: {error}")
        return None


def _batches(place: Place, size: int) -> Iterator[list[Any]]:
    last = None
    while True:
        rows = place.rows().order_by("pk")
        keys = list(
            (rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:size]
        )
        if not keys:
            return
        yield keys
        last = keys[-1]
