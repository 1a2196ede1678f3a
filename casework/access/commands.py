"""Relations to a case and exclusions from it, each in the transaction of the fact behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.access.grants import opened_by
from casework.access.models import Exclusion, Grant
from casework.agencies.models import Account, Post
from casework.audit import commands as audit
from casework.subjects.models import Case


class WithoutEnd(ValueError):
    """A relation that is given for a time only was asked for without its last day."""


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
    compartments: Iterable[str] | None = None,
    ends_on: date | None = None,
) -> Grant:
    """Give a post a relation to a case, from a day on; the same relation twice is one.

    It opens what `grants` says of such a relation; `compartments` may narrow that. Raises
    WithoutEnd for a relation that is for a time only and has no last day.
    """
    opens = _opened(relation, ends_on)
    grant, made = Grant.objects.get_or_create(
        post=post,
        case=case,
        relation=relation,
        starts_on=starts_on,
        source=source,
        defaults={
            "compartments": opens if compartments is None else list(compartments),
            "ends_on": ends_on,
        },
    )
    longer = grant.ends_on is not None and (ends_on is None or grant.ends_on < ends_on)
    if not made and longer:
        grant.ends_on = ends_on
        grant.save(update_fields=["ends_on"])
    if made or longer:
        audit.write(by=by, action="related", case=case, now=now, detail=_told(grant))
    return grant


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation to give: to whom, in which case, from which day, and the fact behind it."""

    post: Post
    case: Case
    relation: str
    starts_on: date
    source: str
    ends_on: date | None = None


@transaction.atomic
def relate_all(*, relations: Iterable[Relation], by: Post, now: datetime) -> None:
    """Give several relations at once, each as `relate` gives one."""
    wanted = list(relations)
    there = Grant.objects.filter(
        post__in={one.post.pk for one in wanted}, case__in={one.case.pk for one in wanted}
    )
    known = {_key(grant) for grant in there}
    new = {_key(grant): grant for grant in map(_granted, wanted) if _key(grant) not in known}
    # Whoever else gives the same at this moment gives the same.
    Grant.objects.bulk_create(new.values(), ignore_conflicts=True)
    entries = [(grant.case, _told(grant)) for grant in new.values()]
    audit.write_many(by=by, action="related", now=now, entries=entries)
    for one in wanted:
        if _key(_granted(one)) in known:
            relate(**{each.name: getattr(one, each.name) for each in fields(one)}, by=by, now=now)


def _granted(one: Relation) -> Grant:
    return Grant(
        post=one.post, case=one.case, relation=one.relation, starts_on=one.starts_on,
        source=one.source, ends_on=one.ends_on,
        compartments=_opened(one.relation, one.ends_on),
    )  # fmt: skip


def _opened(relation: str, ends_on: date | None) -> list[str]:
    table = opened_by(relation)
    if table.for_a_time and ends_on is None:
        raise WithoutEnd(f"“{relation}” needs a last day")
    return list(table.compartments)


def _key(grant: Grant) -> tuple:
    return grant.post_id, grant.case_id, grant.relation, grant.starts_on, grant.source


def _told(grant: Grant) -> dict[str, Any]:
    return {"post": grant.post_id, "relation": grant.relation, "source": grant.source}


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


@transaction.atomic
def revoke(*, grant: Grant, by: Post, now: datetime) -> None:
    """End a relation at once: what it opened is closed from the next request on."""
    yesterday = timezone.localdate(now) - timedelta(days=1)
    end_relation(grant=grant, ends_on=yesterday, by=by, now=now)


@transaction.atomic
def exclude(
    *,
    account: Account,
    case: Case,
    ground: str,
    starts_on: date,
    by: Post,
    now: datetime,
    ends_on: date | None = None,
    note: str = "",
) -> Exclusion:
    """Close a case to a person, whatever else would open it; the same ground twice is one."""
    excluded, made = Exclusion.objects.get_or_create(
        account=account,
        case=case,
        ground=ground,
        lifted_at=None,
        defaults={
            "starts_on": starts_on, "ends_on": ends_on, "note": note,
            "said_by": by, "said_at": now,
        },
    )  # fmt: skip
    if not made:
        excluded.starts_on, excluded.ends_on, excluded.note = starts_on, ends_on, note
        excluded.save(update_fields=["starts_on", "ends_on", "note"])
    detail = {"account": account.pk, "exclusion": excluded.pk}
    audit.write(by=by, action="excluded", case=case, now=now, detail=detail)
    return excluded


@transaction.atomic
def carry_exclusions(*, given_up: Case, kept: Case, by: Post, now: datetime) -> None:
    """Whoever must not see a file must not see the one that goes on in its place, as long."""
    today = timezone.localdate(now)
    standing = {
        (one.account_id, one.ground): one for one in Exclusion.objects.on(today).filter(case=kept)
    }
    for one in Exclusion.objects.filter(case=given_up, lifted_at=None).select_related("account"):
        ends = [one.ends_on, *_ends(standing.get((one.account_id, one.ground)))]
        exclude(
            account=one.account, case=kept, ground=one.ground, note=one.note, by=by, now=now,
            starts_on=one.starts_on, ends_on=None if None in ends else max(ends),
        )  # fmt: skip


def _ends(standing: Exclusion | None) -> list[date | None]:
    return [standing.ends_on] if standing else []


@transaction.atomic
def lift(*, exclusion: Exclusion, because: str, by: Post, now: datetime) -> None:
    """Take an exclusion back; it stays readable with who lifted it and why."""
    exclusion.lifted_at, exclusion.lifted_by, exclusion.lifted_because = now, by, because
    exclusion.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    detail = {"account": exclusion.account_id, "exclusion": exclusion.pk}
    audit.write(by=by, action="exclusion lifted", case=exclusion.case, now=now, detail=detail)
