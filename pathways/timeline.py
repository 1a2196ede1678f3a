"""The facts of one subject, known and laid out for the evaluator: by kind, in order of time.

Made once for an evaluation and asked many times. Order of recording plays no part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from pathways.calendars import Calendar, local_day, start_of_day
from pathways.definitions import State, Vocabulary
from pathways.episodes import Episode, paired
from pathways.explain import Words
from pathways.facts import Fact, Subject
from pathways.packed import BY_TIME, NOTHING, Packed, Picked, in_order, picked_of
from pathways.picking import Part, Picker, Window, any_of

__all__ = ["BY_TIME", "NOTHING", "Picked", "Span", "Timeline"]

Span = tuple[datetime, datetime | None, int]
"""From, to (None: still), and how sure: 2 yes, 1 cannot tell."""


class Timeline:
    """What is known of one subject at one moment, and the words to tell it in."""

    __slots__ = (
        "act",
        "acts",
        "answers",
        "attributes",
        "calendar",
        "exact",
        "kinds",
        "lasts",
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
        "truths",
        "vocabulary",
        "windows",
        "words",
    )

    def __init__(
        self,
        facts: Iterable[Fact] | Packed,
        subject: Subject,
        calendar: Calendar,
        moment: datetime,
        known_at: datetime | None,
        words: Words,
        since: date,
    ) -> None:
        self.subject = subject
        self.calendar = calendar
        self.moment = moment = moment.astimezone(UTC)
        self.today = local_day(moment)
        self.words = words
        self.vocabulary: Vocabulary = words.vocabulary
        self.act: Fact | None = None
        """The act that a gate is judging, while it does."""
        self.acts: list[Fact] = []
        """All acts that this gate watches, in order of time."""
        self.picked: dict[Picker, Picked] = {}
        self.lasts: dict[Picker, datetime | None] = {}
        self.states: dict[str, list[Episode]] = {}
        self.windows: dict[tuple[Window, datetime], datetime] = {}
        self.attributes: dict[str, Picked] = {}
        self.truths: dict[Any, int] = {}
        """What the conditions of nodes are at the moment."""
        self.answers: dict[Any, tuple[int, list[Fact]]] = {}
        """The same, and on which facts."""
        self.memo: dict[Any, Any] = {}
        """What was worked out already, by the node or rule that asked."""
        self.spans: dict[Any, list[Span]] = {}
        """When the condition of a node was not no."""
        packed = facts if isinstance(facts, Packed) else Packed(facts)
        known = moment if known_at is None else known_at.astimezone(UTC)
        packed, self.later = packed.at(moment, known)
        self.kinds: dict[str, Picked] = packed.kinds
        self.exact = packed.exact
        self.proxied = packed.proxied
        self.start = packed.first or min(start_of_day(since), moment)
        """The first fact; with none yet, the day on which the procedure came into force."""

    def without(self, void: Iterable[str]) -> None:
        """Leave out acts that are void: they start nothing and meet nothing."""
        gone = set(void)
        if not gone:
            return
        self._put(lambda facts: [fact for fact in facts if fact.id not in gone])

    def taking_effect(self, later: Mapping[str, Fact]) -> None:
        """Put acts that waited for an agreement where they began to count."""
        if not later:
            return
        self._put(lambda facts: sorted([later.get(fact.id, fact) for fact in facts], key=BY_TIME))

    def _put(self, others: Callable[[list[Fact]], list[Fact]]) -> None:
        """Put others in the place of the facts; nothing that was worked out before still holds."""
        # The facts may be kept by whoever laid them out: these lie beside them.
        self.kinds = {kind: picked_of(others(of.facts)) for kind, of in self.kinds.items()}
        remembered: tuple[dict[Any, Any], ...]
        remembered = (self.picked, self.lasts, self.states, self.attributes)
        for known in (*remembered, self.memo, self.spans, self.truths, self.answers):
            known.clear()

    # --- picking ----------------------------------------------------------------------

    def kind(self, name: str) -> Picked:
        """All facts of a kind."""
        return self.kinds.get(name, NOTHING)

    def pick(self, wanted: Picker) -> Picked:
        """Facts that are meant, in order of time."""
        if wanted.whole:
            return self.kinds.get(wanted.whole, NOTHING)
        picked = self.picked.get(wanted)
        if picked is None:
            parts = wanted.parts
            picked = self._part(parts[0]) if wanted.single else in_order(self._lists(wanted))
            self.picked[wanted] = picked
        return picked

    def last(self, wanted: Picker) -> datetime | None:
        """When something that is meant last happened; found from the end, nothing laid out."""
        if wanted in self.lasts:
            return self.lasts[wanted]
        last = None
        for part in wanted.parts:
            at = self._last(part)
            if at is not None and (last is None or at > last):
                last = at
        self.lasts[wanted] = last
        return last

    def _last(self, part: Part) -> datetime | None:
        picked, test = self.kinds.get(part.kind), part.test
        if picked is None or not picked.ats:
            return None
        if test is None:
            return picked.ats[-1]
        for fact in reversed(picked.facts):
            if test(fact.data):
                return fact.at
        return None

    def tail(self, wanted: Picker, since: datetime, after: bool = False) -> Picked:
        """Facts that are meant from a moment on, or only after it; those before are not read."""
        if wanted in self.picked:
            return _from(self.picked[wanted], since, after)
        tails = []
        for part in wanted.parts:
            picked = self.kinds.get(part.kind)
            if picked is not None and picked.ats and picked.ats[-1] >= since:
                tails.append(_sifted(part, _from(picked, since, after)))
        return tails[0] if len(tails) == 1 else in_order(tails)

    def _lists(self, wanted: Picker) -> list[Picked]:
        """Facts that are meant, in a list for each selector; none of them empty."""
        lists = [self._part(part) for part in wanted.parts]
        return [picked for picked in lists if picked.ats]

    def _part(self, part: Part) -> Picked:
        """Facts that one selector means."""
        picked = self.kinds.get(part.kind)
        if picked is None:
            return NOTHING
        if part.test is None:
            return picked
        facts = picked.facts
        for sift in part.sieves:
            facts = sift(facts)
        return picked_of(facts)

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
        return paired(begun, self.pick(any_of(state.ends)).facts, state.key)

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
            if len(fields) > 1:
                found.sort(key=BY_TIME)
            setters = self.attributes[name] = picked_of(found)
        return setters


def _from(picked: Picked, since: datetime, after: bool) -> Picked:
    first = picked.up_to(since) if after else picked.since(since)
    return Picked(picked.facts[first:], picked.ats[first:]) if first else picked


def _sifted(part: Part, picked: Picked) -> Picked:
    """Those of some facts of a kind that a selector means."""
    test = part.test
    if test is None:
        return picked
    return picked_of([fact for fact in picked.facts if test(fact.data)])
