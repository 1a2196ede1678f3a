"""Until when a record is kept: one pure function over a schedule and the facts of a life.

The schedule says for how long, by what the law said of the subject at any time. Where
several rules apply the longest wins, and whatever is not known keeps the record: an
unknown birth, an open case, a figure that the authority has not set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

From = Literal["birth", "status", "closure"]
Basis = Literal["law", "practice", "own"]
Because = Literal["hold", "open", "cannot tell", "not set", "birth unknown", "no rule", "schedule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a schedule; without `years` nobody has said yet for how long.

    `died_under` is an age and a number of years: who died before that age is counted from
    death instead. A rule without `statuses` is for subjects to whom no other applies.
    """

    id: str
    label: str
    subjects: tuple[str, ...]
    statuses: tuple[str, ...] = ()
    years: int | None = None
    since: From = "closure"
    died_under: tuple[int, int] | None = None
    basis: Basis = "own"
    source: str = ""
    reading: str = ""
    set_by: str = ""
    """The authority that set the figure, where it is not the national one."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """All rules, in the order in which they stand."""

    rules: tuple[Rule, ...]

    def rule(self, name: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == name), None)


@dataclass(frozen=True, slots=True, order=True)
class Status:
    """That something was true of the subject from a day on; it counts even when it ended."""

    value: str
    since: date


@dataclass(frozen=True, slots=True)
class Life:
    """What retention asks of a case: its kind, birth, death, what it was, and its end."""

    kind: str
    born: date | None = None
    died: date | None = None
    statuses: tuple[Status, ...] = ()
    closed_on: date | None = None
    held: bool = False
    """Whether a legal hold stands on it, or on all of the authority."""
    unclear: bool = False
    """Whether a status is noted in words only, so that nobody can count with it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Until which day, the last one included; None where there is none, and why."""

    until: date | None
    because: Because
    rule: Rule | None = None
    words: str = ""
    counted: str = ""
    """How it is counted, without the day that it is counted from: that may be a birth."""

    def due(self, today: date) -> bool:
        """Whether its day has come: the day after the last."""
        return self.until is not None and self.until < today


def kept(schedule: Schedule, life: Life) -> Kept:
    """Until when the record of this life is kept, and because of which rule and facts."""
    if life.held:
        return Kept(None, "hold", None, "a legal hold stands")
    if life.closed_on is None:
        return Kept(None, "open", None, "the record is open")
    if life.unclear:
        return Kept(None, "cannot tell", None, "the legal status is noted in words only")
    found = [_by(rule, life, life.closed_on) for rule in applying(schedule, life)]
    if not found:
        return Kept(None, "no rule", None, "no entry of the schedule is about it")
    for each in found:
        if each.until is None:
            return each
    return max(found, key=lambda each: each.until or date.min)


def applying(schedule: Schedule, life: Life) -> list[Rule]:
    """The rules about such a subject: by what it ever was, or those for everybody else."""
    about = [rule for rule in schedule.rules if life.kind in rule.subjects]
    was = {status.value for status in life.statuses}
    named = [rule for rule in about if was & set(rule.statuses)]
    return named or [rule for rule in about if not rule.statuses]


def _by(rule: Rule, life: Life, closed_on: date) -> Kept:
    if rule.years is None:
        return Kept(None, "not set", rule, "the authority has not set for how long")
    if rule.died_under and life.died is not None:
        age, years = rule.died_under
        if life.born is None:
            return Kept(None, "birth unknown", rule, "the date of birth is not known")
        if life.died < later(life.born, age):
            words = f"{years} years from death on {_day(life.died)}, under {age}"
            counted = f"{years} years from death under {age}"
            return Kept(later(life.died, years), "schedule", rule, words, counted)
    start = _start(rule, life, closed_on)
    if start is None:
        return Kept(None, "birth unknown", rule, "the date of birth is not known")
    counted = f"{rule.years} years from {_FROM[rule.since]}"
    words = f"{counted} on {_day(start)}"
    return Kept(later(start, rule.years), "schedule", rule, words, counted)


_FROM = {"birth": "birth", "status": "the day it became so", "closure": "the closing of the record"}


def _start(rule: Rule, life: Life, closed_on: date) -> date | None:
    if rule.since == "birth":
        return life.born
    if rule.since == "status":
        return max(_since(rule, life), default=closed_on)
    return closed_on


def _since(rule: Rule, life: Life) -> Iterator[date]:
    return (status.since for status in life.statuses if status.value in rule.statuses)


def later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March, so nothing goes too early."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
