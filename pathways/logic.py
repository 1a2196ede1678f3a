"""All, any and none, over answers that may be yes, no or cannot tell."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from datetime import datetime

from pathways import definitions as d
from pathways.answers import Reason
from pathways.facts import Fact
from pathways.nodes import (
    NO,
    NOTHING_FOUND,
    TRUTHS,
    UNCLEAR,
    YES,
    Answer,
    Change,
    Node,
    answer_at,
    answers,
    truth_at,
)
from pathways.packed import BY_TIME
from pathways.timeline import Timeline

TOLD = ("no", "cannot tell", "yes")


class JointNode(Node):
    """Several conditions in one."""

    __slots__ = ("of", "quick_first", "what")
    head = ""
    deciding = NO
    """The answer of one part that decides the whole, whatever the others say."""

    def __init__(self, what: d.All | d.AnyOf | d.NoneOf, of: tuple[Node, ...]) -> None:
        self.what = what
        self.of = of
        self.fact_kinds = frozenset().union(*(node.fact_kinds for node in of))
        self.timeless = all(node.timeless for node in of)
        self.quick_first = sorted(of, key=lambda node: not node.timeless)
        """The same in another order: windows and lengths of time are asked last."""

    @abstractmethod
    def joined(self, truths: Iterable[int]) -> int:
        """The truth of the whole out of the truths of its parts."""

    def _now(self, line: Timeline) -> int:
        truths = []
        for node in self.quick_first:
            truth = node.now(line)
            if truth == self.deciding:
                return self.joined((truth,))
            truths.append(truth)
        return self.joined(truths)

    def changes(self, line: Timeline) -> list[Change]:
        lists = []
        for node in self.of:
            found = answers(node, line)
            if len(found) > 1 or found[0][1] == UNCLEAR:
                lists.append(found)
            elif found[0][1] == self.deciding:
                return [(line.start, self.joined((self.deciding,)))]
        if not lists:
            return [(line.start, self.joined((YES - self.deciding,)))]
        return joint(self.joined, lists, line)

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        truth = self.truth(line, moment)
        parts = tuple(each.reason(line, moment) for each in self.of)
        facts = tuple(fact.id for fact in self.evidence(line, moment))
        return Reason(f"{self.head}: {TOLD[truth]}.", TRUTHS[truth], (), facts, parts)


class AllNode(JointNode):
    """Every one of them."""

    __slots__ = ()
    head = "All of these hold"

    def joined(self, truths: Iterable[int]) -> int:
        return min(truths)

    def truth(self, line: Timeline, moment: datetime) -> int:
        truth = YES
        for node in self.quick_first:
            found = node.truth(line, moment)
            if found < truth:
                if not found:
                    return NO
                truth = found
        return truth

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        return _together([node.evidence(line, moment) for node in self.of])

    def answer(self, line: Timeline, moment: datetime) -> Answer:
        truth, lists = YES, []
        for node in self.quick_first:
            found, facts = answer_at(node, line, moment)
            if not found:
                return NOTHING_FOUND
            if found < truth:
                truth = found
            lists.append(facts)
        return truth, _together(lists)

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        no = []
        # While one of them is no the whole is no: all those have to change first.
        for node in self.quick_first:
            if not truth_at(node, line, moment):
                if node.timeless:
                    return None
                no.append(node)
        return _last_edge(no, line, moment) if no else _first_edge(self.of, line, moment)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        return [text for node in self.of for text in node.missing(line, moment)]


class AnyNode(JointNode):
    """One of them at least."""

    __slots__ = ()
    head = "At least one of these holds"
    deciding = YES

    def joined(self, truths: Iterable[int]) -> int:
        return max(truths)

    def truth(self, line: Timeline, moment: datetime) -> int:
        truth = NO
        for node in self.quick_first:
            found = node.truth(line, moment)
            if found > truth:
                if found == YES:
                    return YES
                truth = found
        return truth

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        truth = self.truth(line, moment)
        return _together(
            [node.evidence(line, moment) for node in self.of if node.truth(line, moment) == truth]
        )

    def answer(self, line: Timeline, moment: datetime) -> Answer:
        answers = [answer_at(node, line, moment) for node in self.of]
        truth = max([found for found, _ in answers], default=NO)
        return (
            (truth, _together([facts for found, facts in answers if found == truth]))
            if truth
            else NOTHING_FOUND
        )

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        return _first_edge(self.of, line, moment)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        if self.truth(line, moment) == YES:
            return []
        ways = [node.missing(line, moment) for node in self.of]
        return [" or ".join(text for way in ways for text in way)] if any(ways) else []


class NoneNode(JointNode):
    """Not one of them."""

    __slots__ = ()
    head = "None of these holds"
    deciding = YES

    def joined(self, truths: Iterable[int]) -> int:
        return YES - max(truths)

    def truth(self, line: Timeline, moment: datetime) -> int:
        truth = NO
        for node in self.quick_first:
            found = node.truth(line, moment)
            if found > truth:
                if found == YES:
                    return NO
                truth = found
        return YES - truth

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        if self.truth(line, moment) != UNCLEAR:
            return []
        return _together([node.evidence(line, moment) for node in self.of])

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        yes = [node for node in self.of if truth_at(node, line, moment) == YES]
        return _last_edge(yes, line, moment) if yes else _first_edge(self.of, line, moment)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        if self.truth(line, moment) == UNCLEAR:
            return [text for node in self.of for text in node.missing(line, moment)]
        return []


def joint(
    joined: Callable[[Iterable[int]], int], lists: list[list[Change]], line: Timeline
) -> list[Change]:
    """Answers of the whole, wherever a part changes its own."""
    if len(lists) == 1:
        return [(at, joined((truth,))) for at, truth in lists[0]]
    if all(len(each) == 1 for each in lists):
        return [(line.start, joined([each[0][1] for each in lists]))]
    events = sorted((at, n, truth) for n, each in enumerate(lists) for at, truth in each)
    now = [NO] * len(lists)
    found: list[Change] = []
    for index, (at, n, truth) in enumerate(events):
        now[n] = truth
        if index + 1 < len(events) and events[index + 1][0] == at:
            continue
        whole = joined(now)
        if not found or found[-1][1] != whole:
            found.append((at, whole))
    return found


def _together(lists: list[list[Fact]]) -> list[Fact]:
    filled = [facts for facts in lists if facts]
    if len(filled) < 2:
        return filled[0] if filled else []
    return sorted({fact.id: fact for facts in filled for fact in facts}.values(), key=BY_TIME)


def _first_edge(nodes: Iterable[Node], line: Timeline, moment: datetime) -> datetime | None:
    edges = [
        edge
        for node in nodes
        if not node.timeless and (edge := node.edge(line, moment)) is not None
    ]
    return min(edges, default=None)


def _last_edge(nodes: list[Node], line: Timeline, moment: datetime) -> datetime | None:
    if any(node.timeless for node in nodes):
        return None
    edges = [node.edge(line, moment) for node in nodes]
    return None if None in edges else max(edge for edge in edges if edge is not None)
