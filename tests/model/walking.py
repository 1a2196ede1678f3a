"""Walking: how a step is chosen, taken in product and oracle alike, and what is compared then.

Steps go through the product's own commands. A command that refuses must have changed
nothing, so the oracle is left as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from casework.access import commands as access
from casework.agencies.models import Post
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
AT_ONCE = 2
"""Pairs of a person and a file whose sections are compared after one step, if more changed."""
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
def a_step(draw: st.DrawFn, more: Mapping[str, int]) -> Step:
    """What to do, and with whom; `rest` is the simplest, to which others are reduced.

    `more` says of which steps there are so many more chances.
    """
    name = draw(st.sampled_from(_chances(tuple(more.items()))))
    return name, {one: draw(how) for one, how in GIVEN[name].items()}


@cache
def _chances(more: tuple[tuple[str, int], ...]) -> list[str]:
    often = Counter(CHANCES) + Counter(dict(more))
    return [name for name in CHANCES for _ in range(often[name])]


@dataclass(frozen=True, slots=True)
class Expected:
    """What somebody should see at one moment."""

    files: set[str]
    times: set[int]
    open_to: dict[str, set[str]]
    records: dict[int, str]
    raw: looks.Raw


class Walker:
    """One walk from the beginning of the world, through the product and through the oracle."""

    def __init__(self, world: World, lists: looks.Lists, taken: Counter[str]) -> None:
        self.world, self.lists, self.taken = world, lists, taken
        self.touched: tuple[str, ...] = ()
        self.file = FILES[0]
        self.added: set[str] = set()
        self.expected: dict[str, Expected] = {}
        self.people: dict[str, Post | None] = {}
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
                self.touched = ()
                self.compare(everybody=True)
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

    def compare(self, everybody: bool = False) -> None:
        """Those for whom the step should have changed something, and two others in turn."""
        before = self.expected
        with self.world.oracle.meanwhile_nothing_happens():
            self.expected = {one: self.should_see(one) for one in WATCHED}
        changed = [name for name in WATCHED if before.get(name) != self.expected[name]]
        self.turn += 1
        last, other = (WATCHED[(self.turn - n) % len(WATCHED)] for n in (1, 0))
        # First who was asked last: what the wall keeps of them must not outlive the step.
        names = dict.fromkeys([last, *changed, *self.touched[:1]])
        in_order = [*(name for name in names if name != other), other]
        self.compare_lists(list(WATCHED) if everybody else in_order)
        self.compare_records(before, other)

    def should_see(self, name: str) -> Expected:
        """What the oracle says of somebody now."""
        w, oracle, day = self.world, self.world.oracle, self.world.today
        there = oracle.exist(name, w.now, day)
        return Expected(
            files=oracle.listed(name, day),
            times=oracle.times_seen(name, day, "forum_nw"),
            open_to={file: set(oracle.sections(name, file, w.now, day)) for file in FILES},
            records=oracle.records(name, day),
            raw=looks.Raw(
                children={file for file in there if oracle.files[file].kind == "child"},
                entries={key for file in FILES for key in oracle.reads(name, file, w.now, day)},
                records={
                    slot for slot, time in oracle.times.items()
                    if time.recorded and time.file in there
                },
            ),
        )  # fmt: skip

    def compare_lists(self, names: list[str]) -> None:
        """Lists, and all that raw SQL finds behind the wall, of each of these people."""
        w, found = self.world, looks.raw(self.world, names)
        self.people = self.lists.at_work(w, names)
        for name in names:
            expected = self.expected[name]
            files, times = looks.listed(w, self.lists, self.people[name])
            same(f"{name} finds", files, expected.files)
            same(f"{name} knows of times", times, expected.times)
            for what in ("children", "entries", "records"):
                shown = getattr(found[name], what)
                same(f"{name} finds {what} by raw SQL", shown, getattr(expected.raw, what))

    def compare_records(self, before: dict[str, Expected], other: str) -> None:
        """Of a few of those people what pages ask: sections, timeline, records of meetings."""
        w = self.world
        for name, file in self.pairs(before, other):
            expected = self.expected[name].open_to[file]
            same(f"{name} sees of {file}", looks.sections(w, self.people[name], file), expected)
        name = self.touched[0] if self.touched else other
        if self.turn % 2 or before.get(name) != self.expected[name]:
            expected = w.oracle.reads(name, self.file, w.now, w.today)
            shown = looks.told(w, self.people[name], self.file)
            same(f"{name} reads of {self.file}", shown, expected)
        sent = [one for one, was in before.items() if was.records != self.expected[one].records]
        for name in {*sent[:1], *([other] if self.turn % 8 == 0 else [])}:
            shown = looks.records(w, self.people[name])
            same(f"{name} has records", shown, self.expected[name].records)

    def pairs(self, before: dict[str, Expected], other: str) -> list[tuple[str, str]]:
        """Where the step should have changed what a record shows; and of another a file in turn."""
        changed = [
            (name, file)
            for name, was in before.items()
            for file in FILES
            if was.open_to[file] != self.expected[name].open_to[file]
        ]
        first = self.turn % len(changed) if changed else 0
        some = (changed[first:] + changed[:first])[:AT_ONCE]
        return [*some, (other, FILES[self.turn % len(FILES)])]


def same(what: str, shown: Any, expected: Any) -> None:
    """Product and oracle agree, or the walk ends here."""
    if shown == expected:
        return
    if isinstance(expected, set):
        more, less = sorted(shown - expected), sorted(expected - shown)
        raise AssertionError(f"{what}: {more} and should not; not {less} and should")
    raise AssertionError(f"{what}: {shown} and should {expected}")
