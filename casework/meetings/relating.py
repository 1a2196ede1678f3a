"""What a meeting opens to those who come to it, and how it is closed again.

A place at the table, an invitation for one child, being there, sitting in the chair: each is
a fact of the meeting, and each becomes relations in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from casework.access import commands as access
from casework.access.models import Grant
from casework.agencies.models import Post
from casework.meetings.models import Invitation, Meeting, Series, Slot
from casework.subjects.models import Case

GUESTS = ("invited", "present")
"""What ends at once with the meeting, or when the child leaves its list."""
AT_THE_TABLE = ("forum_member", "minute_taker")


def has_place(meeting: Meeting, post: Post) -> bool:
    """Whether somebody holds a standing place at the table on the day of the meeting."""
    places = meeting.series.memberships.filter(post=post)
    return any(one.is_on(_day(meeting)) for one in places)


def put_on_list(slot: Slot, by: Post, now: datetime) -> None:
    """A child is on the list: open their record to those who come for the whole meeting."""
    meeting = slot.meeting
    day = _day(meeting)
    members = {one.post_id for one in meeting.series.memberships.all() if one.is_on(day)}
    opened = [
        _relation(slot.case, meeting, invitation.post, relation, now, ends_on)
        for invitation in meeting.invitations.filter(slot=None).select_related("post")
        for relation, ends_on in _as_what(invitation, slot.case, members)
    ]
    access.relate_all(relations=opened, by=by, now=now)


def _as_what(
    invitation: Invitation, case: Case, members: set[int]
) -> list[tuple[str, date | None]]:
    """As what somebody who comes sees the children, and until when; nothing for most guests."""
    meeting, post = invitation.meeting, invitation.post_id
    if post in members:
        return [(_seat(invitation), None)]
    if post == meeting.chair_id:
        return [("chair", _last_day_for_the_chair(meeting, case))]
    if post == meeting.note_taker_id:
        return [("minute_taker", _last_day_for_the_chair(meeting, case))]
    if invitation.presence == Invitation.Presence.HERE:
        return [("present", _day(meeting))]
    return []


def take_place(invitation: Invitation, by: Post, now: datetime) -> None:
    """Somebody has a place at the table from now on: children listed before are opened too."""
    meeting = invitation.meeting
    if has_place(meeting, invitation.post):
        for case in _cases(meeting):
            _open(case, meeting, invitation.post, _seat(invitation), by, now)


def invite(slot: Slot, post: Post, by: Post, now: datetime) -> None:
    """Somebody is asked to come for one child: open that record until the day is over."""
    _open(slot.case, slot.meeting, post, "invited", by, now, _day(slot.meeting))


def sits(meeting: Meeting, post: Post, relation: str, by: Post, now: datetime) -> None:
    """Somebody without a place chairs (`chair`) or keeps the papers (`minute_taker`).

    The meeting itself is opened too, and all of it for as long as records are: what was
    agreed is written down after the day.
    """
    if has_place(meeting, post):
        return
    for case in (meeting.series.case, *_cases(meeting)):
        _open_for_the_chair(case, meeting, post, relation, by, now)


def presence_changed(invitation: Invitation, by: Post, now: datetime) -> None:
    """Somebody came or left: who has no place sees the children of the list while they are here.

    Who was invited for one child keeps what the invitation opened until the meeting ends.
    """
    meeting, post = invitation.meeting, invitation.post
    if invitation.slot_id is not None or meeting.state != Meeting.State.OPEN:
        return
    if invitation.presence != Invitation.Presence.HERE:
        _close(_of_meeting(meeting, now).filter(post=post, relation="present"), by, now)
    elif not has_place(meeting, post) and post.pk not in {meeting.chair_id, meeting.note_taker_id}:
        for case in _cases(meeting):
            _open(case, meeting, post, "present", by, now, _day(meeting))


def close_to_guests(meeting: Meeting, by: Post, now: datetime, case: Case | None = None) -> None:
    """What was opened for the meeting itself is closed at once.

    `case` for one child only, who leaves the list; else for all of them, as it ends.
    """
    guests = _of_meeting(meeting, now).filter(relation__in=GUESTS)
    _close(guests.filter(case=case) if case else guests, by, now)


def keep_guests(meeting: Meeting, by: Post, now: datetime) -> None:
    """What was opened until the day of the meeting is open until its new day."""
    for grant in Grant.objects.filter(source=_source(meeting), relation="invited"):
        access.end_relation(grant=grant, ends_on=_day(meeting), by=by, now=now)


def leave_table(series: Series, post: Post, ends_on: date, by: Post, now: datetime) -> None:
    """Somebody gives up their place: what it opened, forum and children, ends with that day."""
    sources = [_source(one) for one in series.meetings.only("pk")]
    held = Grant.objects.on(ends_on).filter(post=post)
    of_children = held.filter(relation__in=AT_THE_TABLE, source__in=sources)
    for grant in [*of_children, *held.filter(case=series.case)]:
        access.end_relation(grant=grant, ends_on=ends_on, by=by, now=now)


def _open(
    case: Case, meeting: Meeting, post: Post, relation: str, by: Post, now: datetime,
    ends_on: date | None = None,
) -> None:  # fmt: skip
    new = _relation(case, meeting, post, relation, now, ends_on)
    access.relate_all(relations=[new], by=by, now=now)


def _relation(
    case: Case, meeting: Meeting, post: Post, relation: str, now: datetime, ends_on: date | None
) -> access.Relation:
    return access.Relation(
        post=post, case=case, relation=relation, starts_on=timezone.localdate(now),
        ends_on=ends_on, source=_source(meeting),
    )  # fmt: skip


def _open_for_the_chair(
    case: Case, meeting: Meeting, post: Post, relation: str, by: Post, now: datetime
) -> None:
    _open(case, meeting, post, relation, by, now, _last_day_for_the_chair(meeting, case))


def _last_day_for_the_chair(meeting: Meeting, case: Case) -> date:
    """What was agreed is written down after the day: as long as the authority says."""
    return _day(meeting) + timedelta(days=case.authority.records_open_days)


def _close(grants, by: Post, now: datetime) -> None:
    for grant in grants:
        access.revoke(grant=grant, by=by, now=now)


def _of_meeting(meeting: Meeting, now: datetime):
    return Grant.objects.on(timezone.localdate(now)).filter(source=_source(meeting))


def _cases(meeting: Meeting) -> list[Case]:
    slots = meeting.slots.exclude(state__in=Slot.OFF)
    return [slot.case for slot in slots.select_related("case__authority")]


def _seat(invitation: Invitation) -> str:
    """The confidential part is for the core members, not for who takes the notes."""
    return "minute_taker" if invitation.place == "admin" else "forum_member"


def _source(meeting: Meeting) -> str:
    return f"meeting:{meeting.pk}"


def _day(meeting: Meeting) -> date:
    return timezone.localdate(meeting.starts_at)
