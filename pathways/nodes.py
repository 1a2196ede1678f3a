"""What every condition can be asked: is it so, since when, on which facts, until when.

Truths are numbers here, so that `all` is the smallest and `any` the largest: 0 no,
1 cannot tell, 2 yes. A node answers for any moment out of the facts up to that moment,
names the next moment at which time alone could change its answer, and gives its answers
from the first fact to the moment of the evaluation.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any

from pathways.answers import Reason, Truth
from pathways.episodes import same_day_unclear
from pathways.facts import Fact
from pathways.timeline import Picked, Timeline

NO, UNCLEAR, YES = 0, 1, 2
TRUTHS = (Truth.NO, Truth.CANNOT_TELL, Truth.YES)
SAID = ("No", "Cannot tell", "Yes")
ENDLESS = 500
"""More changes by time alone than any condition can have between two facts."""

Change = tuple[datetime, int]
"""From this moment on, until the next change, this truth."""
Answer = tuple[int, list[Fact]]
NOTHING_FOUND: Answer = (NO, [])


class Node(ABC):
    """A condition made ready.

    `fact_kinds` are the facts that can change its answer; `timeless` nodes never change
    theirs by time alone.
    """

    __slots__ = ("fact_kinds", "timeless")
    fact_kinds: frozenset[str]
    timeless: bool

    @abstractmethod
    def truth(self, line: Timeline, moment: datetime) -> int:
        """No, cannot tell or yes at that moment, as a number."""

    def now(self, line: Timeline) -> int:
        """Its truth at the moment of the evaluation, worked out once."""
        truth = line.truths.get(self)
        if truth is None:
            truth = line.truths[self] = self._now(line)
        return truth

    def _now(self, line: Timeline) -> int:
        return self.truth(line, line.moment)

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        """Facts because of which it is so, or cannot be told; oldest first."""
        return []

    def answer(self, line: Timeline, moment: datetime) -> Answer:
        """Truth with its evidence; a no needs none."""
        truth = self.truth(line, moment)
        return (truth, self.evidence(line, moment)) if truth else NOTHING_FOUND

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        """Next moment at which time alone could change truth or evidence; never too late."""
        return None

    def changes(self, line: Timeline) -> list[Change]:
        """Answers from the first fact to the moment; the slow way, by asking at each change."""
        return step_by_step(self, line)

    @abstractmethod
    def reason(self, line: Timeline, moment: datetime) -> Reason:
        """What was found, in a sentence."""

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        """What would have to be known, or done, for it to be so."""
        return []

    def _told(self, what: Any, line: Timeline, moment: datetime, found: str = "") -> Reason:
        truth = self.truth(line, moment)
        facts = tuple(fact.id for fact in self.evidence(line, moment))
        more = f"; {found}" if found else ""
        text = f"{SAID[truth]}: {line.words.condition(what)}{more}."
        return Reason(text, TRUTHS[truth], (), facts)


# --- answers through time -------------------------------------------------------------


def answers(node: Node, line: Timeline) -> list[Change]:
    """The answers of a node from the first fact to the moment, worked out once."""
    known: list[Change] | None = line.memo.get(node)
    if known is None:
        known = line.memo[node] = node.changes(line)
    return known


def step_by_step(node: Node, line: Timeline, start: datetime | None = None) -> list[Change]:
    """Ask at every fact, and wherever time alone changes the answer in between."""
    start = line.start if start is None else start
    found: list[Change] = []
    points = [start, *later_moments(node, line, start)]
    for index, point in enumerate(points):
        until = points[index + 1] if index + 1 < len(points) else None
        for at, truth in _through(node, line, point, until):
            if not found or found[-1][1] != truth:
                found.append((at, truth))
    return found


def later_moments(node: Node, line: Timeline, start: datetime) -> list[datetime]:
    """Later moments of all facts on which the answer can depend, each once."""
    found: list[datetime] = []
    for kind in node.fact_kinds:
        ats = line.kind(kind).ats
        if ats and ats[-1] > start:
            found += ats[bisect_right(ats, start) :]
    return sorted(set(found)) if found else found


def _through(
    node: Node, line: Timeline, point: datetime, until: datetime | None
) -> Iterator[Change]:
    yield point, node.truth(line, point)
    for _ in range(0 if node.timeless else ENDLESS):
        edge = node.edge(line, point)
        if edge is None or edge > line.moment or (until is not None and edge >= until):
            return
        point = edge
        yield point, node.truth(line, point)


def next_change(nodes: Iterable[Node], line: Timeline, before: datetime) -> datetime | None:
    """Next moment, before another, at which time alone changes truth or evidence of one."""
    waiting = [
        (edge, number, node)
        for number, node in enumerate(nodes)
        if (edge := node.edge(line, line.moment)) is not None and edge < before
    ]
    heapify(waiting)
    for _ in range(ENDLESS):
        if not waiting:
            return None
        edge, number, node = heappop(waiting)
        if _differs(node, line, edge):
            return edge
        later = node.edge(line, edge)
        if later is not None and later < before:
            heappush(waiting, (later, number, node))
    return min(waiting)[0] if waiting else None


def _differs(node: Node, line: Timeline, moment: datetime) -> bool:
    """Whether truth or evidence will be others at a moment than they are now."""
    truth = node.truth(line, moment)
    if truth != node.now(line):
        return True
    return truth != NO and node.evidence(line, moment) != answer_now(node, line)[1]


def answer_now(node: Node, line: Timeline) -> Answer:
    """Truth and evidence at the moment of the evaluation, worked out once."""
    known: Answer | None = line.answers.get(node)
    if known is None:
        known = line.answers[node] = node.answer(line, line.moment)
    return known


def answer_at(node: Node, line: Timeline, moment: datetime) -> Answer:
    """Truth and evidence at a moment; most ask for that of the evaluation."""
    return answer_now(node, line) if moment is line.moment else node.answer(line, moment)


def truth_at(node: Node, line: Timeline, moment: datetime) -> int:
    """Truth at a moment; most ask for that of the evaluation."""
    return node.now(line) if moment is line.moment else node.truth(line, moment)


def during(spans: list[tuple[datetime, datetime | None]], line: Timeline) -> list[Change]:
    """Yes in these stretches, sorted by their start, and no outside them."""
    found: list[Change] = []
    ended: datetime | None = line.start
    for begun, until in spans:
        if until is not None and until <= begun:
            continue
        if ended is None:
            break
        if begun > ended or not found:
            if ended != begun:
                found.append((ended, NO))
            found.append((begun, YES))
            ended = until
        elif until is None or until > ended:
            ended = until
    if ended is not None and ended <= line.moment:
        found.append((ended, NO))
    return found


# --- facts in time --------------------------------------------------------------------


def first_since(picked: Picked, anchor: Fact, line: Timeline) -> int:
    """Index of the first fact at or after another; of its day where times are not known."""
    index = picked.since(anchor.at)
    if not line.exact:
        while index and same_day_unclear(picked.facts[index - 1], anchor):
            index -= 1
    return index


def possibly_latest(picked: Picked, count: int, line: Timeline) -> list[Fact]:
    """Facts of which each may be the last: those of one moment, or of one unclear day."""
    last, at = picked.facts[count - 1], picked.ats[count - 1]
    first = count - 1
    while first and (
        picked.ats[first - 1] == at
        or (not line.exact and same_day_unclear(picked.facts[first - 1], last))
    ):
        first -= 1
    return picked.facts[first:count]
