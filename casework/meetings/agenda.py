"""What the procedure says of a meeting: minutes, papers, who is wanted, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.agencies.models import Post
from casework.chronology import policy
from casework.meetings.models import Meeting, Series, Slot
from casework.web import words

if TYPE_CHECKING:
    from pathways.definitions import MeetingKind, Member

PAPERS = [
    ("risk_assessment_tool", "Risk Assessment Tool"),
    ("update_and_plan", "Update and plan"),
    ("return_interview", "Return interview form"),
]
ADULT_AGE = 18
OUR_MINUTES = 30
"""For one child, where the procedure says nothing of it."""
BREAK_AFTER = 90
"""Minutes; a longer meeting has a break after half of its children."""


def kind_of(series: Series) -> MeetingKind:
    """The kind of meeting as the authority holds it."""
    return policy.meeting_kind(series.case.authority_id, series.kind)


def minutes_for(meeting: Meeting, kind: str) -> int:
    """Minutes for a kind of discussion; where the pack has none of its own, the usual ones.

    A procedure that sets none at all has ours.
    """
    minutes = kind_of(meeting.series).slots
    if kind in minutes:
        return minutes[kind]
    return minutes.get("exploitation") or max(minutes.values(), default=OUR_MINUTES)


def papers_for(slot: Slot) -> list[tuple[str, str]]:
    """Which papers the discussion of a child needs, the tool by the authority’s word for it."""
    tool = policy.label(slot.case.authority_id, "assessment")
    wanted = {"risk_assessment_tool", "update_and_plan"}
    if slot.kind == Slot.Kind.MISSING:
        wanted.add("return_interview")
    labels = dict(PAPERS) | {"risk_assessment_tool": tool}
    return [(kind, label) for kind, label in labels.items() if kind in wanted]


def age_at(slot: Slot) -> int | None:
    """The child's age on the day of the meeting."""
    return words.age(slot.case.child.born, timezone.localdate(slot.meeting.starts_at))


def is_adult(slot: Slot) -> bool:
    """Whether the young person is 18 or over on the day of the meeting."""
    age = age_at(slot)
    return age is not None and age >= ADULT_AGE


def adult_members(series: Series) -> list[Member]:
    """The places that the procedure wants filled when somebody of 18 or over is discussed."""
    return [one for one in kind_of(series).invitees if _asks_for_adults(one.when)]


def adult_services(slot: Slot) -> Iterator[tuple[str, Post]]:
    """Who fills those places, as far as they are known."""
    if not is_adult(slot):
        return
    today = timezone.localdate(slot.meeting.starts_at)
    for member in adult_members(slot.meeting.series):
        post = post_for(slot.meeting.series, member, today)
        if post:
            yield member.id, post


def missing_adult_services(slot: Slot) -> list[str]:
    """Adult-facing services that nobody speaks for, by name."""
    if not is_adult(slot):
        return []
    filled = {one.place for one in slot.invitations.all()}
    filled |= {one.place for one in slot.meeting.invitations.all() if one.slot_id is None}
    wanted = adult_members(slot.meeting.series)
    return [one.label for one in wanted if one.id not in filled and one.agency not in filled]


def post_for(series: Series, member: Member, today) -> Post | None:
    """The person who fills a place: by role, else by agency; of the area before others."""
    posts = Post.objects.live(today).filter(authority_id=series.case.authority_id)
    if member.role:
        posts = posts.filter(role=member.role)
    elif member.agency:
        posts = posts.filter(agency__kind=member.agency)
    own, other = None, None
    for post in posts.order_by("pk"):
        if post.area_id == series.case.area_id:
            own = own or post
        elif post.area_id is None:
            other = other or post
    return own or other


def manager_comes_too(slot: Slot) -> bool:
    """Whether the child is placed in another quadrant than the one that works with them.

    Then social worker and team manager both come to the meeting of the placement.
    """
    area = slot.meeting.series.case.area_id
    return bool(slot.speaker and slot.speaker.area_id and slot.speaker.area_id != area)


def _asks_for_adults(condition: Any) -> bool:
    if getattr(condition, "from_age", None) == ADULT_AGE:
        return True
    if "care_leaver" in (getattr(condition, "one_of", None) or ()):
        return True
    return any(_asks_for_adults(one) for one in getattr(condition, "of", ()))


def moment_of(slot: Slot, now: datetime) -> datetime:
    """When the discussion took place: now, or for a meeting written up later its own day."""
    began = slot.meeting.began_at or slot.meeting.starts_at
    if timezone.localdate(began) == timezone.localdate(now) or began > now:
        return now
    return slot.began_at or began


# --- the timetable --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A slot, or the break where `slot` is None, with the moment it begins and ends."""

    slot: Slot | None
    starts_at: datetime
    ends_at: datetime


def timetable(meeting: Meeting, slots: Iterable[Slot]) -> list[Line]:
    """When each slot begins: as it was where it has begun, worked out for the others."""
    slots = list(slots)
    pause_after = _break_after(slots)
    lines: list[Line] = []
    moment = meeting.began_at or meeting.starts_at
    for n, slot in enumerate(slots, 1):
        begins = slot.began_at or moment
        ends = slot.ended_at or begins + timedelta(minutes=slot.planned_minutes)
        lines.append(Line(slot, begins, ends))
        moment = ends
        if n == pause_after and not slots[n].began_at:
            moment = ends + timedelta(minutes=meeting.series.break_minutes)
            lines.append(Line(None, ends, moment))
    return lines


def _break_after(slots: list[Slot]) -> int:
    """After how many slots the break comes; 0 for a short meeting."""
    if sum(slot.planned_minutes for slot in slots) < BREAK_AFTER or len(slots) < 3:
        return 0
    return (len(slots) + 1) // 2
