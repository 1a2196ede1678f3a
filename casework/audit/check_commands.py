"""Drawing entries by lot, and writing down what came of asking about them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from casework.audit import commands as audit
from casework.audit.models import REFUSED, Check, Entry

if TYPE_CHECKING:
    from casework.agencies.models import Post


@transaction.atomic
def draw(*, size: int, since: datetime, until: datetime, by: Post, now: datetime) -> list[Check]:
    """Draw so many looks and changes of a period by lot, each at most once; fewer if there are."""
    entries = Entry.objects.filter(
        authority=by.authority_id, at__gte=since, at__lt=until, checks__isnull=True
    ).exclude(action=REFUSED)
    drawn = Check.objects.bulk_create(
        Check(entry=entry, drawn_at=now, drawn_by=by.pk) for entry in entries.order_by("?")[:size]
    )
    detail = {"size": size, "checks": [one.pk for one in drawn]}
    audit.write(by=by, action="sample drawn", now=now, detail=detail)
    return drawn


@transaction.atomic
def note_outcome(*, check: Check, outcome: str, note: str, by: Post, now: datetime) -> None:
    """Write down what came of checking an entry; the audit keeps that it was, not the note."""
    check.outcome, check.note = outcome, note
    check.checked_at, check.checked_by = now, by.pk
    check.save()
    detail = {"check": check.pk, "outcome": outcome}
    audit.write(by=by, action="entry checked", now=now, detail=detail)
