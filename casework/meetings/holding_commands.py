"""Hold a meeting: begin, who is here, end; also afterwards, as it really was."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.config.postgresql.acting import command
from casework.meetings import list_commands, list_queries, relating, room
from casework.meetings.models import Invitation, Meeting, Slot
from casework.subjects.queries import exist_for


class CannotHold(ValueError):
    """The meeting cannot begin or end like this; the message says what to do."""


@command
def start_meeting(
    *,
    meeting: Meeting,
    chair: Post,
    by: Post,
    now: datetime,
    chair_reason: str = "",
    held_as: str = Meeting.Held.FACE_TO_FACE,
    held_as_agreed: bool = False,
    note_taker: Post | None = None,
    began_at: datetime | None = None,
) -> Meeting:
    """Begin a meeting, or say afterwards how it was held (`began_at` in the past).

    Somebody else in the chair than the procedure names is recorded with the reason, and
    is shown as not in line; it is never refused.
    """
    meeting = Meeting.objects.select_for_update().select_related("series__case").get(pk=meeting.pk)
    if meeting.state not in {Meeting.State.PLANNED, Meeting.State.OPEN}:
        raise CannotHold("This meeting is over or was called off")
    if not room.may_chair(meeting.series, chair) and not chair_reason.strip():
        raise CannotHold(f"Enter why {chair.holder} was in the chair. {room.chair_rule(meeting)}")
    meeting.state, meeting.chair, meeting.chair_reason = Meeting.State.OPEN, chair, chair_reason
    meeting.held_as, meeting.held_as_agreed = held_as, held_as_agreed
    meeting.note_taker = note_taker
    meeting.began_at = meeting.began_at or began_at or now
    meeting.save()
    _be_here(meeting, chair, meeting.began_at)
    relating.sits(meeting, chair, "chair", by, now)
    if note_taker:
        _be_here(meeting, note_taker, meeting.began_at)
        relating.sits(meeting, note_taker, "minute_taker", by, now)
    _note("meeting begun", meeting, by, now, {"chair": chair.pk})
    return meeting


@command
def mark_presence(
    *, invitation: Invitation, presence: str, by: Post, now: datetime,
    at: datetime | None = None, represented_by: str = "",
) -> None:  # fmt: skip
    """Note that somebody is here, sent apologies, is not here, or has left."""
    moment = at or now
    if presence == Invitation.Presence.HERE:
        if invitation.presence != presence:
            invitation.here_from, invitation.here_until = moment, None
    elif presence == Invitation.Presence.LEFT:
        invitation.here_until = moment
    else:
        invitation.here_from = invitation.here_until = None
    invitation.presence, invitation.represented_by = presence, represented_by
    invitation.save()
    relating.presence_changed(invitation, by, now)
    detail = {"post": invitation.post_id, "presence": presence}
    _note("presence noted", invitation.meeting, by, now, detail)


@command
def add_attendee(
    *, meeting: Meeting, post: Post, place: str, by: Post, now: datetime,
    at: datetime | None = None,
) -> Invitation:  # fmt: skip
    """Add somebody who came without having been invited; they are here from this moment."""
    invitation, _ = Invitation.objects.get_or_create(
        meeting=meeting, slot=None, post=post, defaults={"place": place}
    )
    mark_presence(invitation=invitation, presence=Invitation.Presence.HERE, at=at, by=by, now=now)
    return invitation


@command
def end_meeting(
    *, meeting: Meeting, by: Post, now: datetime, reason: str = "",
    ended_at: datetime | None = None,
) -> Meeting:  # fmt: skip
    """End a meeting. Children who were not talked about need a reason and go to the next one."""
    meeting = Meeting.objects.select_for_update().select_related("series__case").get(pk=meeting.pk)
    if meeting.state != Meeting.State.OPEN:
        raise CannotHold("This meeting is not being held")
    _nobody_is_being_talked_about(meeting, by, now)
    left = list(meeting.slots.filter(state=Slot.State.LISTED))
    if left and not reason.strip():
        raise CannotHold("Enter why not every child on the list was talked about")
    _take_over(meeting, left, reason, by, now)
    meeting.state, meeting.ended_because = Meeting.State.HELD, reason
    meeting.ended_at = ended_at or now
    meeting.quorate = room.quorum(meeting).reached
    meeting.held_by = chronology.record(
        case=meeting.series.case,
        kind="meeting.held",
        at=meeting.began_at,
        data=_held(meeting),
        note=reason,
        by=by,
        now=now,
    )
    meeting.save()
    relating.close_to_guests(meeting, by, now)
    return meeting


def _nobody_is_being_talked_about(meeting: Meeting, by: Post, now: datetime) -> None:
    now_open = meeting.slots.filter(state=Slot.State.OPEN).select_related("case__child").first()
    if now_open:
        known = exist_for(by, [now_open.case_id], today=timezone.localdate(now))
        who = str(now_open.case.child) if known else "the child who is being talked about"
        raise CannotHold(f"Finish {who} first, or put the discussion off")


def _take_over(meeting: Meeting, left: list[Slot], reason: str, by: Post, now: datetime) -> None:
    """Put who was left over on the next list; without a later meeting they stay where they are."""
    if list_queries.next_meeting(meeting) is None:
        return
    day = timezone.localdate(meeting.starts_at)
    for slot in left:
        why = f"Not reached on {day.day} {day:%B}: {reason}"
        list_commands.roll_over(slot=slot, because=why, by=by, now=now)


def _held(meeting: Meeting) -> dict[str, object]:
    return {
        "meeting": meeting.reference,
        "forum": meeting.series.kind,
        "quorate": meeting.quorate,
        "chair_role": meeting.chair.role if meeting.chair else "",
        "agencies": room.agencies_here(meeting),
        **room.members_here(meeting),
        "held_as": meeting.held_as,
    }


def _be_here(meeting: Meeting, post: Post, moment: datetime) -> None:
    place = "chair" if meeting.chair_id == post.pk else "admin"
    invitation, _ = Invitation.objects.get_or_create(
        meeting=meeting, slot=None, post=post, defaults={"place": place}
    )
    if invitation.presence != Invitation.Presence.HERE:
        invitation.presence, invitation.here_from = Invitation.Presence.HERE, moment
        invitation.save(update_fields=["presence", "here_from"])


def _note(action: str, meeting: Meeting, by: Post, now: datetime, detail: dict) -> None:
    audit.write(
        by=by,
        action=action,
        case=meeting.series.case,
        now=now,
        detail={"meeting": meeting.reference} | detail,
    )
