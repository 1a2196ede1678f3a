"""Where each obligation stands at the moment, which of several governs, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from pathways import definitions as d
from pathways.answers import Deadline, Obligation, Reason, Status, Trace, Truth, dated_status
from pathways.arising import Draft, Rule, same_thing
from pathways.calendars import local_day
from pathways.conditions import TRUTHS, UNCLEAR
from pathways.counting import spoken, spoken_time
from pathways.explain import Words
from pathways.facts import Fact, Precision
from pathways.superseding import Ranking, superseded, unclear
from pathways.timeline import Timeline, texts

GOVERNABLE = frozenset({Status.UPCOMING, Status.DUE, Status.OVERDUE, Status.OPEN})
NEVER = datetime.max


class Outcome:
    """A draft and where it stands."""

    __slots__ = ("draft", "governed_by", "ranking", "status", "waiver")

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.status = Status.OPEN
        self.ranking: Ranking | None = None
        self.waiver: Fact | None = None
        self.governed_by: Outcome | None = None


def outcome(draft: Draft, rankings: list[Ranking] | None, line: Timeline) -> Outcome:
    """Work out where a draft stands at the moment."""
    found = Outcome(draft)
    if rankings:
        found.ranking = superseded(draft, rankings, line)
    found.status = _status(found, line)
    return found


def _status(found: Outcome, line: Timeline) -> Status:
    draft = found.draft
    if found.ranking is not None:
        return Status.SUPERSEDED
    if draft.met is not None:
        return Status.MET_LATE if _late(draft.due, draft.met.at) else Status.MET
    found.waiver = _waiver(draft, line)
    if found.waiver is not None:
        draft.ended_at = found.waiver.at
        return Status.NOT_REQUIRED
    if draft.ended_at is not None:
        return _ended(draft)
    return _outstanding(draft, line)


def _ended(draft: Draft) -> Status:
    """It fell away: done by its condition, missed, or no longer needed."""
    if _kept_by_condition(draft):
        return Status.MET
    if draft.due is not None and draft.ended_at is not None and draft.ended_by is None:
        return Status.LAPSED if _late(draft.due, draft.ended_at) else Status.NOT_REQUIRED
    return Status.NOT_REQUIRED


def _kept_by_condition(draft: Draft) -> bool:
    duty = draft.rule.duty
    return isinstance(duty.clock, d.Standing) and not duty.met_by and draft.ended_by is None


def _outstanding(draft: Draft, line: Timeline) -> Status:
    duty = draft.rule.duty
    lapses = draft.lapses_at
    if lapses is None and not duty.persists and draft.due is not None:
        lapses = draft.due.moment
    if lapses is not None and lapses <= line.moment:
        draft.ended_at = lapses
        return Status.LAPSED
    if draft.span[2] == UNCLEAR:
        return Status.CANNOT_TELL
    return dated_status(draft.due, line.moment) if draft.due else Status.OPEN


def _late(due: Deadline | None, at: datetime) -> bool:
    if due is None:
        return False
    return at >= due.moment if due.by_day is not None else at > due.moment


def _waiver(draft: Draft, line: Timeline) -> Fact | None:
    for fact in line.kind("duty.waived").facts:
        named = texts(fact.data.get("obligation"))
        if draft.key in named or (draft.rule.duty.id in named and fact.at >= draft.arose_at):
            return fact
    return None


def let_earliest_govern(found: list[Outcome]) -> None:
    """Where several clocks bear on one thing, mark all but the earliest as governed."""
    acts: dict[str, list[Outcome]] = {}
    for each in found:
        if each.status in GOVERNABLE:
            acts.setdefault(each.draft.rule.duty.act, []).append(each)
    for same_act in acts.values():
        if len(same_act) > 1:
            _govern(same_act)


def _govern(same_act: list[Outcome]) -> None:
    groups: dict[tuple[object, ...], list[Outcome]] = {}
    for each in same_act:
        groups.setdefault(same_thing(each.draft), []).append(each)
    for group in groups.values():
        first = min(group, key=_by_due)
        for each in group:
            if each is not first:
                each.governed_by = first


def _by_due(found: Outcome) -> tuple[bool, datetime, str]:
    due = found.draft.due
    return due is None, due.moment if due else NEVER, found.draft.key


def in_order(found: list[Outcome]) -> list[Outcome]:
    """By due date, those without one last."""
    return sorted(found, key=_by_due)


def published(found: Outcome, words: Words, line: Timeline) -> Obligation:
    """The obligation as others see it."""
    draft, duty = found.draft, found.draft.rule.duty
    met = draft.met
    met_at = met.at if met else None
    if found.status is Status.MET and met is None:
        met_at = draft.ended_at
    return Obligation(
        draft.key,
        duty.id,
        duty.act,
        duty.title,
        duty.clauses,
        duty.bearer,
        duty.strength,
        tuple([fact.id for fact in draft.triggers]),
        draft.arose_at,
        draft.due,
        draft.proposal,
        draft.tolerated,
        met.id if met else None,
        met_at,
        None if met_at else draft.ended_at,
        found.status,
        Trace(partial(told, found, words, line)),
        found.governed_by.draft.key if found.governed_by else None,
    )


# --- why ------------------------------------------------------------------------------


def told(found: Outcome, words: Words, line: Timeline) -> Reason:
    """The trace of an obligation as sentences."""
    draft, duty = found.draft, found.draft.rule.duty
    truth = Truth.CANNOT_TELL if found.status is Status.CANNOT_TELL else Truth.YES
    facts = tuple(fact.id for fact in draft.triggers)
    parts = (*_came_about(draft, words, line), *_dated(draft), *_ended_how(found, words, line))
    return Reason(words.duty(duty), truth, duty.clauses, facts, parts)


def _came_about(draft: Draft, words: Words, line: Timeline) -> Iterator[Reason]:
    for fact in draft.triggers:
        yield Reason(f"{_named(fact, words)}.", facts=(fact.id,))
    if draft.rule.node is not None:
        start, end, truth = draft.span
        asked_at = line.moment if end is None else start
        reason = draft.rule.node.reason(line, asked_at, words)
        yield Reason(reason.text, TRUTHS[truth], reason.clauses, reason.facts, reason.parts)
    if draft.rule.duty.reading:
        yield Reason(f"Read as: {draft.rule.duty.reading}")


def _named(fact: Fact, words: Words) -> str:
    when = (
        spoken_time(fact.at) if fact.precision is Precision.INSTANT else spoken(local_day(fact.at))
    )
    label = words.kind(fact.kind)
    return f"{label[:1].upper()}{label[1:]}, {when}"


def _dated(draft: Draft) -> Iterator[Reason]:
    for head, deadline in (
        ("Due", draft.due),
        ("Limit of the text", draft.limit),
        ("Proposed", draft.proposal),
        ("Tolerated with a recorded reason until", draft.tolerated),
    ):
        if deadline is not None:
            facts = (draft.agreed.id,) if deadline is draft.due and draft.agreed else ()
            yield Reason(f"{head}: {deadline.arithmetic}", facts=facts)
            if deadline.provisional:
                yield Reason(
                    "Provisional: the bank holidays of that time are not published yet.",
                    Truth.CANNOT_TELL,
                )
    if draft.due is None and isinstance(draft.rule.duty.clock, d.Before):
        yield Reason("Cannot tell when: the time of the meeting is not known.", Truth.CANNOT_TELL)


def _ended_how(found: Outcome, words: Words, line: Timeline) -> Iterator[Reason]:
    draft = found.draft
    if found.ranking is not None:
        yield _gave_way(found.ranking, words, line)
    elif draft.met is not None:
        late = " That was late." if found.status is Status.MET_LATE else ""
        yield Reason(f"Met: {_named(draft.met, words)}.{late}", facts=(draft.met.id,))
    elif found.waiver is not None:
        why = found.waiver.data.get("reason")
        said = f": {why}" if why else ""
        yield Reason(
            f"Not required{said}. {_named(found.waiver, words)}.", facts=(found.waiver.id,)
        )
    elif draft.ended_by is not None:
        yield Reason(f"Fell away: {_named(draft.ended_by, words)}.", facts=(draft.ended_by.id,))
    elif draft.ended_at is not None:
        yield Reason(_fell_away(found))
    if found.governed_by is not None:
        other = found.governed_by.draft
        when = f" falls due earlier, {spoken(other.due.day)}, and" if other.due else ""
        yield Reason(f"“{other.rule.duty.title}”{when} governs.", clauses=other.rule.duty.clauses)


def _fell_away(found: Outcome) -> str:
    ended = found.draft.ended_at
    when = spoken_time(ended) if ended else ""
    if found.draft.restarted_at is not None:
        return f"Missed: not done by its date, and the clock started again {when}."
    if found.status is Status.LAPSED:
        return f"Lapsed: it was not done, and from {when} it can no longer be done in time."
    if found.status is Status.MET:
        return f"Met: it has been so since {when}."
    return f"No longer needed: the condition ended {when}."


def _gave_way(ranking: Ranking, words: Words, line: Timeline) -> Reason:
    entry = ranking.entry
    part = ranking.node.reason(line, line.moment, words)
    return Reason(words.supersession(entry), Truth.YES, entry.clauses, part.facts, (part,))


def silent(rule: Rule, words: Words, line: Timeline) -> Reason:
    """Why a duty did not arise."""
    duty = rule.duty
    parts: tuple[Reason, ...] = ()
    if rule.node is not None:
        parts = (rule.node.reason(line, line.moment, words),)
    if not isinstance(duty.clock, d.Standing):
        parts = (*_no_trigger(duty.clock, words, line), *parts)
    return Reason(f"Did not arise: {words.duty(duty)}", Truth.NO, duty.clauses, (), parts)


def _no_trigger(
    clock: d.After | d.Before | d.Interval, words: Words, line: Timeline
) -> Iterator[Reason]:
    selectors = clock.since if isinstance(clock, d.Interval) else (clock.each,)
    if not line.merge(selectors).facts:
        yield Reason(f"There is no {words.selectors(selectors)[3:]} yet.", Truth.NO)


__all__ = [
    "Outcome",
    "in_order",
    "let_earliest_govern",
    "outcome",
    "published",
    "silent",
    "unclear",
]
