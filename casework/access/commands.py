"""Relations to a case: made and ended in the transaction of the fact behind them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from casework.access.models import Compartment, Grant
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.subjects.models import Case


@transaction.atomic
def relate(
    *,
    post: Post,
    case: Case,
    relation: str,
    starts_on: date,
    source: str,
    by: Post,
    now: datetime,
    compartments: Iterable[str] = (Compartment.FOOTPRINT, Compartment.SHARED),
    ends_on: date | None = None,
) -> Grant:
    """Give a post a relation to a case, from a day on; the same relation twice is one."""
    grant, made = Grant.objects.get_or_create(
        post=post,
        case=case,
        relation=relation,
        starts_on=starts_on,
        source=source,
        defaults={"compartments": list(compartments), "ends_on": ends_on},
    )
    if made:
        audit.write(
            by=by,
            action="related",
            case=case,
            now=now,
            detail={"post": post.pk, "relation": relation, "source": source},
        )
    return grant


@transaction.atomic
def end_relation(*, grant: Grant, ends_on: date, by: Post, now: datetime) -> None:
    """End a relation with a day; what it opened is closed from the next day on."""
    grant.ends_on = ends_on
    grant.save(update_fields=["ends_on"])
    audit.write(
        by=by,
        action="relation ended",
        case=grant.case,
        now=now,
        detail={"post": grant.post_id, "relation": grant.relation},
    )
