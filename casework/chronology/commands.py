"""The one door through which facts enter, and what follows at once.

Recording a fact, withdrawing one, answering a question and waiving a duty all end in
`work_out`, inside the same transaction: nobody ever reads a list that lags behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from casework.access.models import Compartment
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import policy, projection, sealed
from casework.chronology.models import Fact, Obligation, Prompt
from casework.config.postgresql import prepared
from casework.config.postgresql.acting import command
from casework.subjects.models import Case

COLUMNS = (
    "id", "case_id", "kind", "at", "precision", "data", "note", "compartment", "told_by",
    "recorded_at", "recorded_by_id", "agency_id", "provenance", "withdrawn_reason", "sealed",
)  # fmt: skip
"""Of a fact that is recorded; the others tell of its withdrawal."""
LOCK = "select id from subjects_case where id = any(%s) order by id for update"


class UnknownFact(ValueError):
    """The fact is not one of the vocabulary, or lacks a field; the message says which."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact about to be recorded; fields as in `record`."""

    case: Case
    kind: str
    at: datetime
    precision: str = Fact.Precision.INSTANT
    data: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    compartment: str = Compartment.SHARED
    told_by: str = ""
    provenance: Mapping[str, Any] | None = None


def record(*, case: Case, kind: str, at: datetime, by: Post, now: datetime, **more: Any) -> Fact:
    """Add a fact to a case and bring its obligations and questions into line.

    `at` is when it happened (aware), `now` when it is recorded. `more`: `precision`,
    `data`, `note`, `compartment`, `told_by`, `provenance`. Raises UnknownFact.
    """
    [fact] = record_many(facts=[NewFact(case=case, kind=kind, at=at, **more)], by=by, now=now)
    return fact


@command
def record_many(*, facts: Iterable[NewFact], by: Post, now: datetime) -> list[Fact]:
    """Add several facts; each case is locked and worked out once."""
    new = list(facts)
    for one in new:
        _check(one)
    cases = _lock(one.case for one in new)
    rows = [_row(one, by, now) for one in new]
    prepared.insert("chronology_fact", COLUMNS, [_values(row) for row in rows])
    audit.write_many(
        by=by,
        action="fact recorded",
        now=now,
        entries=[(row.case, {"fact": str(row.pk), "kind": row.kind}) for row in rows],
    )
    for case in cases:
        projection.refresh(case, now)
    return rows


@command
def withdraw(*, fact: Fact, reason: str, by: Post, now: datetime) -> None:
    """Take a fact back; it stays readable, struck through, and counts for nothing."""
    [case] = _lock([fact.case])
    taken = Fact.objects.filter(pk=fact.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=now, withdrawn_by=by, withdrawn_reason=sealed.close_reason(fact, reason)
    )
    if not taken:
        return
    audit.write(by=by, action="fact withdrawn", case=case, now=now, detail={"fact": str(fact.pk)})
    projection.refresh(case, now)


def answer(*, prompt: Prompt, answer: str, reason: str, by: Post, now: datetime) -> Fact:
    """Answer a question that the procedure asks of people, with the reason."""
    return record(
        case=prompt.case,
        kind="prompt.answered",
        at=now,
        by=by,
        now=now,
        data={"prompt": prompt.key, "answer": answer},
        note=reason,
    )


def waive(*, obligation: Obligation, reason: str, by: Post, now: datetime) -> Fact:
    """Record that a duty is not required in this case, by whom and why."""
    return record(
        case=obligation.case,
        kind="duty.waived",
        at=now,
        by=by,
        now=now,
        data={"obligation": obligation.key},
        note=reason,
    )


@command
def work_out(*, case: Case, now: datetime) -> None:
    """Bring obligations, questions and standing of a case into line with its facts."""
    projection.refresh(case, now)


def _lock(cases: Iterable[Case]) -> list[Case]:
    """One writer to a case: lock the rows in one order, so that two never wait in a ring."""
    wanted = {case.pk: case for case in cases}
    return [wanted[pk] for (pk,) in prepared.rows(LOCK, [list(wanted)])]


def _check(fact: NewFact) -> None:
    kinds = policy.vocabulary().kinds
    if fact.kind not in kinds:
        raise UnknownFact(
            f"'{fact.kind}' is not a kind of fact. `holdfast policy facts` lists the kinds."
        )
    if fact.at.tzinfo is None:
        raise UnknownFact(f"The moment of '{fact.kind}' has no time zone. Pass an aware moment.")
    for wanted in kinds[fact.kind].fields:
        if wanted.required and fact.data.get(wanted.name) in (None, "", []):
            raise UnknownFact(f"'{fact.kind}' needs the field '{wanted.name}': {wanted.meaning}")


def _row(fact: NewFact, by: Post, now: datetime) -> Fact:
    row = Fact(
        case=fact.case,
        kind=fact.kind,
        at=fact.at,
        precision=fact.precision,
        data=dict(fact.data),
        note=fact.note,
        compartment=fact.compartment,
        told_by=fact.told_by,
        provenance=dict(fact.provenance) if fact.provenance else None,
        recorded_at=now,
        recorded_by=by,
        agency_id=by.agency_id,
    )
    row._state.adding = False
    sealed.close(row)
    return row


def _values(row: Fact) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}
