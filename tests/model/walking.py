"""Walking: how a step is chosen, taken in product and oracle alike, and what is compared then.

Steps go through the product's own commands. A command that refuses must have changed
nothing, so the oracle is left as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from casework.access import commands as access
from casework.meetings import (
    holding_commands,
    list_commands,
    record_commands,
    series_commands,
)
from tests.model import looks
from tests.model.world import FILES, WATCHED, World

REFUSED = (
    access.WithoutEnd, list_commands.CannotList, holding_commands.CannotHold,
    series_commands.CannotMove, record_commands.CannotCirculate,
)  # fmt: skip
AT_ONCE = 6
"""Pairs of a person and a file that are compared after one step, where more have changed."""
Step = tuple[str, dict[str, Any]]
CHANCES: dict[str, int] = {}
GIVEN: dict[str, dict[str, st.SearchStrategy]] = {}


def one_in(chances: int, **given: st.SearchStrategy) -> Callable[..., Any]:
    """Mark a step: how often it is taken, compared with others, and what it is given.

    Hypothesis would take each rule of a state machine equally often and leave some out of a
    whole walk; then half of the steps are meetings that were held already.
    """

    def mark(method: Callable[..., None]) -> Callable[..., None]:
        CHANCES[method.__name__], GIVEN[method.__name__] = chances, given
        return method

    return mark


@st.composite
def a_step(draw: st.DrawFn) -> Step:
    """What to do, and with whom; `rest` is the simplest, to which others are reduced."""
    name = draw(st.sampled_from([name for name, often in CHANCES.items() for _ in range(often)]))
    return name, {one: draw(how) for one, how in GIVEN[name].items()}


class Walker:
    """One walk from the beginning of the world, through the product and through the oracle."""

    def __init__(self, world: World, lists: looks.Lists, taken: Counter[str]) -> None:
        self.world, self.lists, self.taken = world, lists, taken
        self.touched: tuple[str, ...] = ()
        self.file = FILES[0]
        self.added: set[str] = set()
        self.open_to: dict[tuple[str, str], set[str]] = {}
        self.turn = 0

    def take(self, steps: list[Step]) -> None:
        """Take each step and compare; then everything is put back."""
        with transaction.atomic():
            self.world.begin()
            try:
                for number, (name, given) in enumerate(steps):
                    self.taken["steps"] += name != "rest"
                    self.file = given.get("file", FILES[0])
                    getattr(self, name)(**given)
                    if name != "rest" or number == 0:
                        self.compare()
            finally:
                transaction.set_rollback(True)

    @one_in(1)
    def rest(self) -> None:
        """Nothing happens."""

    @contextmanager
    def step(self, what: str, *about: str) -> Iterator[dict[str, Any]]:
        """Who acts and when; where the command refuses, nothing has happened."""
        self.touched = about
        try:
            with transaction.atomic():
                yield {"by": self.world.by, "now": self.world.now}
        except REFUSED:
            what = f"{what}, refused"
        self.taken[what] += 1

    # --- after each step --------------------------------------------------------------

    def compare(self) -> None:
        """Lists of everybody; sections where they should have changed, and elsewhere in turn."""
        w, day = self.world, self.world.today
        people = looks.at_work(w)
        files, times = looks.listed(w, self.lists, people)
        for name in WATCHED:
            same(f"{name} finds", files[name], w.oracle.listed(name, day))
            expected = w.oracle.times_seen(name, day, "forum_nw")
            same(f"{name} knows of times", times[name], expected)
        self.turn += 1
        for name, file in self.pairs():
            expected = self.open_to[name, file]
            same(f"{name} sees of {file}", looks.sections(w, people[name], file), expected)
        name = self.touched[0] if self.touched else WATCHED[self.turn % len(WATCHED)]
        expected = w.oracle.reads(name, self.file, w.now, day)
        same(f"{name} reads of {self.file}", looks.told(w, people[name], self.file), expected)
        for name in {*self.touched[:1], WATCHED[(self.turn * 4) % len(WATCHED)]}:
            self.compare_raw(name)
        if self.turn % 4 == 0:
            name = WATCHED[self.turn // 4 % len(WATCHED)]
            expected = w.oracle.records(name, day)
            same(f"{name} has records", looks.records(w, people[name]), expected)

    def compare_raw(self, name: str) -> None:
        """What raw SQL finds behind the wall, in every file at once."""
        w, found = self.world, looks.raw(self.world, name)
        expected = {key for file in FILES for key in w.oracle.reads(name, file, w.now, w.today)}
        same(f"{name} finds by raw SQL", found.entries, expected)
        there = w.oracle.exist(name, w.now, w.today)
        children = {file for file in there if w.oracle.files[file].kind == "child"}
        same(f"{name} finds children by raw SQL", found.children, children)
        records = {
            slot for slot, time in w.oracle.times.items() if time.recorded and time.file in there
        }
        same(f"{name} finds records by raw SQL", found.records, records)

    def pairs(self) -> list[tuple[str, str]]:
        """Where the step should have changed what somebody sees, and two pairs more in turn."""
        w, before = self.world, self.open_to
        self.open_to = {
            (name, file): set(w.oracle.sections(name, file, w.now, w.today))
            for name in WATCHED
            for file in FILES
        }
        every = list(self.open_to)
        changed = [pair for pair in every if before.get(pair) != self.open_to[pair]]
        others = [every[(self.turn * 7 + n * 25) % len(every)] for n in range(2)]
        return changed[:AT_ONCE] + [(name, self.file) for name in self.touched[:1]] + others


def same(what: str, shown: Any, expected: Any) -> None:
    """Product and oracle agree, or the walk ends here."""
    if shown == expected:
        return
    if isinstance(expected, set):
        more, less = sorted(shown - expected), sorted(expected - shown)
        raise AssertionError(f"{what}: {more} and should not; not {less} and should")
    raise AssertionError(f"{what}: {shown} and should {expected}")
