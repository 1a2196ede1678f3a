"""What is left after a discussion: the invitation to the review, entries in other systems."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from casework.access.queries import holder
from casework.agencies.models import Post
from casework.chronology import commands as chronology
from casework.chronology.commands import NewFact
from casework.chronology.models import Fact, Obligation
from casework.concerns.commands import LEAD_PROFESSIONAL
from casework.config.postgresql.acting import command
from casework.documents.shapes import Invitation as CalendarEntry
from casework.meetings.models import Circulation, Meeting, Slot
from casework.meetings.record_commands import held
from casework.meetings.record_sources import Known
from casework.meetings.record_tasks import done_by
from casework.meetings.sending_queries import NO_ADDRESS
from casework.notices import commands as notices
from casework.notices.models import Notice


class CannotInvite(ValueError):
    """No invitation can be sent; the message says why."""


@command
def send_review_invitation(*, slot: Slot, by: Post, now: datetime) -> Circulation:
    """Send the lead professional a calendar entry for the next review.

    It names no child. Sent already for that moment, the earlier row is given; a review
    that moved is sent again and moves the entry.
    """
    slot = held(slot)
    review = Known(slot, now).decided("review.scheduled")
    if review is None:
        raise CannotInvite("No next review was fixed at this meeting")
    lead = holder(slot.case, LEAD_PROFESSIONAL, today=timezone.localdate(now))
    if lead is None:
        raise CannotInvite("Nobody is lead professional. Name one on the child’s record first")
    earlier = list(slot.circulations.filter(what=Circulation.What.INVITATION, post=lead))
    entry = _entry(slot, review, sequence=len([one for one in earlier if one.sent_at]))
    same = _sent_before(earlier, entry)
    return same or _send(slot, lead, entry, review, by, now)


def _entry(slot: Slot, review: Fact, *, sequence: int) -> CalendarEntry:
    starts_at, reference = _moment(slot, review)
    return CalendarEntry(
        uid=f"review-{slot.pk}@holdfast",
        sequence=sequence,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=slot.planned_minutes),
        reference=reference,
    )


def _moment(slot: Slot, review: Fact) -> tuple[datetime, str]:
    """When the review begins: with the planned meeting, or at the forum's hour of that day."""
    planned = Meeting.objects.filter(reference=review.data.get("meeting", "")).first()
    if planned:
        return planned.starts_at, planned.reference
    day = date.fromisoformat(review.data["due"])
    at = timezone.make_aware(datetime.combine(day, slot.meeting.series.starts_at))
    return at, slot.case.reference


def _sent_before(earlier: list[Circulation], entry: CalendarEntry) -> Circulation | None:
    sent = Notice.objects.in_bulk([one.notice for one in earlier if one.notice])
    for row in reversed(earlier):
        notice = sent.get(row.notice)
        if notice and notice.invitation:
            same = datetime.fromisoformat(notice.invitation["starts_at"]) == entry.starts_at
            return row if same else None
    return None


def _send(
    slot: Slot, lead: Post, entry: CalendarEntry, review: Fact, by: Post, now: datetime
) -> Circulation:
    notice = None
    if lead.email:
        notice = notices.send(
            to=lead.email,
            kind="date_moved" if entry.sequence else "date",
            link=reverse("meetings:of_child", args=[slot.case.reference]),
            post=lead.pk,
            invitation=entry,
            now=now,
        )
        _record_invited(slot, review, by, now)
    return Circulation.objects.create(
        meeting=slot.meeting,
        slot=slot,
        what=Circulation.What.INVITATION,
        post=lead,
        recipient=lead.holder,
        ground="Lead professional",
        not_sent_because="" if notice else NO_ADDRESS,
        sent_at=now if notice else None,
        sent_by=by,
        notice=notice.id if notice else None,
    )


def _record_invited(slot: Slot, review: Fact, by: Post, now: datetime) -> None:
    """The invitation also tells the date, where nobody had told it yet."""
    told = Fact.objects.standing().filter(
        case=slot.case, kind="lead.informed", data__of="review_date", at__gte=review.at
    )
    meeting = {"meeting": review.data["meeting"]} if review.data.get("meeting") else {}
    facts = [_fact(slot, "invitation.sent", now, {"to": LEAD_PROFESSIONAL} | meeting)]
    if not told.exists():
        facts.append(_fact(slot, "lead.informed", now, {"of": "review_date"}))
    chronology.record_many(facts=facts, by=by, now=now)


def _fact(slot: Slot, kind: str, at: datetime, data: dict[str, str]) -> NewFact:
    return NewFact(case=slot.case, kind=kind, at=at, data=data)


def mark_entered(*, slot: Slot, obligation: Obligation, by: Post, now: datetime) -> None:
    """Note that something was entered in the agency's own record system."""
    selector = done_by(slot.case.authority_id, obligation.duty)
    chronology.record(
        case=slot.case,
        kind=selector.kind,
        at=now,
        data={one.field: one.one_of[0] for one in selector.where} | {"agency": by.agency.kind},
        by=by,
        now=now,
    )
