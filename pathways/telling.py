"""The evaluator's trace as sentences: told from the same nodes that gave the answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathways import definitions as d
from pathways.answers import Reason, Status, Truth
from pathways.calendars import local_day
from pathways.counting import moment_of, spoken, spoken_time
from pathways.explain import Words
from pathways.facts import Fact, Precision
from pathways.nodes import TRUTHS
from pathways.superseding import Ranking
from pathways.timeline import Timeline

if TYPE_CHECKING:
    from pathways.asking import Question
    from pathways.drafts import Draft, Rule

UNPUBLISHED = "Provisional: the bank holidays of that time are not published yet."


def obligation(draft: Draft, line: Timeline) -> Reason:
    """Why an obligation arose, how its dates were counted, what became of it."""
    duty = draft.definition
    truth = Truth.CANNOT_TELL if draft.status is Status.CANNOT_TELL else Truth.YES
    parts = (*_came_about(draft, line), *_dated(draft), *_became(draft, line))
    return Reason(line.words.duty(duty), truth, duty.clauses, draft.triggers, parts)


def _came_about(draft: Draft, line: Timeline) -> Iterator[Reason]:
    for fact in draft.raised_by:
        yield Reason(f"{_named(fact, line.words)}.", facts=(fact.id,))
    if draft.rule.node is not None:
        start, end, truth = draft.span
        reason = draft.rule.node.reason(line, line.moment if end is None else start)
        yield Reason(reason.text, TRUTHS[truth], reason.clauses, reason.facts, reason.parts)
    if draft.definition.reading:
        yield Reason(f"Read as: {draft.definition.reading}")


def _named(fact: Fact, words: Words) -> str:
    label = words.kind(fact.kind)
    when = spoken(local_day(fact.at))
    if fact.precision is Precision.INSTANT:
        when = spoken_time(fact.at)
    return f"{label[:1].upper()}{label[1:]}, {when}"


def _dated(draft: Draft) -> Iterator[Reason]:
    for head, deadline in (
        ("Due", draft.due),
        ("Limit of the text", draft.limit),
        ("Proposed", draft.proposal),
        ("Tolerated with a recorded reason until", draft.tolerated_until),
    ):
        if deadline is not None:
            facts = (draft.agreed.id,) if deadline is draft.due and draft.agreed else ()
            yield Reason(f"{head}: {deadline.arithmetic}", facts=facts)
            if deadline.provisional:
                yield Reason(UNPUBLISHED, Truth.CANNOT_TELL)
    if draft.postponed is not None:
        yield _postponed(draft, draft.postponed)
    if draft.due is None and isinstance(draft.definition.clock, d.Before):
        yield Reason("Cannot tell when: the time of the meeting is not known.", Truth.CANNOT_TELL)


def _postponed(draft: Draft, fact: Fact) -> Reason:
    """A day after the limit stays late, with the reason that was given, and says so."""
    agreed = moment_of(fact.data.get("due"))
    day = spoken(local_day(agreed)) if agreed else "a day"
    reason = fact.data.get("reason")
    because = f"with the reason “{reason}”" if reason else "without a recorded reason"
    text = f"People agreed {day}, after the limit, {because}; from the limit on it is late."
    return Reason(text, Truth.YES if reason else Truth.NO, facts=(fact.id,))


def _became(draft: Draft, line: Timeline) -> Iterator[Reason]:
    if draft.ranking is not None:
        yield _gave_way(draft.ranking, line, draft.ended_at or line.moment)
    elif draft.met is not None:
        late = " That was late." if draft.status is Status.MET_LATE else ""
        yield Reason(f"Met: {_named(draft.met, line.words)}.{late}", facts=(draft.met.id,))
    elif draft.waiver is not None:
        why = draft.waiver.data.get("reason")
        said = f": {why}" if why else ""
        text = f"Not required{said}. {_named(draft.waiver, line.words)}."
        yield Reason(text, facts=(draft.waiver.id,))
    elif draft.ended_by is not None:
        text = f"Fell away: {_named(draft.ended_by, line.words)}."
        yield Reason(text, facts=(draft.ended_by.id,))
    elif draft.ended_at is not None:
        yield Reason(_fell_away(draft))
    if draft.governor is not None:
        yield _governs(draft, draft.governor)


def _governs(draft: Draft, other: Draft) -> Reason:
    when = ""
    if other.due is not None:
        alike = draft.due is not None and draft.due.moment == other.due.moment
        when = (
            f" falls due {'at the same time' if alike else 'earlier'}, {spoken(other.due.day)}, and"
        )
    return Reason(f"“{other.title}”{when} governs.", clauses=other.clauses)


def _fell_away(draft: Draft) -> str:
    when = spoken_time(draft.ended_at) if draft.ended_at else ""
    if draft.restarted_at is not None:
        return f"Missed: not done by its date, and the clock started again {when}."
    if draft.status is Status.LAPSED:
        return f"Lapsed: it was not done, and from {when} it can no longer be done in time."
    if draft.status is Status.MET:
        return f"Met: it has been so since {when}."
    return f"No longer needed: the condition ended {when}."


def _gave_way(ranking: Ranking, line: Timeline, moment: datetime) -> Reason:
    """Told as it was when the duty gave way: what ended it may be over by now."""
    entry = ranking.entry
    part = ranking.node.reason(line, moment)
    text = line.words.supersession(entry)
    return Reason(text, Truth.YES, entry.clauses, part.facts, (part,))


def prompt(question: Question, truth: Truth, evidence: tuple[str, ...], line: Timeline) -> Reason:
    """Why something is asked, or cannot be told."""
    asked = question.prompt
    parts: tuple[Reason, ...] = (question.node.reason(line, line.moment),)
    if asked.reading:
        parts = (*parts, Reason(f"Read as: {asked.reading}"))
    return Reason(line.words.prompt(asked), truth, asked.clauses, evidence, parts)


# --- why not --------------------------------------------------------------------------


def silent_duty(rule: Rule, line: Timeline) -> Reason:
    """Why a duty did not arise."""
    duty = rule.duty
    parts = tuple(_no_trigger(rule, line))
    if rule.node is not None:
        parts = (*parts, rule.node.reason(line, line.moment))
    text = f"Did not arise: {line.words.duty(duty)}"
    return Reason(text, Truth.NO, duty.clauses, (), parts)


def _no_trigger(rule: Rule, line: Timeline) -> Iterator[Reason]:
    clock = rule.duty.clock
    if isinstance(clock, d.Standing) or line.pick(rule.starts).facts:
        return
    selectors = clock.since if isinstance(clock, d.Interval) else (clock.each,)
    yield Reason(f"There is no {line.words.selectors(selectors)[3:]} yet.", Truth.NO)


def silent_prompt(question: Question, line: Timeline) -> Reason:
    """Why something was not asked."""
    asked = question.prompt
    part = question.node.reason(line, line.moment)
    text = f"Not asked: {line.words.prompt(asked)}"
    return Reason(text, Truth.NO, asked.clauses, (), (part,))
