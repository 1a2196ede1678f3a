"""The only way into the record of looks and changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from casework.config.postgresql import prepared

if TYPE_CHECKING:
    from casework.agencies.models import Post
    from casework.subjects.models import Case


COLUMNS = (
    "at", "account_id", "post_id", "who", "authority", "action", "case_reference", "detail",
)  # fmt: skip
"""Of `Entry`. A page notes every look, so the row goes in by a prepared statement."""


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
    write_many(by=by, action=action, now=now, entries=[(case, detail)])


def write_many(
    *,
    by: Post,
    action: str,
    now: datetime,
    entries: Iterable[tuple[Case | None, dict[str, Any] | None]],
) -> None:
    """Note the same deed on many cases at once, each with its own detail."""
    author = {
        "at": now,
        "account_id": by.account_id,
        "post_id": by.pk,
        "who": str(by),
        "authority": by.authority_id,
        "action": action,
    }
    prepared.insert(
        "audit_entry",
        COLUMNS,
        [
            author | {"case_reference": case.reference if case else "", "detail": detail or {}}
            for case, detail in entries
        ],
    )


def looked(*, by: Post, case: Case, section: str, now: datetime) -> None:
    """Note that somebody opened a section of a case; without this row nothing is shown."""
    write(by=by, action="looked", case=case, now=now, detail={"section": section})
