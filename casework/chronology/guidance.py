"""What the procedure says where somebody is at work: calm lines, each with its clause.

Nothing here is a duty. A line of which it cannot be told whether it applies says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from casework.chronology import policy
from casework.chronology.evaluating import evaluation_of, facts_and_closed
from casework.subjects.models import Case
from pathways.answers import Evaluation

Line = dict[str, Any]
"""`title`, `items` to think of, `clauses`, and `missing` where it cannot be told."""


def lines(case: Case, *points: str, now: datetime) -> list[Line]:
    """What is said at these points of the work about a case as it is now, in that order.

    What rests on a fact outside the shared record is left out.
    """
    facts, closed = facts_and_closed(case)
    found = evaluation_of(case, facts, now=now)
    return said(found, points, seen={fact.id for fact in facts} - set(closed))


def said(found: Evaluation, points: Iterable[str], *, seen: set[str]) -> list[Line]:
    """As `lines`, of an evaluation that is at hand and the facts that its reader may see."""
    order = list(dict.fromkeys(points))
    shown = [
        (min(order.index(point) for point in one.at if point in order), one)
        for one in found.guidance
        if set(one.at) & set(order) and set(one.evidence) <= seen
    ]
    return [
        {"title": one.title, "items": one.items, "clauses": one.clauses, "missing": one.missing}
        for _, one in sorted(shown, key=lambda each: each[0])
    ]


def general(authority: str, point: str, subjects: tuple[str, ...]) -> list[Line]:
    """What is said at a point about subjects of some kinds, whichever case it is."""
    return [
        {"title": entry.title, "items": entry.items, "clauses": entry.clauses, "missing": ()}
        for entry in policy.pack_for(authority).guidance
        if entry.when is None and point in entry.at and set(subjects) & set(entry.subjects)
    ]
