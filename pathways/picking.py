"""Which facts are meant: selectors and look-back windows made ready, once for each pack.

Equal selectors become one picker, so that an evaluation picks for all rules at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from pathways.calendars import Calendar, local_day, start_of_day
from pathways.counting import add_months, minus
from pathways.definitions import Period, Selector, Where
from pathways.facts import Fact

Test = Callable[[Mapping[str, Any]], bool]
Sieve = Callable[[list[Fact]], list[Fact]]
INSTANT_AFTER = timedelta(microseconds=1)
DAY = timedelta(1)


class Part(NamedTuple):
    """A selector made ready: for many facts at once, and for one."""

    kind: str
    sieves: tuple[Sieve, ...]
    test: Test | None
    """None: any of the kind will do."""


class Picker:
    """Some selectors, made ready; a fact is meant that fits any of them."""

    __slots__ = ("kinds", "parts", "single", "whole")

    def __init__(self, selectors: tuple[Selector, ...]) -> None:
        self.parts = tuple(_part(each) for each in selectors)
        self.kinds = frozenset(each.kind for each in selectors)
        self.whole = selectors[0].kind if len(selectors) == 1 and not selectors[0].where else ""
        """The one kind that is meant whatever its fields say, if so it is."""
        self.single = len(self.parts) == 1
        """Whether what is meant is of one kind, so that nothing has to be put in order."""

    def fits(self, fact: Fact) -> bool:
        return any(
            part.kind == fact.kind and (part.test is None or part.test(fact.data))
            for part in self.parts
        )


def _part(selector: Selector) -> Part:
    where = selector.where
    return Part(selector.kind, tuple([sieve(each) for each in where]), fitting(where))


@lru_cache(maxsize=10_000)
def picker(*selectors: Selector) -> Picker:
    """The picker of these selectors, the same one for equal selectors."""
    return Picker(selectors)


@lru_cache(maxsize=1_000)
def any_of(kinds: tuple[str, ...]) -> Picker:
    """The picker of all facts of some kinds."""
    return picker(*(Selector(kind) for kind in kinds))


class Window:
    """A window that looks back from a moment."""

    __slots__ = ("period",)

    def __init__(self, period: Period) -> None:
        self.period = period

    def start(self, moment: datetime, calendar: Calendar) -> datetime:
        """First instant that still lies in the window."""
        if self.period.unit == "hours":
            return moment - timedelta(hours=self.period.amount)
        return start_of_day(minus(local_day(moment), self.period, calendar))

    def leaves(self, at: datetime, calendar: Calendar) -> datetime:
        """First instant at which something that happened then lies outside the window."""
        unit, amount = self.period.unit, self.period.amount
        if unit == "hours":
            return at + timedelta(hours=amount) + INSTANT_AFTER
        happened = local_day(at)
        if unit == "days" or unit == "weeks":
            return start_of_day(happened + timedelta(amount * (7 if unit == "weeks" else 1) + 1))
        day = add_months(happened, amount) if unit == "months" else happened + amount * DAY
        while minus(day, self.period, calendar) <= happened:
            day += DAY
        return start_of_day(day)


@lru_cache(maxsize=10_000)
def window(period: Period | None) -> Window | None:
    """The window of a period, the same one for equal periods."""
    return Window(period) if period is not None else None


# --- matching fields ------------------------------------------------------------------

TRUE, FALSE = ("true",), ("false",)
ALIKE = {"true": "yes", "yes": "true", "false": "no", "no": "false"}
"""Booleans arrive as themselves, as `true` and, from plain files, as `yes`."""


def fitting(wheres: tuple[Where, ...]) -> Test | None:
    """A test of a fact's fields for all of these; None where any will do."""
    if not wheres:
        return None
    first, others = _fitting(wheres[0]), fitting(wheres[1:])
    if others is None:
        return first
    return lambda data: first(data) and others(data)


def _wanted(where: Where) -> frozenset[str]:
    return frozenset(where.one_of) | {ALIKE[w] for w in where.one_of if w in ALIKE}


def _fitting(where: Where) -> Test:
    field, negated, wanted = where.field, where.negated, _wanted(where)
    if where.over is not None:
        return _exceeding(field, where.over)

    def fits(data: Mapping[str, Any]) -> bool:
        value = data.get(field)
        if value.__class__ is str:
            return (value in wanted) is not negated
        if value is None:
            return negated
        if value.__class__ is list:
            for each in value:
                if each in wanted if each.__class__ is str else _any_in(each, wanted):
                    return not negated
            return negated
        return _any_in(value, wanted) is not negated

    return fits


def sieve(where: Where) -> Sieve:
    """What lets through those of some facts that fit; quicker than asking each of them."""
    field, negated, wanted, fits = where.field, where.negated, _wanted(where), _fitting(where)
    if where.over is not None:
        return lambda facts: [fact for fact in facts if fits(fact.data)]

    def sift(facts: list[Fact]) -> list[Fact]:
        found = []
        for fact in facts:
            value = fact.data.get(field)
            if value.__class__ is str or value is None:
                if (value in wanted) is not negated:
                    found.append(fact)
            elif fits(fact.data):
                found.append(fact)
        return found

    return sift


def _exceeding(field: str, figure: int) -> Test:
    """A test of a number; what is no number exceeds nothing."""

    def fits(data: Mapping[str, Any]) -> bool:
        value = data.get(field)
        try:
            return value is not None and float(str(value)) > figure
        except ValueError:
            return False

    return fits


def _any_in(value: Any, wanted: frozenset[str]) -> bool:
    return any(text in wanted for text in texts(value))


def texts(value: Any) -> tuple[str, ...]:
    """A field's value, or the values of a list field, as text."""
    if value.__class__ is str:
        return (value,)
    if value is None:
        return ()
    if value is True or value is False:
        return TRUE if value else FALSE
    if isinstance(value, (list, tuple, set, frozenset)):
        found: list[str] = []
        for each in value:
            if each.__class__ is str:
                found.append(each)
            else:
                found += texts(each)
        return tuple(found)
    return (str(value),)
