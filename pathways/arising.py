"""How duties arise from facts: one obligation for each trigger, and what met it.

Each kind of clock has its own way. Asked for what is current, a clock leaves out the
triggers that are settled for certain; asked for all, it begins with the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from pathways import definitions as d
from pathways.announcing import announcements
from pathways.answers import Deadline
from pathways.calendars import local_day, start_of_day
from pathways.counting import due_after, due_before, due_on, moment_of
from pathways.drafts import Draft, Rule, in_force, live, settle, spans_of
from pathways.facts import Fact
from pathways.nodes import UNCLEAR, YES, Node
from pathways.picking import Picker
from pathways.timeline import Picked, Span, Timeline

FEW = 2
"""Triggers for which it is quicker to ask from each on than to lay out all answers."""


def arising(rule: Rule, line: Timeline, whole: bool) -> Iterable[Draft]:
    """The obligations that the facts raise under a duty, oldest first."""
    clock = rule.duty.clock
    if isinstance(clock, d.Standing):
        return _standing(rule, line, whole)
    started = line.last(rule.starts)
    if started is None:
        return ()
    if isinstance(clock, d.After):
        if not whole and rule.meets is not None and not rule.duty.match:
            met = line.last(rule.meets)
            if met is not None and met > started:
                # All is settled: something met the duty after the last trigger.
                return ()
        return _after(rule, clock, line, whole)
    if isinstance(clock, d.Before):
        return _before(rule, clock, line, whole)
    return _interval(rule, clock, line, whole)


# --- deadline after -------------------------------------------------------------------


def _after(rule: Rule, clock: d.After, line: Timeline, whole: bool) -> Iterator[Draft]:
    triggers = line.pick(rule.starts)
    facts = triggers.facts
    indices = range(len(facts)) if whole else _unsettled(rule, triggers, line)
    brief = len(indices) <= FEW
    if not brief and rule.node is not None:
        indices = _before_the_end(indices, triggers, spans_of(rule.node, line))
    for index in indices:
        trigger = facts[index]
        if rule.dated and not in_force(rule.duty, local_day(trigger.at)):
            continue
        span = live(rule.node, line, trigger.at, next_at(triggers, index), brief)
        if span is None or not _came_with_a_fact(rule, line, trigger, span[0]):
            continue
        draft = Draft(rule, line, trigger, span)
        if clock.within is not None:
            draft.due = due_after(trigger.at, clock.within, line.calendar)
        elif clock.by:
            draft.due = _agreed_day(trigger, clock.by)
        if settle(draft, trigger):
            yield draft


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


def _unsettled(rule: Rule, triggers: Picked, line: Timeline) -> Sequence[int]:
    """Triggers after which nothing happened that could have met the duty."""
    count = len(triggers.ats)
    meeting = line.pick(rule.meets) if rule.meets is not None else None
    if meeting is None or not meeting.ats:
        return range(count)
    match = rule.duty.match
    if not match:
        return range(bisect_left(triggers.ats, meeting.ats[-1]), count)
    last = _last_meeting(rule.meets, match, meeting, line)
    return [
        index
        for index, fact in enumerate(triggers.facts)
        if (met := last.get(shared(fact, match))) is None or met <= fact.at
    ]


def _last_meeting(
    meets: Picker | None, match: tuple[str, ...], meeting: Picked, line: Timeline
) -> dict[str, datetime]:
    """For each thing that can be shared, when something last met a duty towards it."""
    known: dict[str, datetime] | None = line.memo.get((meets, match))
    if known is None:
        known = {shared(f, match): at for f, at in zip(*meeting, strict=True)}
        line.memo[(meets, match)] = known
    return known


def shared(fact: Fact, match: tuple[str, ...]) -> str:
    """The values of the fields that an act has to share with its trigger."""
    if len(match) == 1:
        return str(fact.data.get(match[0]))
    return "\x1f".join([str(fact.data.get(field)) for field in match])


def _came_with_a_fact(rule: Rule, line: Timeline, trigger: Fact, begun: datetime) -> bool:
    """Time alone does not raise a duty after something that happened on an earlier day.

    A tool that was up to date at the referral grows old; that is not the referral's fault.
    """
    if begun == trigger.at or rule.node is None or local_day(begun) == local_day(trigger.at):
        return True
    return _fact_at(rule.node, line, begun) is not None


def next_at(triggers: Picked, index: int) -> datetime | None:
    return triggers.ats[index + 1] if index + 1 < len(triggers.ats) else None


# --- deadline before ------------------------------------------------------------------


def _before(rule: Rule, clock: d.Before, line: Timeline, whole: bool) -> Iterator[Draft]:
    for facts, moment, called_off in announcements(rule, clock, line):
        if not whole and moment is not None and moment <= line.moment:
            continue
        trigger = facts[0]
        if rule.dated and not in_force(rule.duty, local_day(trigger.at)):
            continue
        span = live(rule.node, line, trigger.at, None, not whole)
        if span is None:
            continue
        draft = Draft(rule, line, trigger, span if moment else (span[0], span[1], UNCLEAR))
        draft.causes = facts
        if moment is not None:
            draft.due = due_before(moment, clock.at_least, line.calendar)
            draft.lapses_at = moment
        if called_off is not None:
            draft.ended_at, draft.ended_by = called_off.at, called_off
        if settle(draft, trigger):
            yield draft


# --- greatest interval ----------------------------------------------------------------


def _interval(rule: Rule, clock: d.Interval, line: Timeline, whole: bool) -> Iterator[Draft]:
    """A chain: each occurrence may meet one obligation and starts the next."""
    groups = _by_day(line.pick(rule.starts), 0 if whole else _chain_start(rule, line))
    pending: Draft | None = None
    for index, group in enumerate(groups):
        if pending is not None and _failed_attempt(rule, group, line):
            # It took place and does not count: the earlier date stands.
            continue
        if pending is not None and _restart(pending, group[-1].at):
            yield pending
        until = None
        if index + 1 < len(groups):
            # What begins to hold on the day of the next occurrence belongs to that one.
            until = start_of_day(local_day(groups[index + 1][0].at))
        pending = _link(rule, clock, line, group, until, len(groups) <= FEW)
        if pending is not None and (pending.met or pending.ended_at):
            yield pending
            pending = None
    if pending is not None:
        yield pending


def _chain_start(rule: Rule, line: Timeline) -> int:
    """First occurrence on the day of the last that met the duty; all before are settled."""
    meeting = line.pick(rule.meets) if rule.meets else None
    if meeting is None or not meeting.ats:
        return 0
    return line.pick(rule.starts).since(start_of_day(local_day(meeting.ats[-1])))


def _link(
    rule: Rule,
    clock: d.Interval,
    line: Timeline,
    group: list[Fact],
    until: datetime | None,
    brief: bool,
) -> Draft | None:
    last = group[-1]
    if rule.dated and not in_force(rule.duty, local_day(last.at)):
        return None
    span = live(rule.node, line, last.at, until, brief)
    if span is None:
        return None
    draft = Draft(rule, line, group[0], span)
    draft.causes = tuple(group)
    draft.due = due_after(last.at, clock.limit, line.calendar)
    if not settle(draft, last):
        return None
    if rule.earlier is not None:
        _agree_earlier(draft, line.pick(rule.earlier), last)
    return draft


def _by_day(picked: Picked, first: int) -> list[list[Fact]]:
    """Occurrences of one day belong together: a meeting and the rating it set."""
    groups: list[list[Fact]] = []
    day: date | None = None
    for fact in picked.facts[first:]:
        this = local_day(fact.at)
        if this == day:
            groups[-1].append(fact)
        else:
            groups.append([fact])
        day = this
    return groups


def _failed_attempt(rule: Rule, group: list[Fact], line: Timeline) -> bool:
    """Whether something that could have met the duty took place that day, and none does."""
    if rule.meets is None or not any(fact.kind in rule.meets.kinds for fact in group):
        return False
    return not any(rule.meets.fits(fact) for fact in group)


def _restart(pending: Draft, at: datetime) -> bool:
    """End a link of the chain at a new start; worth keeping only if it was late by then."""
    if pending.due is None or at < pending.due.moment:
        return False
    pending.restarted_at = pending.ended_at = at
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


# --- standing condition ---------------------------------------------------------------


def _standing(rule: Rule, line: Timeline, whole: bool) -> Iterator[Draft]:
    if not in_force(rule.duty, line.today):
        return
    spans: list[Span] = spans_of(rule.node, line) if rule.node else [(line.start, None, YES)]
    for span in spans if whole else spans[-1:]:
        trigger = _cause(rule.node, line, span[0]) if rule.node else None
        draft = Draft(rule, line, trigger, span)
        if trigger is None or trigger.at != span[0]:
            since = f"{span[0]:%Y-%m-%dT%H:%M:%S.%f}".removesuffix("T00:00:00.000000")
            draft.name = f"{trigger.id}@{since}" if trigger else since
        if rule.meets is not None or rule.takes_away is not None:
            if settle(draft, trigger):
                yield draft
            continue
        if span[1] is not None and rule.node is not None:
            draft.met = _fact_at(rule.node, line, span[1])
            draft.ended_at = span[1]
        yield draft


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
