"""The facts of one subject, known and laid out for the evaluator: by kind, in order of time.

Made once for an evaluation and asked many times. Order of recording plays no part.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from pathways.calendars import Calendar, local_day, start_of_day
from pathways.definitions import Selector, State, Vocabulary
from pathways.explain import Words
from pathways.facts import Fact, Precision, Subject
from pathways.picking import Picker, Window, picker

Row = tuple[datetime, str, Fact]
Span = tuple[datetime, datetime | None, int]
"""From, to (None: still), and how sure: 2 yes, 1 cannot tell."""
BY_TIME = itemgetter(0, 1)


class Picked(NamedTuple):
    """Facts that were picked, oldest first, and their moments in UTC beside them."""

    facts: list[Fact]
    ats: list[datetime]

    def up_to(self, moment: datetime) -> int:
        """How many of them lie at or before a moment."""
        return bisect_right(self.ats, moment)

    def since(self, moment: datetime) -> int:
        """Index of the first at or after a moment."""
        return bisect_left(self.ats, moment)


class Episode(NamedTuple):
    """A state that began and, perhaps, ended."""

    begin: Fact
    end: Fact | None


NOTHING = Picked([], [])


class Timeline:
    """What is known of one subject at one moment, and the words to tell it in."""

    __slots__ = (
        "_kinds",
        "act",
        "attributes",
        "calendar",
        "exact",
        "later",
        "memo",
        "moment",
        "picked",
        "spans",
        "start",
        "states",
        "subject",
        "today",
        "vocabulary",
        "windows",
        "words",
    )

    def __init__(
        self,
        facts: Iterable[Fact],
        subject: Subject,
        calendar: Calendar,
        moment: datetime,
        known_at: datetime | None,
        words: Words,
        since: date,
    ) -> None:
        self.subject = subject
        self.calendar = calendar
        self.moment = moment.astimezone(UTC)
        self.today = local_day(self.moment)
        self.words = words
        self.vocabulary: Vocabulary = words.vocabulary
        self.act: Fact | None = None
        """The act that a gate is judging, while it does."""
        self.picked: dict[Picker, Picked] = {}
        self.states: dict[str, list[Episode]] = {}
        self.windows: dict[Window, datetime] = {}
        self.attributes: dict[str, Picked] = {}
        self.memo: dict[Any, Any] = {}
        """What was worked out already, by the node or rule that asked."""
        self.spans: dict[Any, list[Span]] = {}
        """When the condition of a node was not no."""
        self.later: list[datetime] = []
        """Moments to come of facts that are recorded already."""
        self.exact = True
        """Whether the time of day is known of every fact."""
        known = self.moment if known_at is None else known_at.astimezone(UTC)
        rows = self._known(facts, known)
        self._kinds = _by_kind(rows)
        self.start = rows[0][0] if rows else min(start_of_day(since), self.moment)
        """The first fact; with none yet, the day on which the procedure came into force."""

    def _known(self, facts: Iterable[Fact], known: datetime) -> list[Row]:
        moment, rows = self.moment, []
        for fact in facts:
            at, recorded, withdrawn = fact.at, fact.recorded_at, fact.withdrawn_at
            if at.tzinfo is not UTC:
                at = at.astimezone(UTC)
                fact = replace(fact, at=at)
            if (at if recorded is None else recorded) > known:
                continue
            if withdrawn is not None and withdrawn <= known:
                continue
            if at > moment:
                self.later.append(at)
                continue
            if fact.precision is not Precision.INSTANT:
                self.exact = False
            rows.append((at, fact.id, fact))
        rows.sort(key=BY_TIME)
        return rows

    def without(self, void: Iterable[str]) -> None:
        """Leave out acts that are void: they start nothing and meet nothing."""
        gone = set(void)
        if not gone:
            return
        for kind, picked in self._kinds.items():
            if any(fact.id in gone for fact in picked.facts):
                rows = [row for row in zip(*picked, strict=True) if row[0].id not in gone]
                self._kinds[kind] = Picked([f for f, _ in rows], [at for _, at in rows])
        remembered: tuple[dict[Any, Any], ...]
        remembered = (self.picked, self.states, self.attributes, self.memo, self.spans)
        for known in remembered:
            known.clear()

    # --- picking ----------------------------------------------------------------------

    @property
    def kinds(self) -> Iterable[str]:
        return self._kinds

    def kind(self, name: str) -> Picked:
        return self._kinds.get(name, NOTHING)

    def pick(self, wanted: Picker) -> Picked:
        """Facts that are meant, in order of time."""
        if wanted.whole:
            return self._kinds.get(wanted.whole, NOTHING)
        picked = self.picked.get(wanted)
        if picked is None:
            picked = self.picked[wanted] = self._pick(wanted)
        return picked

    def _pick(self, wanted: Picker) -> Picked:
        present = [kind for kind in wanted.kinds if kind in self._kinds]
        if not present:
            return NOTHING
        if len(wanted.selectors) == 1:
            whole, test = self._kinds[present[0]], wanted.selectors[0][1]
            if test is None:
                return whole
            rows = [i for i, fact in enumerate(whole.facts) if test(fact.data)]
            return Picked([whole.facts[i] for i in rows], [whole.ats[i] for i in rows])
        found = [f for kind in present for f in self._kinds[kind].facts if wanted.fits(f)]
        if len(present) > 1:
            found.sort(key=_moment)
        return Picked(found, [fact.at for fact in found])

    # --- windows ----------------------------------------------------------------------

    def window_start(self, within: Window, moment: datetime) -> datetime:
        """First instant that still lies in a window looking back from a moment."""
        if moment is not self.moment:
            return within.start(moment, self.calendar)
        start = self.windows.get(within)
        if start is None:
            start = self.windows[within] = within.start(moment, self.calendar)
        return start

    # --- states -----------------------------------------------------------------------

    def episodes(self, state: str) -> list[Episode]:
        """Each time the state began, with what ended it."""
        known = self.states.get(state)
        if known is None:
            definition = self.vocabulary.states.get(state)
            known = self.states[state] = self._episodes(definition) if definition else []
        return known

    def _episodes(self, state: State) -> list[Episode]:
        begun = self.kind(state.begins).facts
        if not begun:
            return []
        ends = self.pick(picker(*(Selector(kind) for kind in state.ends))).facts
        used: set[str] = set()
        found = []
        for begin in begun:
            end = _end_of(begin, ends, state.key, used)
            if end is not None:
                used.add(end.id)
            found.append(Episode(begin, end))
        return found

    # --- the subject ------------------------------------------------------------------

    def attribute(self, name: str, moment: datetime) -> tuple[str | None, Fact | None]:
        """Value of an attribute at a moment, and the fact that set it, if one did."""
        setters = self.setters(name)
        index = setters.up_to(moment)
        if index:
            fact = setters.facts[index - 1]
            return self.set_by(fact, name), fact
        return self.from_the_start(name), None

    def from_the_start(self, name: str) -> str | None:
        """Value of an attribute before any fact set it."""
        value = self.subject.attributes.get(name)
        return None if value is None else str(value)

    def set_by(self, fact: Fact, name: str) -> str:
        return str(fact.data[self.words.sets[name][fact.kind]])

    def setters(self, name: str) -> Picked:
        """Facts that set an attribute, in order of time."""
        setters = self.attributes.get(name)
        if setters is None:
            fields = self.words.sets.get(name, {})
            found = [
                fact
                for kind, field in fields.items()
                for fact in self.kind(kind).facts
                if fact.data.get(field) is not None
            ]
            found.sort(key=_moment)
            setters = self.attributes[name] = Picked(found, [fact.at for fact in found])
        return setters


def _moment(fact: Fact) -> tuple[datetime, str]:
    return fact.at, fact.id


def _by_kind(rows: list[Row]) -> dict[str, Picked]:
    kinds: dict[str, Picked] = {}
    for at, _, fact in rows:
        picked = kinds.get(fact.kind)
        if picked is None:
            kinds[fact.kind] = Picked([fact], [at])
        else:
            picked.facts.append(fact)
            picked.ats.append(at)
    return kinds


def _end_of(begin: Fact, ends: list[Fact], key: str | None, used: set[str]) -> Fact | None:
    """First end that belongs to a beginning: by its key, or simply the next one."""
    for end in ends:
        if key is not None and end.data.get(key) != begin.data.get(key):
            continue
        if end.at >= begin.at:
            return end
        if same_day_unclear(begin, end) and (key is not None or end.id not in used):
            return end
    return None


def same_day_unclear(one: Fact, other: Fact) -> bool:
    """Whether two facts lie on one day and the order within it is not known."""
    if Precision.INSTANT is one.precision is other.precision:
        return False
    return local_day(one.at) == local_day(other.at)
