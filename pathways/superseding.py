"""What gives way to a higher process, how, and what becomes of its clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pathways import definitions as d
from pathways.calendars import local_day
from pathways.nodes import YES, Node, answers
from pathways.timeline import Timeline

if TYPE_CHECKING:
    from pathways.drafts import Draft


class Ranking:
    """A supersession made ready."""

    __slots__ = ("entry", "node")

    def __init__(self, entry: d.Supersession, node: Node) -> None:
        self.entry = entry
        self.node = node


def superseded(draft: Draft, rankings: list[Ranking], line: Timeline) -> Ranking | None:
    """The supersession under which an obligation rests or has ended, if any does.

    Where it cannot be told whether one holds, the duty stands.
    """
    found = None
    for ranking in rankings:
        if ranking.entry.effect == "suspend":
            rests = _suspend(draft, ranking, line)
        else:
            rests = _end(draft, ranking, line)
        if rests and found is None:
            found = ranking
    return found


def _suspend(draft: Draft, ranking: Ranking, line: Timeline) -> bool:
    paused = 0
    for start, end in _holding(ranking.node, line):
        begun = max(start, draft.arose_at)
        if end is None:
            return draft.met is None and draft.ended_at is None
        if draft.due is not None and begun >= draft.due.moment + timedelta(paused):
            # A clock that has run out cannot stand still: it was late by then.
            continue
        if end > begun and (draft.met is None or draft.met.at >= end):
            paused += (local_day(end) - local_day(begun)).days
    if paused and ranking.entry.clocks == "pause":
        draft.put_off(paused)
    return False


def _end(draft: Draft, ranking: Ranking, line: Timeline) -> bool:
    for start, end in _holding(ranking.node, line):
        if end is not None and end <= draft.arose_at:
            continue
        at = max(start, draft.arose_at)
        if draft.met is not None and draft.met.at <= at:
            return False
        if draft.ended_at is not None and draft.ended_at <= at:
            return False
        draft.met, draft.ended_at, draft.ended_by = None, at, None
        return True
    return False


def _holding(node: Node, line: Timeline) -> Iterator[tuple[datetime, datetime | None]]:
    """Stretches in which it surely holds."""
    found = answers(node, line)
    for index, (start, truth) in enumerate(found):
        if truth == YES:
            yield start, found[index + 1][0] if index + 1 < len(found) else None
