"""Finish a child's discussion: everything decided becomes facts, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.access.queries import holder
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.chronology.commands import NewFact
from casework.concerns import commands as concerns
from casework.config.postgresql.acting import command
from casework.meetings import agenda, deciding, list_commands, list_queries, room
from casework.meetings.models import Meeting, Slot
from casework.meetings.outcome import Outcome, problems
from casework.notices import commands as notices
from casework.plans import commands as plans

LOWEST_GROUND = "minimal"


class CannotFinish(ValueError):
    """Something decided is not whole; `problems` says what to put right."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(". ".join(problems))
        self.problems = problems


class StillOpen(ValueError):
    """Something is still open: finishing wants a reason; `points` says what."""

    def __init__(self, points: tuple[str, ...]) -> None:
        super().__init__("Enter why the discussion is finished with points still open")
        self.points = points


@command
def finish_slot(*, slot: Slot, outcome: Outcome, by: Post, now: datetime, reason: str = "") -> Slot:
    """Finish a discussion; what is still open is kept with the reason, and never passed over.

    Raises CannotFinish where a decision is not whole, StillOpen without a reason.
    """
    slot = _held(slot)
    at = agenda.moment_of(slot, now)
    wrong = problems(outcome, deciding.standing_of(slot, outcome, now=now))
    if wrong:
        raise CannotFinish(wrong)
    if outcome.still_open and not reason.strip():
        raise StillOpen(outcome.still_open)
    facts = list(_facts(slot, outcome, at))
    slot.fact = chronology.record_many(facts=facts, by=by, now=now)[0]
    _follow_up(slot, outcome, at, by, now)
    slot.state, slot.ended_at = Slot.State.DISCUSSED, at
    slot.began_at = slot.began_at or at
    slot.confidential_part = False
    slot.still_open, slot.finished_because = [one[:200] for one in outcome.still_open], reason
    slot.save()
    audit.write(
        by=by,
        action="discussion finished",
        case=slot.case,
        now=now,
        detail={"meeting": slot.meeting.reference, "still_open": len(outcome.still_open)},
    )
    return slot


@command
def defer_slot(
    *, slot: Slot, ground: str, because: str, agency: str, by: Post, now: datetime
) -> Slot:
    """Put a discussion off, with the ground; it counts, and the child is listed again."""
    slot = _held(slot)
    at = agenda.moment_of(slot, now)
    slot.fact = chronology.record(
        case=slot.case,
        kind="discussion.deferred",
        at=at,
        data={"meeting": slot.meeting.reference, "ground": ground, "agency": agency},
        note=because,
        by=by,
        now=now,
    )
    slot.state, slot.ended_at, slot.confidential_part = Slot.State.DEFERRED, at, False
    slot.deferred_ground, slot.deferred_because, slot.put_off_by = ground, because, agency
    slot.save()
    later = list_queries.next_meeting(slot.meeting)
    if later:
        list_commands.list_child(
            meeting=later,
            case=slot.case,
            kind=slot.kind,
            because=f"Put off on {timezone.localdate(slot.meeting.starts_at):%-d %B}: {because}",
            referral=slot.referral,
            by=by,
            now=now,
        )
    return slot


def _held(slot: Slot) -> Slot:
    held = Slot.objects.select_for_update(of=("self",)).select_related(
        "case__area", "case__child", "meeting__series__case", "meeting__chair"
    )
    slot = held.get(pk=slot.pk)
    if slot.meeting.state != Meeting.State.OPEN:
        raise CannotFinish(["Begin the meeting first, or record that it was held"])
    if slot.state not in Slot.TO_COME:
        raise CannotFinish(["This discussion is finished already"])
    return slot


# --- the facts ------------------------------------------------------------------------


def _facts(slot: Slot, outcome: Outcome, at: datetime) -> Iterator[NewFact]:
    """The discussion first, then what it decided, all at one moment."""
    yield _fact(slot, "discussion.held", at, discussion_data(slot))
    if outcome.factors is not None:
        yield _fact(slot, "factor.recorded", at, _factors(outcome))
    if outcome.rating:
        yield from _rating(slot, outcome, at)
    if outcome.strategy_reason:
        data = {"raised_at": slot.meeting.reference}
        yield _fact(slot, "strategy_discussion.needed", at, data, outcome.strategy_reason)
    if outcome.disruption_about:
        yield _fact(slot, "charmm.recommended", at, {}, outcome.disruption_about)
    if outcome.review:
        yield _fact(slot, "review.scheduled", at, _review(outcome), outcome.review.reason)


def discussion_data(slot: Slot) -> dict[str, Any]:
    """How the discussion was held: at which meeting, quorate or not, who chaired."""
    meeting = slot.meeting
    return {
        "meeting": meeting.reference,
        "forum": meeting.series.kind,
        "kind": slot.kind,
        "quorate": room.quorum_now(meeting).reached,
        "chair_role": meeting.chair.role if meeting.chair else "",
        **room.members_here(meeting, slot),
    }


def _factors(outcome: Outcome) -> dict[str, Any]:
    data: dict[str, Any] = {"factors": list(outcome.factors or ())}
    risks = set(outcome.rating.risks if outcome.rating else ()) & {"trafficking", "modern_slavery"}
    return data | ({"concerns": sorted(risks)} if risks else {})


def _rating(slot: Slot, outcome: Outcome, at: datetime) -> Iterator[NewFact]:
    rating = outcome.rating
    scale = policy.scale(slot.case.authority_id)
    meeting = slot.meeting.reference
    data: dict[str, Any] = {
        "scale": scale.id if scale else "",
        "level": rating.level,
        "risks": list(rating.risks),
        "reasons": list(rating.reasons),
        "meeting": meeting,
    }
    if rating.closing:
        data["closing"] = True
    yield _fact(slot, "rating.set", at, data, rating.words)
    if rating.removal:
        ended = {"ground": rating.removal, "meeting": meeting}
        yield _fact(slot, "rating.removed", at, ended, rating.words)


def _review(outcome: Outcome) -> dict[str, Any]:
    review = outcome.review
    data: dict[str, Any] = {"due": review.day.isoformat()}
    return data | ({"meeting": review.meeting.reference} if review.meeting else {})


def _fact(slot: Slot, kind: str, at: datetime, data: dict[str, Any], note: str = "") -> NewFact:
    return NewFact(case=slot.case, kind=kind, at=at, data=data, note=note)


# --- what follows at once -------------------------------------------------------------


def _follow_up(slot: Slot, outcome: Outcome, at: datetime, by: Post, now: datetime) -> None:
    for one in outcome.reviewed:
        plans.review_action(
            action=one.action,
            state=one.state,
            explanation=one.explanation,
            to_satisfaction=one.to_satisfaction,
            reviewed_at=at,
            by=by,
            now=now,
        )
    if outcome.points:
        _agree_plan(slot, outcome, at, by, now)
    for new in outcome.actions:
        plans.add_action(
            case=slot.case,
            text=new.text,
            owner=new.owner,
            due_on=new.due_on,
            immediate=new.immediate,
            agreed_on=timezone.localdate(at),
            agreed_at=at,
            by=by,
            now=now,
        )
    _lead(slot, outcome, at, by, now)
    if outcome.review and outcome.review.meeting:
        _list_for_review(slot, outcome, by, now)


def _agree_plan(slot: Slot, outcome: Outcome, at: datetime, by: Post, now: datetime) -> None:
    plans.agree_plan(
        case=slot.case,
        points=outcome.points,
        agreed_at=at,
        meeting=slot.meeting.reference,
        child_took_part=outcome.child_took_part[:300],
        family_took_part=outcome.family_took_part[:300],
        by=by,
        now=now,
    )


def _lead(slot: Slot, outcome: Outcome, at: datetime, by: Post, now: datetime) -> None:
    """Name the lead professional whom the meeting agreed, and tell them what concerns them."""
    today = timezone.localdate(now)
    lead = holder(slot.case, concerns.LEAD_PROFESSIONAL, today=today)
    if outcome.lead and (lead is None or lead.pk != outcome.lead.pk):
        concerns.allocate(
            case=slot.case, post=outcome.lead, starts_on=timezone.localdate(at), by=by, now=now
        )
        lead = outcome.lead
    told = [
        ("review_date", bool(outcome.review)),
        ("recommendations", bool(outcome.recommendations)),
    ]
    if lead is None or not lead.email or not any(wanted for _, wanted in told):
        return
    notices.send(
        to=lead.email,
        kind="act",
        link=reverse("meetings:of_child", args=[slot.case.reference]),
        post=lead.pk,
        now=now,
    )
    facts = [
        _fact(
            slot,
            "lead.informed",
            now,
            {"of": of},
            outcome.recommendations if of != "review_date" else "",
        )
        for of, wanted in told
        if wanted
    ]
    chronology.record_many(facts=facts, by=by, now=now)


def _list_for_review(slot: Slot, outcome: Outcome, by: Post, now: datetime) -> None:
    """Put the child on the list of the meeting that was chosen; who speaks is asked to come."""
    kind = Slot.Kind.SHORT if slot.kind == Slot.Kind.SHORT else Slot.Kind.REVIEW
    list_commands.list_child(
        meeting=outcome.review.meeting,
        case=slot.case,
        kind=kind,
        because=f"Review fixed on {timezone.localdate(slot.meeting.starts_at):%-d %B}",
        by=by,
        now=now,
    )
