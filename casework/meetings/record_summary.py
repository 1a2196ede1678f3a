"""What is left to do after a meeting, in a few lines for the forum's page."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from casework.chronology.models import Obligation
from casework.meetings import agenda
from casework.meetings.clocks import duties_met_by
from casework.meetings.models import Circulation, Meeting, Slot
from casework.meetings.record_tasks import duties_to_enter
from casework.web import words


def after(meeting: Meeting) -> dict[str, Any]:
    """Records to complete and to send, and what the procedure asks of business support besides."""
    if meeting.state != Meeting.State.HELD:
        return {"last": meeting}
    return {"last": meeting, "after": [*_records(meeting), *_duties(meeting), *_put_off(meeting)]}


def _records(meeting: Meeting) -> list[dict[str, Any]]:
    sent = Circulation.objects.filter(
        slot=OuterRef("pk"), what=Circulation.What.RECORD, sent_at__isnull=False
    )
    slots = meeting.slots.filter(state=Slot.State.DISCUSSED).annotate(sent=Exists(sent))
    counts = slots.aggregate(
        to_write=Count("pk", filter=Q(records__isnull=True), distinct=True),
        to_send=Count("pk", filter=Q(records__isnull=False, sent=False), distinct=True),
    )
    found = []
    if counts["to_write"]:
        found.append(_line(meeting, f"Write the notes for {_children(counts['to_write'])}"))
    if counts["to_send"]:
        found.append(_line(meeting, f"Circulate the notes for {_children(counts['to_send'])}"))
    return found or [_line(meeting, "Records and what was sent")]


def _duties(meeting: Meeting) -> list[dict[str, Any]]:
    """Open duties of business support on the children of this meeting, counted by duty."""
    authority = meeting.series.case.authority_id
    admin = agenda.kind_of(meeting.series).officers.get("admin", "")
    wanted = duties_to_enter(authority, admin) | duties_met_by(authority, "invitation.sent")
    cases = meeting.slots.filter(state=Slot.State.DISCUSSED).values("case_id")
    rows = Obligation.objects.outstanding().filter(case__in=cases, duty__in=wanted, bearer=admin)
    counted = rows.values("title", "clauses").annotate(children=Count("case", distinct=True))
    return [
        _line(meeting, f"{row['title']}: {_children(row['children'])}", row["clauses"])
        for row in counted.order_by("title")
    ]


def _put_off(meeting: Meeting) -> list[dict[str, Any]]:
    off = meeting.slots.filter(state=Slot.State.DEFERRED).count()
    text = f"{words.sentence(_children(off))} put off, listed again"
    return [{"text": text, "href": None}] if off else []


def _children(number: int) -> str:
    return words.counted(number, "child", "children")


def _line(meeting: Meeting, text: str, clauses: list[str] | None = None) -> dict[str, Any]:
    href = reverse("meetings:record_after", args=[meeting.reference])
    return {"text": text, "href": href, "clauses": clauses or []}
