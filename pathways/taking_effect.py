"""From when an act counts that needed the agreement of others: with the last of them.

Who signs first plays no part. An act whose agreements were all there counts from its own
moment; one that had to wait counts from the agreement that it was waiting for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pathways.facts import Fact
from pathways.gates import Judgement
from pathways.logic import AllNode, AnyNode
from pathways.nodes import YES, Node
from pathways.people import AgreementOfNode
from pathways.rulings import Effect
from pathways.timeline import Timeline

AGREED = "agreement.given"


def delayed(found: Iterable[Judgement], line: Timeline) -> dict[str, Fact]:
    """Acts that count from a later moment than they were done, by id, put at that moment."""
    if AGREED not in line.kinds:
        return {}
    last: dict[str, tuple[Fact, Fact]] = {}
    for verdict in found:
        node, act = verdict.power.node, verdict.act
        if node is None or verdict.effect is not Effect.EFFECTIVE:
            continue
        line.act, line.acts = act, line.pick(verdict.power.effects).facts
        completing = _completing(node, line)
        line.act = None
        if completing is not None and completing.at > act.at:
            known = last.get(act.id)
            if known is None or completing.at > known[1].at:
                last[act.id] = (act, completing)
    return {name: _put_off(act, completing) for name, (act, completing) in last.items()}


def _completing(node: Node, line: Timeline) -> Fact | None:
    """The agreement with which a condition came to hold; None where it needed none."""
    if isinstance(node, AgreementOfNode):
        given = node.given(line, line.moment)
        return given[0] if given else None
    if isinstance(node, AllNode):
        needed = [_completing(part, line) for part in node.of]
        return max((each for each in needed if each is not None), key=_by_time, default=None)
    if isinstance(node, AnyNode):
        ways = [p for p in node.of if p.truth(line, line.moment) == YES]
        found = [_completing(part, line) for part in ways]
        if not found or None in found:
            return None
        return min((each for each in found if each is not None), key=_by_time)
    return None


def _by_time(fact: Fact) -> tuple[object, str]:
    return fact.at, fact.id


def _put_off(act: Fact, completing: Fact) -> Fact:
    return replace(act, at=completing.at, precision=completing.precision)
