"""States that last: being missing, an open plan. Is it open, and how long did it last?

With days only, a length is known to within a day at either end, and with a proxy moment
not at all: then the answer is that it cannot be told.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pathways import definitions as d
from pathways.answers import Reason
from pathways.calendars import local_day, start_of_day
from pathways.conditions import untimed
from pathways.counting import plus, spoken
from pathways.episodes import Episode
from pathways.facts import Fact, Precision
from pathways.nodes import NO, NOTHING_FOUND, UNCLEAR, YES, Answer, Change, Node, during
from pathways.packed import BY_TIME
from pathways.picking import DAY, INSTANT_AFTER, fitting, window
from pathways.timeline import Timeline

HOUR = timedelta(hours=1)
INSTANT, PROXY = Precision.INSTANT, Precision.PROXY
EVER = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


class OpenNode(Node):
    """A state has begun and not ended."""

    __slots__ = ("fits", "what")

    def __init__(self, what: d.Open, vocabulary: d.Vocabulary) -> None:
        self.what = what
        self.fits = fitting(what.where)
        self.fact_kinds = kinds_of(what.state, vocabulary)
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        # The last one first: it is the likeliest to be open.
        for episode in reversed(line.episodes(self.what.state)):
            if self._open(episode, moment):
                return YES
        return NO

    def _open(self, episode: Episode, moment: datetime) -> bool:
        begin, end = episode
        if begin.at > moment or (end is not None and end.at <= moment):
            return False
        return self.fits is None or self.fits(begin.data)

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


class Spell(NamedTuple):
    """An episode, from when until when, and whether it lasted long enough once it ended."""

    episode: Episode
    begun: datetime
    ended: datetime
    until: datetime
    """The later of its beginning and its end, whatever was recorded."""
    lasted: int


class LongestNode(Node):
    """A state lasted long enough at least once; while open it lasts until the moment."""

    __slots__ = ("wanted", "what", "within")

    def __init__(self, what: d.Longest, vocabulary: d.Vocabulary) -> None:
        self.what = what
        self.within = window(what.within)
        self.wanted = what.at_least.amount * HOUR if what.at_least.unit == "hours" else None
        self.timeless = False
        self.fact_kinds = kinds_of(what.state, vocabulary)

    def truth(self, line: Timeline, moment: datetime) -> int:
        return max([lasted for _, lasted in self._mattering(line, moment)], default=NO)

    def _mattering(self, line: Timeline, moment: datetime) -> list[tuple[Spell, int]]:
        """Spells in the window that lasted long enough, or perhaps did."""
        spells = self._long(line) if moment >= line.moment else self._spells(line)
        if not spells:
            return []
        opens = line.window_start(self.within, moment) if self.within else EVER
        found = []
        for spell in spells:
            lasted = spell.lasted
            if spell.begun > moment:
                break
            if spell.until > moment:
                lasted = self._lasted(spell.episode.begin, None, line, moment)
            elif spell.ended < opens:
                continue
            if lasted:
                found.append((spell, lasted))
        return found

    def _spells(self, line: Timeline) -> list[Spell]:
        """Each time the state lasted, measured once."""
        known: list[Spell] | None = line.memo.get((self, "spells"))
        if known is None:
            known = [self._spell(episode, line) for episode in line.episodes(self.what.state)]
            line.memo[(self, "spells")] = known
        return known

    def _long(self, line: Timeline) -> list[Spell]:
        """Those that matter at the moment of the evaluation and later."""
        known: list[Spell] | None = line.memo.get((self, "long"))
        if known is None:
            known = line.memo[(self, "long")] = []
            opens = line.window_start(self.within, line.moment) if self.within else EVER
            for episode in line.episodes(self.what.state):
                begin, end = episode
                # The window only ever moves forward: what has left it does not come back.
                if end is None or end.at >= opens or begin.at >= opens:
                    spell = self._spell(episode, line)
                    if end is None or spell.lasted:
                        known.append(spell)
        return known

    def _spell(self, episode: Episode, line: Timeline) -> Spell:
        begin, end = episode
        if end is None:
            return Spell(episode, begin.at, NEVER, NEVER, NO)
        until = end.at if end.at > begin.at else begin.at
        return Spell(episode, begin.at, end.at, until, self._lasted(begin, end, line, until))

    def _lasted(self, begin: Fact, end: Fact | None, line: Timeline, moment: datetime) -> int:
        if end is not None and self.wanted and INSTANT is begin.precision is end.precision:
            return YES if self._enough(end.at - begin.at, self.wanted) else NO
        if PROXY in (begin.precision, end.precision if end else None):
            return UNCLEAR
        if self.what.at_least.unit != "hours":
            until = local_day(end.at if end else moment)
            reached = plus(local_day(begin.at), self.what.at_least, line.calendar)
            return YES if reached < until or (reached == until and not self.what.beyond) else NO
        return self._hours(begin, end, moment)

    def _enough(self, lasted: timedelta, wanted: timedelta) -> bool:
        return lasted > wanted if self.what.beyond else lasted >= wanted

    def _hours(self, begin: Fact, end: Fact | None, moment: datetime) -> int:
        """Compare the shortest and the longest time that it can have lasted."""
        wanted = self.what.at_least.amount * HOUR
        first, latest_start = _bounds(begin)
        earliest_end, last = _bounds(end) if end is not None else (moment, moment)
        if self._enough(earliest_end - latest_start, wanted):
            return YES
        longest = last - first
        exact = first == latest_start and earliest_end == last
        # A day's last instant belongs to the next day: the longest time is never quite reached.
        reached = exact or last == earliest_end
        possible = self._enough(longest, wanted) if reached else longest > wanted
        return UNCLEAR if possible and not exact else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        return self.answer(line, moment)[1]

    def answer(self, line: Timeline, moment: datetime) -> Answer:
        found = self._mattering(line, moment)
        if not found:
            return NOTHING_FOUND
        truth = max([lasted for _, lasted in found])
        facts: dict[str, Fact] = {}
        for spell, lasted in found:
            if lasted == truth:
                begin, end = spell.episode
                facts[begin.id] = begin
                if end is not None and spell.until <= moment:
                    facts[end.id] = end
        return truth, sorted(facts.values(), key=BY_TIME)

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        edges: list[datetime] = []
        opens = line.window_start(self.within, moment) if self.within else EVER
        spells = self._long(line) if moment >= line.moment else self._spells(line)
        for spell in spells:
            begin, end = spell.episode
            if spell.begun > moment:
                break
            if spell.until > moment:
                edges += self._reached(begin, line)
            elif self.within and end and spell.lasted and spell.ended >= opens:
                edges.append(self.within.leaves(end.at, line.calendar))
        return min((edge for edge in edges if edge > moment), default=None)

    def _reached(self, begin: Fact, line: Timeline) -> list[datetime]:
        """When an open episode may, and when it must, have lasted long enough."""
        if begin.precision is PROXY:
            return []
        if self.what.at_least.unit == "hours":
            wanted = self.what.at_least.amount * HOUR + INSTANT_AFTER * self.what.beyond
            return sorted({bound + wanted for bound in _bounds(begin)})
        day = plus(local_day(begin.at), self.what.at_least, line.calendar)
        return [start_of_day(day + DAY * self.what.beyond)]

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        truth, found = self.truth(line, moment), ""
        if truth == UNCLEAR:
            found = "; ".join(self._unclear(line, moment))
        elif truth == YES:
            episodes = self.evidence(line, moment)
            found = f"it began {spoken(local_day(episodes[0].at))}"
        return self._told(self.what, line, moment, found)

    def _unclear(self, line: Timeline, moment: datetime) -> list[str]:
        """Why it cannot be told, and between which lengths it lies."""
        told = []
        for spell, _ in self._mattering(line, moment):
            begin, end = spell.episode
            ended = end if spell.until <= moment else None
            told += [_imprecise(fact) for fact in (begin, ended) if fact and _imprecise(fact)]
            if PROXY not in (begin.precision, ended.precision if ended else None):
                told.append(_between(begin, ended, moment))
        return told

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        if self.truth(line, moment) != UNCLEAR:
            return []
        return untimed(self.evidence(line, moment), line)


def _imprecise(fact: Fact) -> str:
    day = spoken(local_day(fact.at))
    if fact.precision is Precision.DATE:
        return f"of {day} only the day is known"
    return f"the entry of {day} is not the time it happened" if fact.precision is PROXY else ""


def _between(begin: Fact, end: Fact | None, moment: datetime) -> str:
    """`it was more than 24 hours and less than 72`."""
    first, latest_start = _bounds(begin)
    earliest_end, last = _bounds(end) if end is not None else (moment, moment)
    shortest, longest = (earliest_end - latest_start) // HOUR, -((first - last) // HOUR)
    if shortest <= 0:
        return f"it was less than {longest} hours"
    return f"it was more than {shortest} hours and less than {longest}"


def kinds_of(state: str, vocabulary: d.Vocabulary) -> frozenset[str]:
    """Fact kinds that begin or end a state."""
    definition = vocabulary.states.get(state)
    return frozenset((definition.begins, *definition.ends)) if definition else frozenset()


def _bounds(fact: Fact) -> tuple[datetime, datetime]:
    """Earliest and latest moment at which it can have happened."""
    at = fact.at.astimezone(UTC)
    if fact.precision is Precision.INSTANT:
        return at, at
    return at, start_of_day(local_day(at) + DAY)
