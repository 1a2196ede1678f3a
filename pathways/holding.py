"""From a condition to the node that answers it; equal conditions share one node."""

from __future__ import annotations

from pathways import definitions as d
from pathways.conditions import CountNode, ExistsNode, FirstNode, LatestNode, LinkedNode
from pathways.explain import setting_fields
from pathways.lasting import LongestNode, OpenNode
from pathways.logic import AllNode, AnyNode, NoneNode
from pathways.nodes import Node
from pathways.people import ActNode, AgreementOfNode, DecidedAtNode, IsNode, JudgedNode
from pathways.staying import OnceNode

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
        case d.Once(of=inner):
            return OnceNode(condition, build(inner, vocabulary, made))
        case d.Open() | d.Longest():
            return _lasting(condition, vocabulary)
        case d.Is():
            return IsNode(condition, setting_fields(vocabulary))
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
        case d.Exists():
            return CountNode(condition) if condition.within else ExistsNode(condition)
        case d.Count():
            return CountNode(condition)
        case d.Latest():
            return LatestNode(condition)
        case d.First():
            return FirstNode(condition)
        case d.Linked():
            return LinkedNode(condition)
    return _of_people(condition)


def _of_people(condition: d.Condition) -> Node:
    match condition:
        case d.Judged():
            return JudgedNode(condition)
        case d.DecidedAt():
            return DecidedAtNode(condition)
        case d.Act():
            return ActNode(condition)
        case d.AgreementOf():
            return AgreementOfNode(condition)
    raise TypeError(f"{condition!r} is not a condition.")
