"""Meetings announced ahead: what gave each of them its time, what moved it or called it off."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from pathways import definitions as d
from pathways.counting import moment_of
from pathways.facts import Fact
from pathways.packed import BY_TIME
from pathways.picking import Picker
from pathways.timeline import Timeline


class Announced(NamedTuple):
    """A meeting that was announced, every fact that gave it a time, and the last such time."""

    facts: tuple[Fact, ...]
    moment: datetime | None
    called_off: Fact | None


def announcements(starts: Picker, clock: d.Before, line: Timeline) -> list[Announced]:
    """Each meeting announced; further facts on the same meeting move it or call it off."""
    asked = (starts, clock.moment, clock.key, clock.moved_by, clock.cancelled_by)
    known: list[Announced] | None = line.memo.get(asked)
    if known is None:
        known = line.memo[asked] = _read(starts, clock, line)
    return known


def _read(starts: Picker, clock: d.Before, line: Timeline) -> list[Announced]:
    groups: dict[str, list[Fact]] = {}
    for fact in line.pick(starts).facts:
        name = fact.data.get(clock.key)
        groups.setdefault(f"={name}" if name is not None else fact.id, []).append(fact)
    if not groups:
        return []
    moves, ends = _by_key(clock.moved_by, clock, line), _by_key(clock.cancelled_by, clock, line)
    found = []
    for name, facts in groups.items():
        later = [fact for fact in moves.get(name, []) if fact.at >= facts[0].at]
        every = tuple(sorted([*facts, *later], key=BY_TIME) if later else facts)
        moments = (moment_of(fact.data.get(clock.moment)) for fact in reversed(every))
        moment = next((each for each in moments if each is not None), None)
        found.append(Announced(every, moment, _called_off(every, ends.get(name, []))))
    return found


def _called_off(announced: tuple[Fact, ...], ends: list[Fact]) -> Fact | None:
    """What called a meeting off, unless it was announced again after that."""
    return ends[-1] if ends and ends[-1].at >= announced[-1].at else None


def _by_key(kinds: tuple[str, ...], clock: d.Before, line: Timeline) -> dict[str, list[Fact]]:
    groups: dict[str, list[Fact]] = {}
    for kind in kinds:
        for fact in line.kind(kind).facts:
            if fact.data.get(clock.key) is not None:
                groups.setdefault(f"={fact.data[clock.key]}", []).append(fact)
    return groups
