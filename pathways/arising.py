"""How duties arise from facts: one for each trigger, with its dates and what met it.

Each kind of clock has its own way. What is found here is a draft: where it stands at the
moment is worked out in `standing.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from pathways import definitions as d
from pathways.answers import LONDON, Deadline
from pathways.calendars import local_day, start_of_day
from pathways.conditions import NO, UNCLEAR, YES, Node, first_since
from pathways.counting import due_after, due_before, due_on
from pathways.facts import Fact
from pathways.holding import Stretch, stretches
from pathways.timeline import Picked, Timeline

Span = tuple[datetime, datetime | None, int]
"""From, to (None: still), and how sure: 2 yes, 1 cannot tell."""


class Rule:
    """A duty made ready: its condition as a node, and the selectors it is asked for by."""

    __slots__ = ("duty", "kinds_met", "met_by", "node")

    def __init__(self, duty: d.Duty, node: Node | None) -> None:
        self.duty = duty
        self.node = node
        self.met_by = duty.met_by
        if not duty.met_by and isinstance(duty.clock, d.Interval):
            self.met_by = duty.clock.since
        self.kinds_met = frozenset(selector.kind for selector in self.met_by)


class Draft:
    """An obligation on its way: what raised it, its dates, what ended it."""

    __slots__ = (
        "agreed",
        "arose_at",
        "due",
        "ended_at",
        "ended_by",
        "key",
        "lapses_at",
        "limit",
        "met",
        "proposal",
        "restarted_at",
        "rule",
        "span",
        "tolerated",
        "trigger",
        "triggers",
    )

    def __init__(self, rule: Rule, trigger: Fact | None, key: str, span: Span) -> None:
        self.rule = rule
        self.trigger = trigger
        self.triggers: tuple[Fact, ...] = (trigger,) if trigger else ()
        self.key = key
        self.span = span
        self.arose_at = span[0]
        self.due: Deadline | None = None
        self.limit: Deadline | None = None
        """The limit of the text, where people agreed an earlier day."""
        self.proposal: Deadline | None = None
        self.tolerated: Deadline | None = None
        self.agreed: Fact | None = None
        self.met: Fact | None = None
        self.ended_at: datetime | None = None
        self.ended_by: Fact | None = None
        self.lapses_at: datetime | None = None
        self.restarted_at: datetime | None = None


def arising(rule: Rule, line: Timeline) -> Iterator[Draft]:
    """Every obligation that the facts raise under a duty, oldest first."""
    match rule.duty.clock:
        case d.After() as clock:
            return _after(rule, clock, line)
        case d.Before() as clock:
            return _before(rule, clock, line)
        case d.Interval() as clock:
            return _interval(rule, clock, line)
    return _standing(rule, line)


# --- deadline after -------------------------------------------------------------------


def _after(rule: Rule, clock: d.After, line: Timeline) -> Iterator[Draft]:
    triggers = line.pick(clock.each)
    for index, trigger in enumerate(triggers.facts):
        if not in_force(rule.duty, local_day(trigger.at)):
            continue
        span = _live(rule, line, trigger.at, _next_at(triggers, index))
        if span is None or not _came_with_a_fact(rule, line, trigger, span[0]):
            continue
        draft = Draft(rule, trigger, f"{rule.duty.id}:{trigger.id}", span)
        if clock.within is not None:
            draft.due = due_after(trigger.at, clock.within, line.calendar)
        _bounds(draft, clock, trigger.at, line)
        if _settle(draft, line, trigger):
            yield draft


def _came_with_a_fact(rule: Rule, line: Timeline, trigger: Fact, begun: datetime) -> bool:
    """Time alone does not raise a duty after something that happened on an earlier day.

    A tool that was up to date at the referral grows old; that is not the referral's fault.
    """
    if rule.node is None or local_day(begun) == local_day(trigger.at):
        return True
    return _ending(rule.node, line, begun) is not None


def _next_at(triggers: Picked, index: int) -> datetime | None:
    return triggers.ats[index + 1] if index + 1 < len(triggers.ats) else None


def _bounds(draft: Draft, clock: d.After | d.Interval, start: datetime, line: Timeline) -> None:
    if clock.proposal is not None:
        draft.proposal = due_after(start, clock.proposal, line.calendar)
    if clock.tolerated is not None:
        draft.tolerated = due_after(start, clock.tolerated, line.calendar)


# --- deadline before ------------------------------------------------------------------


def _before(rule: Rule, clock: d.Before, line: Timeline) -> Iterator[Draft]:
    for trigger, later in _announcements(clock, line):
        if not in_force(rule.duty, local_day(trigger.at)):
            continue
        span = _live(rule, line, trigger.at, None)
        if span is None:
            continue
        draft = Draft(rule, trigger, f"{rule.duty.id}:{trigger.id}", span)
        draft.triggers = (trigger, *later)
        _count_back(draft, clock, line)
        _call_off(draft, clock, line)
        if _settle(draft, line, trigger):
            yield draft


def _announcements(clock: d.Before, line: Timeline) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each meeting announced, with the facts that announced another time for it."""
    moves = [fact for kind in clock.moved_by for fact in line.kind(kind).facts]
    seen: set[str] = set()
    announced = line.pick(clock.each).facts
    for index, trigger in enumerate(announced):
        name = trigger.data.get(clock.key)
        if name is not None and str(name) in seen:
            continue
        seen.add(str(name))
        later = [
            fact
            for fact in (*announced[index + 1 :], *moves)
            if name is not None and fact.data.get(clock.key) == name and fact.at >= trigger.at
        ]
        yield trigger, sorted(later, key=lambda fact: (fact.at, fact.id))


def _count_back(draft: Draft, clock: d.Before, line: Timeline) -> None:
    announced = [moment_of(fact.data.get(clock.moment)) for fact in draft.triggers]
    moment = next((each for each in reversed(announced) if each is not None), None)
    if moment is None:
        draft.span = (draft.span[0], draft.span[1], UNCLEAR)
        return
    draft.due = due_before(moment, clock.at_least, line.calendar)
    draft.lapses_at = moment


def _call_off(draft: Draft, clock: d.Before, line: Timeline) -> None:
    name = draft.trigger.data.get(clock.key) if draft.trigger else None
    for kind in clock.cancelled_by:
        for fact in line.kind(kind).facts:
            if name is not None and fact.data.get(clock.key) == name:
                draft.ended_at, draft.ended_by = fact.at, fact


def moment_of(value: object) -> datetime | None:
    """The moment that a field names, or None where it names none; local where no zone."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime) or not 1900 < value.year < 2200:
        return None
    aware = value if value.tzinfo is not None else value.replace(tzinfo=LONDON)
    return aware.astimezone(UTC)


# --- greatest interval ----------------------------------------------------------------


def _interval(rule: Rule, clock: d.Interval, line: Timeline) -> Iterator[Draft]:
    """A chain: each occurrence may meet one obligation and starts the next."""
    groups = _by_day(line.merge(clock.since))
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
        pending = _link(rule, clock, line, group, until)
        if pending is not None and (pending.met or pending.ended_at):
            yield pending
            pending = None
    if pending is not None:
        yield pending


def _link(
    rule: Rule, clock: d.Interval, line: Timeline, group: list[Fact], until: datetime | None
) -> Draft | None:
    last = group[-1]
    if not in_force(rule.duty, local_day(last.at)):
        return None
    span = _live(rule, line, last.at, until)
    if span is None:
        return None
    draft = Draft(rule, group[0], f"{rule.duty.id}:{group[0].id}", span)
    draft.triggers = tuple(group)
    draft.due = due_after(last.at, clock.limit, line.calendar)
    _bounds(draft, clock, last.at, line)
    if not _settle(draft, line, last):
        return None
    _agree_earlier(draft, clock, line, last)
    return draft


def _by_day(picked: Picked) -> list[list[Fact]]:
    """Occurrences of one day belong together: a meeting and the rating it set."""
    groups: list[list[Fact]] = []
    day: date | None = None
    for fact in picked.facts:
        this = local_day(fact.at)
        if this == day:
            groups[-1].append(fact)
        else:
            groups.append([fact])
        day = this
    return groups


def _failed_attempt(rule: Rule, group: list[Fact], line: Timeline) -> bool:
    """Whether something that could have met the duty took place that day, and none does."""
    if not any(fact.kind in rule.kinds_met for fact in group):
        return False
    meeting = {fact.id for fact in line.merge(rule.met_by).facts}
    return not any(fact.id in meeting for fact in group)


def _restart(pending: Draft, at: datetime) -> bool:
    """End a link of the chain at a new start; worth keeping only if it was late by then."""
    if pending.due is None or at < pending.due.moment:
        return False
    pending.restarted_at = pending.ended_at = at
    return True


def _agree_earlier(draft: Draft, clock: d.Interval, line: Timeline, last: Fact) -> None:
    """Take the day that people agreed, where it is before the limit."""
    if clock.earlier is None or draft.due is None:
        return
    begun = local_day(last.at)
    until = local_day(draft.met.at) if draft.met else None
    for fact in reversed(line.pick(clock.earlier).facts):
        recorded = local_day(fact.at)
        if recorded < begun:
            return
        if until is not None and recorded >= until:
            continue
        agreed = moment_of(fact.data.get("due"))
        day = local_day(agreed) if agreed else None
        if day is not None and day >= begun:
            if day < draft.due.day:
                draft.limit, draft.due, draft.agreed = draft.due, due_on(day), fact
            return


# --- standing condition ---------------------------------------------------------------


def _standing(rule: Rule, line: Timeline) -> Iterator[Draft]:
    if not in_force(rule.duty, line.today):
        return
    if rule.node is None:
        draft = Draft(rule, None, f"{rule.duty.id}:always", (line.start, None, YES))
        if _settle(draft, line, None):
            yield draft
        return
    used: set[str] = set()
    for span in _spans(stretches(rule.node, line)):
        trigger = _cause(rule.node, line, span[0])
        name = trigger.id if trigger else f"{local_day(span[0])}"
        if name in used:
            name = f"{name}@{local_day(span[0])}"
        used.add(name)
        draft = Draft(rule, trigger, f"{rule.duty.id}:{name}", span)
        if rule.duty.met_by or rule.duty.ends_with:
            if _settle(draft, line, trigger):
                yield draft
            continue
        if span[1] is not None:
            draft.met = _ending(rule.node, line, span[1])
            draft.ended_at = span[1]
        yield draft


def _cause(node: Node, line: Timeline, start: datetime) -> Fact | None:
    """The fact with which a stretch began: of that very moment, else the last evidence."""
    evidence = node.evidence(line, start)
    if evidence and evidence[-1].at == start:
        return evidence[-1]
    return _ending(node, line, start) or (evidence[-1] if evidence else None)


def _ending(node: Node, line: Timeline, moment: datetime) -> Fact | None:
    """A fact of exactly this moment that has a say in the condition."""
    kinds = line.kinds if "*" in node.fact_kinds else node.fact_kinds
    for kind in sorted(kinds):
        picked = line.kind(kind)
        index = picked.since(moment)
        if index < len(picked.ats) and picked.ats[index] == moment:
            return picked.facts[index]
    return None


# --- what all have in common ----------------------------------------------------------


def in_force(entry: d.Entry, day: date) -> bool:
    """Whether an entry holds on a day; its last day is included."""
    if entry.in_force_from is not None and day < entry.in_force_from:
        return False
    return entry.in_force_to is None or day <= entry.in_force_to


def _spans(found: list[Stretch]) -> Iterator[Span]:
    """Stretches that are not no; the certainty is that of the last part."""
    start: datetime | None = None
    truth = NO
    for stretch in found:
        if stretch.truth == NO:
            if start is not None:
                yield start, stretch.start, truth
            start = None
            continue
        if start is None:
            start = stretch.start
        truth = stretch.truth
    if start is not None:
        yield start, None, truth


def _live(rule: Rule, line: Timeline, since: datetime, until: datetime | None) -> Span | None:
    """First stretch in which the condition holds after a trigger and before the next."""
    if rule.node is None:
        return since, None, YES
    for start, end, truth in _spans(stretches(rule.node, line)):
        if end is not None and end <= since:
            continue
        begun = max(start, since)
        if until is not None and begun >= until:
            return None
        return begun, end, truth
    return None


def _settle(draft: Draft, line: Timeline, since: Fact | None) -> bool:
    """Find what met a draft or ended it; False where it came and went on one day."""
    end = draft.span[1]
    draft.met = _first_match(draft, draft.rule.met_by, line, since)
    if draft.met is not None and not _in_time_to_count(draft, draft.met):
        draft.met = None
    if draft.met is not None:
        return True
    ended_by = _first_match(draft, draft.rule.duty.ends_with, line, since)
    if ended_by is not None and (draft.ended_at is None or ended_by.at < draft.ended_at):
        draft.ended_at, draft.ended_by = ended_by.at, ended_by
    if end is not None and (draft.ended_at is None or end < draft.ended_at):
        if local_day(end) == local_day(draft.arose_at):
            return False
        draft.ended_at, draft.ended_by = end, None
    return True


def _in_time_to_count(draft: Draft, fact: Fact) -> bool:
    """An act counts until the condition ends, and on that day; before a meeting, until it."""
    end = draft.span[1]
    if end is not None and fact.at > end and local_day(fact.at) > local_day(end):
        return False
    return draft.lapses_at is None or fact.at <= draft.lapses_at


def _first_match(
    draft: Draft, selectors: tuple[d.Selector, ...], line: Timeline, since: Fact | None
) -> Fact | None:
    """First fact on or after the trigger that belongs to it by the fields to be shared."""
    if not selectors:
        return None
    picked = line.merge(selectors)
    if since is None:
        index = picked.since(start_of_day(local_day(draft.arose_at)))
        return picked.facts[index] if index < len(picked.facts) else None
    first = first_since(picked, since, line.moment)
    if first is None:
        return None
    own = {fact.id for fact in draft.triggers}
    for fact in picked.facts[picked.facts.index(first) :]:
        if fact.id not in own and _belongs(draft, fact):
            return fact
    return None


def _belongs(draft: Draft, fact: Fact) -> bool:
    trigger = draft.trigger
    if trigger is None:
        return True
    for field in draft.rule.duty.match:
        if fact.data.get(field) != trigger.data.get(field):
            return False
    clock = draft.rule.duty.clock
    if isinstance(clock, d.Before) and clock.key in fact.data and clock.key in trigger.data:
        return bool(fact.data[clock.key] == trigger.data[clock.key])
    return True


def same_thing(draft: Draft) -> tuple[object, ...]:
    """What an act would have to be for, so that one act meets all of these."""
    duty = draft.rule.duty
    fields: Iterable[str] = duty.match
    if isinstance(duty.clock, d.Before):
        fields = {*fields, duty.clock.key}
    data = draft.trigger.data if draft.trigger else {}
    return (duty.act, *(str(data.get(field)) for field in sorted(fields)))
