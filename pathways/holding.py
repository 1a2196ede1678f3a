"""From a condition to a node, and from a node to the stretches of time in which it held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from pathways import definitions as d
from pathways.conditions import (
    ENDLESS,
    AgreementOfNode,
    AllNode,
    AnyNode,
    CountNode,
    DecidedAtNode,
    ExistsNode,
    FirstNode,
    IsNode,
    JudgedNode,
    LatestNode,
    LinkedNode,
    Node,
    NoneNode,
)
from pathways.lasting import LongestNode, OpenNode
from pathways.timeline import Timeline

Nodes = dict[d.Condition, Node]
"""Conditions made already: equal ones are asked once."""


def build(condition: d.Condition, vocabulary: d.Vocabulary, made: Nodes) -> Node:
    """Make the node of a condition, or find the one of an equal condition."""
    node = made.get(condition)
    if node is None:
        node = made[condition] = _build(condition, vocabulary, made)
    return node


def _build(condition: d.Condition, vocabulary: d.Vocabulary, made: Nodes) -> Node:
    match condition:
        case d.All(of=of):
            return AllNode(condition, tuple(build(each, vocabulary, made) for each in of))
        case d.AnyOf(of=of):
            return AnyNode(condition, tuple(build(each, vocabulary, made) for each in of))
        case d.NoneOf(of=of):
            return NoneNode(condition, tuple(build(each, vocabulary, made) for each in of))
        case d.Open() | d.Longest():
            return _lasting(condition, vocabulary)
        case d.Exists():
            return CountNode(condition) if condition.within else ExistsNode(condition)
    return _of_facts(condition)


def _lasting(condition: d.Open | d.Longest, vocabulary: d.Vocabulary) -> Node:
    if condition.state not in vocabulary.states:
        raise ValueError(
            f"The state '{condition.state}' is not in the vocabulary. "
            "Add it to policy/vocabulary.yaml, with the facts that begin and end it."
        )
    if isinstance(condition, d.Open):
        return OpenNode(condition, vocabulary)
    return LongestNode(condition, vocabulary)


def _of_facts(condition: d.Condition) -> Node:
    match condition:
        case d.Count():
            return CountNode(condition)
        case d.Latest():
            return LatestNode(condition)
        case d.First():
            return FirstNode(condition)
        case d.Linked():
            return LinkedNode(condition)
        case d.Judged():
            return JudgedNode(condition)
        case d.DecidedAt():
            return DecidedAtNode(condition)
        case d.AgreementOf():
            return AgreementOfNode(condition)
        case d.Is():
            return IsNode(condition)
    raise TypeError(f"{condition!r} is not a condition.")


class Stretch(NamedTuple):
    """A stretch of time with one answer, up to the start of the next."""

    start: datetime
    truth: int


def stretches(node: Node, line: Timeline) -> list[Stretch]:
    """The answers of a node from the first fact to the moment, each with its start."""
    known: list[Stretch] | None = line.memo.get(node)
    if known is None:
        known = line.memo[node] = _stretches(node, line)
    return known


def _stretches(node: Node, line: Timeline) -> list[Stretch]:
    found: list[Stretch] = []
    points = sorted({line.start, *_moments(node, line)})
    for index, point in enumerate(points):
        until = points[index + 1] if index + 1 < len(points) else None
        for start, truth in _through(node, line, point, until):
            if not found or found[-1].truth != truth:
                found.append(Stretch(start, truth))
    return found


def _moments(node: Node, line: Timeline) -> Iterator[datetime]:
    """Moments of all facts on which the answer can depend."""
    kinds = line.kinds if "*" in node.fact_kinds else node.fact_kinds
    for kind in kinds:
        yield from line.kind(kind).ats


def _through(
    node: Node, line: Timeline, point: datetime, until: datetime | None
) -> Iterator[tuple[datetime, int]]:
    """Answers from one fact to the next: at once, and wherever time alone changes them."""
    yield point, node.truth(line, point)
    for _ in range(ENDLESS):
        edge = node.edge(line, point)
        if edge is None or edge > line.moment or (until is not None and edge >= until):
            return
        point = edge
        yield point, node.truth(line, point)


def next_change(node: Node, line: Timeline) -> datetime | None:
    """Next moment after this one at which time alone changes truth or evidence."""
    now = _answer(node, line, line.moment)
    edge = node.edge(line, line.moment)
    for _ in range(ENDLESS):
        if edge is None or _answer(node, line, edge) != now:
            return edge
        edge = node.edge(line, edge)
    return edge


def _answer(node: Node, line: Timeline, moment: datetime) -> tuple[int, list[str]]:
    truth = node.truth(line, moment)
    return truth, [fact.id for fact in node.evidence(line, moment)] if truth else []
