"""Send the list and the papers of a meeting: a link to each, and a row for each recipient."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.config.postgresql.acting import command
from casework.meetings import sharing_notes
from casework.meetings.models import Circulation, Meeting
from casework.meetings.sending_queries import Copy, copies_of
from casework.notices import commands as notices
from casework.sharing import commands as sharing

FACTS = {Circulation.What.LIST: "meeting.list_sent", Circulation.What.PAPERS: "meeting.papers_sent"}


class CannotSend(ValueError):
    """The list or the papers cannot be sent; the message says why."""


def send_list(*, meeting: Meeting, by: Post, now: datetime) -> list[Circulation]:
    """Send the list of children to everybody who is to have it."""
    return _send(meeting, Circulation.What.LIST, by, now)


def send_papers(*, meeting: Meeting, by: Post, now: datetime) -> list[Circulation]:
    """Send the papers of all children in one mailing."""
    return _send(meeting, Circulation.What.PAPERS, by, now)


@command
def send_both(*, meeting: Meeting, by: Post, now: datetime) -> list[Circulation]:
    """Send the list together with the papers."""
    return [
        *send_list(meeting=meeting, by=by, now=now),
        *send_papers(meeting=meeting, by=by, now=now),
    ]


@command
def _send(meeting: Meeting, what: str, by: Post, now: datetime) -> list[Circulation]:
    meeting = Meeting.objects.select_for_update().select_related("series__case").get(pk=meeting.pk)
    if meeting.state == Meeting.State.CANCELLED:
        raise CannotSend("This meeting was called off")
    copies = copies_of(meeting, what, now=now)
    sent = [_one(meeting, what, copy, by, now) for copy in copies]
    shared = sharing_notes.of_sending(meeting, what, copies, now=now)
    sharing.note_many(sharings=shared, by=by, now=now)
    field = f"{what}_sent_at"
    setattr(meeting, field, getattr(meeting, field) or now)
    meeting.save(update_fields=[field])
    chronology.record(
        case=meeting.series.case,
        kind=FACTS[what],
        at=now,
        data={"meeting": meeting.reference},
        by=by,
        now=now,
    )
    detail = {"meeting": meeting.reference, "copies": len([one for one in sent if one.sent_at])}
    audit.write(by=by, action=f"{what} sent", case=meeting.series.case, now=now, detail=detail)
    return sent


def _one(meeting: Meeting, what: str, copy: Copy, by: Post, now: datetime) -> Circulation:
    """One recipient: a link, or why none was sent."""
    notice = None
    if not copy.not_sent_because:
        notice = notices.send(
            to=copy.post.email,
            kind="read",
            link=_link(meeting, copy),
            post=copy.post.pk,
            now=now,
        )
    return Circulation.objects.create(
        meeting=meeting,
        slot=copy.slot,
        what=what,
        post=copy.post,
        recipient=copy.recipient,
        ground=copy.ground,
        not_sent_because=copy.not_sent_because,
        sent_at=now if notice else None,
        sent_by=by,
        notice=notice.id if notice else None,
    )


def _link(meeting: Meeting, copy: Copy) -> str:
    if copy.slot is None:
        return reverse("meetings:meeting", args=[meeting.reference])
    return reverse("meetings:slot", args=[meeting.reference, copy.slot.position])
