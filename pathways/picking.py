"""Which facts are meant: selectors and look-back windows made ready, once for each pack.

Equal selectors become one picker, so that an evaluation picks for all rules at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pathways.calendars import Calendar, local_day, start_of_day
from pathways.counting import add_months, minus
from pathways.definitions import Period, Selector, Where
from pathways.facts import Fact

Test = Callable[[Mapping[str, Any]], bool]
Choice = Callable[[list[Fact]], list[Fact]]
INSTANT_AFTER = timedelta(microseconds=1)
DAY = timedelta(1)


class Picker:
    """Some selectors, made ready; a fact is meant that fits any of them."""

    __slots__ = ("choosers", "field", "kinds", "looked_up", "tests", "values", "whole")

    def __init__(self, selectors: tuple[Selector, ...]) -> None:
        self.tests = tuple((each.kind, fitting(each.where)) for each in selectors)
        self.choosers = tuple((each.kind, choosing(each.where)) for each in selectors)
        self.kinds = frozenset(each.kind for each in selectors)
        self.whole = selectors[0].kind if len(selectors) == 1 and not selectors[0].where else ""
        """The one kind that is meant whatever its fields say, if so it is."""
        self.field = ("", "")
        self.values: tuple[str, ...] = ()
        self.looked_up = False
        """Whether it asks for values of one field for which many others ask too."""
        where = selectors[0].where if len(selectors) == 1 else ()
        if len(where) == 1 and not where[0].negated:
            self.field = (selectors[0].kind, where[0].field)
            self.values = tuple(sorted(_wanted(where[0])))
            _share(self)

    def fits(self, fact: Fact) -> bool:
        return any(
            kind == fact.kind and (test is None or test(fact.data)) for kind, test in self.tests
        )


_of_field: dict[tuple[str, str], list[Picker]] = {}
MANY = 3
"""Pickers of one field from which on its values are looked up rather than tested."""


def _share(one: Picker) -> None:
    others = _of_field.setdefault(one.field, [])
    others.append(one)
    if len(others) >= MANY:
        for each in others:
            each.looked_up = True


@lru_cache(maxsize=10_000)
def picker(*selectors: Selector) -> Picker:
    """The picker of these selectors, the same one for equal selectors."""
    return Picker(selectors)


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

ALIKE = {"true": "yes", "yes": "true", "false": "no", "no": "false"}
"""Booleans arrive as themselves, as `true` and, from plain files, as `yes`."""


def fitting(wheres: tuple[Where, ...]) -> Test | None:
    """A test of a fact's fields for all of these; None where any will do."""
    tests = [_fitting(where) for where in wheres]
    if len(tests) < 2:
        return tests[0] if tests else None
    return lambda data: all(test(data) for test in tests)


def choosing(wheres: tuple[Where, ...]) -> Choice | None:
    """A choice of facts by all of these; None where any will do."""
    if not wheres:
        return None
    if len(wheres) == 1 and not wheres[0].negated:
        return _choosing(wheres[0])
    test = fitting(wheres)
    assert test is not None
    return lambda facts: [fact for fact in facts if test(fact.data)]


def _choosing(where: Where) -> Choice:
    """The commonest choice, one field and its values, without a call for each fact."""
    field, wanted, fits = where.field, _wanted(where), _fitting(where)

    def choose(facts: list[Fact]) -> list[Fact]:
        return [
            fact
            for fact in facts
            if (value := fact.data.get(field)) is not None
            and (value in wanted if value.__class__ is str else fits(fact.data))
        ]

    return choose


def _wanted(where: Where) -> frozenset[str]:
    return frozenset(where.one_of) | {ALIKE[w] for w in where.one_of if w in ALIKE}


def _fitting(where: Where) -> Test:
    field, negated, wanted = where.field, where.negated, _wanted(where)

    def fits(data: Mapping[str, Any]) -> bool:
        value = data.get(field)
        if value.__class__ is str:
            return (value in wanted) is not negated
        if value.__class__ is list:
            for each in value:
                if each in wanted if each.__class__ is str else _any_in(each, wanted):
                    return not negated
            return negated
        return _any_in(value, wanted) is not negated

    return fits


def _any_in(value: Any, wanted: frozenset[str]) -> bool:
    return any(text in wanted for text in texts(value))


def texts(value: Any) -> tuple[str, ...]:
    """A field's value, or the values of a list field, as text."""
    if value.__class__ is str:
        return (value,)
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(text for each in value for text in texts(each))
    return (str(value),)
