"""States that began and ended: which ending belongs to which beginning."""

from __future__ import annotations

from operator import ge
from typing import NamedTuple

from pathways.calendars import local_day
from pathways.facts import Fact, Precision


class Episode(NamedTuple):
    """A state that began and, perhaps, ended."""

    begin: Fact
    end: Fact | None


def paired(begun: list[Fact], ends: list[Fact], key: str | None) -> list[Episode]:
    """Each beginning with its ending: the first that shares its key, or simply the next."""
    if key is not None:
        return _by_key(begun, ends, key)
    used: set[str] = set()
    found = []
    for begin in begun:
        end = _end_of(begin, ends, used)
        if end is not None:
            used.add(end.id)
        found.append(Episode(begin, end))
    return found


def _by_key(begun: list[Fact], ends: list[Fact], key: str) -> list[Episode]:
    if _one_after_the_other(begun, ends, key):
        return list(map(Episode, begun, [*ends, *[None] * (len(begun) - len(ends))]))
    by_key: dict[str, list[Fact]] = {}
    for end in ends:
        by_key.setdefault(str(end.data.get(key)), []).append(end)
    found = []
    for begin in begun:
        same = by_key.get(str(begin.data.get(key)), ())
        found.append(Episode(begin, next((end for end in same if _follows(end, begin)), None)))
    return found


def _one_after_the_other(begun: list[Fact], ends: list[Fact], key: str) -> bool:
    """Whether each beginning has a key of its own and the endings come in the same order.

    So it is with nearly every child, and then there is nothing to look for.
    """
    names = [fact.data.get(key) for fact in begun]
    if names[: len(ends)] != [fact.data.get(key) for fact in ends]:
        return False
    if len(set(map(str, names))) < len(names):
        return False
    return all(map(ge, [fact.at for fact in ends], [fact.at for fact in begun]))


def _follows(end: Fact, begin: Fact) -> bool:
    return end.at >= begin.at or same_day_unclear(begin, end)


def _end_of(begin: Fact, ends: list[Fact], used: set[str]) -> Fact | None:
    """The next end after a beginning; on an unclear day one that ended nothing yet."""
    for end in ends:
        if end.at >= begin.at or (end.id not in used and same_day_unclear(begin, end)):
            return end
    return None


def same_day_unclear(one: Fact, other: Fact) -> bool:
    """Whether two facts lie on one day and the order within it is not known."""
    if Precision.INSTANT is one.precision is other.precision:
        return False
    return local_day(one.at) == local_day(other.at)
