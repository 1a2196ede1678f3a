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
from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.evaluating import evaluation_of, facts_of
from casework.chronology.models import Obligation, Prompt, Standing
from casework.subjects.models import Case
from pathways.answers import Deadline, Effect, Evaluation, PromptRaised, Status, Truth
from pathways.answers import Obligation as Found
from pathways.facts import Fact as EngineFact

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
    facts = facts_of(case)
    recorded = {fact.id: fact.recorded_at for fact in facts}
    found = evaluation_of(case, facts, now=now)
    people = access.holders(case, today=timezone.localdate(now))
    changed = _sync(
        Obligation, case, {one.key: _obligation(one, people) for one in found.obligations}
    )
    changed |= _sync(
        Prompt, case, {one.key: _prompt(one, people, recorded, now) for one in found.prompts}
    )
    _stand(case, facts, found, now)
    return changed


def _sync(model: Any, case: Case, wanted: dict[str, dict[str, Any]]) -> bool:
    """Insert, change and remove rows until they are the wanted ones."""
    rows = {row.key: row for row in model.objects.filter(case=case)}
    gone = [row.pk for key, row in rows.items() if key not in wanted]
    new = [model(case=case, key=key, **values) for key, values in wanted.items() if key not in rows]
    moved = [row for key, row in rows.items() if key in wanted and _differs(row, wanted[key])]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    if new:
        model.objects.bulk_create(new)
    if moved:
        model.objects.bulk_update(moved, list(next(iter(wanted.values()))))
    return bool(gone or new or moved)


def _differs(row: Any, values: dict[str, Any]) -> bool:
    """Whether a row has other values; if so it takes the new ones."""
    different = {name: value for name, value in values.items() if _held(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _held(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return str(value) if isinstance(value, UUID) else value


def _obligation(found: Found, people: dict[str, Post]) -> dict[str, Any]:
    owner = people.get(found.bearer)
    return {
        "duty": found.duty,
        "act": found.act,
        "title": found.title[:300],
        "clauses": list(found.clauses),
        "strength": str(found.strength),
        "bearer": found.bearer,
        "owner_id": owner.pk if owner else None,
        "team_id": owner.team_id if owner else None,
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
    }


def _prompt(
    found: PromptRaised, people: dict[str, Post], recorded: dict[str, Any], now: datetime
) -> dict[str, Any]:
    owner = next((people[role] for role in found.asked_of if role in people), None)
    return {
        "prompt": found.prompt,
        "question": found.question[:300],
        "summary": found.why.text[:500],
        "clauses": list(found.clauses),
        "asked_of": list(found.asked_of),
        "answers": list(found.answers),
        "cannot_tell": found.truth is Truth.CANNOT_TELL,
        "missing": [text[:200] for text in found.missing],
        "owner_id": owner.pk if owner else None,
        "raised_at": found.raised_at or now,
        "answered_at": recorded.get(found.answered_by or ""),
        "answer": found.answer or "",
        "answered_by_id": _uuid(found.answered_by),
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


def _uuid(fact_id: str | None) -> str | None:
    return fact_id if fact_id and len(fact_id) == 36 else None
