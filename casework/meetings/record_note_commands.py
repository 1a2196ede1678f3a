"""What business support adds to a record before it goes: notes, recipients, decisions on names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.config.postgresql.acting import command
from casework.meetings.models import Slot, SlotSection
from casework.meetings.record_commands import held
from casework.meetings.record_content import NOTES
from casework.meetings.record_copies import RELEASES, Copy


class WrittenMeanwhile(ValueError):
    """Somebody else saved the notes in between; `section` holds what they wrote."""

    def __init__(self, section: SlotSection) -> None:
        super().__init__(f"{section.saved_by.holder} saved these notes while you were writing")
        self.section = section


class CannotRelease(ValueError):
    """A copy cannot be let go like this; the message says what is missing."""


@command
def write_notes(
    *, slot: Slot, answers: dict[str, Any], revision: int, by: Post, now: datetime
) -> SlotSection:
    """Write what the recording template still lacks.

    `revision` is what the writer had read; WrittenMeanwhile is raised where another text
    came in between, and nothing of either is lost.
    """
    slot = held(slot)
    row = _section(slot, NOTES, by, now)
    if row.revision > revision:
        raise WrittenMeanwhile(row)
    kept = {"added": row.content["added"]} if row.content.get("added") else {}
    return _save(row, answers | kept, slot, "record notes saved", by, now)


@command
def add_recipient(*, slot: Slot, post: Post, by: Post, now: datetime) -> None:
    """Add somebody to whom the meeting agreed that the record goes."""
    slot = held(slot)
    row = _section(slot, NOTES, by, now)
    added = row.content.get("added") or []
    if post.pk not in added:
        _save(row, row.content | {"added": [*added, post.pk]}, slot, "recipient added", by, now)


@command
def release_copy(*, slot: Slot, copy: Copy, reason: str, by: Post, now: datetime) -> None:
    """Let a copy go although another child is named in it: who decided, and why."""
    if not reason.strip():
        raise CannotRelease("Enter why it is right that the name stays")
    slot = held(slot)
    row = _section(slot, RELEASES, by, now)
    decision = {
        "reason": reason.strip(),
        "by": str(by),
        "at": now.isoformat(),
        "whose": sorted({one.whose for one in copy.found}),
    }
    _save(row, row.content | {copy.key: decision}, slot, "name in a copy agreed", by, now)


def _section(slot: Slot, name: str, by: Post, now: datetime) -> SlotSection:
    row, _ = SlotSection.objects.select_for_update(of=("self",)).get_or_create(
        slot=slot, section=name, defaults={"saved_by": by, "saved_at": now}
    )
    return row


def _save(
    row: SlotSection, content: dict[str, Any], slot: Slot, action: str, by: Post, now: datetime
) -> SlotSection:
    row.content, row.revision = content, row.revision + 1
    row.saved_by, row.saved_at = by, now
    row.save()
    detail = {"meeting": slot.meeting.reference, "revision": row.revision}
    audit.write(by=by, action=action, case=slot.case, now=now, detail=detail)
    return row
