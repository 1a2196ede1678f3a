"""Duties that come round: a chain in which each occurrence starts the next interval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from pathways import definitions as d
from pathways.calendars import local_day, start_of_day
from pathways.counting import due_after, due_on, moment_of
from pathways.drafts import FEW, Draft, Rule, in_force, live, settle
from pathways.facts import Fact
from pathways.nodes import Node
from pathways.picking import Picker, picker
from pathways.superseding import Ranking
from pathways.timeline import Picked, Timeline

Groups = list[list[Fact]]


class IntervalRule(Rule):
    """Due again a period after the last time; each occurrence may meet one and starts the next."""

    __slots__ = ("earlier", "limit", "meeting")

    def __init__(
        self, duty: d.Duty, clock: d.Interval, node: Node | None, rankings: list[Ranking], rank: int
    ) -> None:
        super().__init__(duty, node, rankings, rank, clock.since)
        self.limit = clock.limit
        self.meeting: Picker = self.meets or self.starts
        self.meets = self.meeting
        self.earlier: Picker | None = picker(clock.earlier) if clock.earlier else None

    def unsettled(self, line: Timeline) -> Sequence[Draft]:
        if self.duty.match:
            # The last occurrence of all may belong to another matter, and settles none before it.
            return self.history(line)
        return self._chain(line, self._last_groups(line))

    def history(self, line: Timeline) -> Sequence[Draft]:
        return self._chain(line, _by_day(line.pick(self.starts).facts))

    def _chain(self, line: Timeline, groups: Groups) -> list[Draft]:
        found: list[Draft] = []
        pending: Draft | None = None
        for index, group in enumerate(groups):
            if pending is not None:
                at = group[-1].at
                if not _settled_by(pending, at):
                    if self._failed_attempt(group):
                        # It took place and does not count: the earlier date stands.
                        continue
                    if not _restart(pending, at):
                        pending = None
                if pending is not None:
                    found.append(pending)
            until = None
            if index + 1 < len(groups):
                # What begins to hold on the day of the next occurrence belongs to that one.
                until = start_of_day(local_day(groups[index + 1][0].at))
            pending = self._link(line, group, until, len(groups) <= FEW)
        if pending is not None:
            found.append(pending)
        return found

    def _last_groups(self, line: Timeline) -> Groups:
        """Occurrences from the day of the last that met the duty on; all before are settled."""
        asked = (self.starts, self.meeting)
        known: Groups | None = line.memo.get(asked)
        if known is None:
            met = line.last(self.meeting)
            if met is None:
                known = _by_day(line.pick(self.starts).facts)
            else:
                known = _by_day(line.tail(self.starts, start_of_day(local_day(met))).facts)
            line.memo[asked] = known
        return known

    def _link(
        self, line: Timeline, group: list[Fact], until: datetime | None, brief: bool
    ) -> Draft | None:
        last = group[-1]
        if self.dated and not in_force(self.duty, local_day(last.at)):
            return None
        span = live(self.node, line, last.at, until, brief, last=True)
        if span is None:
            return None
        draft = Draft(self, line, group[0], span)
        draft.causes = tuple(group)
        draft.due = due_after(last.at, self.limit, line.calendar)
        # Where what starts the clock is what meets it, nothing can have met its last start.
        if not settle(draft, last, last=until is None and self.meeting is self.starts):
            return None
        if self.earlier is not None:
            _agree_earlier(draft, line.pick(self.earlier), last)
        return draft

    def _failed_attempt(self, group: list[Fact]) -> bool:
        """Whether something that could have met the duty took place that day, and none does."""
        if not any(fact.kind in self.meeting.kinds for fact in group):
            return False
        return not any(self.meeting.fits(fact) for fact in group)


def _by_day(facts: list[Fact]) -> Groups:
    """Occurrences of one day belong together: a meeting and the rating it set."""
    groups: Groups = []
    day: date | None = None
    for fact in facts:
        this = local_day(fact.at)
        if this == day:
            groups[-1].append(fact)
        else:
            groups.append([fact])
        day = this
    return groups


def _settled_by(pending: Draft, at: datetime) -> bool:
    """Whether a link was met, or had ended, by the day on which the next one starts."""
    day = local_day(at)
    if pending.met is not None:
        return local_day(pending.met.at) <= day
    return pending.ended_at is not None and local_day(pending.ended_at) <= day


def _restart(pending: Draft, at: datetime) -> bool:
    """End a link of the chain at a new start; worth keeping only if it was late by then.

    What happens after the new start is of no use to it any more.
    """
    if pending.due is None or at < pending.due.moment:
        return False
    pending.met, pending.ended_by = None, None
    pending.restarted_at = pending.ended_at = at
    if pending.postponed is not None and local_day(pending.postponed.at) >= local_day(at):
        # A day that people agreed from then on is meant for the next time.
        pending.postponed = None
    return True


def _agree_earlier(draft: Draft, agreed: Picked, last: Fact) -> None:
    """Take the day that people agreed, where it is before the limit; note a later one."""
    begun = local_day(last.at)
    until = local_day(draft.met.at) if draft.met else None
    for fact in reversed(agreed.facts):
        recorded = local_day(fact.at)
        if recorded < begun:
            return
        if until is not None and recorded >= until:
            continue
        moment = moment_of(fact.data.get("due"))
        day = local_day(moment) if moment else None
        if day is not None and day >= begun and draft.due is not None:
            if day < draft.due.day:
                draft.limit, draft.due, draft.agreed = draft.due, due_on(day), fact
            elif day > draft.due.day:
                draft.postponed = fact
            return
