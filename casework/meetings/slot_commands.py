"""A child's slot while it is talked about: begun, written into by several, kept private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.concerns.models import KeptText
from casework.config.postgresql.acting import command
from casework.meetings.models import Meeting, Slot, SlotSection, Writing

CONFIDENTIAL = {"confidential"}
"""Sections that never go into the record and that core members alone may read."""
STILL_WRITING = timedelta(seconds=40)


class CannotWrite(ValueError):
    """The slot cannot be written into now; the message says why."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: the section as it stands now, and the text kept if it was second."""

    section: SlotSection
    kept: KeptText | None = None

    @property
    def conflict(self) -> bool:
        return self.kept is not None


@command
def open_slot(*, slot: Slot, by: Post, now: datetime) -> Slot:
    """Begin to talk about a child; the slot's own clock starts."""
    slot = _locked(slot)
    if slot.meeting.state != Meeting.State.OPEN:
        raise CannotWrite("Begin the meeting first")
    if slot.state != Slot.State.LISTED:
        return slot
    slot.state, slot.began_at = Slot.State.OPEN, slot.began_at or now
    slot.save(update_fields=["state", "began_at"])
    _note("discussion begun", slot, by, now)
    return slot


@command
def save_section(
    *, slot: Slot, section: str, content: dict[str, Any], revision: int, by: Post, now: datetime
) -> Saved:
    """Save one step of a slot as it was written, unchecked.

    `revision` is what the writer had read. Where somebody saved in between, theirs stays
    and this text is kept beside it until a person decides; nothing is ever lost.
    """
    slot = _locked(slot)
    if slot.state not in Slot.TO_COME:
        raise CannotWrite("This discussion is finished. What you wrote was not saved")
    row, made = SlotSection.objects.select_for_update().get_or_create(
        slot=slot,
        section=section,
        defaults={
            "saved_by": by,
            "saved_at": now,
            "confidential": section in CONFIDENTIAL,
        },
    )
    if not made and row.content == content:
        return Saved(row)
    if row.revision > revision and row.saved_by_id != by.pk:
        return Saved(row, _keep(row, content, by, now))
    if row.revision > revision:
        _keep_own(row, now)
    row.content, row.revision = content, row.revision + 1
    row.saved_by, row.saved_at = by, now
    row.save()
    _settle(row, by, now)
    _note("section saved", slot, by, now, {"section": section, "revision": row.revision})
    return Saved(row)


@command
def is_writing(*, slot: Slot, section: str, by: Post, now: datetime) -> None:
    """Note that somebody has a step under their hands; it fades by itself."""
    Writing.objects.update_or_create(slot=slot, section=section, post=by, defaults={"at": now})


@command
def switch_confidential(*, slot: Slot, on: bool, by: Post, now: datetime) -> None:
    """Begin or end the confidential part; guests are asked to leave while it lasts."""
    slot.confidential_part = on
    slot.save(update_fields=["confidential_part"])
    _note("confidential part " + ("begun" if on else "ended"), slot, by, now)


def place_of(slot: Slot, section: str) -> str:
    """Where a text that was kept was written."""
    return f"slot:{slot.pk}:{section}"


def _locked(slot: Slot) -> Slot:
    slots = Slot.objects.select_for_update(of=("self",)).select_related("meeting", "case")
    return slots.get(pk=slot.pk)


def _keep(row: SlotSection, content: dict[str, Any], by: Post, now: datetime) -> KeptText:
    kept, _ = KeptText.objects.update_or_create(
        case=row.slot.case,
        place=place_of(row.slot, row.section),
        written_by=by,
        settled_at=None,
        defaults={"text": content, "written_at": now},
    )
    _note("text kept", row.slot, by, now, {"section": row.section})
    return kept


def _keep_own(row: SlotSection, now: datetime) -> None:
    """The same person saved from two windows: the later text stands, the earlier one is kept."""
    KeptText.objects.create(
        case=row.slot.case,
        place=place_of(row.slot, row.section),
        text=row.content,
        written_by=row.saved_by,
        written_at=row.saved_at,
        settled_at=now,
    )


def _settle(row: SlotSection, by: Post, now: datetime) -> None:
    """Whoever saves on top of the latest text has decided between the two."""
    KeptText.objects.filter(
        case=row.slot.case_id,
        place=place_of(row.slot, row.section),
        written_by=by,
        settled_at=None,
    ).update(settled_at=now)


def _note(action: str, slot: Slot, by: Post, now: datetime, detail: dict | None = None) -> None:
    detail = {"meeting": slot.meeting.reference} | (detail or {})
    audit.write(by=by, action=action, case=slot.case, now=now, detail=detail)
