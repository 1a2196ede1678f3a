"""What a sending shares, line by line of the sharing ledger: each child, each recipient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from casework.access.grants import RECORD
from casework.access.queries import closed_to
from casework.agencies.models import Post
from casework.meetings.models import Circulation, Meeting, Slot
from casework.meetings.record_copies import Copy as RecordCopy
from casework.meetings.sending_queries import CLOSED, Copy
from casework.sharing.commands import NewSharing
from casework.web import words

WHAT = {
    Circulation.What.LIST: "The child’s entry on the list of a meeting",
    Circulation.What.PAPERS: "The child’s papers for a meeting",
}
TO_PREPARE = "So that the meeting about the child can be prepared"
TO_SPEAK = "So that somebody can speak about the child at the meeting"
TO_ACT = "So that what the meeting agreed for the child is done"


def of_sending(
    meeting: Meeting, what: str, copies: Iterable[Copy], *, now: datetime
) -> Iterator[NewSharing]:
    """The list or the papers: who has the whole list has each child's entry, but for closed ones.

    What could not be sent shared nothing; a record that is closed to somebody is a decision.
    """
    slots = list(meeting.slots.exclude(state__in=Slot.OFF).select_related("case"))
    barred = closed_to([slot.case_id for slot in slots], today=timezone.localdate(now))
    for copy in copies:
        if copy.not_sent_because not in {"", CLOSED}:
            continue
        for slot in [copy.slot] if copy.slot else slots:
            closed = copy.post is not None and (slot.case_id, copy.post.account_id) in barred
            yield NewSharing(
                case=slot.case,
                what=WHAT[what],
                document=meeting.reference,
                recipient=copy.recipient,
                post=copy.post,
                purpose=TO_PREPARE,
                basis=_basis(copy.ground),
                clauses=copy.clauses,
                refused_because=words.sentence(CLOSED) if closed else "",
                source=_source(meeting),
            )


def of_record(slot: Slot, copies: Iterable[RecordCopy]) -> Iterator[NewSharing]:
    """The record of one child: whole, or only plan and actions."""
    for copy in copies:
        if copy.sent or copy.stopped or copy.not_sent_because not in {"", CLOSED}:
            continue
        yield NewSharing(
            case=slot.case,
            what="The meeting record" if copy.whole else "Plan and actions of the meeting record",
            document=slot.meeting.reference,
            recipient=copy.recipient,
            post=copy.post,
            purpose=TO_ACT,
            basis=_basis(copy.ground),
            clauses=copy.clauses,
            refused_because=words.sentence(copy.not_sent_because),
            source=_source(slot.meeting),
        )


def of_invitation(slot: Slot, post: Post, place: str) -> NewSharing:
    """Somebody is asked to come for one child, and sees that child until the day is over."""
    return NewSharing(
        case=slot.case,
        what="The record, as far as a guest for this child sees it",
        compartments=tuple(RECORD),
        document=slot.meeting.reference,
        recipient=post.holder,
        post=post,
        purpose=TO_SPEAK,
        basis=_basis(f"asked to come for this child ({place.replace('_', ' ')})"),
        until=timezone.localdate(slot.meeting.starts_at),
        source=_source(slot.meeting),
    )


def _basis(ground: str) -> str:
    return f"A recipient whom the procedure names: {words.within(ground)}"


def _source(meeting: Meeting) -> str:
    return f"meeting:{meeting.reference}"
