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
from pathways.picking import Picker, Window, any_of, texts

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
        self.values: dict[tuple[str, str], dict[str, Picked]] = {}
        """Facts by kind and field, for each value of the field."""
        self.states: dict[str, list[Episode]] = {}
        self.windows: dict[tuple[Window, datetime], datetime] = {}
        self.attributes: dict[str, Picked] = {}
        self.answers: dict[Any, tuple[int, list[Fact]]] = {}
        """What the conditions of nodes are at the moment, and on which facts."""
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
        remembered = (self.picked, self.values, self.states, self.attributes, self.memo, self.spans)
        for known in (*remembered, self.answers):
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
            picked = self.picked[wanted] = in_order(self._lists(wanted))
        return picked

    def last(self, wanted: Picker) -> datetime | None:
        """When something that is meant last happened."""
        if wanted.single or wanted in self.picked:
            ats = self.pick(wanted).ats
            return ats[-1] if ats else None
        return max([picked.ats[-1] for picked in self._lists(wanted)], default=None)

    def tail(self, wanted: Picker, since: datetime, after: bool = False) -> Picked:
        """Facts that are meant from a moment on, or only after it; those before stay unsorted."""
        single = wanted.single or wanted in self.picked
        tails = []
        for picked in (self.pick(wanted),) if single else self._lists(wanted):
            ats = picked.ats
            if ats and ats[-1] >= since:
                first = picked.up_to(since) if after else picked.since(since)
                tails.append(Picked(picked.facts[first:], ats[first:]))
        return in_order(tails)

    def _lists(self, wanted: Picker) -> list[Picked]:
        """Facts that are meant, in a list for each kind and value; none of them empty."""
        found = []
        for part in wanted.parts:
            whole = self.kinds.get(part.kind)
            if whole is None or not whole.facts:
                continue
            if part.values:
                by_value = self.by_value(part.kind, part.field)
                found += [by_value[value] for value in part.values if value in by_value]
            elif part.test is None:
                found.append(whole)
            else:
                test = part.test
                fitting = [fact for fact in whole.facts if test(fact.data)]
                if fitting:
                    found.append(picked_of(fitting))
        return found

    def by_value(self, kind: str, field: str) -> dict[str, Picked]:
        """Facts of a kind by what they say in a field; sorted out once for all who ask."""
        known = self.values.get((kind, field))
        if known is None:
            known = self.values[(kind, field)] = self._by_value(kind, field)
        return known

    def _by_value(self, kind: str, field: str) -> dict[str, Picked]:
        found: dict[str, Picked] = {}
        for fact, at in zip(*self.kind(kind), strict=True):
            value = fact.data.get(field)
            if value is None:
                continue
            for text in (value,) if value.__class__ is str else dict.fromkeys(texts(value)):
                same = found.get(text)
                if same is None:
                    found[text] = Picked([fact], [at])
                else:
                    same[0].append(fact)
                    same[1].append(at)
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
