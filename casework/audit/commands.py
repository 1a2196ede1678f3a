"""The only way into the record of looks and changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from casework.audit.models import Entry

if TYPE_CHECKING:
    from casework.agencies.models import Post
    from casework.subjects.models import Case


def write(
    *,
    by: Post,
    action: str,
    now: datetime,
    case: Case | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Note who did what, in the same transaction as the deed.

    `detail` holds keys and references only, never what a record says of somebody.
    """
    _entry(by, action, now, case, detail).save(force_insert=True)


def write_many(
    *,
    by: Post,
    action: str,
    now: datetime,
    entries: Iterable[tuple[Case, dict[str, Any]]],
) -> None:
    """Note the same deed on many cases at once, each with its own detail."""
    Entry.objects.bulk_create(
        [_entry(by, action, now, case, detail) for case, detail in entries], batch_size=2_000
    )


def _entry(
    by: Post, action: str, now: datetime, case: Case | None, detail: dict[str, Any] | None
) -> Entry:
    return Entry(
        at=now,
        account_id=by.account_id,
        post_id=by.pk,
        who=str(by),
        authority=by.authority_id,
        action=action,
        case_reference=case.reference if case else "",
        detail=detail or {},
    )


def looked(*, by: Post, case: Case, section: str, now: datetime) -> None:
    """Note that somebody opened a section of a case; without this row nothing is shown."""
    write(by=by, action="looked", case=case, now=now, detail={"section": section})
