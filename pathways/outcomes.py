"""Where each obligation stands at the moment, and which of several governs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from pathways import definitions as d
from pathways.answers import OUTSTANDING, Deadline, Status, dated_status
from pathways.drafts import Draft, in_force, same_thing
from pathways.facts import Fact
from pathways.nodes import UNCLEAR
from pathways.picking import texts
from pathways.superseding import superseded
from pathways.timeline import Timeline

SETTLED = frozenset({Status.MET, Status.MET_LATE, Status.LAPSED, Status.NOT_REQUIRED})
NEVER = datetime.max.replace(tzinfo=UTC)


def place(draft: Draft, line: Timeline) -> Status:
    """Work out where a draft stands at the moment, and note it."""
    rankings = draft.rule.rankings
    if rankings:
        holding = [each for each in rankings if in_force(each.entry, line.today)]
        draft.ranking = superseded(draft, holding, line)
    draft.status = status = _status(draft, line)
    return status


def _status(draft: Draft, line: Timeline) -> Status:
    if draft.ranking is not None:
        return Status.SUPERSEDED
    if draft.met is not None:
        if not _late(draft.due, draft.met.at):
            return Status.MET
        if draft.definition.persists or draft.lapses_at is not None:
            return Status.MET_LATE
        # It could no longer be done by then: what came later met something else.
        draft.met, draft.ended_at = None, lapsing(draft)
        return Status.LAPSED
    waivers = line.kind("duty.waived").facts
    if waivers:
        draft.waiver = _waiver(draft, waivers)
        if draft.waiver is not None:
            draft.ended_at = draft.waiver.at
            return Status.NOT_REQUIRED
    return _outstanding(draft, line) if draft.ended_at is None else _ended(draft)


def _ended(draft: Draft) -> Status:
    """It fell away: done by its condition, missed, or no longer needed."""
    if draft.ended_by is None and _kept_by_condition(draft):
        return Status.MET
    if draft.due is not None and draft.ended_at is not None and draft.ended_by is None:
        return Status.LAPSED if _late(draft.due, draft.ended_at) else Status.NOT_REQUIRED
    return Status.NOT_REQUIRED


def _kept_by_condition(draft: Draft) -> bool:
    return isinstance(draft.definition.clock, d.Standing) and draft.rule.meets is None


def _outstanding(draft: Draft, line: Timeline) -> Status:
    lapses = lapsing(draft)
    if lapses is not None and lapses <= line.moment:
        draft.ended_at = lapses
        return Status.LAPSED
    if draft.span[2] == UNCLEAR:
        return Status.CANNOT_TELL
    return dated_status(draft.due, line.moment, line.today) if draft.due else Status.OPEN


def lapsing(draft: Draft) -> datetime | None:
    """When it can no longer be done, if there is such a moment."""
    if draft.lapses_at is None and not draft.definition.persists and draft.due is not None:
        return draft.due.moment
    return draft.lapses_at


def _late(due: Deadline | None, at: datetime) -> bool:
    if due is None:
        return False
    return at >= due.moment if due.by_day is not None else at > due.moment


def _waiver(draft: Draft, waivers: list[Fact]) -> Fact | None:
    for fact in waivers:
        named = texts(fact.data.get("obligation"))
        if draft.key in named or (draft.duty in named and fact.at >= draft.arose_at):
            return fact
    return None


def let_earliest_govern(found: Sequence[Draft]) -> None:
    """Where several clocks bear on one thing, mark all but the earliest as governed."""
    if len(found) < 2:
        return
    acts: dict[str, list[Draft]] = {}
    for draft in found:
        if draft.status in OUTSTANDING:
            acts.setdefault(draft.definition.act, []).append(draft)
    for same_act in acts.values():
        if len(same_act) > 1:
            _govern(same_act)


def _govern(same_act: list[Draft]) -> None:
    groups: dict[tuple[str, ...], list[Draft]] = {}
    for draft in same_act:
        groups.setdefault(same_thing(draft), []).append(draft)
    for group in groups.values():
        first = min(group, key=by_due)
        for draft in group:
            if draft is not first:
                draft.governor = first


def by_due(draft: Draft) -> tuple[datetime, datetime, int, str]:
    """Order of obligations: by due date, those without one last.

    Of one date, what arose first comes first, then what stands first in the pack. The names
    of facts differ from one database to another, so they decide only between obligations of
    one duty.
    """
    due = draft.due.moment if draft.due else NEVER
    return due, draft.arose_at, draft.rule.rank, draft.key
