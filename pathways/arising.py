"""How duties arise from facts: one obligation for each trigger, and what met it.

Each kind of clock has its own way. Asked for what is current, it leaves out the triggers
that are settled for certain; asked for the history, it begins with the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime

from pathways import definitions as d
from pathways.announcing import announcements
from pathways.answers import Deadline
from pathways.calendars import local_day
from pathways.chains import IntervalRule
from pathways.counting import due_after, due_before, due_on, moment_of
from pathways.drafts import FEW, Draft, Rule, in_force, live, settle, spans_of
from pathways.facts import Fact
from pathways.nodes import UNCLEAR, YES, Node
from pathways.packed import NOTHING, Picked
from pathways.picking import Picker
from pathways.superseding import Ranking
from pathways.timeline import Span, Timeline


def ready(duty: d.Duty, node: Node | None, rankings: list[Ranking], rank: int) -> Rule:
    """Make a duty ready, each kind of clock in its own way."""
    clock = duty.clock
    if isinstance(clock, d.After):
        return AfterRule(duty, clock, node, rankings, rank)
    if isinstance(clock, d.Before):
        return BeforeRule(duty, clock, node, rankings, rank)
    if isinstance(clock, d.Interval):
        return IntervalRule(duty, clock, node, rankings, rank)
    return StandingRule(duty, node, rankings, rank)


# --- deadline after -------------------------------------------------------------------


class AfterRule(Rule):
    """Due within a period after each trigger."""

    __slots__ = ("by", "within")

    def __init__(
        self, duty: d.Duty, clock: d.After, node: Node | None, rankings: list[Ranking], rank: int
    ) -> None:
        super().__init__(duty, node, rankings, rank, (clock.each,))
        self.within = clock.within
        self.by = clock.by

    def unsettled(self, line: Timeline) -> Sequence[Draft]:
        indices: Sequence[int]
        if self.duty.match and self.meets is not None:
            triggers = line.pick(self.starts)
            indices = self._unmatched(triggers, self.meets, line)
        else:
            triggers = self._unmet(line)
            indices = range(len(triggers.ats))
        return self._arising(triggers, indices, line) if indices else ()

    def history(self, line: Timeline) -> Sequence[Draft]:
        triggers = line.pick(self.starts)
        return self._arising(triggers, range(len(triggers.ats)), line)

    def latest(self, line: Timeline) -> Draft | None:
        # Each trigger raises its obligation before the next one: the last is the latest.
        triggers = line.pick(self.starts)
        for index in range(len(triggers.ats) - 1, -1, -1):
            found = self._arising(triggers, (index,), line)
            if found:
                return found[0]
        return None

    def _arising(self, triggers: Picked, indices: Sequence[int], line: Timeline) -> list[Draft]:
        node, within, found = self.node, self.within, []
        brief = len(indices) <= FEW
        if node is not None and not brief:
            indices = _before_the_end(indices, triggers, spans_of(node, line))
        for index in indices:
            trigger, at = triggers.facts[index], triggers.ats[index]
            if self.dated and not in_force(self.duty, local_day(at)):
                continue
            span = (
                live(node, line, at, next_at(triggers, index), brief) if node else (at, None, YES)
            )
            if span is None or (node and not _came_with_a_fact(node, line, trigger, span[0])):
                continue
            draft = Draft(self, line, trigger, span)
            if within is not None:
                draft.due = due_after(at, within, line.calendar)
            elif self.by:
                draft.due = _agreed_day(trigger, self.by)
            if settle(draft, trigger):
                found.append(draft)
        return found

    def _unmet(self, line: Timeline) -> Picked:
        """Triggers after which nothing happened that could have met the duty."""
        begun = line.last(self.starts)
        if begun is None:
            return NOTHING
        met = line.last(self.meets) if self.meets is not None else None
        if met is None:
            return line.pick(self.starts)
        if met > begun or (met == begun and self.apart):
            return NOTHING
        return line.tail(self.starts, met, after=self.apart)

    def _unmatched(self, triggers: Picked, meets: Picker, line: Timeline) -> Sequence[int]:
        """Those of which nothing later shares the fields that an act has to share."""
        meeting = line.pick(meets) if triggers.ats else NOTHING
        if not meeting.ats:
            return range(len(triggers.ats))
        match, apart = self.duty.match, self.apart
        last = dict(zip(shared(meeting.facts, match), meeting.ats, strict=True))
        return [
            index
            for index, key in enumerate(shared(triggers.facts, match))
            if (met := last.get(key)) is None
            or met < (at := triggers.ats[index])
            or (met == at and not apart)
        ]


def _agreed_day(trigger: Fact, field: str) -> Deadline | None:
    """The day that a fact names as the one by which something is to be done."""
    moment = moment_of(trigger.data.get(field))
    return due_on(local_day(moment)) if moment is not None else None


def _before_the_end(indices: Sequence[int], triggers: Picked, spans: list[Span]) -> Sequence[int]:
    """Those that lie before the end of the last stretch in which the condition held."""
    if not spans:
        return ()
    end = spans[-1][1]
    if end is None:
        return indices
    return indices[: bisect_left(indices, triggers.since(end))]


def shared(facts: list[Fact], match: tuple[str, ...]) -> list[str]:
    """Of each fact the values of the fields that an act has to share with its trigger."""
    if len(match) == 1:
        [field] = match
        return [str(fact.data.get(field)) for fact in facts]
    return ["\x1f".join([str(fact.data.get(field)) for field in match]) for fact in facts]


def _came_with_a_fact(node: Node, line: Timeline, trigger: Fact, begun: datetime) -> bool:
    """Time alone does not raise a duty after something that happened on an earlier day.

    A tool that was up to date at the referral grows old; that is not the referral's fault.
    """
    if begun == trigger.at or local_day(begun) == local_day(trigger.at):
        return True
    return _fact_at(node, line, begun) is not None


def next_at(triggers: Picked, index: int) -> datetime | None:
    return triggers.ats[index + 1] if index + 1 < len(triggers.ats) else None


# --- deadline before ------------------------------------------------------------------


class BeforeRule(Rule):
    """Due at least a period before the moment that a trigger announces."""

    __slots__ = ("clock",)

    def __init__(
        self, duty: d.Duty, clock: d.Before, node: Node | None, rankings: list[Ranking], rank: int
    ) -> None:
        super().__init__(duty, node, rankings, rank, (clock.each,))
        self.clock = clock

    def unsettled(self, line: Timeline) -> Sequence[Draft]:
        return self._arising(line, whole=False)

    def history(self, line: Timeline) -> Sequence[Draft]:
        return self._arising(line, whole=True)

    def _arising(self, line: Timeline, whole: bool) -> list[Draft]:
        found = []
        for facts, moment, called_off in announcements(self.starts, self.clock, line):
            if not whole and moment is not None and moment <= line.moment:
                continue
            trigger = facts[0]
            if self.dated and not in_force(self.duty, local_day(trigger.at)):
                continue
            span = live(self.node, line, trigger.at, None, not whole)
            if span is None:
                continue
            draft = Draft(self, line, trigger, span if moment else (span[0], span[1], UNCLEAR))
            draft.causes = facts
            if moment is not None:
                draft.due = due_before(moment, self.clock.at_least, line.calendar)
                draft.lapses_at = moment
            if called_off is not None:
                draft.ended_at, draft.ended_by = called_off.at, called_off
            if settle(draft, trigger):
                found.append(draft)
        return found


# --- standing condition ---------------------------------------------------------------


class StandingRule(Rule):
    """Must be so for as long as the condition holds."""

    __slots__ = ()

    def __init__(self, duty: d.Duty, node: Node | None, rankings: list[Ranking], rank: int) -> None:
        super().__init__(duty, node, rankings, rank)
        self.watched = True

    def unsettled(self, line: Timeline) -> Sequence[Draft]:
        return self._arising(line, self._spans(line)[-1:])

    def history(self, line: Timeline) -> Sequence[Draft]:
        return self._arising(line, self._spans(line))

    def _spans(self, line: Timeline) -> list[Span]:
        if not in_force(self.duty, line.today):
            return []
        return spans_of(self.node, line) if self.node else [(line.start, None, YES)]

    def _arising(self, line: Timeline, spans: list[Span]) -> list[Draft]:
        found = []
        for span in spans:
            draft = self._draft(line, span)
            if self.meets is not None or self.takes_away is not None:
                if not settle(draft, draft.trigger):
                    continue
            elif span[1] is not None and self.node is not None:
                draft.met = _fact_at(self.node, line, span[1])
                draft.ended_at = span[1]
            found.append(draft)
        return found

    def _draft(self, line: Timeline, span: Span) -> Draft:
        trigger = _cause(self.node, line, span[0]) if self.node else None
        draft = Draft(self, line, trigger, span)
        if trigger is None or trigger.at != span[0]:
            since = f"{span[0]:%Y-%m-%dT%H:%M:%S.%f}".removesuffix("T00:00:00.000000")
            draft.name = f"{trigger.id}@{since}" if trigger else since
        return draft


def _cause(node: Node, line: Timeline, start: datetime) -> Fact | None:
    """The fact with which a stretch began: of that very moment, else the last evidence."""
    evidence = node.evidence(line, start)
    if evidence and evidence[-1].at == start:
        return evidence[-1]
    return _fact_at(node, line, start) or (evidence[-1] if evidence else None)


def _fact_at(node: Node, line: Timeline, moment: datetime) -> Fact | None:
    """A fact of exactly this moment that has a say in the condition."""
    for kind in sorted(node.fact_kinds):
        picked = line.kind(kind)
        index = picked.since(moment)
        if index < len(picked.ats) and picked.ats[index] == moment:
            return picked.facts[index]
    return None
