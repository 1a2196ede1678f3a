"""Obligations, questions and standing of a case, kept in step with its facts.

The rows are a projection: `rebuild` makes them again from the facts and finds no
difference. Only changed rows are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.access import queries as access
from casework.chronology import policy, rows
from casework.chronology.evaluating import evaluation_of, facts_and_closed, subject_from
from casework.chronology.models import Obligation, Prompt
from casework.chronology.rows import Row
from casework.config.postgresql import prepared
from casework.config.postgresql.prepared import Write
from casework.subjects.models import Case
from pathways.answers import Evaluation
from pathways.facts import Fact as EngineFact
from pathways.rulings import Effect

UNDER_LOCK = """
    select c.kind, c.authority_id, a.code, k.born,
      (select json_object_agg(o.key, o.fingerprint) from chronology_obligation o
       where o.case_id = c.id)::text,
      (select json_object_agg(p.key, p.fingerprint) from chronology_prompt p
       where p.case_id = c.id)::text
    from subjects_case c
    left join agencies_area a on a.id = c.area_id
    left join subjects_child k on k.case_id = c.id
    where c.id = %s"""
"""Whom the case is about, and what its rows are known by: read again once it is locked."""
REMOVE = "delete from {table} where case_id = %s and key = any(%s)"
STANDING = (
    "case_id", "evaluated_at", "pack_identity", "next_change_at", "rating", "key_risks",
    "rated_at", "next_review_on",
)  # fmt: skip


def refresh(case: Case, now: datetime, whole: bool = False) -> bool:
    """Work a case out and write what changed; says whether any row did.

    What is stored is told by its fingerprints; `whole` reads every column instead.
    """
    facts, closed = facts_and_closed(case)
    [(*about, held_duties, held_prompts)] = prepared.rows(UNDER_LOCK, [case.pk])
    found = evaluation_of(case, facts, now=now, subject=subject_from(*about), whole=True)
    people = access.bearers(case, today=timezone.localdate(now))
    recorded = {fact.id: fact.recorded_at for fact in facts}
    duties = {one.key: rows.obligation(one, people, closed) for one in found.obligations}
    asked = {one.key: rows.prompt(one, people, recorded, closed, now) for one in found.prompts}
    writes = [
        *_sync(Obligation, rows.OBLIGATION, case, held_duties, duties, whole),
        *_sync(Prompt, rows.PROMPT, case, held_prompts, asked, whole),
    ]
    prepared.write([*writes, *_standing(case, facts, found, now)])
    return bool(writes)


def _sync(
    model: Any, columns: Sequence[str], case: Case, known: str | None, wanted: dict[str, Row],
    whole: bool,
) -> Iterator[Write]:  # fmt: skip
    """Insert, change and remove rows until they are the wanted ones."""
    table = model._meta.db_table
    held = json.loads(known) if known else {}
    if whole:
        held = _as_they_are(model, columns, case, held)
    gone = [key for key in held if key not in wanted]
    new = [
        {"case_id": case.pk, "key": key, "fingerprint": row.fingerprint}
        | dict(zip(columns, row.values, strict=True))
        for key, row in wanted.items()
        if held.get(key) != row.fingerprint
    ]
    if gone:
        yield REMOVE.format(table=table), [case.pk, gone]
    if new:
        yield from prepared.put(table, ("case_id", "key"), list(new[0]), new)


def _as_they_are(
    model: Any, columns: Sequence[str], case: Case, held: dict[str, int]
) -> dict[str, int | None]:
    """The fingerprints of what really stands in the rows; none for one that tells another tale."""
    read = model.objects.filter(case=case).values_list("key", *columns)
    true = {key: rows.stored(columns, values) for key, *values in read}
    return {key: mark if mark == true[key] else None for key, mark in held.items()}


def _standing(case: Case, facts: list[EngineFact], found: Evaluation, now: datetime) -> list[Write]:
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
        "case_id": case.pk,
        "evaluated_at": now,
        "pack_identity": policy.pack_for(case.authority_id).identity,
        "next_change_at": found.next_change_at,
        "rating": rating.data.get("level", "") if rating else "",
        "key_risks": list(rating.data.get("risks") or []) if rating else [],
        "rated_at": rating.at if rating else None,
        "next_review_on": (review.data.get("due") or None) if review and not left else None,
    }
    return prepared.put("chronology_standing", ["case_id"], STANDING, [values])


def _latest(facts: list[EngineFact], kind: str) -> EngineFact | None:
    of_kind = [fact for fact in facts if fact.kind == kind]
    return max(of_kind, key=lambda fact: (fact.at, fact.recorded_at or fact.at), default=None)
