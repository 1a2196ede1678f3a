"""When the list and the papers of a meeting are due, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.chronology import policy
from casework.meetings.clocks import Clocks
from casework.meetings.models import Meeting
from casework.web import words


def clock_words(clocks: Clocks, tool: str = "paper") -> list[dict[str, Any]]:
    """Each clock with its own date and count; `tool` is the authority’s word for the papers."""
    labels = [("List of children to everyone", clocks.list),
              (f"All {tool}s, in one mailing", clocks.papers)]  # fmt: skip
    return [
        {
            "label": label,
            "when": due_words(one),
            "text": words.sentence(one.summary),
            "clauses": one.clauses,
        }
        for label, one in labels
        if one and one.due_at
    ]


def due_words(one) -> str:
    """“Wed 25 Nov, 09:30”, or “Wed 25 Nov, end of day”."""
    if one.due_day:
        return f"{words.day(one.due_day)}, end of day"
    return f"{words.day(one.due_at)}, {words.time_of_day(one.due_at)}"


def governs(meeting: Meeting, clocks: Clocks, now: datetime) -> str:
    """The sentence on the earlier of the two."""
    one = clocks.governing
    if one is None or (
        clocks.list and clocks.list.state != "open" and clocks.papers.state != "open"
    ):
        return ""
    calendar = policy.calendar_for(policy.pack_for(meeting.series.case.authority_id))
    today = timezone.localdate(now)
    last = one.due_day or timezone.localdate(one.due_at)
    if one.due_at <= now:
        return f"it was due by {due_words(one)}."
    days = calendar.count(today, last) - (0 if one.due_day else 1)
    left = f"That is {words.counted(max(days, 0), 'full working day')} from now."
    return f"send both by {due_words(one)}. {left if days > 0 else 'That is today or tomorrow.'}"
