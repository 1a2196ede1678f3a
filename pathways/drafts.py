"""An obligation as the evaluator works on it: what raised it, what met or ended it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime

from pathways import definitions as d
from pathways import telling
from pathways.answers import Deadline, Obligation, Reason, Status
from pathways.calendars import local_day, start_of_day
from pathways.counting import due_after, moved
from pathways.episodes import same_day_unclear
from pathways.facts import Fact
from pathways.nodes import NO, YES, Change, Node, answers, first_since, later_moments
from pathways.picking import Picker, picker
from pathways.superseding import Ranking
from pathways.timeline import Span, Timeline

FEW = 2
"""Triggers for which it is quicker to ask from each on than to lay out all answers."""


class Rule(ABC):
    """A duty made ready: its condition as a node, and the facts it asks for as pickers.

    Each kind of clock is a rule of its own (`arising.py`, `chains.py`).
    """

    __slots__ = (
        "apart",
        "dated",
        "duty",
        "meets",
        "needs",
        "node",
        "rank",
        "rankings",
        "starts",
        "takes_away",
        "watched",
    )

    def __init__(
        self,
        duty: d.Duty,
        node: Node | None,
        rankings: list[Ranking],
        rank: int = 0,
        since: tuple[d.Selector, ...] = (),
    ) -> None:
        self.duty = duty
        self.node = node
        self.rankings = rankings
        self.rank = rank
        """Where it stands in the pack; decides only between dates that are alike."""
        self.starts = picker(*since)
        self.needs = self.starts.kinds
        """Kinds of which something must have happened for it to arise at all."""
        self.meets: Picker | None = picker(*duty.met_by) if duty.met_by else None
        self.takes_away: Picker | None = picker(*duty.ends_with) if duty.ends_with else None
        self.apart = self.meets is not None and self.meets.kinds.isdisjoint(self.needs)
        """Whether what meets it never is what raises it."""
        self.dated = duty.in_force_from is not None or duty.in_force_to is not None
        # Whether time alone can change something even where nothing is current.
        self.watched = bool(rankings or (node is not None and not node.timeless))

    def current(self, line: Timeline) -> Sequence[Draft]:
        """What it asks for now; obligations that are settled for certain may be left out."""
        if self.node is not None and not self.rankings and not self.node.now(line):
            # What arose under a condition is met, or ends when the condition does.
            return ()
        return self.unsettled(line)

    @abstractmethod
    def unsettled(self, line: Timeline) -> Sequence[Draft]:
        """As `current`, where the condition holds or there is none."""

    @abstractmethod
    def history(self, line: Timeline) -> Sequence[Draft]:
        """Every obligation that the facts raise under the duty, the oldest first."""

    def latest(self, line: Timeline) -> Draft | None:
        """The obligation that arose last."""
        return max(self.history(line), key=arisen, default=None)


class Draft(Obligation):
    """An obligation on its way; the answer that is given is this very object."""

    # No slots: most of these keep their first value, which then costs nothing to set.
    rule: Rule
    due: Deadline | None = None
    ended_at: datetime | None = None
    status = Status.OPEN
    causes: tuple[Fact, ...] | None = None
    name = ""
    """In place of the trigger's, where that one does not tell it apart."""
    _key = ""
    limit: Deadline | None = None
    """The limit of the text, where people agreed an earlier day."""
    agreed: Fact | None = None
    postponed: Fact | None = None
    """Where people agreed a day after the limit."""
    met: Fact | None = None
    ended_by: Fact | None = None
    lapses_at: datetime | None = None
    restarted_at: datetime | None = None
    paused = 0
    ranking: Ranking | None = None
    waiver: Fact | None = None
    governor: Draft | None = None

    def __init__(self, rule: Rule, line: Timeline, trigger: Fact | None, span: Span) -> None:
        self.definition = rule.duty
        self.rule = rule
        self.line = line
        self.trigger = trigger
        self.span = span
        self.arose_at = span[0]

    @property
    def key(self) -> str:
        if not self._key:
            name = self.name or (self.trigger.id if self.trigger else "always")
            self._key = f"{self.definition.id}:{name}"
        return self._key

    @property
    def raised_by(self) -> tuple[Fact, ...]:
        if self.causes is not None:
            return self.causes
        return (self.trigger,) if self.trigger else ()

    @property
    def triggers(self) -> tuple[str, ...]:
        return tuple([fact.id for fact in self.raised_by])

    @property
    def proposal(self) -> Deadline | None:
        clock = self.definition.clock
        return self._counted(clock.proposal) if isinstance(clock, (d.After, d.Interval)) else None

    @property
    def tolerated_until(self) -> Deadline | None:
        clock = self.definition.clock
        return self._counted(clock.tolerated) if isinstance(clock, (d.After, d.Interval)) else None

    def _counted(self, period: d.Period | None) -> Deadline | None:
        if period is None:
            return None
        deadline = due_after(self.raised_by[-1].at, period, self.line.calendar)
        return moved(deadline, self.paused) if self.paused else deadline

    @property
    def met_by(self) -> str | None:
        return self.met.id if self.met else None

    @property
    def met_at(self) -> datetime | None:
        if self.met is not None:
            return self.met.at
        return self.ended_at if self.status is Status.MET else None

    @property
    def governed_by(self) -> str | None:
        return self.governor.key if self.governor else None

    @property
    def why(self) -> Reason:
        return telling.obligation(self, self.line)

    def put_off(self, days: int) -> None:
        """Move its dates by the days for which the clock stood still."""
        self.paused += days
        self.due = moved(self.due, days) if self.due else None
        self.limit = moved(self.limit, days) if self.limit else None


def arisen(draft: Draft) -> tuple[datetime, str]:
    """Order in which obligations arose."""
    return draft.arose_at, draft.key


# --- when it applies ------------------------------------------------------------------


def in_force(entry: d.Entry, day: date) -> bool:
    """Whether an entry holds on a day; its last day is included."""
    if entry.in_force_from is not None and day < entry.in_force_from:
        return False
    return entry.in_force_to is None or day <= entry.in_force_to


def spans_of(node: Node, line: Timeline) -> list[Span]:
    """Stretches in which a condition is not no; sure as its last part is."""
    known = line.spans.get(node)
    if known is None:
        known = line.spans[node] = _spans(answers(node, line))
    return known


def _spans(changes: list[Change]) -> list[Span]:
    found: list[Span] = []
    start: datetime | None = None
    truth = NO
    for at, now in changes:
        if now == NO:
            if start is not None:
                found.append((start, at, truth))
            start = None
            continue
        if start is None:
            start = at
        truth = now
    if start is not None:
        found.append((start, None, truth))
    return found


def live(
    node: Node | None,
    line: Timeline,
    since: datetime,
    until: datetime | None,
    brief: bool,
    last: bool = False,
) -> Span | None:
    """First stretch in which the condition holds after a trigger and before the next.

    `brief` asks only from the trigger on where little has happened since that could change
    the answer: the quicker way where few triggers are asked for. `last` asks for the last
    such stretch: what is to happen again and again comes back with its condition.
    """
    if node is None:
        return since, None, YES
    if brief and node.timeless and node not in line.spans:
        later = later_moments(node, line, since)
        if not later:
            # Nothing that it depends on happened since: it is now what it was then.
            truth = node.now(line)
            return (since, None, truth) if truth else None
        if len(later) <= FEW:
            before = [(at, node.truth(line, at)) for at in (since, *later[:-1])]
            spans = _spans([*before, (later[-1], node.now(line))])
            return _picked_live(spans, since, until, last)
    return _picked_live(spans_of(node, line), since, until, last)


def _picked_live(
    spans: list[Span], since: datetime, until: datetime | None, last: bool
) -> Span | None:
    found: Span | None = None
    for start, end, truth in spans:
        if end is not None and end <= since:
            continue
        begun = start if start > since else since
        if until is not None and begun >= until:
            return found
        found = begun, end, truth
        if not last:
            return found
    return found


# --- what met it, what ended it -------------------------------------------------------


def settle(draft: Draft, since: Fact | None, last: bool = False) -> bool:
    """Find what met a draft or ended it; False where it came and went on one day.

    `last` says that nothing happened since that could have met it.
    """
    rule, end = draft.rule, draft.span[1]
    if rule.takes_away is not None:
        ended_by = _first_match(draft, rule.takes_away, since)
        if ended_by is not None and (draft.ended_at is None or ended_by.at < draft.ended_at):
            draft.ended_at, draft.ended_by = ended_by.at, ended_by
    if rule.meets is not None and not last:
        met = _first_match(draft, rule.meets, since)
        if met is not None and _in_time_to_count(draft, met):
            draft.met, draft.ended_at, draft.ended_by = met, None, None
            return True
    if end is not None and (draft.ended_at is None or end < draft.ended_at):
        if local_day(end) == local_day(draft.arose_at):
            return False
        draft.ended_at, draft.ended_by = end, None
    return True


def _in_time_to_count(draft: Draft, fact: Fact) -> bool:
    """An act counts until the condition ends, and on that day; before a meeting, until it.

    What was taken away before it is not met by what is done later.
    """
    end, taken = draft.span[1], draft.ended_by
    if taken is not None and fact.at > taken.at and not same_day_unclear(fact, taken):
        return False
    if end is not None and fact.at > end and local_day(fact.at) > local_day(end):
        return False
    return draft.lapses_at is None or fact.at <= draft.lapses_at


def _first_match(draft: Draft, wanted: Picker, since: Fact | None) -> Fact | None:
    """First fact on or after the trigger that belongs to it by the fields to be shared."""
    line = draft.line
    if since is None:
        facts = line.tail(wanted, start_of_day(local_day(draft.arose_at))).facts
        return facts[0] if facts else None
    if line.exact:
        later = line.tail(wanted, since.at).facts
    else:
        picked = line.pick(wanted)
        later = picked.facts[first_since(picked, since, line) :]
    for fact in later:
        if _belongs(draft, fact):
            return fact
    return None


def _belongs(draft: Draft, fact: Fact) -> bool:
    trigger, duty = draft.trigger, draft.definition
    if fact is trigger or (draft.causes is not None and fact in draft.causes):
        return False
    if trigger is None:
        return True
    for field in duty.match:
        if fact.data.get(field) != trigger.data.get(field):
            return False
    clock = duty.clock
    if isinstance(clock, d.Before) and clock.key in fact.data and clock.key in trigger.data:
        return bool(fact.data[clock.key] == trigger.data[clock.key])
    return True


def same_thing(draft: Draft) -> tuple[str, ...]:
    """What an act would have to be for, so that one act meets all of these."""
    duty = draft.definition
    fields: set[str] = set(duty.match)
    if isinstance(duty.clock, d.Before):
        fields.add(duty.clock.key)
    data = draft.trigger.data if draft.trigger else {}
    return tuple([str(data.get(field)) for field in sorted(fields)])
