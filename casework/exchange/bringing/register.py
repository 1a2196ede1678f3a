"""The risk register: referrals, ratings, reviews, plans, and the actions agreed."""

from __future__ import annotations

from typing import Any

from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.concerns.models import Referral
from casework.exchange.bringing.world import Arrived, World
from casework.exchange.reading.cells import When
from casework.plans.models import Action, ActionReview
from casework.subjects.models import Case

TOOL = "risk-assessment-tool"
RISK_MEETING = "risk_meeting"
GROUNDS = {"minimal": "minimal"}
AGENCY_KINDS = {"school": "education", "early_help": "youth_support",
                "leaving_care": "childrens_services", "placement": "other"}  # fmt: skip


def line(row: Arrived, world: World) -> None:
    """One line of the register: a referral, or what a meeting decided for a child."""
    case = world.case_of(row["la_child_id"])
    if case is None:
        return
    world.belongs(row, case)
    _area(row, world, case)
    _referral(row, world, case)
    if row["assessment_date"]:
        world.want(row, case, "assessment.completed", row["assessment_date"], {"tool": TOOL})
    if row["young_person_told_at"]:
        told = {"of": "referral", "answer": "told"}
        world.want(row, case, "young_person.told", row["young_person_told_at"], told)
    if row["last_meeting_at"]:
        _discussion(row, world, case)
    _rating(row, world, case)
    lead = world.post_named(row["lead_professional"])
    if lead:
        since = (row["level_set_at"] or row["referred_at"]).day
        known = world.notes.setdefault("leads", {}).get(case.pk)
        if known is None or known[0] != lead:
            world.notes["leads"][case.pk] = (lead, min(since, world.today), row, case)


def _area(row: Arrived, world: World, case: Case) -> None:
    area = world.area_called(row["area"])
    if area and case.area_id != area.pk:
        case.area = area
        world.notes.setdefault("moved", {})[case.pk] = case


def _referral(row: Arrived, world: World, case: Case) -> None:
    seen: set[Any] = world.notes.setdefault("referred", set())
    received: When = row["referred_at"]
    if (case.pk, received.at) in seen:
        return
    seen.add((case.pk, received.at))
    documents = [TOOL] if row["assessment_date"] and _in_time(row) else []
    world.want(
        row,
        case,
        "referral.received",
        received,
        {"from_agency": "childrens_services", "documents": documents},
        after=lambda fact: _keep_referral(fact, row, world, documents),
    )


def _in_time(row: Arrived) -> bool:
    """Whether the assessment was there when the child was referred."""
    return row["assessment_date"] <= row["referred_at"].day


def _keep_referral(fact: Fact, row: Arrived, world: World, documents: list[str]) -> None:
    forum = world.notes.get("forums", {}).get(fact.case.area_id)
    if forum is None or Referral.objects.filter(fact=fact).exists():
        return
    referrer: Post = world.post_named(row["lead_professional"]) or world.by
    world.notes.setdefault("referrals", []).append(
        Referral(
            case=fact.case,
            forum=forum,
            received_at=fact.at,
            referrer=referrer,
            referrer_kind=referrer.agency.kind,
            documents=documents,
            complete=bool(documents),
            fact=fact,
        )
    )


def _chair_role(world: World) -> str:
    """The register does not say who chaired: as the procedure wants it, until a list says more."""
    return next(iter(policy.meeting_kind(world.authority.pk, RISK_MEETING).chair), "")


def _discussion(row: Arrived, world: World, case: Case) -> None:
    held: When = row["last_meeting_at"]
    area = world.area_called(row["area"])
    meeting = world.notes.get("meetings", {}).get((area.pk if area else None, held.at))
    data = {
        "forum": RISK_MEETING,
        "kind": "review" if row["previous_level"] else "new",
        "chair_role": _chair_role(world),
        "quorate": meeting.quorate if meeting and meeting.quorate is not None else True,
        "meeting": meeting.reference if meeting else None,
    }
    world.want(row, case, "discussion.held", held, data)
    reference = {"meeting": meeting.reference} if meeting else {}
    factors = world.factors(row["risk_factors"])
    if factors:
        world.want(row, case, "factor.recorded", held, {"factors": factors})
    if row["next_review_due"]:
        due = {"due": row["next_review_due"].isoformat()}
        world.want(row, case, "review.scheduled", held, due)
    if row["plan_type"]:
        plan = {"kind": "safety_and_disruption"} | reference
        world.want(row, case, "plan.agreed", held, plan)


def _rating(row: Arrived, world: World, case: Case) -> None:
    if not row["risk_level"] or not row["level_set_at"]:
        return
    scale = policy.scale(world.authority.pk)
    world.want(
        row,
        case,
        "rating.set",
        row["level_set_at"],
        {
            "scale": scale.id if scale else None,
            "level": row["risk_level"],
            "risks": world.key_risks(row["risk_types"]),
            "reasons": row["change_reasons"] or None,
        },
    )
    if row["closed_at"] or row["risk_level"] == "minimal":
        ground = GROUNDS.get(row["risk_level"], "risks_reduced")
        rationale = row["closure_reason"] or ""
        at = row["closed_at"] or row["level_set_at"]
        at = row["level_set_at"] if _same_day(at, row["level_set_at"]) else at
        world.want(row, case, "rating.removed", at, {"ground": ground, "rationale": rationale})


def _same_day(first: Any, second: When) -> bool:
    day = first.day if isinstance(first, When) else first
    return bool(day == second.day)


# --- actions --------------------------------------------------------------------------


def action(row: Arrived, world: World) -> None:
    """An action agreed at a meeting, who does it and how it stands."""
    case = world.case_of(row["la_child_id"])
    if case is None:
        return
    world.belongs(row, case)
    owner = world.post_named(row["owner_name"])
    kind = AGENCY_KINDS.get(row["owner_agency"] or "", row["owner_agency"] or "")
    agency = owner.agency if owner else world.agencies.get(kind)
    made = Action(
        case=case,
        text=row["action"][:500],
        owner=owner,
        owner_name=(row["owner_name"] or "")[:120],
        agency=agency,
        team=owner.team if owner else None,
        due_on=row["due"],
        agreed_on=row["meeting_at"].day,
        state=_state(row),
        completed_on=row["completed_at"] if _state(row) == Action.State.COMPLETED else None,
        key=row.staged.key[:80],
    )
    world.notes.setdefault("actions", []).append((row, made))


def _state(row: Arrived) -> str:
    if row["completed_at"] or row["status"] == "completed":
        return Action.State.COMPLETED
    return str(Action.State.OUTSTANDING if row["status"] == "outstanding" else Action.State.ONGOING)


def store_actions(world: World) -> None:
    """Write the actions, and ask for their facts, which name them by number."""
    waiting = world.notes.get("actions", [])
    keys = {made.key for _, made in waiting}
    known = {
        (one.case_id, one.key): one
        for one in Action.objects.filter(case__authority=world.authority, key__in=keys)
    }
    new = [made for _, made in waiting if (made.case_id, made.key) not in known]
    Action.objects.bulk_create(new, batch_size=2_000)
    for row, made in waiting:
        stored = known.get((made.case_id, made.key))
        if stored is not None:
            made.pk = stored.pk
            made.agreed_by_id = stored.agreed_by_id
            made.save()
        _facts(row, made, world)
    store_reviews(world, waiting)


def _facts(row: Arrived, made: Action, world: World) -> None:
    about = {"action": str(made.pk)}
    agency = made.agency.kind if made.agency else ""
    due = made.due_on.isoformat() if made.due_on else None
    world.want(
        row,
        made.case,
        "action.agreed",
        row["meeting_at"],
        about | {"agency": agency, "due": due},
        note=made.text,
        after=lambda fact: world.notes.setdefault("agreed", []).append((made, fact)),
    )
    if made.completed_on:
        world.want(row, made.case, "action.completed", made.completed_on, about)


def store_reviews(world: World, waiting: list[tuple[Arrived, Action]]) -> None:
    """Keep the explanation that the file gives beside the action's state."""
    ActionReview.objects.bulk_create(
        ActionReview(
            action=made,
            state=made.state,
            explanation=row["explanation"][:500],
            reviewed_at=world.now,
            reviewed_by=world.by,
        )
        for row, made in waiting
        if row["explanation"]
    )


def after_facts(world: World) -> None:
    """Tie referrals and actions to the facts that now stand."""
    Referral.objects.bulk_create(world.notes.get("referrals", []), batch_size=2_000)
    for made, fact in world.notes.get("agreed", []):
        made.agreed_by = fact
    agreed = [made for made, _ in world.notes.get("agreed", [])]
    Action.objects.bulk_update(agreed, ["agreed_by"], batch_size=1_000)
