"""Record sensitive intelligence, and say who else may read one piece of it, and until when.

Nothing here tells anybody: no message goes out, and no list gets a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from casework.access import commands as access
from casework.access.models import Compartment, Grant
from casework.agencies.models import Post
from casework.chronology import commands as chronology
from casework.chronology.models import Fact
from casework.concerns.intelligence_queries import READER
from casework.config.postgresql.acting import command
from casework.subjects.models import Case


class NotTheirs(ValueError):
    """Only who recorded a piece says who may read it."""


@command
def record_intelligence(
    *,
    case: Case,
    text: str,
    at: datetime,
    precision: str,
    by: Post,
    now: datetime,
    source: str = "",
    readers: Iterable[Post] = (),
    until: date | None = None,
) -> Fact:
    """Keep a piece of intelligence under seal, for its writer and the readers that they name."""
    fact = chronology.record(
        case=case,
        kind="intelligence.recorded",
        at=at,
        precision=precision,
        data={"holder": by.agency.kind},
        note=text,
        told_by=source,
        compartment=Compartment.INTELLIGENCE,
        by=by,
        now=now,
    )
    for reader in readers:
        name_reader(fact=fact, reader=reader, until=until, by=by, now=now)
    return fact


@command
def name_reader(*, fact: Fact, reader: Post, until: date | None, by: Post, now: datetime) -> Grant:
    """Let somebody read one piece, until a day. Raises NotTheirs, and WithoutEnd without a day."""
    if fact.recorded_by_id != by.pk:
        raise NotTheirs("Only who recorded this may say who reads it")
    return access.relate(
        post=reader,
        case=fact.case,
        relation=READER,
        starts_on=timezone.localdate(now),
        ends_on=until,
        source=f"fact:{fact.pk}",
        by=by,
        now=now,
    )


@command
def end_reader(*, fact: Fact, reader: Post, by: Post, now: datetime) -> None:
    """Somebody may not read it any more, from now on."""
    if fact.recorded_by_id != by.pk:
        raise NotTheirs("Only who recorded this may say who reads it")
    today = timezone.localdate(now)
    named = Grant.objects.on(today).filter(
        post=reader, case=fact.case, relation=READER, source=f"fact:{fact.pk}"
    )
    for grant in named:
        access.end_relation(grant=grant, ends_on=today - timedelta(days=1), by=by, now=now)
