"""Where the casework meets the engine: a case's facts in, an evaluation out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from casework.chronology import policy
from casework.chronology.models import OPEN_TO_RELATED
from casework.config.postgresql import acting, prepared
from casework.config.postgresql.prepared import micros, moment
from casework.subjects.models import Case
from pathways import attending
from pathways import facts as engine_facts
from pathways.answers import Evaluation, Truth
from pathways.definitions import Member
from pathways.engine import evaluate, may
from pathways.rulings import Ruling

FACTS = f"""
    select id::text, kind, {micros("at")}, precision, {micros("recorded_at")},
           {micros("withdrawn_at")}, data::text, compartment
    from chronology_fact where case_id = %s"""
PRECISIONS = {str(one): one for one in engine_facts.Precision}


def facts_of(case: Case) -> list[engine_facts.Fact]:
    """Every fact of a case, withdrawn ones too, as the engine reads them; no model instances."""
    return facts_and_closed(case)[0]


@acting.procedure("the engine reads a whole timeline")
def facts_and_closed(case: Case) -> tuple[list[engine_facts.Fact], dict[str, str]]:
    """As `facts_of`, and of those outside the shared record, which compartment they lie in."""
    rows = prepared.rows(FACTS, [case.pk])
    # One long text is read faster than a hundred short ones.
    data = json.loads(f"[{','.join([row[6] for row in rows])}]")
    closed = {row[0]: row[7] for row in rows if row[7] not in OPEN_TO_RELATED}
    return [
        engine_facts.Fact(
            id, kind, moment(at), PRECISIONS[precision], moment(recorded), moment(withdrawn), told
        )
        for (id, kind, at, precision, recorded, withdrawn, _, _), told in zip(
            rows, data, strict=True
        )
    ], closed


def subject_of(case: Case) -> engine_facts.Subject:
    """What was true of the subject before any fact changed it.

    Until a fact says otherwise a child lives in the authority and has no legal status:
    the files that are brought in name every time in care and every placement elsewhere.
    """
    child = case.kind == Case.Kind.CHILD
    area = case.area.code if case.area_id and case.area else None
    return subject_from(case.kind, case.authority_id, area, case.child.born if child else None)


def subject_from(
    kind: str, authority: str, area: str | None, born: date | None
) -> engine_facts.Subject:
    """As `subject_of`, of what has been read already."""
    attributes = {"responsible_authority": authority}
    if kind == Case.Kind.CHILD:
        attributes |= {"legal_status": "none", "placement_authority": authority}
    if area:
        attributes["area"] = area
    return engine_facts.Subject(kind=kind, born=born, attributes=attributes)


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
    subject: engine_facts.Subject | None = None,
    whole: bool = False,
) -> Evaluation:
    """As `evaluation`, with facts, or facts and subject, that have been read already.

    `whole` works out the history at once: quicker where it is wanted anyway.
    """
    pack = policy.pack_for(case.authority_id)
    return evaluate(
        pack,
        facts,
        subject or subject_of(case),
        policy.calendar_for(pack),
        now,
        known_at=known_at,
        vocabulary=pack.vocabulary,
        whole=whole,
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


def applying(case: Case, members: Iterable[Member], *, now: datetime) -> list[Member]:
    """Those of a meeting's members or recipients who are meant for this case, now.

    Whoever it cannot be told of is left out: nobody is sent a record on a guess.
    """
    members = list(members)
    if all(member.when is None for member in members):
        return members
    pack = policy.pack_for(case.authority_id)
    calendar, facts = policy.calendar_for(pack), facts_of(case)
    found = attending.applying(pack, members, facts, subject_of(case), calendar, now)
    return [each.member for each in found if each.truth is Truth.YES]
