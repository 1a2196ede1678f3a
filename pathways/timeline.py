"""The facts of one subject, known and laid out for the evaluator: by kind, in order of time.

Made once for an evaluation and asked many times. Order of recording plays no part.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, KeysView, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from pathways.calendars import Calendar, local_day, start_of_day
from pathways.definitions import Selector, State, Vocabulary
from pathways.episodes import Episode, paired
from pathways.explain import Words
from pathways.facts import Fact, Precision, Subject
from pathways.picking import Picker, Window, picker, texts

Span = tuple[datetime, datetime | None, int]
"""From, to (None: still), and how sure: 2 yes, 1 cannot tell."""
BY_TIME = attrgetter("at", "id")
EARLIEST = datetime.min.replace(tzinfo=UTC)


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


NOTHING = Picked([], [])


class Timeline:
    """What is known of one subject at one moment, and the words to tell it in."""

    __slots__ = (
        "_groups",
        "_kinds",
        "act",
        "attributes",
        "calendar",
        "exact",
        "later",
        "memo",
        "moment",
        "picked",
        "proxied",
        "spans",
        "start",
        "states",
        "subject",
        "today",
        "values",
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
        self.values: dict[tuple[str, str], dict[str, list[Fact]]] = {}
        """Facts by kind and field, for each value of the field."""
        self.states: dict[str, list[Episode]] = {}
        self.windows: dict[tuple[Window, datetime], datetime] = {}
        self.attributes: dict[str, Picked] = {}
        self.memo: dict[Any, Any] = {}
        """What was worked out already, by the node or rule that asked."""
        self.spans: dict[Any, list[Span]] = {}
        """When the condition of a node was not no."""
        self.later: list[datetime] = []
        """Moments to come of facts that are recorded already."""
        self.exact = True
        """Whether the time of day is known of every fact."""
        self.proxied = False
        """Whether some moments are only when somebody worked on the record."""
        known = self.moment if known_at is None else known_at.astimezone(UTC)
        kept = self._known(facts, known)
        self._groups = _by_kind(kept)
        self._kinds: dict[str, Picked] = {}
        self.start = kept[0].at if kept else min(start_of_day(since), self.moment)
        """The first fact; with none yet, the day on which the procedure came into force."""

    def _known(self, facts: Iterable[Fact], known: datetime) -> list[Fact]:
        """What was on record and has happened, in order of time."""
        moment, kept, instant = self.moment, [], Precision.INSTANT
        last, in_order = EARLIEST, True
        for fact in facts:
            at, recorded, withdrawn = fact.at, fact.recorded_at, fact.withdrawn_at
            if at.tzinfo is not UTC:
                at = at.astimezone(UTC)
                fact = replace(fact, at=at)
            if (at if recorded is None else recorded) > known or (
                withdrawn is not None and withdrawn <= known
            ):
                continue
            if at > moment:
                self.later.append(at)
                continue
            if at <= last:
                in_order = False
            last = at
            if fact.precision is not instant:
                self.exact = False
                self.proxied = self.proxied or fact.precision is Precision.PROXY
            kept.append(fact)
        if not in_order:
            kept.sort(key=BY_TIME)
        return kept

    def without(self, void: Iterable[str]) -> None:
        """Leave out acts that are void: they start nothing and meet nothing."""
        gone = set(void)
        if not gone:
            return
        for kind, facts in self._groups.items():
            self._groups[kind] = [fact for fact in facts if fact.id not in gone]
        self._forget()

    def taking_effect(self, later: Mapping[str, Fact]) -> None:
        """Put acts that waited for an agreement where they began to count."""
        if not later:
            return
        for kind, facts in self._groups.items():
            if any(fact.id in later for fact in facts):
                put = [later.get(fact.id, fact) for fact in facts]
                self._groups[kind] = sorted(put, key=BY_TIME)
        self._forget()

    def _forget(self) -> None:
        """Nothing that was worked out before still holds."""
        remembered: tuple[dict[Any, Any], ...]
        remembered = (self._kinds, self.picked, self.values, self.states, self.attributes)
        for known in (*remembered, self.memo, self.spans):
            known.clear()

    # --- picking ----------------------------------------------------------------------

    @property
    def kinds(self) -> KeysView[str]:
        """Kinds of which something has happened."""
        return self._groups.keys()

    def kind(self, name: str) -> Picked:
        """All facts of a kind."""
        picked = self._kinds.get(name)
        if picked is None:
            facts = self._groups.get(name)
            picked = Picked(facts, [fact.at for fact in facts]) if facts else NOTHING
            self._kinds[name] = picked
        return picked

    def pick(self, wanted: Picker) -> Picked:
        """Facts that are meant, in order of time."""
        if wanted.whole:
            return self._kinds.get(wanted.whole) or self.kind(wanted.whole)
        picked = self.picked.get(wanted)
        if picked is None:
            picked = self.picked[wanted] = self._pick(wanted)
        return picked

    def last(self, wanted: Picker) -> datetime | None:
        """When something that is meant last happened; looked for from the end."""
        picked = self.picked.get(wanted)
        if picked is not None:
            return picked.ats[-1] if picked.ats else None
        if wanted.looked_up:
            return max((facts[-1].at for facts in self._by_value(wanted)), default=None)
        latest: datetime | None = None
        for kind, test in wanted.tests:
            for fact in reversed(self._groups.get(kind, ())):
                if test is None or test(fact.data):
                    if latest is None or fact.at > latest:
                        latest = fact.at
                    break
        return latest

    def _pick(self, wanted: Picker) -> Picked:
        found: list[Fact] = []
        if wanted.looked_up:
            lists = self._by_value(wanted)
            found = lists[0] if len(lists) == 1 else _in_order(lists)
            return Picked(found, [fact.at for fact in found]) if found else NOTHING
        for kind, choose in wanted.choosers:
            whole = self._groups.get(kind)
            if whole:
                found += whole if choose is None else choose(whole)
        if not found:
            return NOTHING
        if len(wanted.choosers) > 1:
            found = _in_order([found])
        return Picked(found, [fact.at for fact in found])

    def _by_value(self, wanted: Picker) -> list[list[Fact]]:
        """For each value that is meant and occurs, the facts that have it."""
        by_value = self.values.get(wanted.field)
        if by_value is None:
            by_value = self.values[wanted.field] = self._values(*wanted.field)
        return [by_value[value] for value in wanted.values if value in by_value]

    def _values(self, kind: str, field: str) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self._groups.get(kind, ()):
            value = fact.data.get(field)
            if value.__class__ is str:
                found.setdefault(value, []).append(fact)
            elif value is not None:
                for text in set(texts(value)):
                    found.setdefault(text, []).append(fact)
        return found

    # --- windows ----------------------------------------------------------------------

    def window_start(self, within: Window, moment: datetime) -> datetime:
        """First instant that still lies in a window looking back from a moment."""
        start = self.windows.get((within, moment))
        if start is None:
            start = self.windows[(within, moment)] = within.start(moment, self.calendar)
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
        return paired(begun, ends, state.key)

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
            found.sort(key=BY_TIME)
            setters = self.attributes[name] = Picked(found, [fact.at for fact in found])
        return setters


def _in_order(lists: list[list[Fact]]) -> list[Fact]:
    """Facts of several lists in order of time, each once."""
    return sorted({fact.id: fact for facts in lists for fact in facts}.values(), key=BY_TIME)


def _by_kind(facts: list[Fact]) -> dict[str, list[Fact]]:
    kinds: dict[str, list[Fact]] = {}
    for fact in facts:
        try:
            kinds[fact.kind].append(fact)
        except KeyError:
            kinds[fact.kind] = [fact]
    return kinds
