"""Complete a record, put it right, and send it to those who are to have it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from casework.access import commands as access
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.chronology.commands import NewFact
from casework.config.postgresql.acting import command
from casework.meetings import record_apart, record_content, record_discussion, sharing_notes
from casework.meetings.models import PLAN_READER, RECORD_READER, Circulation, Record, Slot
from casework.meetings.record_copies import Copy, copies_of
from casework.meetings.record_sources import Known
from casework.notices import commands as notices
from casework.plans import commands as plans
from casework.sharing import commands as sharing
from casework.subjects.models import Case

LONGEST = 300
"""Letters of a remark that a column holds; the whole text stands in the content."""


class CannotComplete(ValueError):
    """The record cannot be completed now; the message says why."""


class StillEmpty(ValueError):
    """Something that the procedure wants is empty: completing wants a reason."""

    def __init__(self, empty: list[str]) -> None:
        super().__init__("Enter why the record is completed with empty fields")
        self.empty = empty


class CannotCirculate(ValueError):
    """The record cannot be sent now; the message says why."""


@command
def complete_record(*, slot: Slot, by: Post, now: datetime, although: str = "") -> Record:
    """Freeze the record of a discussion as it stands; a later change is the next version.

    Completing it again with nothing changed gives the record that is there. Raises
    CannotComplete before the discussion is finished, StillEmpty without a reason.
    """
    slot = held(slot)
    if slot.state != Slot.State.DISCUSSED:
        raise CannotComplete("Finish the discussion first. There is nothing to record yet")
    content = record_apart.closed(whole_content(slot, now=now))
    if content["empty"] and not although.strip():
        raise StillEmpty(content["empty"])
    content["empty_because"] = although.strip() if content["empty"] else ""
    last = slot.records.first()
    if last and _same(last.content, content):
        return last
    return _freeze(slot, content, last, by, now)


def whole_content(slot: Slot, *, now: datetime) -> dict:
    """The record with those who are to have it."""
    content = record_content.content_of(slot, now=now)
    content["recipients"] = [
        {"recipient": one.recipient, "agency": one.agency, "ground": one.ground}
        for one in copies_of(slot, content, now=now)
    ]
    return content


def _same(one: dict, other: dict) -> bool:
    """Whether two records say the same; who is to have it may have changed."""
    apart = {"recipients", "why_then"}
    return {k: v for k, v in one.items() if k not in apart} == {
        k: v for k, v in other.items() if k not in apart
    }


def _freeze(slot: Slot, content: dict, last: Record | None, by: Post, now: datetime) -> Record:
    template = record_content.template_of(slot)
    remarks = [one["text"] for one in content["not_in_line"]]
    record = Record.objects.create(
        slot=slot,
        version=last.version + 1 if last else 1,
        form=template.id,
        form_version=template.version,
        content=content,
        not_in_line=[_short(one) for one in remarks],
        completed_at=now,
        completed_by=by,
        fact=chronology.record(
            case=slot.case,
            kind="record.completed",
            at=now,
            data={"meeting": slot.meeting.reference, "form": template.id},
            by=by,
            now=now,
        ),
    )
    detail = {"meeting": slot.meeting.reference, "version": record.version}
    audit.write(by=by, action="record completed", case=slot.case, now=now, detail=detail)
    return record


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def held(slot: Slot) -> Slot:
    """The slot, locked, so that two people never complete or send at once."""
    slots = Slot.objects.select_for_update(of=("self",)).select_related(
        "case__child", "case__area", "meeting__series__case", "meeting__chair",
        "meeting__note_taker", "fact",
    )  # fmt: skip
    return slots.get(pk=slot.pk)


# --- circulation ----------------------------------------------------------------------


@command
def circulate(*, slot: Slot, by: Post, now: datetime) -> list[Circulation]:
    """Send every copy that is checked and has not gone yet; doing it again sends nothing twice.

    A copy in which another family's name was found stays here until a person decides.
    The message carries a link and nothing about anybody.
    """
    slot = held(slot)
    record = slot.records.first()
    if record is None:
        raise CannotCirculate("Complete the record first")
    copies = copies_of(slot, record.content, now=now)
    sent = [(one, _send(slot, one, by, now)) for one in copies if one.can_go]
    withheld = [one for one in copies if one.not_sent_because and not one.stopped]
    new = [one for one in withheld if _note_not_sent(slot, one, by)]
    shared = sharing_notes.of_record(slot, [*(one for one, _ in sent), *new])
    sharing.note_many(sharings=shared, by=by, now=now)
    if sent:
        _record_sent(slot, [copy for copy, _ in sent], by, now)
    detail = {"meeting": slot.meeting.reference, "copies": len(sent)}
    audit.write(by=by, action="record sent", case=slot.case, now=now, detail=detail)
    return [row for _, row in sent]


def _send(slot: Slot, copy: Copy, by: Post, now: datetime) -> Circulation:
    _open_record(slot, copy, by, now)
    notice = notices.send(
        to=copy.post.email, kind="read", link=address_of(slot), post=copy.post.pk, now=now
    )
    return Circulation.objects.create(
        meeting=slot.meeting,
        slot=slot,
        what=Circulation.What.RECORD,
        post=copy.post,
        recipient=copy.recipient,
        ground=copy.ground[:200],
        sent_at=now,
        sent_by=by,
        notice=notice.id,
    )


def address_of(slot: Slot) -> str:
    """Where the record is read; the address says nothing about anybody."""
    return reverse("meetings:record", args=[slot.meeting.reference, slot.position])


def _open_record(slot: Slot, copy: Copy, by: Post, now: datetime) -> None:
    """Let a recipient read this record, if nothing else lets them for good.

    The relation names no compartment: it opens the record and nothing of the case, and ends
    after the days that the authority has set.
    """
    today = timezone.localdate(now)
    if Case.objects.visible_to(copy.post, today=date.max).filter(pk=slot.case_id).exists():
        return
    access.relate(
        post=copy.post,
        case=slot.case,
        relation=RECORD_READER if copy.whole else PLAN_READER,
        starts_on=today,
        ends_on=today + timedelta(days=slot.case.authority.records_open_days),
        source=f"record:{slot.pk}",
        by=by,
        now=now,
    )


def _note_not_sent(slot: Slot, copy: Copy, by: Post) -> bool:
    """Note once who should have had it and why nothing could be sent; True the first time."""
    _, new = Circulation.objects.update_or_create(
        meeting=slot.meeting,
        slot=slot,
        what=Circulation.What.RECORD,
        post=copy.post,
        recipient=copy.recipient,
        sent_at=None,
        defaults={
            "ground": copy.ground[:200],
            "not_sent_because": copy.not_sent_because,
            "sent_by": by,
        },
    )
    return new


def _record_sent(slot: Slot, copies: list[Copy], by: Post, now: datetime) -> None:
    audiences = dict.fromkeys(each for copy in copies for each in copy.audiences)
    facts = [
        NewFact(
            case=slot.case,
            kind="record.circulated",
            at=now,
            data={"meeting": slot.meeting.reference, "audience": audience},
        )
        for audience in audiences
    ]
    chronology.record_many(facts=facts, by=by, now=now)
    plan = record_discussion.plan_of(Known(slot, now))
    if "responsible_authority" in audiences and plan:
        plans.share_plan(plan=plan, audience="responsible_authority", shared_at=now, by=by, now=now)
