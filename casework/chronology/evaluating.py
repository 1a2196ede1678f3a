"""Where the casework meets the engine: a case's facts in, an evaluation out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from casework.chronology import policy
from casework.chronology.models import OPEN_TO_RELATED, Fact
from casework.subjects.models import Case
from pathways import facts as engine_facts
from pathways.answers import Evaluation, Ruling
from pathways.engine import evaluate, may

FIELDS = ("id", "kind", "at", "precision", "recorded_at", "withdrawn_at", "data")


def facts_of(case: Case) -> list[engine_facts.Fact]:
    """Every fact of a case, withdrawn ones too, as the engine reads them; no model instances."""
    return facts_and_closed(case)[0]


def facts_and_closed(case: Case) -> tuple[list[engine_facts.Fact], dict[str, str]]:
    """As `facts_of`, and of those outside the shared record, which compartment they lie in."""
    rows = list(Fact.objects.filter(case=case).values_list(*FIELDS, "compartment"))
    closed = {str(row[0]): row[-1] for row in rows if row[-1] not in OPEN_TO_RELATED}
    return [_fact(*row[:-1]) for row in rows], closed


def _fact(
    id: Any, kind: str, at: datetime, precision: str, recorded_at: datetime,
    withdrawn_at: datetime | None, data: dict[str, Any],
) -> engine_facts.Fact:  # fmt: skip
    return engine_facts.Fact(
        str(id), kind, at, engine_facts.Precision(precision), recorded_at, withdrawn_at, data
    )


def subject_of(case: Case) -> engine_facts.Subject:
    """What was true of the subject before any fact changed it.

    Until a fact says otherwise a child lives in the authority and has no legal status:
    the files that are brought in name every time in care and every placement elsewhere.
    """
    attributes = {"responsible_authority": case.authority_id}
    if case.kind == Case.Kind.CHILD:
        attributes |= {"legal_status": "none", "placement_authority": case.authority_id}
    if case.area_id and case.area:
        attributes["area"] = case.area.code
    born = case.child.born if case.kind == Case.Kind.CHILD else None
    return engine_facts.Subject(kind=case.kind, born=born, attributes=attributes)


def evaluation(
    case: Case,
    *,
    now: datetime,
    known_at: datetime | None = None,
    given: Iterable[engine_facts.Fact] = (),
) -> Evaluation:
    """Everything that follows for a case at a moment, afresh and with reasons.

    `known_at` asks with what was known then; `given` adds facts that are only supposed,
    to show what would follow.
    """
    return evaluation_of(case, [*facts_of(case), *given], now=now, known_at=known_at)


def evaluation_of(
    case: Case,
    facts: list[engine_facts.Fact],
    *,
    now: datetime,
    known_at: datetime | None = None,
) -> Evaluation:
    """As `evaluation`, with facts that have been read already."""
    pack = policy.pack_for(case.authority_id)
    return evaluate(
        pack,
        facts,
        subject_of(case),
        policy.calendar_for(pack),
        now,
        known_at=known_at,
        vocabulary=pack.vocabulary,
    )


def ruling(
    case: Case,
    *,
    action: str,
    by_role: str,
    now: datetime,
    given: Iterable[engine_facts.Fact] = (),
) -> Ruling:
    """Whether somebody in a role may do something in this case now, with the clause."""
    pack = policy.pack_for(case.authority_id)
    return may(
        pack,
        action,
        by_role,
        [*facts_of(case), *given],
        subject_of(case),
        policy.calendar_for(pack),
        now,
        vocabulary=pack.vocabulary,
    )


def supposed(kind: str, at: datetime, data: dict[str, Any], *, now: datetime) -> engine_facts.Fact:
    """A fact that has not been recorded, to ask what would follow from it."""
    return engine_facts.Fact(f"supposed:{kind}", kind, at, recorded_at=now, data=data)
