"""Agree a plan and its actions, look at them again, and say what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from casework.agencies.models import Agency, Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.chronology.models import Fact
from casework.config.postgresql.acting import command
from casework.plans.models import Action, ActionReview, Plan, PlanPoint
from casework.subjects.models import Case


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a plan: its part (`safety`, `disruption` …), its heading and the words."""

    part: str
    heading: str
    text: str


@command
def agree_plan(
    *,
    case: Case,
    points: Iterable[Point],
    agreed_at: datetime,
    by: Post,
    now: datetime,
    meeting: str = "",
    kind: str = "safety_and_disruption",
    wider_plan: str = "",
    child_took_part: str = "",
    family_took_part: str = "",
) -> Plan:
    """Put a new version of the child's one plan in effect; the old one stays in history.

    Called when a meeting signed the plan off; `meeting` is its reference.
    """
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    day = timezone.localdate(agreed_at)
    version = (case.plans.aggregate(last=Max("version"))["last"] or 0) + 1
    fact = chronology.record(
        case=case,
        kind="plan.agreed",
        at=agreed_at,
        by=by,
        now=now,
        data={"plan": str(version), "kind": kind} | ({"meeting": meeting} if meeting else {}),
    )
    _in_effect(case).update(ended_on=day)
    plan = Plan.objects.create(
        case=case,
        version=version,
        agreed_by=fact,
        in_effect_from=day,
        wider_plan=wider_plan,
        child_took_part=child_took_part,
        family_took_part=family_took_part,
        written_at=now,
    )
    _write_points(plan, points)
    audit.write(by=by, action="plan agreed", case=case, now=now, detail={"version": version})
    return plan


@command
def end_plan(*, plan: Plan, ended_on: date, by: Post, now: datetime) -> None:
    """End a plan, with the fact that it ended."""
    plan.ended_on = ended_on
    plan.save(update_fields=["ended_on"])
    chronology.record(
        case=plan.case, kind="plan.ended", at=now, by=by, now=now, data={"plan": str(plan.version)}
    )


def share_plan(*, plan: Plan, audience: str, shared_at: datetime, by: Post, now: datetime) -> Fact:
    """Record that the plan was given or told to the young person, the family or others."""
    return chronology.record(
        case=plan.case,
        kind="plan.shared",
        at=shared_at,
        by=by,
        now=now,
        data={"plan": str(plan.version), "audience": audience},
    )


@command
def add_action(
    *,
    case: Case,
    text: str,
    agreed_on: date,
    by: Post,
    now: datetime,
    owner: Post | None = None,
    owner_name: str = "",
    agency: Agency | None = None,
    due_on: date | None = None,
    immediate: bool = False,
    agreed_at: datetime | None = None,
    key: str = "",
) -> Action:
    """Note what somebody agreed to do, and by when.

    Owner and date may lack only where another system never knew them. `agreed_at` is the
    moment of the meeting that agreed it.
    """
    agency = agency or (owner.agency if owner else None)
    action = Action.objects.create(
        case=case,
        text=text,
        owner=owner,
        owner_name=owner_name or (owner.holder if owner else ""),
        agency=agency,
        team=owner.team if owner else None,
        immediate=immediate,
        due_on=due_on,
        agreed_on=agreed_on,
        key=key,
    )
    action.agreed_by = chronology.record(
        case=case,
        kind="action.agreed",
        at=agreed_at or _start_of(agreed_on),
        precision=Fact.Precision.INSTANT if agreed_at else Fact.Precision.DATE,
        by=by,
        now=now,
        data=_agreed(action),
        note=text,
    )
    action.save(update_fields=["agreed_by"])
    return action


@command
def review_action(
    *,
    action: Action,
    state: str,
    by: Post,
    now: datetime,
    explanation: str = "",
    to_satisfaction: bool | None = None,
    reviewed_at: datetime | None = None,
) -> ActionReview:
    """Say how an action stands: `completed`, `ongoing` or `outstanding`, and why."""
    at = reviewed_at or now
    data: dict[str, Any] = {
        "action": str(action.pk),
        "state": state,
        "agency": action.agency.kind if action.agency else "",
    }
    if to_satisfaction is not None:
        data["satisfactory"] = to_satisfaction
    fact = chronology.record(
        case=action.case, kind="action.reviewed", at=at, by=by, now=now, data=data, note=explanation
    )
    _stand(action, state, timezone.localdate(at))
    return _review(action, state, explanation, to_satisfaction, fact, by, at)


@command
def complete_action(
    *,
    action: Action,
    completed_on: date,
    by: Post,
    now: datetime,
    explanation: str = "",
) -> ActionReview:
    """Say that an action was done, and on which day."""
    fact = chronology.record(
        case=action.case,
        kind="action.completed",
        at=_start_of(completed_on),
        precision=Fact.Precision.DATE,
        by=by,
        now=now,
        data={"action": str(action.pk)},
        note=explanation,
    )
    _stand(action, Action.State.COMPLETED, completed_on)
    return _review(action, Action.State.COMPLETED, explanation, None, fact, by, now)


@command
def withdraw_action(*, action: Action, reason: str, by: Post, now: datetime) -> ActionReview:
    """Take back an action that is no longer needed; it stays readable with the reason."""
    if action.agreed_by:
        chronology.withdraw(fact=action.agreed_by, reason=reason, by=by, now=now)
    _stand(action, Action.State.WITHDRAWN, None)
    audit.write(
        by=by, action="action withdrawn", case=action.case, now=now, detail={"action": action.pk}
    )
    return _review(action, Action.State.WITHDRAWN, reason, None, None, by, now)


def _in_effect(case: Case):
    return Plan.objects.filter(case=case, agreed_by__isnull=False, ended_on__isnull=True)


def _write_points(plan: Plan, points: Iterable[Point]) -> None:
    PlanPoint.objects.bulk_create(
        PlanPoint(
            plan=plan, part=point.part, heading=point.heading, text=point.text, position=place
        )
        for place, point in enumerate(points)
        if point.text.strip()
    )


def _agreed(action: Action) -> dict[str, Any]:
    data: dict[str, Any] = {"action": str(action.pk), "immediate": action.immediate}
    if action.agency:
        data["agency"] = action.agency.kind
    if action.due_on:
        data["due"] = action.due_on.isoformat()
    return data


def _stand(action: Action, state: str, completed_on: date | None) -> None:
    action.state = state
    action.completed_on = completed_on if state == Action.State.COMPLETED else None
    action.save(update_fields=["state", "completed_on"])


def _review(
    action: Action,
    state: str,
    explanation: str,
    to_satisfaction: bool | None,
    fact: Fact | None,
    by: Post,
    at: datetime,
) -> ActionReview:
    return ActionReview.objects.create(
        action=action,
        state=state,
        explanation=explanation,
        to_satisfaction=to_satisfaction,
        reviewed_at=at,
        reviewed_by=by,
        fact=fact,
    )


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
