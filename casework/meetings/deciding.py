"""What the meeting may choose and within which bounds; the engine is asked, nothing is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.chronology import policy
from casework.chronology.models import Fact
from casework.chronology.queries import evaluation, ruling, supposed
from casework.meetings import agenda, list_queries, room
from casework.meetings.clocks import clocks_of, duties_met_by
from casework.meetings.models import Meeting, Slot
from casework.meetings.outcome import Outcome, Standing
from casework.subjects.models import Case

if TYPE_CHECKING:
    from pathways.answers import Deadline, Evaluation, Obligation, Reason
    from pathways.definitions import Gate

A_WEEK = timedelta(days=7)
ALLOWED = {"allowed", "allowed with a recorded reason", "cannot tell"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which days the next review lies, for one level."""

    start: date
    proposal: date
    limit: date
    tolerated: date | None = None
    clauses: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A real meeting on which the next review could be."""

    meeting: Meeting
    day: date
    weeks: int
    proposed: bool
    needs_reason: bool
    beyond_tolerated: bool
    papers_close_on: date | None


def bounds(slot: Slot, level: str, risks: Iterable[str], *, now: datetime) -> Bounds | None:
    """What the procedure asks of the next review if this level is agreed now.

    None where it asks for no review, as with the lowest level.
    """
    found = _next_discussion(slot, supposing(slot, level, list(risks), now=now))
    if found is None or found.due is None:
        return None
    limit = last_day(found.due)
    return Bounds(
        start=timezone.localdate(agenda.moment_of(slot, now)),
        proposal=min(last_day(found.proposal) if found.proposal else limit, limit),
        limit=limit,
        tolerated=last_day(found.tolerated_until) if found.tolerated_until else None,
        clauses=found.clauses,
        title=found.title,
    )


def supposing(slot: Slot, level: str, risks: list[str], *, now: datetime) -> Evaluation:
    """What would follow if the meeting agreed this level now; nothing is recorded.

    Without a level: what follows from the discussion alone.
    """
    meeting = slot.meeting
    at = agenda.moment_of(slot, now)
    held = {
        "meeting": meeting.reference,
        "forum": meeting.series.kind,
        "quorate": True,
        "chair_role": next(iter(policy_chairs(meeting)), ""),
    }
    given = [supposed("discussion.held", at, held, now=now)]
    if level:
        rated = {"level": level, "risks": risks, "meeting": meeting.reference}
        given.append(supposed("rating.set", at, rated, now=now))
    return evaluation(slot.case, now=now, given=given)


def _next_discussion(slot: Slot, answer: Evaluation) -> Obligation | None:
    duties = duties_met_by(slot.case.authority_id, "discussion.held")
    found = [
        one for one in answer.obligations if one.duty in duties and one.outstanding and one.due
    ]
    return min(found, key=lambda one: one.due.moment, default=None)


def asked(slot: Slot, level: str, risks: Iterable[str], *, now: datetime) -> list[room.Remark]:
    """The questions that the procedure puts to people once this level is agreed."""
    answer = supposing(slot, level, list(risks), now=now)
    return [room.Remark(one.question, one.clauses) for one in answer.prompts if one.open]


def policy_chairs(meeting: Meeting) -> tuple[str, ...]:
    """The roles that the procedure sees in the chair."""
    return policy.meeting_kind(meeting.series.case.authority_id, meeting.series.kind).chair


def last_day(deadline: Deadline) -> date:
    """The last day on which something is in time."""
    return deadline.day


def choices(slot: Slot, within: Bounds, *, now: datetime) -> list[Choice]:
    """The planned meetings after this one, up to a little beyond what is tolerated."""
    last = within.tolerated or within.limit
    meetings = [
        one
        for one in list_queries.to_come(slot.meeting.series, now=now)
        if one.starts_at > slot.meeting.starts_at
    ]
    wanted = [one for one in meetings if timezone.localdate(one.starts_at) <= last]
    beyond = [one for one in meetings if timezone.localdate(one.starts_at) > last][:1]
    shown = wanted + beyond
    clocks = clocks_of(shown)
    proposed = _proposed(shown, within)
    return [
        Choice(
            meeting=one,
            day=(day := timezone.localdate(one.starts_at)),
            weeks=round((day - within.start).days / 7),
            proposed=one == proposed,
            needs_reason=day > within.limit,
            beyond_tolerated=within.tolerated is not None and day > within.tolerated,
            papers_close_on=_day_before(clocks[one.pk].papers_close_at),
        )
        for one in shown
    ]


def _proposed(meetings: list[Meeting], within: Bounds) -> Meeting | None:
    """The last meeting up to the proposed day, or the first one where there is none.

    Nobody where the forum has not planned as far as that day.
    """
    if not meetings or timezone.localdate(meetings[-1].starts_at) + A_WEEK < within.proposal:
        return None
    in_time = [one for one in meetings if timezone.localdate(one.starts_at) <= within.proposal]
    return in_time[-1] if in_time else meetings[0]


def _day_before(moment: datetime | None) -> date | None:
    return timezone.localdate(moment - timedelta(microseconds=1)) if moment else None


# --- the rating -----------------------------------------------------------------------


def last_rating(case: Case, *, before: datetime | None = None) -> Fact | None:
    """The rating agreed last, before this discussion."""
    facts = Fact.objects.standing().filter(case=case, kind="rating.set")
    if before:
        facts = facts.filter(at__lt=before)
    return facts.order_by("-at", "-recorded_at").first()


def lowest_level(authority: str) -> str:
    """The level of the scale with which review ends; it has no key risks."""
    scale = policy.scale(authority)
    return scale.levels[0].id if scale else ""


def closed_reasons(slot: Slot, *, now: datetime) -> dict[str, str]:
    """The reasons for a change that are not open for this child, each with why not."""
    scale = policy.scale(slot.case.authority_id)
    chair = slot.meeting.chair
    role = chair.role if chair else next(iter(policy_chairs(slot.meeting)), "")
    closed = {}
    for reason in scale.change_reasons if scale else ():
        for gate in gates_on(slot.case.authority_id, "rating.set", "reasons", reason.id):
            answer = ruling(slot.case, action=gate.action, by_role=role, now=now)
            if str(answer.permission) not in ALLOWED:
                closed[reason.id] = "; ".join(_what_fails(answer.why))
    return closed


def _what_fails(why: Reason) -> list[str]:
    """The innermost conditions that do not hold, in the evaluator's words."""
    failing = [part for part in why.parts if str(part.truth) == "no"]
    if not failing:
        return [why.text.removeprefix("No: ").rstrip(".")]
    return [text for part in failing for text in _what_fails(part)]


def gates_on(authority: str, kind: str, field: str = "", value: str = "") -> list[Gate]:
    """The gates of the pack that watch facts of a kind, with a value in a field if given."""
    return [
        gate
        for gate in policy.pack_for(authority).gates
        if any(one.kind == kind and _names(one, field, value) for one in gate.effects)
    ]


def _names(selector: Any, field: str, value: str) -> bool:
    if not field:
        return True
    return any(one.field == field and value in one.one_of and not one.negated
               for one in selector.where)  # fmt: skip


def standing_of(slot: Slot, outcome: Outcome, *, now: datetime) -> Standing:
    """What the checks of an outcome need to know."""
    last = last_rating(slot.case)
    within = None
    if outcome.rating and outcome.review:
        within = bounds(slot, outcome.rating.level, outcome.rating.risks, now=now)
    return Standing(
        last_level=last.data.get("level", "") if last else "",
        lowest_level=lowest_level(slot.case.authority_id),
        closed_reasons=closed_reasons(slot, now=now) if outcome.rating else {},
        limit=within.limit if within else None,
    )


def verdicts(slot: Slot, *, now: datetime) -> list[room.Remark]:
    """What the engine says of the discussion and its decisions after the fact."""
    reference = slot.meeting.reference
    facts = Fact.objects.standing().filter(case=slot.case, data__meeting=reference)
    ids = {str(pk) for pk in facts.values_list("pk", flat=True)}
    answer = evaluation(slot.case, now=now)
    return [
        room.Remark(one.why.text, one.clauses)
        for one in answer.verdicts
        if one.fact in ids and str(one.effect) != "effective"
    ]
