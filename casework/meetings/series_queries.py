"""The dates of a forum as a table: clocks, children, papers, and gaps longer than the rhythm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from casework.agencies.models import Post
from casework.chronology import policy
from casework.meetings import agenda, list_queries
from casework.meetings.clocks import Clocks, ForumClocks, duties_met_by
from casework.meetings.models import Meeting, Series, Slot

UNITS = {"days": 1, "weeks": 7}
UNWRITTEN = Q(slots__state=Slot.State.DISCUSSED, slots__records__isnull=True)
"""Discussions without notes."""
EARLIER, LATER = timedelta(days=8), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DateRow:
    """One meeting in the table of dates."""

    meeting: Meeting
    day: date
    children: int
    papers_in: int
    clocks: Clocks
    gap_days: int | None = None
    gap_clauses: tuple[str, ...] = ()
    hold_one_by: date | None = None
    list_holiday: str = ""


def forums_of(post: Post, *, today: date) -> list[Series]:
    """The forums that exist for a post, its own area's first."""
    found = Series.objects.visible_to(post, today=today).select_related("case__area")
    return sorted(found, key=lambda one: (one.case.area_id != post.area_id, one.name))


def invited_slots(post: Post, *, now: datetime) -> list[Slot]:
    """The children for whom somebody is asked to come, from today on."""
    today = timezone.localdate(now)
    slots = Slot.objects.visible_to(post, today=today).filter(
        invitations__post=post, meeting__starts_at__date__gte=today, state__in=Slot.TO_COME
    )
    related = slots.select_related("case__child", "meeting__series")
    return list(related.order_by("meeting__starts_at", "position"))


def dates_of(
    series: Series, *, now: datetime, clocks: ForumClocks, earlier: bool = False
) -> list[DateRow]:
    """The meetings around now, the last one first; with `earlier`, those of a year before."""
    since = now - (timedelta(days=366) if earlier else EARLIER)
    until = now if earlier else now + LATER
    meetings = list(
        series.meetings.exclude(state=Meeting.State.CANCELLED)
        .filter(starts_at__gte=since - timedelta(days=14), starts_at__lte=until)
        .select_related("series__case")
        .annotate(
            children=Count("slots", filter=~Q(slots__state__in=Slot.OFF), distinct=True),
            unwritten=Count("slots", filter=UNWRITTEN, distinct=True),
        )
        .order_by("starts_at")
    )
    papers = _papers_in(meetings)
    rows, before = [], None
    for meeting in meetings:
        if meeting.starts_at >= since:
            row = _row(series, meeting, before, clocks.of(meeting))
            rows.append(replace(row, papers_in=papers.get(meeting.pk, 0)))
        before = meeting
    return rows


def _row(series: Series, meeting: Meeting, before: Meeting | None, clocks: Clocks) -> DateRow:
    day = timezone.localdate(meeting.starts_at)
    gap, by = _gap(series, meeting, before)
    return DateRow(
        meeting=meeting,
        day=day,
        children=meeting.children,
        papers_in=0,
        clocks=clocks,
        gap_days=gap,
        gap_clauses=rhythm_clauses(series) if gap else (),
        hold_one_by=by,
        list_holiday=_holiday(series, clocks),
    )


def _gap(
    series: Series, meeting: Meeting, before: Meeting | None
) -> tuple[int | None, date | None]:
    """Days since the meeting before, where they are more than the rhythm allows."""
    rhythm = agenda.kind_of(series).rhythm
    if before is None or rhythm is None or rhythm.unit not in UNITS:
        return None, None
    allowed = rhythm.amount * UNITS[rhythm.unit]
    last, day = timezone.localdate(before.starts_at), timezone.localdate(meeting.starts_at)
    gap = (day - last).days
    return (gap, last + timedelta(days=allowed)) if gap > allowed else (None, None)


def rhythm_clauses(series: Series) -> tuple[str, ...]:
    """The clause that says how often the forum meets."""
    held = duties_met_by(series.case.authority_id, "meeting.held")
    duties = policy.pack_for(series.case.authority_id).duties
    return next((duty.clauses for duty in duties if duty.id in held), ())


def _papers_in(meetings: list[Meeting]) -> dict[int, int]:
    """For how many children of each meeting the Risk Assessment Tool is there."""
    on = Slot.objects.filter(meeting__in=meetings).exclude(state__in=Slot.OFF)
    slots = list(on.prefetch_related("papers"))
    papers = list_queries.papers_of(slots)
    found: dict[int, int] = {}
    for slot in slots:
        tool = papers[slot.pk].get("risk_assessment_tool")
        if tool and tool.state in {"in", "late"}:
            found[slot.meeting_id] = found.get(slot.meeting_id, 0) + 1
    return found


def _holiday(series: Series, clocks: Clocks) -> str:
    """Whether the list would have to go out on a day when nobody works."""
    if not clocks.list or not clocks.list.due_at:
        return ""
    calendar = policy.calendar_for(policy.pack_for(series.case.authority_id))
    day = timezone.localdate(clocks.list.due_at)
    if day in calendar.holidays:
        return "a bank holiday"
    return "" if calendar.is_working(day) else "a weekend"


def meeting_to_prepare(series: Series, *, now: datetime) -> Meeting | None:
    """The next meeting that has not begun."""
    return next(iter(list_queries.to_come(series, now=now)), None)


def last_meeting(series: Series, *, now: datetime) -> Meeting | None:
    """The meeting that was held last, or is being held."""
    held = series.meetings.filter(state__in=[Meeting.State.HELD, Meeting.State.OPEN])
    return held.select_related("series__case").order_by("-starts_at").first()
