"""The page on which a meeting is prepared: dates, list, clocks, what is still to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.agencies.models import Post
from casework.chronology import policy
from casework.meetings import (
    agenda,
    list_queries,
    record_summary,
    room,
    running,
    series_queries,
    to_do,
)
from casework.meetings.clock_words import clock_words, governs
from casework.meetings.clocks import ForumClocks, clocks_of_forum
from casework.meetings.list_lines import slot_line
from casework.meetings.models import Meeting, Series, Slot
from casework.subjects.queries import exist_for
from casework.web import words


def page(
    series: Series, meeting: Meeting | None, *, post: Post, now: datetime, earlier: bool = False
) -> dict[str, Any]:
    """Everything that the page of a forum shows."""
    today = timezone.localdate(now)
    runs = room.runs_series(series, post, today=today)
    clocks = clocks_of_forum(series.case)
    rows = series_queries.dates_of(series, now=now, clocks=clocks, earlier=earlier)
    context: dict[str, Any] = {
        "series": series,
        "meeting": meeting,
        "runs": runs,
        "today": today,
        "earlier": earlier,
        "lead": lead(series, rows, now),
        "before": before(series),
        "tool_label": policy.label(series.case.authority_id, "assessment"),
        "rhythm_clauses": series_queries.rhythm_clauses(series),
        "dates": [date_line(row, meeting, now) for row in rows],
    }
    if meeting is not None:
        context |= prepared(meeting, post=post, now=now, forum=clocks)
    last = series_queries.last_meeting(series, now=now)
    if last is not None and runs:
        context |= record_summary.after(last)
    return context


def lead(series: Series, rows: list[series_queries.DateRow], now: datetime) -> str:
    """One sentence on how the dates stand."""
    moved = [row for row in rows if row.meeting.moved_from]
    gaps = [row for row in rows if row.gap_days]
    local = timezone.localtime(now)
    rhythm = agenda.kind_of(series).rhythm
    span = _span(rhythm) if rhythm else "a week"
    text = f"{words.long_day(local)}, {local:%H:%M}. One meeting every {span.removeprefix('a ')}."
    if moved:
        text += f" {words.sentence(words.counted(len(moved), 'meeting'))} {_are(moved)} moved"
        text += (
            f"; {words.counted(len(gaps), 'gap')} {_are(gaps)} longer than {span}" if gaps else ""
        )
        text += "."
    elif gaps:
        text += f" {words.sentence(words.counted(len(gaps), 'gap'))} longer than {span}."
    return text


def _span(period) -> str:
    """“a week”, “two weeks”, “48 hours”: a period of the pack in words."""
    if period.amount == 1:
        return f"a {period.unit.removesuffix('s')}"
    return f"{words.in_words(period.amount)} {period.unit}"


def before(series: Series) -> dict[str, str]:
    """How long before a meeting list and papers go out, in words."""
    kind = agenda.kind_of(series)
    return {
        "list": f"{_span(kind.list_before)} before the start" if kind.list_before else "",
        "papers": f"{_span(kind.papers_before)} before" if kind.papers_before else "",
    }


def _are(things: list) -> str:
    return "is" if len(things) == 1 else "are"


# --- the dates ------------------------------------------------------------------------


def date_line(row: series_queries.DateRow, prepared: Meeting | None, now: datetime) -> dict:
    """One row of the table of dates."""
    meeting = row.meeting
    held = {Meeting.State.HELD: ", held", Meeting.State.OPEN: ", being held"}.get(meeting.state, "")
    return {
        "meeting": meeting,
        "day": row.day,
        "children": f"{row.children}{held}",
        "list_by": row.clocks.list.due_at if row.clocks.list else None,
        "list_note": row.list_holiday,
        "papers_by": row.clocks.papers.due_day if row.clocks.papers else None,
        "papers": _papers_words(row),
        "current": prepared is not None and meeting.pk == prepared.pk,
        "to_prepare": prepared is not None
        and meeting.pk == prepared.pk
        and meeting.state == Meeting.State.PLANNED
        and meeting.papers_sent_at is None,
        "notes": _date_notes(row, now),
        "gap": row.gap_days,
        "gap_clauses": row.gap_clauses,
        "hold_one_by": row.hold_one_by,
    }


def _papers_words(row: series_queries.DateRow) -> str:
    sent = row.meeting.papers_sent_at
    if sent:
        return f"Sent {words.day(sent)} {words.time_of_day(sent)}"
    return f"{row.papers_in} of {row.children} in" if row.children else ""


def _date_notes(row: series_queries.DateRow, now: datetime) -> list[str]:
    meeting, notes = row.meeting, []
    if meeting.state == Meeting.State.PLANNED and meeting.starts_at < now:
        notes.append("Nothing recorded yet: say how it was held")
    if meeting.state == Meeting.State.HELD:
        if meeting.unwritten:
            to_write = words.counted(meeting.unwritten, "child", "children")
            notes.append(f"Notes for {to_write} to write")
        if meeting.quorate is False:
            notes.append("Was not quorate")
    if meeting.moved_from:
        day = words.day(meeting.moved_from)
        about = "" if meeting.moved_because.startswith(day) else f" from {day}"
        notes.append(f"Moved{about}: {meeting.moved_because}")
    governing = row.clocks.governing
    if governing is not None and governing == row.clocks.papers and row.list_holiday:
        notes.append("The list goes with the papers")
    return notes


# --- the list -------------------------------------------------------------------------


def prepared(meeting: Meeting, *, post: Post, now: datetime, forum: ForumClocks) -> dict[str, Any]:
    """The list of one meeting with its papers, its clocks and what is still to do."""
    today = timezone.localdate(now)
    slots = list_queries.slots_on(meeting, post=post, today=today)
    members = room.standing(meeting)
    papers = list_queries.papers_of(slots)
    lines = running.visible_lines(meeting, slots)
    clocks, waiting = forum.of(meeting), []
    if meeting.state == Meeting.State.PLANNED:
        waiting = list_queries.waiting_to_be_listed(meeting.series, now=now, clocks=forum)
    named = exist_for(post, {one.case.pk for one in waiting}, today=today)
    return {
        "slots": [slot_line(line, papers[line.slot.pk], now) for line in lines if line.slot],
        "cases": [one.case for one in (*slots, *waiting)],
        "total": _total(slots, lines),
        "ages": _ages(slots),
        "waiting": [one for one in waiting if one.case.pk in named],
        "clocks": clocks,
        "clock_words": clock_words(
            clocks, policy.label(meeting.series.case.authority_id, "assessment")
        ),
        "governs": governs(meeting, clocks, now),
        "too_late": too_late(meeting, post=post, now=now, forum=forum),
        "todo": to_do.todo(meeting, slots, papers, members),
        "updates_awaited": any(to_do.update_waits(papers[slot.pk]) for slot in slots),
        "not_in_line": room.not_in_line(meeting, members),
        "late_clauses": _late_clauses(meeting),
        "sent": {what: getattr(meeting, f"{what}_sent_at") for what in ("list", "papers")},
    }


def _total(slots: list[Slot], lines: list[agenda.Line]) -> str:
    """“Nine children, 2 hours 5 minutes with a break”."""
    if not slots:
        return "Nobody on the list yet"
    minutes = int((lines[-1].ends_at - lines[0].starts_at).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} {'hour' if hours == 1 else 'hours'}"] if hours else []
    parts += [f"{rest} minutes"] if rest else []
    text = f"{words.sentence(words.counted(len(slots), 'child', 'children'))}, {' '.join(parts)}"
    return text + (" with a break" if any(line.slot is None for line in lines) else "")


def _ages(slots: list[Slot]) -> str:
    """How the planned minutes are shared between under-18s and over-18s, where both are there."""
    grown = [slot for slot in slots if agenda.is_adult(slot)]
    if not grown:
        return ""
    young = [slot for slot in slots if slot not in grown]
    shares = [
        f"{len(part)} {name}, {sum(slot.planned_minutes for slot in part)} minutes"
        for part, name in ((young, "under 18"), (grown, "of 18 and over"))
    ]
    return "; ".join(shares)


# --- the clocks -----------------------------------------------------------------------


# --- came too late --------------------------------------------------------------------


def too_late(
    meeting: Meeting, *, post: Post, now: datetime, forum: ForumClocks
) -> list[dict[str, Any]]:
    """What came after the papers of the meeting before closed, and where it went."""
    before = (
        meeting.series.meetings.exclude(state=Meeting.State.CANCELLED)
        .filter(starts_at__lt=meeting.starts_at)
        .select_related("series__case")
        .order_by("-starts_at")
        .first()
    )
    if before is None:
        return []
    slots, papers = list_queries.came_too_late(before, forum), list_queries.late_papers(before)
    cases = {slot.case_id for slot in slots} | {paper.slot.case_id for paper in papers}
    named = exist_for(post, cases, today=timezone.localdate(now))
    found = [
        {
            "href": reverse("meetings:slot", args=[slot.meeting.reference, slot.position]),
            "text": f"{slot.case.child}, referral",
            "small": f"Received {_moment(slot.referral.received_at)}. "
            f"Put on {words.day(slot.meeting.starts_at)}",
            "state": {"kind": "next", "text": "Moved"},
        }
        for slot in slots
        if slot.case_id in named
    ]
    found += [
        {
            "text": f"{paper.slot.case.child}, {paper.label.lower()}",
            "small": f"Received {_moment(paper.received_at)}. "
            "Given to the chair as spoken information, not as a paper",
            "state": {"kind": "decide", "text": "Chair informed"},
        }
        for paper in papers
        if paper.slot.case_id in named
    ]
    return [{"sign": "doc"} | one for one in found]


def _late_clauses(meeting: Meeting) -> list[str]:
    """The clause by which what is late waits for the next meeting."""
    pack = policy.pack_for(meeting.series.case.authority_id)
    return [
        clause
        for duty in pack.duties
        if getattr(getattr(duty.clock, "each", None), "kind", "") == "discussion.listed"
        and hasattr(duty.clock, "at_least")
        for clause in duty.clauses
    ]


def _moment(value: datetime) -> str:
    return f"{words.day(value)} {words.time_of_day(value)}"
