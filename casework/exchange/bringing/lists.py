"""Writing the lists: what was discussed as history, what is to come through the meetings' door."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from casework.chronology.models import Fact
from casework.concerns.models import Referral
from casework.exchange.bringing.world import Arrived, World
from casework.meetings import agenda, list_commands
from casework.meetings.models import Invitation, Meeting, Slot

PAPERS = {"tool_received_at": "risk_assessment_tool", "update_received_at": "update_and_plan"}
"""Columns of the list, and the paper that each of them is about."""


def store_slots(world: World) -> None:
    """Slots of past meetings at once; those to come one by one, with people and papers."""
    waiting: list[tuple[Arrived, Slot]] = world.notes.get("slots", [])
    past = [slot for _, slot in waiting if slot.meeting.state == Meeting.State.HELD]
    to_come = [(row, slot) for row, slot in waiting if _is_to_come(slot.meeting, world)]
    _tie_to_discussions(past)
    _tie_to_referrals([*past, *(slot for _, slot in to_come)])
    Slot.objects.bulk_create(past, batch_size=1_000, ignore_conflicts=True)
    for row, slot in to_come:
        _list(row, slot, world)


def _is_to_come(meeting: Meeting, world: World) -> bool:
    """Planned for today or later; one of this morning may not have been written up yet."""
    day = timezone.localdate(meeting.starts_at)
    return bool(meeting.state == Meeting.State.PLANNED and day >= world.today)


def _tie_to_discussions(slots: list[Slot]) -> None:
    held = Fact.objects.standing().filter(
        kind="discussion.held", case__in={slot.case_id for slot in slots}
    )
    by_moment = {(fact.case_id, fact.at): fact for fact in held}
    for slot in slots:
        slot.fact = by_moment.get((slot.case_id, slot.meeting.starts_at))
        slot.began_at = slot.meeting.starts_at


def _tie_to_referrals(slots: list[Slot]) -> None:
    """A referral is answered by the first meeting after it that had the child on its list."""
    waiting: dict[int, list[Referral]] = {}
    cases = {slot.case_id for slot in slots}
    for referral in Referral.objects.filter(case__in=cases, slots__isnull=True):
        waiting.setdefault(referral.case_id, []).append(referral)
    for slot in sorted(slots, key=lambda each: each.meeting.starts_at):
        before = [
            each
            for each in waiting.get(slot.case_id, ())
            if each.received_at < slot.meeting.starts_at
        ]
        if before:
            slot.referral = before[-1]
            waiting[slot.case_id] = [each for each in waiting[slot.case_id] if each not in before]


def _list(row: Arrived, wanted: Slot, world: World) -> None:
    slot = list_commands.list_child(
        meeting=wanted.meeting,
        case=wanted.case,
        kind=wanted.kind,
        because=wanted.listed_because,
        referral=wanted.referral,
        by=world.by,
        now=world.now,
    )
    for column, kind in PAPERS.items():
        if row[column]:
            _paper(slot, kind, row[column].at, world)
    for name in row["also_invited"] or ():
        _invite(slot, name, world)
    if row["presenter_coming"] is not None:
        _answer(slot, row["presenter_coming"], world)


def _paper(slot: Slot, kind: str, received_at: datetime, world: World) -> None:
    list_commands.receive_paper(
        slot=slot,
        kind=kind,
        label=dict(agenda.PAPERS)[kind],
        received_at=received_at,
        by=world.by,
        now=world.now,
    )


def _invite(slot: Slot, name: str, world: World) -> None:
    post = world.post_named(name)
    if post is not None:
        place = "school" if post.role == "school_dsl" else post.role
        list_commands.invite(slot=slot, post=post, place=place, by=world.by, now=world.now)


def _answer(slot: Slot, coming: bool, world: World) -> None:
    asked = Invitation.objects.filter(slot=slot, post=slot.speaker).first()
    if asked is not None:
        answer = Invitation.Answer.COMING if coming else Invitation.Answer.CANNOT
        list_commands.answer_invitation(
            invitation=asked, answer=str(answer), by=world.by, now=world.now
        )
