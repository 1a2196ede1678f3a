"""What fills the record of a discussion: what was said, planned, agreed, and when it is next.

Only what stands in the open part of the slot is read: `said` leaves the confidential
sections in the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from casework.chronology import policy
from casework.chronology.models import Obligation
from casework.meetings import plan_parts
from casework.meetings.clocks import duties_met_by
from casework.meetings.models import Meeting, Slot
from casework.meetings.record_sources import Known, named
from casework.meetings.slot_queries import SlotDesk
from casework.plans.models import Action, ActionReview, Plan
from casework.web import words

Row = dict[str, Any]


def said(slot: Slot) -> dict[str, dict[str, Any]]:
    """What was written in the open steps of a slot, by step; not what was added afterwards."""
    sections = slot.sections.filter(confidential=False).exclude(section="confidential")
    sections = sections.exclude(section__startswith="record_")
    return {one.section: one.content for one in sections}


def of_the_meeting(known: Known, steps: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What the meeting said of the child, in its own words."""
    rating, risks = steps.get("rating", {}), steps.get("additional_risks", {})
    further, following = steps.get("further", {}), steps.get("next_review", {})
    disruption = known.decided("charmm.referred") or known.decided("charmm.recommended")
    strategy = known.decided("strategy_discussion.needed") or known.last(
        "strategy_discussion.needed", raised_at=known.slot.meeting.reference
    )
    return {
        "meeting.risk": _risk(known),
        "meeting.discussion": _discussion(known, rating),
        "meeting.at_risk_exploitation": rating.get("at_risk_exploitation", ""),
        "meeting.at_risk_missing": rating.get("at_risk_missing", ""),
        "meeting.strategy": "yes" if strategy else "",
        "meeting.associates": risks.get("associates", ""),
        "meeting.unsafe_places": risks.get("unsafe_places", ""),
        "meeting.unsafe_adults": risks.get("unsafe_adults", ""),
        "meeting.other_activities": further.get("other_activities", ""),
        "meeting.disruption": disruption.kind.partition(".")[2] if disruption else "",
        "meeting.disruption_day": disruption.at if disruption else None,
        "meeting.recommendations": following.get("recommendations", ""),
    }


def _risk(known: Known) -> str:
    """The key risks that the meeting agreed, by name."""
    scale, agreed = policy.scale(known.slot.case.authority_id), known.decided("rating.set")
    if agreed is None or scale is None:
        return ""
    return words.sentence(", ".join(named(scale.key_risks, agreed.data.get("risks") or [])).lower())


def _discussion(known: Known, rating: dict[str, Any]) -> str:
    agreed = known.decided("rating.set")
    text = rating.get("words") or (agreed.note if agreed else "")
    if rating.get("differently"):
        text = f"{text}\nSeen differently: {rating['differently']}".strip()
    return text


# --- what each agency brought ---------------------------------------------------------


def updates(known: Known, steps: dict[str, dict[str, Any]]) -> list[Row]:
    """A line for every agency at the table and every guest; an empty one stays empty."""
    brought = steps.get("agencies", {})
    rows = []
    for place in _desk(known.slot, known).places:
        who = f", {place.who}" if place.who else ""
        rows.append({"agency": f"{place.label}{who}", "text": brought.get(place.key, "")})
    return rows


def _desk(slot: Slot, known: Known) -> SlotDesk:
    return SlotDesk(slot, known.now)


# --- actions --------------------------------------------------------------------------


def reviewed(known: Known) -> list[Row]:
    """The earlier actions, each with what the meeting said of it, or nothing if it did not."""
    of_case = ActionReview.objects.filter(action__case=known.slot.case_id, reviewed_at=known.end)
    spoken = {one.action_id: one for one in of_case.select_related("action__owner__agency")}
    silent = Action.objects.filter(case=known.slot.case_id, state__in=Action.OPEN).exclude(
        pk__in=spoken
    )
    silent = silent.filter(agreed_on__lt=known.day).select_related("owner__agency")
    rows = [
        {"action": _action(one.action), "state": one.state, "explanation": one.explanation}
        for one in spoken.values()
    ]
    return rows + [{"action": _action(one), "state": "", "explanation": ""} for one in silent]


def agreed(known: Known) -> list[Row]:
    """The new actions: what, by when, and who answers for it."""
    if known.held is None:
        return []
    new = Action.objects.filter(case=known.slot.case_id, agreed_by__at=known.end)
    new = new.exclude(state=Action.State.WITHDRAWN).select_related("owner__agency")
    return [
        {
            "action": one.text + (" (at once)" if one.immediate else ""),
            "due": one.due_on,
            "who": _who(one),
        }
        for one in new
    ]


def _action(action: Action) -> str:
    due = f", by {words.day_and_year(action.due_on)}" if action.due_on else ""
    return f"{action.text} ({_who(action)}{due})"


def _who(action: Action) -> str:
    if action.owner:
        return f"{action.owner.holder}, {action.owner.agency.name}"
    return action.owner_name or "nobody named"


# --- the plan -------------------------------------------------------------------------


def plan_of(known: Known) -> Plan | None:
    """The plan that this discussion agreed, or else the one that held then."""
    plans = known.slot.case.plans.filter(agreed_by__at__lte=known.end)
    return plans.order_by("-version").prefetch_related("points").first()


def of_the_plan(known: Known) -> tuple[dict[str, Any], list[Row]]:
    """The safety plan by heading, and the points of the disruption plan."""
    parts = plan_parts.parts_of(known.slot.meeting.series)
    content = plan_parts.content_of(parts, plan_of(known))
    safety: dict[str, Any] = {}
    points: list[Row] = []
    for part in parts:
        for field, _ in part.fields:
            if part.plan == "safety":
                safety[f"safety.{part.heading}"] = content.get(field, "").splitlines()
            else:
                points += _points(part.heading, field, content)
    return safety, points


def _points(who: str, field: str, content: dict[str, str]) -> Iterator[Row]:
    subject = field.removeprefix(f"disruption-{who}-")
    for text in content.get(field, "").splitlines():
        yield {"subject": subject, "who": who, "point": text}


# --- what comes next ------------------------------------------------------------------


def of_the_next_review(known: Known) -> dict[str, Any]:
    """The day of the next review, or on which ground and why the child leaves review."""
    review, removal = known.decided("review.scheduled"), known.decided("rating.removed")
    return {
        "review.day": _review_day(review.data) if review else "",
        "review.reason": review.note if review else "",
        "removal.ground": removal.data.get("ground", "") if removal else "",
        "removal.reasons": (removal.note or removal.data.get("rationale", "")) if removal else "",
    }


def _review_day(data: dict[str, Any]) -> str:
    """The day in words, with the hour where a meeting is planned on it."""
    meeting = Meeting.objects.filter(reference=data.get("meeting", "")).first()
    if meeting and timezone.localdate(meeting.starts_at).isoformat() == data.get("due"):
        hour = words.time_of_day(meeting.starts_at)
        return f"{words.long_day_and_year(meeting.starts_at)}, {hour}"
    return words.long_day_and_year(date.fromisoformat(data["due"]))


def why_then(known: Known) -> list[tuple[str, list[str]]]:
    """What asks for the next discussion, with its clauses, the governing one first."""
    duties = duties_met_by(known.slot.case.authority_id, "discussion.held")
    asking = Obligation.objects.filter(
        case=known.slot.case_id, duty__in=duties, state=Obligation.State.OPEN
    )
    return [(one.title, list(one.clauses)) for one in asking.order_by("governed_by", "due_at")]
