"""Obligations, questions and standing of a case, kept in step with its facts.

The rows are a projection: `rebuild` makes them again from the facts and finds no
difference. Only changed rows are written.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from casework.access import queries as access
from casework.chronology import policy
from casework.chronology.evaluating import evaluation_of, facts_and_closed
from casework.chronology.models import Obligation, Prompt, Standing
from casework.subjects.models import Case
from pathways.answers import Deadline, Effect, Evaluation, PromptRaised, Status, Truth
from pathways.answers import Obligation as Found
from pathways.facts import Fact as EngineFact

Bearers = dict[str, tuple[int | None, int | None]]
"""For each role, the post and the team of whoever is in it."""
STATES = {
    Status.UPCOMING: Obligation.State.OPEN,
    Status.DUE: Obligation.State.OPEN,
    Status.OVERDUE: Obligation.State.OPEN,
    Status.OPEN: Obligation.State.OPEN,
    Status.MET: Obligation.State.MET,
    Status.MET_LATE: Obligation.State.MET_LATE,
    Status.LAPSED: Obligation.State.LAPSED,
    Status.SUPERSEDED: Obligation.State.SUPERSEDED,
    Status.NOT_REQUIRED: Obligation.State.NOT_REQUIRED,
    Status.CANNOT_TELL: Obligation.State.CANNOT_TELL,
}


def refresh(case: Case, now: datetime) -> bool:
    """Work a case out and write what changed; says whether any row did."""
    facts, closed = facts_and_closed(case)
    recorded = {fact.id: fact.recorded_at for fact in facts}
    found = evaluation_of(case, facts, now=now)
    people = access.bearers(case, today=timezone.localdate(now))
    obligations = {one.key: _obligation(one, people, closed) for one in found.obligations}
    prompts = {one.key: _prompt(one, people, recorded, closed, now) for one in found.prompts}
    changed = _sync(Obligation, case, obligations)
    changed |= _sync(Prompt, case, prompts)
    _stand(case, facts, found, now)
    return changed


def _sync(model: Any, case: Case, wanted: dict[str, dict[str, Any]]) -> bool:
    """Insert, change and remove rows until they are the wanted ones.

    What is there is read as plain values: a case with years behind it has hundreds.
    """
    names = list(next(iter(wanted.values()), {}))
    rows = model.objects.filter(case=case).values_list("pk", "key", *names)
    held = {key: (pk, values) for pk, key, *values in rows}
    gone = [pk for key, (pk, _) in held.items() if key not in wanted]
    new = [model(case=case, key=key, **values) for key, values in wanted.items() if key not in held]
    moved = [
        model(pk=held[key][0], case=case, key=key, **values)
        for key, values in wanted.items()
        if key in held and held[key][1] != list(values.values())
    ]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    if new:
        model.objects.bulk_create(new)
    if moved:
        model.objects.bulk_update(moved, names)
    return bool(gone or new or moved)


def _obligation(found: Found, people: Bearers, closed: dict[str, str]) -> dict[str, Any]:
    owner, team = people.get(found.bearer, (None, None))
    return {
        "duty": found.duty,
        "act": found.act,
        "title": found.title[:300],
        "clauses": list(found.clauses),
        "strength": str(found.strength),
        "bearer": found.bearer,
        "owner_id": owner,
        "team_id": team,
        "summary": found.due.arithmetic[:500] if found.due else "",
        "arose_at": found.arose_at,
        "due_at": found.due.moment if found.due else None,
        "due_day": found.due.by_day if found.due else None,
        "proposed_day": _day(found.proposal),
        "tolerated_day": _day(found.tolerated_until),
        "state": str(STATES[found.status]),
        "met_at": found.met_at,
        "met_by_id": _uuid(found.met_by),
        "governed_by": found.governed_by or "",
        "compartment": _compartment(found.triggers, closed),
    }


def _prompt(
    found: PromptRaised,
    people: Bearers,
    recorded: dict[str, Any],
    closed: dict[str, str],
    now: datetime,
) -> dict[str, Any]:
    owner = next((people[role][0] for role in found.asked_of if role in people), None)
    return {
        "prompt": found.prompt,
        "question": found.question[:300],
        "summary": found.why.text[:500],
        "clauses": list(found.clauses),
        "asked_of": list(found.asked_of),
        "answers": list(found.answers),
        "cannot_tell": found.truth is Truth.CANNOT_TELL,
        "missing": [text[:200] for text in found.missing],
        "owner_id": owner,
        "raised_at": found.raised_at or now,
        "answered_at": recorded.get(found.answered_by or ""),
        "answer": found.answer or "",
        "answered_by_id": _uuid(found.answered_by),
        "compartment": _compartment(found.evidence, closed),
    }


def _stand(case: Case, facts: list[EngineFact], found: Evaluation, now: datetime) -> None:
    """Keep the agreed rating and the next moment that matters beside the case."""
    void = {verdict.fact for verdict in found.verdicts if verdict.effect is Effect.VOID}
    standing = [fact for fact in facts if fact.withdrawn_at is None and fact.id not in void]
    rating = _latest(standing, "rating.set")
    removed = _latest(standing, "rating.removed")
    left = removed is not None and (rating is None or removed.at >= rating.at)
    if left and removed.data.get("ground") != "minimal":
        rating = None
    review = _latest(standing, "review.scheduled")
    values = {
        "evaluated_at": now,
        "pack_identity": policy.pack_for(case.authority_id).identity,
        "next_change_at": found.next_change_at,
        "rating": rating.data.get("level", "") if rating else "",
        "key_risks": list(rating.data.get("risks") or []) if rating else [],
        "rated_at": rating.at if rating else None,
        "next_review_on": (review.data.get("due") or None) if review and not left else None,
    }
    if not Standing.objects.filter(case=case).update(**values):
        Standing.objects.create(case=case, **values)


def _latest(facts: list[EngineFact], kind: str) -> EngineFact | None:
    of_kind = [fact for fact in facts if fact.kind == kind]
    return max(of_kind, key=lambda fact: (fact.at, fact.recorded_at or fact.at), default=None)


def _day(deadline: Deadline | None) -> date | None:
    """The last day on which something is in time."""
    if deadline is None:
        return None
    return deadline.by_day or timezone.localdate(deadline.moment - timedelta(microseconds=1))


def _compartment(facts: tuple[str, ...], closed: dict[str, str]) -> str:
    """The shared record, or the compartment of the first fact that lies outside it."""
    return next((closed[fact] for fact in facts if fact in closed), "shared")


def _uuid(fact_id: str | None) -> UUID | None:
    return UUID(fact_id) if fact_id and len(fact_id) == 36 else None
