"""The facts of one case laid out: by kind, in order of time, with their moments in UTC.

This depends on the facts alone: not on the moment, the procedure or what is asked. So
whoever asks several questions about one case (another day, another edition, before and
after) can lay its facts out once and ask with that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter

from pathways.facts import Fact, Precision

BY_TIME = attrgetter("at", "id")
EARLIEST = datetime.min.replace(tzinfo=UTC)
# Looked up once: a member of an enumeration costs as much to reach as a comparison.
INSTANT, PROXY = Precision.INSTANT, Precision.PROXY


class Picked:
    """Some facts, oldest first, and their moments in UTC beside them."""

    __slots__ = ("ats", "facts")

    def __init__(self, facts: list[Fact], ats: list[datetime]) -> None:
        self.facts = facts
        self.ats = ats

    def up_to(self, moment: datetime) -> int:
        """How many of them lie at or before a moment."""
        return bisect_right(self.ats, moment)

    def since(self, moment: datetime) -> int:
        """Index of the first at or after a moment."""
        return bisect_left(self.ats, moment)


NOTHING = Picked([], [])


class Packed:
    """All facts of a case by kind, those to come and those withdrawn included."""

    __slots__ = ("exact", "first", "kinds", "last", "proxied", "recorded", "withdrawn")

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.kinds: dict[str, Picked] = {}
        self.recorded = EARLIEST
        """When the last of them was recorded."""
        self.withdrawn = False
        """Whether any of them was."""
        self.exact = True
        """Whether the time of day is known of every fact."""
        self.proxied = False
        """Whether some moments are only when somebody worked on the record."""
        for kind in self._lay_out(facts):
            self.kinds[kind] = picked_of(sorted(self.kinds[kind].facts, key=BY_TIME))
        moments = [picked.ats for picked in self.kinds.values()]
        self.first = min([ats[0] for ats in moments]) if moments else None
        self.last = max([ats[-1] for ats in moments]) if moments else EARLIEST

    def _lay_out(self, facts: Iterable[Fact]) -> set[str]:
        """Gather the facts by kind; gives the kinds that were not in order of time."""
        kinds, latest, disordered = self.kinds, self.recorded, set()
        for fact in facts:
            at, recorded = fact.at, fact.recorded_at
            if at.tzinfo is not UTC:
                at = at.astimezone(UTC)
                fact = replace(fact, at=at)
            if recorded is None:
                recorded = at
            if recorded > latest:
                latest = recorded
            if fact.withdrawn_at is not None:
                self.withdrawn = True
            if fact.precision is not INSTANT:
                self.exact = False
                self.proxied = self.proxied or fact.precision is PROXY
            picked = kinds.get(fact.kind)
            if picked is None:
                kinds[fact.kind] = Picked([fact], [at])
                continue
            if at <= picked.ats[-1]:
                disordered.add(fact.kind)
            picked.facts.append(fact)
            picked.ats.append(at)
        self.recorded = latest
        return disordered

    def at(self, moment: datetime, known: datetime) -> tuple[Packed, list[datetime]]:
        """What had happened by a moment and was on record at another, and what is to come."""
        if self.last <= moment and self.recorded <= known and not self.withdrawn:
            return self, []
        standing = [
            fact for each in self.kinds.values() for fact in each.facts if fact.known_at(known)
        ]
        later = [fact.at for fact in standing if fact.at > moment]
        return Packed([fact for fact in standing if fact.at <= moment]), later


def picked_of(facts: list[Fact]) -> Picked:
    """Facts in order of time, with their moments."""
    return Picked(facts, [fact.at for fact in facts]) if facts else NOTHING


def in_order(lists: list[Picked]) -> Picked:
    """Facts of several lists in order of time, each once."""
    lists = [picked for picked in lists if picked.facts]
    if len(lists) < 2:
        return lists[0] if lists else NOTHING
    each_once = {fact.id: fact for picked in lists for fact in picked.facts}
    return picked_of(sorted(each_once.values(), key=BY_TIME))
