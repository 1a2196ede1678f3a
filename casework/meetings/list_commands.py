"""The list of a meeting: children put on, moved, taken off; who speaks; which papers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from casework.access.queries import holder
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.concerns.models import FormResponse, Referral
from casework.config.postgresql.acting import command
from casework.meetings import agenda, list_queries, relating, sharing_notes
from casework.meetings.models import Invitation, Meeting, Paper, Slot
from casework.notices import commands as notices
from casework.sharing import commands as sharing
from casework.subjects.models import Case


class CannotList(ValueError):
    """The child cannot be put on this list, or moved on it; the message says why."""


@command
def list_child(
    *,
    meeting: Meeting,
    case: Case,
    kind: str,
    because: str,
    by: Post,
    now: datetime,
    referral: Referral | None = None,
) -> Slot:
    """Put a child on the list of a meeting; already on it, the slot stays as it is.

    Whoever speaks about the child is asked to come, the core members may read the record,
    and the papers that the discussion needs are noted as awaited.
    """
    meeting = Meeting.objects.select_for_update().select_related("series__case").get(pk=meeting.pk)
    if meeting.state not in {Meeting.State.PLANNED, Meeting.State.OPEN}:
        raise CannotList("This meeting is over. Choose a meeting to come")
    slot = meeting.slots.filter(case=case).first()
    if slot and slot.state not in Slot.OFF:
        return slot
    slot = _put_on(slot, meeting, case, kind, because, referral, now)
    _ask_people(slot, by, now)
    _await_papers(slot)
    slot.fact = chronology.record(
        case=case,
        kind="discussion.listed",
        at=now,
        data={
            "meeting": meeting.reference,
            "forum": meeting.series.kind,
            "starts_at": timezone.localtime(meeting.starts_at).isoformat(),
            "kind": kind,
        },
        note=because,
        by=by,
        now=now,
    )
    slot.save(update_fields=["fact"])
    return slot


@command
def roll_over(*, slot: Slot, because: str, by: Post, now: datetime) -> Slot:
    """Move a child to the next meeting of the forum, with the reason."""
    later = list_queries.next_meeting(slot.meeting)
    if later is None:
        raise CannotList("There is no later meeting yet. Plan more meetings first")
    _leave(slot, Slot.State.MOVED, because, by, now)
    return list_child(
        meeting=later,
        case=slot.case,
        kind=slot.kind,
        because=because,
        referral=slot.referral,
        by=by,
        now=now,
    )


@command
def take_off(*, slot: Slot, because: str, by: Post, now: datetime) -> None:
    """Take a child off the list of a meeting, with the reason."""
    _leave(slot, Slot.State.TAKEN_OFF, because, by, now)


@command
def move_slot(*, slot: Slot, places: int, by: Post, now: datetime) -> None:
    """Move a slot up (negative) or down the list; once the meeting has begun it stays."""
    if slot.meeting.state != Meeting.State.PLANNED:
        raise CannotList("The meeting has begun. The order stays as it was sent")
    slots = list(slot.meeting.slots.select_for_update().exclude(state__in=Slot.OFF))
    here = next(n for n, one in enumerate(slots) if one.pk == slot.pk)
    there = max(0, min(len(slots) - 1, here + places))
    slots.insert(there, slots.pop(here))
    for position, one in enumerate(slots, 1):
        one.position = position
    Slot.objects.bulk_update(slots, ["position"])
    audit.write(by=by, action="slot moved", case=slot.case, now=now)


@command
def change_kind(*, slot: Slot, kind: str, by: Post, now: datetime) -> None:
    """Say what kind of discussion it is; the minutes follow from the procedure."""
    slot.kind = kind
    slot.planned_minutes = agenda.minutes_for(slot.meeting, kind)
    slot.save(update_fields=["kind", "planned_minutes"])
    _await_papers(slot)
    audit.write(by=by, action="slot kind changed", case=slot.case, now=now, detail={"kind": kind})


@command
def invite(*, slot: Slot, post: Post, place: str, by: Post, now: datetime) -> Invitation:
    """Ask somebody to come for one child only; they see that child until the day is over."""
    invitation, made = Invitation.objects.get_or_create(
        meeting=slot.meeting, slot=slot, post=post, defaults={"place": place}
    )
    known = Case.objects.visible_to(post, today=timezone.localdate(now)).filter(pk=slot.case_id)
    if made and not known.exists():
        new = sharing_notes.of_invitation(slot, post, place)
        sharing.note(sharing=new, by=by, now=now)
    relating.invite(slot, post, by, now)
    if made:
        detail = {"post": post.pk, "meeting": slot.meeting.reference}
        audit.write(by=by, action="invited", case=slot.case, now=now, detail=detail)
    return invitation


@command
def answer_invitation(*, invitation: Invitation, answer: str, by: Post, now: datetime) -> None:
    """Note whether somebody comes; for a lead professional who cannot, the manager is asked."""
    invitation.answer = answer
    invitation.save(update_fields=["answer"])
    slot = invitation.slot
    if slot and slot.speaker_id == invitation.post_id:
        slot.speaker_coming = {"coming": True, "cannot": False}.get(answer)
        slot.save(update_fields=["speaker_coming"])
        if slot.speaker_coming is False:
            _ask_manager(slot, by, now)
    detail = {"post": invitation.post_id, "answer": answer}
    case = slot.case if slot else invitation.meeting.series.case
    audit.write(by=by, action="invitation answered", case=case, now=now, detail=detail)


@command
def receive_paper(
    *, slot: Slot, kind: str, label: str, received_at: datetime, by: Post, now: datetime,
    response: FormResponse | None = None, note: str = "",
) -> Paper:  # fmt: skip
    """Note that a paper for a child came in, and whether before the papers closed."""
    paper = slot.papers.filter(kind=kind, received_at__isnull=True).first()
    paper = paper or Paper(slot=slot, kind=kind)
    paper.label, paper.received_at, paper.response, paper.note = label, received_at, response, note
    paper.in_time = list_queries.in_time(slot.meeting, received_at)
    paper.save()
    detail = {"meeting": slot.meeting.reference, "kind": kind}
    audit.write(by=by, action="paper received", case=slot.case, now=now, detail=detail)
    return paper


@command
def bring_up_to_date(*, meeting: Meeting, by: Post, now: datetime) -> list[Slot]:
    """Put on the lists what is waiting: referrals by the cut-off, reviews by their date.

    A referral that came after the papers closed goes to the next meeting by itself.
    Doing it twice adds nothing.
    """
    added = []
    for waiting in list_queries.waiting_to_be_listed(meeting.series, now=now):
        slot = list_child(
            meeting=waiting.meeting,
            case=waiting.case,
            kind=waiting.kind,
            because=waiting.because,
            referral=waiting.referral,
            by=by,
            now=now,
        )
        if waiting.referral:
            _take_papers_of_referral(slot, waiting.referral, by, now)
        added.append(slot)
    return added


@command
def remind(*, meeting: Meeting, by: Post, now: datetime) -> int:
    """Remind those who speak of the updates that are still awaited; says how many were told."""
    slots = list(meeting.slots.filter(state=Slot.State.LISTED).select_related("speaker"))
    papers = list_queries.papers_of(slots)
    told = 0
    for slot in slots:
        update = papers[slot.pk].get("update_and_plan")
        awaited = update is not None and update.state not in {"in", "late"}
        if awaited and slot.speaker and slot.speaker.email:
            address = reverse("meetings:slot", args=[meeting.reference, slot.position])
            notices.send(
                to=slot.speaker.email,
                kind="contribute",
                link=address,
                post=slot.speaker_id,
                now=now,
            )
            told += 1
    detail = {"meeting": meeting.reference, "told": told}
    audit.write(by=by, action="reminded", case=meeting.series.case, now=now, detail=detail)
    return told


def _put_on(slot, meeting, case, kind, because, referral, now):
    position = (meeting.slots.aggregate(last=Max("position"))["last"] or 0) + 1
    slot = slot or Slot(meeting=meeting, case=case)
    slot.position, slot.kind, slot.listed_because = position, kind, because[:300]
    slot.planned_minutes = agenda.minutes_for(meeting, kind)
    slot.state, slot.referral, slot.deferred_because = Slot.State.LISTED, referral, ""
    slot.speaker = list_queries.who_speaks(case, today=timezone.localdate(now))
    slot.save()
    return slot


def _ask_people(slot: Slot, by: Post, now: datetime) -> None:
    """The speaker and everybody whom the procedure wants for such a child."""
    if slot.speaker:
        invite(slot=slot, post=slot.speaker, place="speaker", by=by, now=now)
    if agenda.manager_comes_too(slot):
        _ask_manager(slot, by, now)
    for place, post in agenda.adult_services(slot):
        invite(slot=slot, post=post, place=place, by=by, now=now)
    relating.put_on_list(slot, by, now)


def _ask_manager(slot: Slot, by: Post, now: datetime) -> None:
    manager = holder(slot.case, "team_manager", today=timezone.localdate(now))
    if manager:
        invite(slot=slot, post=manager, place="manager", by=by, now=now)


def _await_papers(slot: Slot) -> None:
    for kind, label in agenda.papers_for(slot):
        slot.papers.get_or_create(kind=kind, defaults={"label": label})


def _take_papers_of_referral(slot: Slot, referral: Referral, by: Post, now: datetime) -> None:
    labels = dict(agenda.PAPERS)
    for kind in referral.documents:
        if kind in labels and not slot.papers.filter(kind=kind, received_at__isnull=False):
            receive_paper(
                slot=slot,
                kind=kind,
                label=labels[kind],
                received_at=referral.received_at,
                response=referral.response if kind == "risk_assessment_tool" else None,
                by=by,
                now=now,
            )


def _leave(slot: Slot, state: str, because: str, by: Post, now: datetime) -> None:
    if slot.state not in {Slot.State.LISTED, Slot.State.DEFERRED}:
        raise CannotList("This child has been talked about. The slot stays on the list")
    slot.state, slot.deferred_because = state, because[:300]
    slot.save(update_fields=["state", "deferred_because"])
    relating.close_to_guests(slot.meeting, by, now, case=slot.case)
    detail = {"meeting": slot.meeting.reference, "state": state}
    audit.write(by=by, action="slot left the list", case=slot.case, now=now, detail=detail)
