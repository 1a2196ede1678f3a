"""States that last: being missing, an open plan. Is it open, and how long did it last?

With days only, a length is known to within a day at either end, and with a proxy moment
not at all: then the answer is that it cannot be told.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pathways import definitions as d
from pathways.answers import Reason
from pathways.calendars import local_day, start_of_day
from pathways.conditions import untimed
from pathways.counting import plus, spoken
from pathways.facts import Fact, Precision
from pathways.nodes import NO, UNCLEAR, YES, Change, Node, during
from pathways.picking import DAY, fitting, window
from pathways.timeline import Episode, Timeline

HOUR = timedelta(hours=1)


class OpenNode(Node):
    """A state has begun and not ended."""

    __slots__ = ("fits", "what")

    def __init__(self, what: d.Open, vocabulary: d.Vocabulary) -> None:
        self.what = what
        self.fits = fitting(what.where)
        self.fact_kinds = kinds_of(what.state, vocabulary)
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        for episode in line.episodes(self.what.state):
            if self._open(episode, moment):
                return YES
        return NO

    def _open(self, episode: Episode, moment: datetime) -> bool:
        if episode.begin.at > moment:
            return False
        if episode.end is not None and max(episode.end.at, episode.begin.at) <= moment:
            return False
        return self.fits is None or self.fits(episode.begin.data)

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        return [
            episode.begin
            for episode in line.episodes(self.what.state)
            if self._open(episode, moment)
        ]

    def changes(self, line: Timeline) -> list[Change]:
        spans = [
            (begin.at, None if end is None else max(begin.at, end.at))
            for begin, end in line.episodes(self.what.state)
            if self.fits is None or self.fits(begin.data)
        ]
        return during(spans, line) if spans else [(line.start, NO)]

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        facts = self.evidence(line, moment)
        found = f"since {spoken(local_day(facts[-1].at))}" if facts else ""
        return self._told(self.what, line, moment, found)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        return [] if self.truth(line, moment) else [line.words.condition(self.what)]


class LongestNode(Node):
    """A state lasted long enough at least once; while open it lasts until the moment."""

    __slots__ = ("what", "within")

    def __init__(self, what: d.Longest, vocabulary: d.Vocabulary) -> None:
        self.what = what
        self.within = window(what.within)
        self.timeless = False
        self.fact_kinds = kinds_of(what.state, vocabulary)

    def truth(self, line: Timeline, moment: datetime) -> int:
        best = NO
        for episode in line.episodes(self.what.state):
            if episode.begin.at <= moment and self._inside(episode, line, moment):
                best = max(best, self._lasted(episode, line, moment))
                if best == YES:
                    break
        return best

    def _inside(self, episode: Episode, line: Timeline, moment: datetime) -> bool:
        """Whether any of it lies in the window."""
        if self.within is None or _still_open(episode, moment):
            return True
        end = episode.end
        return end is not None and end.at >= line.window_start(self.within, moment)

    def _lasted(self, episode: Episode, line: Timeline, moment: datetime) -> int:
        end = None if _still_open(episode, moment) else episode.end
        ends = [fact for fact in (episode.begin, end) if fact is not None]
        if any(fact.precision is Precision.PROXY for fact in ends):
            return UNCLEAR
        if self.what.at_least.unit != "hours":
            until = local_day(end.at if end else moment)
            reached = plus(local_day(episode.begin.at), self.what.at_least, line.calendar)
            return YES if reached <= until else NO
        return self._hours(episode.begin, end, moment)

    def _hours(self, begin: Fact, end: Fact | None, moment: datetime) -> int:
        """Compare the shortest and the longest time that it can have lasted."""
        wanted = self.what.at_least.amount * HOUR
        first, latest_start = _bounds(begin)
        earliest_end, last = _bounds(end) if end is not None else (moment, moment)
        if earliest_end - latest_start >= wanted:
            return YES
        longest = last - first
        exact = first == latest_start and earliest_end == last
        # A day's last instant belongs to the next day: the longest time is never quite reached.
        possible = longest >= wanted if exact or last == earliest_end else longest > wanted
        return UNCLEAR if possible and not exact else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        truth = self.truth(line, moment)
        found: dict[str, Fact] = {}
        for episode in line.episodes(self.what.state):
            if episode.begin.at > moment or not self._inside(episode, line, moment):
                continue
            if truth and self._lasted(episode, line, moment) == truth:
                found[episode.begin.id] = episode.begin
                if episode.end is not None and not _still_open(episode, moment):
                    found[episode.end.id] = episode.end
        return list(found.values())

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        edges: list[datetime] = []
        for episode in line.episodes(self.what.state):
            if episode.begin.at > moment:
                break
            if _still_open(episode, moment):
                edges += self._reached(episode.begin, line)
            elif self._counts(episode, line, moment) and episode.end is not None:
                edges += self._leaves(episode.end, line)
        return min((edge for edge in edges if edge > moment), default=None)

    def _counts(self, episode: Episode, line: Timeline, moment: datetime) -> bool:
        return self._inside(episode, line, moment) and self._lasted(episode, line, moment) > NO

    def _leaves(self, end: Fact, line: Timeline) -> list[datetime]:
        return [self.within.leaves(end.at, line.calendar)] if self.within else []

    def _reached(self, begin: Fact, line: Timeline) -> list[datetime]:
        """When an open episode may, and when it must, have lasted long enough."""
        if begin.precision is Precision.PROXY:
            return []
        if self.what.at_least.unit == "hours":
            wanted = self.what.at_least.amount * HOUR
            return sorted({bound + wanted for bound in _bounds(begin)})
        day = plus(local_day(begin.at), self.what.at_least, line.calendar)
        return [start_of_day(day)]

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        truth, found = self.truth(line, moment), ""
        if truth == UNCLEAR:
            found = "; ".join(self._unclear(line, moment))
        elif truth == YES:
            episodes = self.evidence(line, moment)
            found = f"it began {spoken(local_day(episodes[0].at))}"
        return self._told(self.what, line, moment, found)

    def _unclear(self, line: Timeline, moment: datetime) -> list[str]:
        told = []
        for fact in self.evidence(line, moment):
            if fact.precision is Precision.DATE:
                told.append(f"of {spoken(local_day(fact.at))} only the day is known")
            elif fact.precision is Precision.PROXY:
                told.append(
                    f"the entry of {spoken(local_day(fact.at))} is not the time it happened"
                )
        return told

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        if self.truth(line, moment) != UNCLEAR:
            return []
        return untimed(self.evidence(line, moment), line)


def kinds_of(state: str, vocabulary: d.Vocabulary) -> frozenset[str]:
    """Fact kinds that begin or end a state."""
    definition = vocabulary.states.get(state)
    return frozenset((definition.begins, *definition.ends)) if definition else frozenset()


def _still_open(episode: Episode, moment: datetime) -> bool:
    return episode.end is None or max(episode.end.at, episode.begin.at) > moment


def _bounds(fact: Fact) -> tuple[datetime, datetime]:
    """Earliest and latest moment at which it can have happened."""
    at = fact.at.astimezone(UTC)
    if fact.precision is Precision.INSTANT:
        return at, at
    return at, start_of_day(local_day(at) + DAY)
