"""The dates of a forum: planned from its rhythm, moved off bank holidays, called off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from casework.access import commands as access
from casework.access.models import Grant
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.config.postgresql.acting import command
from casework.meetings import list_commands, list_queries, relating
from casework.meetings.models import Invitation, Meeting, Membership, Preparation, Series, Slot
from casework.subjects.models import Case
from casework.web import words

WEEK = timedelta(weeks=1)


class CannotMove(ValueError):
    """The meeting cannot be moved or called off; the message says why."""


@command
def convene_series(
    *,
    case: Case,
    kind: str,
    name: str,
    weekday: int,
    starts_at: time,
    by: Post,
    now: datetime,
    place: str = "",
    other_weekday: int | None = None,
) -> Series:
    """Set up a forum that meets every week; `weekday` 0 is Monday."""
    series = Series.objects.create(
        case=case,
        kind=kind,
        name=name,
        weekday=weekday,
        starts_at=starts_at,
        place=place,
        other_weekday=other_weekday,
    )
    audit.write(by=by, action="forum convened", case=case, now=now)
    return series


@command
def add_member(
    *, series: Series, post: Post, place: str, starts_on: date, by: Post, now: datetime
) -> Membership:
    """Give somebody a standing place at the table; planned meetings invite them too."""
    member, made = Membership.objects.get_or_create(
        series=series, post=post, place=place, defaults={"starts_on": starts_on}
    )
    if made:
        for meeting in series.meetings.filter(state=Meeting.State.PLANNED, starts_at__gte=now):
            relating.take_place(_invite(meeting, member), by, now)
        detail = {"post": post.pk, "place": place}
        audit.write(by=by, action="member added", case=series.case, now=now, detail=detail)
    return member


@command
def end_membership(*, member: Membership, ends_on: date, by: Post, now: datetime) -> None:
    """Somebody gives up their place at the table; what it opened to them ends with that day."""
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
    relating.leave_table(member.series, member.post, ends_on, by, now)
    detail = {"post": member.post_id, "place": member.place}
    audit.write(by=by, action="member left", case=member.series.case, now=now, detail=detail)


@command
def name_in_terms(*, series: Series, post: Post, by: Post, now: datetime) -> None:
    """Name somebody in the terms of reference: they get each record that is sent from now on."""
    access.relate(
        post=post, case=series.case, relation="named_in_terms", source=f"series:{series.pk}",
        starts_on=timezone.localdate(now), by=by, now=now,
    )  # fmt: skip


@command
def strike_from_terms(*, grant: Grant, by: Post, now: datetime) -> None:
    """Strike somebody from the terms of reference; what they were sent keeps its own end."""
    access.revoke(grant=grant, by=by, now=now)


@command
def plan_meetings(*, series: Series, until: date, by: Post, now: datetime) -> list[Meeting]:
    """Put a meeting into every week up to a day that has none yet; returns the new ones.

    A day that is a bank holiday is moved to an earlier working day of the same week. A
    week without any working day before it stays without a meeting, and the gap shows.
    """
    series = Series.objects.select_for_update().get(pk=series.pk)
    taken = {_week(day) for day in _planned_days(series)}
    new = [
        _planned(series, own_day)
        for own_day in _own_days(series, timezone.localdate(now), until)
        if _week(own_day) not in taken and _day_for(series, own_day) is not None
    ]
    _record_scheduled(series, new, by, now)
    Meeting.objects.bulk_create(new)
    _invite_members(series, new)
    return new


@command
def move_meeting(
    *, meeting: Meeting, starts_at: datetime, because: str, by: Post, now: datetime
) -> None:
    """Move a planned meeting to another moment, with the reason; its clocks move with it."""
    meeting = Meeting.objects.select_for_update().select_related("series__case").get(pk=meeting.pk)
    _must_be_planned(meeting)
    if starts_at <= now:
        raise CannotMove("Enter a day that has not passed")
    if (
        meeting.series.meetings.filter(starts_at=starts_at)
        .exclude(state=Meeting.State.CANCELLED)
        .exclude(pk=meeting.pk)
        .exists()
    ):
        raise CannotMove("There is a meeting at that time already. Choose another day or time")
    meeting.moved_from = meeting.moved_from or timezone.localdate(meeting.starts_at)
    meeting.moved_because, meeting.starts_at = because, starts_at
    meeting.save(update_fields=["moved_from", "moved_because", "starts_at"])
    relating.keep_guests(meeting, by, now)
    chronology.record(
        case=meeting.series.case,
        kind="meeting.moved",
        at=now,
        data={"meeting": meeting.reference, "starts_at": _stamp(starts_at)},
        note=because,
        by=by,
        now=now,
    )


@command
def cancel_meeting(*, meeting: Meeting, because: str, by: Post, now: datetime) -> None:
    """Call a planned meeting off; children on its list go to the next one, with the reason."""
    meeting = Meeting.objects.select_for_update().select_related("series__case").get(pk=meeting.pk)
    _must_be_planned(meeting)
    listed = list(meeting.slots.filter(state=Slot.State.LISTED))
    if listed and list_queries.next_meeting(meeting) is None:
        raise CannotMove("There is no later meeting for the children on the list. Plan one first")
    day = timezone.localdate(meeting.starts_at)
    for slot in listed:
        why = f"The meeting of {day.day} {day:%B} was called off: {because}"
        list_commands.roll_over(slot=slot, because=why, by=by, now=now)
    meeting.state, meeting.cancelled_because = Meeting.State.CANCELLED, because
    meeting.save(update_fields=["state", "cancelled_because"])
    chronology.record(
        case=meeting.series.case,
        kind="meeting.cancelled",
        at=now,
        data={"meeting": meeting.reference},
        note=because,
        by=by,
        now=now,
    )


@command
def prepare(*, meeting: Meeting, step: str, by: Post, now: datetime, note: str = "") -> None:
    """Tick off one thing to do before a meeting."""
    Preparation.objects.update_or_create(
        meeting=meeting, step=step, defaults={"done_at": now, "done_by": by, "note": note}
    )
    detail = {"meeting": meeting.reference, "step": step}
    audit.write(by=by, action="meeting prepared", case=meeting.series.case, now=now, detail=detail)


def arrange_place(*, meeting: Meeting, place: str, joining: str, by: Post, now: datetime) -> None:
    """Say where a meeting takes place and how one joins from elsewhere."""
    with transaction.atomic():
        meeting.place, meeting.joining = place, joining
        meeting.save(update_fields=["place", "joining"])
        prepare(meeting=meeting, step=Preparation.Step.ROOM, by=by, now=now)


def _must_be_planned(meeting: Meeting) -> None:
    if meeting.state != Meeting.State.PLANNED:
        raise CannotMove("Only a meeting that has not begun can be moved or called off")


def _planned_days(series: Series) -> Iterator[date]:
    for meeting in series.meetings.all():
        yield meeting.moved_from or timezone.localdate(meeting.starts_at)


def _own_days(series: Series, first: date, until: date) -> Iterator[date]:
    """The weekday of the series in every week from a day on."""
    day = first + timedelta((series.weekday - first.weekday()) % 7)
    while day <= until:
        yield day
        day += WEEK


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _day_for(series: Series, own_day: date) -> date | None:
    """The day itself, or the earlier working day on which the forum meets instead."""
    calendar = policy.calendar_for(policy.pack_for(series.case.authority_id))
    if calendar.is_working(own_day):
        return own_day
    monday = own_day - timedelta(own_day.weekday())
    earlier = [monday + timedelta(n) for n in range(own_day.weekday())]
    open_days = [day for day in earlier if calendar.is_working(day)]
    chosen = [day for day in open_days if day.weekday() == series.other_weekday]
    return next(iter(chosen or open_days[-1:]), None)


def _planned(series: Series, own_day: date) -> Meeting:
    day = _day_for(series, own_day)
    moved = day != own_day
    return Meeting(
        series=series,
        starts_at=timezone.make_aware(datetime.combine(day, series.starts_at)),
        moved_from=own_day if moved else None,
        moved_because=_holiday(series, own_day) if moved else "",
        place=series.place,
    )


def members_on(series: Series, day: date) -> list[Membership]:
    """Who holds a place at the table on a day."""
    return [one for one in series.memberships.select_related("post") if one.is_on(day)]


def _invite_members(series: Series, meetings: list[Meeting]) -> None:
    """Ask to each new meeting who has a place on its day; two places of one person are one."""
    members = list(series.memberships.all())
    Invitation.objects.bulk_create(
        Invitation(meeting=meeting, post_id=post, place=place)
        for meeting in meetings
        for post, place in _places_on(members, timezone.localdate(meeting.starts_at)).items()
    )


def _places_on(members: list[Membership], day: date) -> dict[int, str]:
    places: dict[int, str] = {}
    for member in members:
        if member.is_on(day):
            places.setdefault(member.post_id, member.place)
    return places


def _invite(meeting: Meeting, member: Membership) -> Invitation:
    invitation, _ = Invitation.objects.get_or_create(
        meeting=meeting, slot=None, post=member.post, defaults={"place": member.place}
    )
    return invitation


def _holiday(series: Series, day: date) -> str:
    calendar = policy.calendar_for(policy.pack_for(series.case.authority_id))
    holiday = calendar.holidays.get(day)
    what = holiday.name if holiday and not holiday.substitute else "a bank holiday"
    return f"{words.day(day)} is {what}" if holiday else f"{words.day(day)} is not a working day"


def _record_scheduled(series: Series, meetings: list[Meeting], by: Post, now: datetime) -> None:
    facts = chronology.record_many(
        facts=[
            chronology.NewFact(
                case=series.case,
                kind="meeting.scheduled",
                at=now,
                data={
                    "meeting": meeting.reference,
                    "starts_at": _stamp(meeting.starts_at),
                    "kind": series.kind,
                },
            )
            for meeting in meetings
        ],
        by=by,
        now=now,
    )
    for meeting, fact in zip(meetings, facts, strict=True):
        meeting.scheduled_by = fact


def _stamp(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat()
