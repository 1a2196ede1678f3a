"""The meetings of one child: which, what came of each, and what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.meetings import room
from casework.meetings.models import Record, Slot
from casework.subjects.models import Case


def meetings_of(case: Case, *, post: Post, now: datetime) -> list[dict[str, Any]]:
    """Every slot of a child, the latest first, linked where the reader may see it."""
    seen = set(
        Slot.objects.visible_to(post, today=timezone.localdate(now))
        .filter(case=case)
        .values_list("pk", flat=True)
    )
    slots = case.slots.select_related("meeting__series__case", "meeting__chair")
    records = Record.objects.visible_to(post, today=timezone.localdate(now))
    recorded = set(records.filter(slot__case=case).values_list("slot", flat=True))
    levels = _levels(case)
    return [
        {
            "slot": slot,
            "meeting": slot.meeting,
            "href": _address(slot) if slot.pk in seen and slot.state not in Slot.OFF else None,
            "what": _what(slot, levels),
            "record": _address(slot, "record") if slot.pk in recorded else None,
            "not_in_line": room.not_in_line(slot.meeting) if slot.state == "discussed" else [],
            "to_come": slot.meeting.starts_at > now and slot.state in Slot.TO_COME,
        }
        for slot in slots.order_by("-meeting__starts_at")
    ]


def _address(slot: Slot, page: str = "slot") -> str:
    return reverse(f"meetings:{page}", args=[slot.meeting.reference, slot.position])


def _levels(case: Case) -> dict[str, str]:
    """The level agreed at each meeting, by its reference."""
    scale = policy.scale(case.authority_id)
    labels = {one.id: one.label for one in scale.levels} if scale else {}
    facts = Fact.objects.standing().shared().filter(case=case, kind="rating.set")
    return {
        fact.data.get("meeting", ""): labels.get(fact.data.get("level", ""), "")
        for fact in facts.order_by("at")
    }


def _what(slot: Slot, levels: dict[str, str]) -> str:
    if slot.state == Slot.State.DISCUSSED:
        level = levels.get(slot.meeting.reference)
        return f"Discussed. {level}" if level else "Discussed. No rating agreed"
    if slot.state in Slot.OFF or slot.state == Slot.State.DEFERRED:
        return f"{slot.get_state_display()}: {slot.deferred_because}"
    return f"{slot.get_kind_display()}: {slot.listed_because}"
