"""Who gets the list and the papers of a meeting, of which children, and on which ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.access.queries import closed_to
from casework.agencies.models import Post
from casework.meetings import agenda
from casework.meetings.list_queries import with_guests
from casework.meetings.models import Circulation, Meeting, Slot

if TYPE_CHECKING:
    from pathways.definitions import Member

NO_ACCOUNT = "has no account here, so a link would open nothing; give it by the agency’s own way"
HAS_ALL = "has the whole list as a member of the meeting"
CLOSED = "the child’s record is closed to this person"
NO_ADDRESS = "no e-mail address is known"


@dataclass(frozen=True, slots=True)
class Copy:
    """What one recipient gets: everything, or (`slot`) one child's entry only."""

    recipient: str
    ground: str
    clauses: tuple[str, ...] = ()
    post: Post | None = None
    slot: Slot | None = None
    not_sent_because: str = ""
    holder_place: str = ""
    covered: bool = False
    """True where the recipient has every child's entry already, as a member."""


def copies_of(meeting: Meeting, what: str, *, now: datetime) -> list[Copy]:
    """Everybody who is to have the list, or the papers, once each."""
    slots = _slots(meeting)
    found = list(_whole(meeting, what))
    whole = {copy.post.pk for copy in found if copy.post}
    named = _posts_of_places(meeting, what, now)
    for slot in slots:
        found += [
            replace(copy, not_sent_because=HAS_ALL, covered=True)
            if copy.post and copy.post.pk in whole
            else copy
            for copy in _of_child(meeting, slot, what, named)
        ]
    barred = closed_to([slot.case_id for slot in slots], today=timezone.localdate(now))
    return [
        replace(copy, not_sent_because=CLOSED)
        if copy.post and copy.slot and (copy.slot.case_id, copy.post.account_id) in barred
        else copy
        for copy in found
    ]


def recipients(meeting: Meeting, what: str) -> tuple[Member, ...]:
    """The recipients that the procedure names."""
    kind = agenda.kind_of(meeting.series)
    return kind.list_recipients if what == Circulation.What.LIST else kind.papers_recipients


def without_general_practitioner(meeting: Meeting, what: str, slots: list[Slot]) -> list[Slot]:
    """The children whose GP should have their entry, and is not known."""
    named = [one for one in recipients(meeting, what) if one.own_item_only and one.role == "gp"]
    return [slot for slot in slots for _ in named if not slot.case.child.gp_name]


def _slots(meeting: Meeting) -> list[Slot]:
    slots = meeting.slots.exclude(state__in=Slot.OFF).select_related("case__child")
    return list(slots.prefetch_related(with_guests()).order_by("position"))


def _whole(meeting: Meeting, what: str) -> Iterator[Copy]:
    """The core members: every child on the list."""
    named = [one for one in recipients(meeting, what) if not one.own_item_only]
    clauses = tuple(clause for one in named for clause in one.clauses)
    invitations = meeting.invitations.filter(slot=None).select_related("post__agency")
    for invitation in invitations:
        yield _to(invitation.post, "Member of this meeting", clauses, place=invitation.place)


def _posts_of_places(meeting: Meeting, what: str, now: datetime) -> dict[str, Post | None]:
    """Who fills each place that gets single entries, looked up once for all children."""
    today = timezone.localdate(now)
    return {
        one.id: agenda.post_for(meeting.series, one, today)
        for one in recipients(meeting, what)
        if one.own_item_only and one.role != "gp"
    }


def _of_child(
    meeting: Meeting, slot: Slot, what: str, named: dict[str, Post | None]
) -> Iterator[Copy]:
    """Those who get one child's entry: the guests of the slot, and health's recipients."""
    seen: set[int] = set()
    for invitation in slot.invitations.all():
        seen.add(invitation.post_id)
        yield _to(invitation.post, "Asked to come for this child", (), slot, invitation.place)
    for member in recipients(meeting, what):
        if member.own_item_only:
            copy = _named(slot, member, named.get(member.id))
            if copy.post is None or copy.post.pk not in seen:
                yield copy


def _named(slot: Slot, member: Member, post: Post | None) -> Copy:
    ground = f"{member.label[:1].upper()}{member.label[1:]}"
    if member.role == "gp":
        return _general_practitioner(slot, ground, member.clauses)
    if post is None:
        why = "nobody holds this place yet"
        return Copy(ground, ground, member.clauses, None, slot, why, member.id)
    return _to(post, ground, member.clauses, slot, member.id)


def _general_practitioner(slot: Slot, ground: str, clauses: tuple[str, ...]) -> Copy:
    name = slot.case.child.gp_name
    if not name:
        return Copy("GP not known", ground, clauses, None, slot, "the GP is not known", "gp")
    return Copy(name, ground, clauses, None, slot, NO_ACCOUNT, "gp")


def _to(
    post: Post, ground: str, clauses: tuple[str, ...], slot: Slot | None = None, place: str = ""
) -> Copy:
    why = (NO_ACCOUNT if not post.account_id else "") if post.email else NO_ADDRESS
    return Copy(post.holder, ground, clauses, post, slot, why, place)


def sent_before(meeting: Meeting, what: str) -> list[Circulation]:
    """What was sent already, and to whom."""
    rows = meeting.circulations.filter(what=what)
    return list(rows.select_related("post", "slot__case__child", "sent_by").order_by("pk"))
