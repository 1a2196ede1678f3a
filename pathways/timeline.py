"""The facts of one subject, known and laid out for the evaluator: by kind, in order of time.

Made once for an evaluation and asked many times. Order of recording plays no part.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from pathways.calendars import Calendar, local_day, start_of_day
from pathways.counting import minus
from pathways.definitions import Period, Selector, State, Vocabulary, Where
from pathways.facts import Fact, Precision, Subject

Test = Callable[[Mapping[str, Any]], bool]
INSTANT_AFTER = timedelta(microseconds=1)
DAY = timedelta(1)


class Picked(NamedTuple):
    """Facts that a selector picks, oldest first, and their moments in UTC beside them."""

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
    """What is known of one subject at one moment."""

    __slots__ = (
        "_kinds",
        "act",
        "attributes",
        "calendar",
        "later",
        "memo",
        "moment",
        "picked",
        "start",
        "states",
        "subject",
        "today",
        "vocabulary",
        "windows",
    )

    def __init__(
        self,
        facts: Iterable[Fact],
        subject: Subject,
        calendar: Calendar,
        moment: datetime,
        known_at: datetime | None,
        vocabulary: Vocabulary,
        since: date,
    ) -> None:
        self.subject = subject
        self.calendar = calendar
        self.moment = moment.astimezone(UTC)
        self.today = local_day(self.moment)
        self.vocabulary = vocabulary
        self.act: Fact | None = None
        """The act that a gate is judging, while it does."""
        self.picked: dict[Selector, Picked] = {}
        self.states: dict[str, list[Episode]] = {}
        self.windows: dict[tuple[Period, datetime], datetime] = {}
        self.attributes: dict[str, Picked] = {}
        self.memo: dict[Any, Any] = {}
        self.later: list[datetime] = []
        """Moments to come of facts that are recorded already."""
        self._kinds = self._lay_out(facts, (known_at or moment).astimezone(UTC))
        firsts = [picked.ats[0] for picked in self._kinds.values()]
        self.start = min(firsts, default=min(start_of_day(since), self.moment))
        """The first fact; with none yet, the day on which the procedure came into force."""

    def _lay_out(self, facts: Iterable[Fact], known: datetime) -> dict[str, Picked]:
        moment, rows = self.moment, []
        for fact in facts:
            at = fact.at
            if at.tzinfo is not UTC:
                at = at.astimezone(UTC)
                fact = replace(fact, at=at)
            if (fact.recorded_at or at) > known:
                continue
            if fact.withdrawn_at is not None and fact.withdrawn_at <= known:
                continue
            if at > moment:
                self.later.append(at)
            else:
                rows.append((at, fact.id, fact))
        rows.sort(key=_by_time)
        kinds: dict[str, Picked] = {}
        for at, _, fact in rows:
            picked = kinds.get(fact.kind)
            if picked is None:
                kinds[fact.kind] = picked = Picked([], [])
            picked.facts.append(fact)
            picked.ats.append(at)
        return kinds

    def without(self, void: Iterable[str]) -> None:
        """Leave out acts that are void: they start nothing and meet nothing."""
        gone = set(void)
        if not gone:
            return
        for kind, picked in self._kinds.items():
            if any(fact.id in gone for fact in picked.facts):
                rows = [row for row in zip(*picked, strict=True) if row[0].id not in gone]
                self._kinds[kind] = Picked([f for f, _ in rows], [at for _, at in rows])
        for remembered in (self.picked, self.states, self.attributes, self.memo):
            remembered.clear()

    # --- picking ----------------------------------------------------------------------

    @property
    def kinds(self) -> Iterable[str]:
        return self._kinds

    def kind(self, name: str) -> Picked:
        return self._kinds.get(name, NOTHING)

    def pick(self, selector: Selector) -> Picked:
        """Facts of a kind whose fields are as asked."""
        if not selector.where:
            return self._kinds.get(selector.kind, NOTHING)
        picked = self.picked.get(selector)
        if picked is None:
            picked = self.picked[selector] = self._filter(selector)
        return picked

    def _filter(self, selector: Selector) -> Picked:
        whole = self._kinds.get(selector.kind)
        if whole is None:
            return NOTHING
        fits = fitting(selector.where)
        rows = [i for i, fact in enumerate(whole.facts) if fits(fact.data)]
        return Picked([whole.facts[i] for i in rows], [whole.ats[i] for i in rows])

    def merge(self, selectors: tuple[Selector, ...]) -> Picked:
        """Facts that any of these selectors picks, in order of time, each once."""
        if len(selectors) == 1:
            return self.pick(selectors[0])
        if not selectors:
            return NOTHING
        merged: Picked | None = self.memo.get(selectors)
        if merged is None:
            rows = {
                fact.id: (at, fact.id, fact)
                for selector in selectors
                for fact, at in zip(*self.pick(selector), strict=True)
            }
            ordered = sorted(rows.values(), key=_by_time)
            merged = Picked([row[2] for row in ordered], [row[0] for row in ordered])
            self.memo[selectors] = merged
        return merged

    # --- windows ----------------------------------------------------------------------

    def window_start(self, within: Period, moment: datetime) -> datetime:
        """First instant that still lies in a window looking back from a moment."""
        start = self.windows.get((within, moment))
        if start is None:
            if within.unit == "hours":
                start = moment - timedelta(hours=within.amount)
            else:
                start = start_of_day(minus(local_day(moment), within, self.calendar))
            self.windows[(within, moment)] = start
        return start

    def leaves_window(self, at: datetime, within: Period) -> datetime:
        """First instant at which something that happened then lies outside the window."""
        if within.unit == "hours":
            return at + timedelta(hours=within.amount) + INSTANT_AFTER
        happened = local_day(at)
        day = _roughly_after(happened, within)
        while minus(day, within, self.calendar) <= happened:
            day += DAY
        return start_of_day(day)

    # --- states -----------------------------------------------------------------------

    def episodes(self, state: str) -> list[Episode]:
        """Each time the state began, with what ended it."""
        known = self.states.get(state)
        if known is None:
            definition = self.vocabulary.states.get(state)
            known = self.states[state] = self._episodes(definition) if definition else []
        return known

    def _episodes(self, state: State) -> list[Episode]:
        ends = self.merge(tuple(Selector(kind) for kind in state.ends)).facts
        used: set[str] = set()
        found = []
        for begin in self.kind(state.begins).facts:
            end = _end_of(begin, ends, state.key, used)
            if end is not None:
                used.add(end.id)
            found.append(Episode(begin, end))
        return found

    # --- the subject ------------------------------------------------------------------

    def attribute(self, name: str, moment: datetime) -> tuple[str | None, Fact | None]:
        """Value of an attribute at a moment, and the fact that set it, if one did."""
        setters = self.attributes.get(name)
        if setters is None:
            setters = self.attributes[name] = self._setters(name)
        index = setters.up_to(moment)
        if index:
            fact = setters.facts[index - 1]
            return str(fact.data[self._field(fact.kind, name) or name]), fact
        value = self.subject.attributes.get(name)
        return (None if value is None else str(value)), None

    def _setters(self, name: str) -> Picked:
        rows = [
            (at, fact.id, fact)
            for kind in self._kinds
            if (field := self._field(kind, name)) is not None
            for fact, at in zip(*self._kinds[kind], strict=True)
            if fact.data.get(field) is not None
        ]
        rows.sort(key=_by_time)
        return Picked([row[2] for row in rows], [row[0] for row in rows])

    def _field(self, kind: str, name: str) -> str | None:
        definition = self.vocabulary.kinds.get(kind)
        if definition is None:
            return None
        for field in definition.fields:
            if field.sets == name:
                return field.name
        return "value" if definition.sets == name else None


def _by_time(row: tuple[datetime, str, Fact]) -> tuple[datetime, str]:
    return row[0], row[1]


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


def _roughly_after(day: date, within: Period) -> date:
    """A day not later than the first that lies outside the window."""
    if within.unit == "weeks":
        return day + timedelta(7 * within.amount)
    if within.unit == "months":
        return day + timedelta(28 * within.amount)
    return day + timedelta(within.amount)


# --- matching fields ------------------------------------------------------------------

ALIKE = {"true": "yes", "yes": "true", "false": "no", "no": "false"}
"""Booleans arrive as themselves, as `true` and, from plain files, as `yes`."""


def fitting(wheres: tuple[Where, ...]) -> Test:
    """A test of a fact's fields for all of these."""
    tests = [_fitting(where) for where in wheres]
    if len(tests) == 1:
        return tests[0]
    return lambda data: all(test(data) for test in tests)


def _fitting(where: Where) -> Test:
    field, negated = where.field, where.negated
    wanted = frozenset(where.one_of) | {ALIKE[w] for w in where.one_of if w in ALIKE}

    def fits(data: Mapping[str, Any]) -> bool:
        value = data.get(field)
        if value.__class__ is str:
            return (value in wanted) is not negated
        return any(text in wanted for text in texts(value)) is not negated

    return fits


def texts(value: Any) -> tuple[str, ...]:
    """A field's value, or the values of a list field, as text."""
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(text for each in value for text in texts(each))
    return (str(value),)
