"""Writing the lists: what was discussed as history, what is to come through the meetings' door."""

from __future__ import annotations

from django.utils import timezone

from casework.chronology.models import Fact
from casework.exchange.bringing.world import Arrived, World
from casework.meetings import agenda, list_commands
from casework.meetings.models import Meeting, Slot

PAPER = "update_and_plan"


def store_slots(world: World) -> None:
    """Slots of past meetings at once; those to come one by one, with people and papers."""
    waiting: list[tuple[Arrived, Slot]] = world.notes.get("slots", [])
    past = [slot for _, slot in waiting if slot.meeting.state == Meeting.State.HELD]
    _tie_to_discussions(past)
    Slot.objects.bulk_create(past, batch_size=1_000, ignore_conflicts=True)
    for row, slot in waiting:
        to_come = timezone.localdate(slot.meeting.starts_at) >= world.today
        if slot.meeting.state == Meeting.State.PLANNED and to_come:
            _list(row, slot, world)


def _tie_to_discussions(slots: list[Slot]) -> None:
    held = Fact.objects.standing().filter(
        kind="discussion.held", case__in={slot.case_id for slot in slots}
    )
    by_moment = {(fact.case_id, fact.at): fact for fact in held}
    for slot in slots:
        slot.fact = by_moment.get((slot.case_id, slot.meeting.starts_at))
        slot.began_at = slot.meeting.starts_at


def _list(row: Arrived, wanted: Slot, world: World) -> None:
    slot = list_commands.list_child(
        meeting=wanted.meeting,
        case=wanted.case,
        kind=wanted.kind,
        because=wanted.listed_because,
        by=world.by,
        now=world.now,
    )
    if row["update_received_at"]:
        _paper(slot, row, world)


def _paper(slot: Slot, row: Arrived, world: World) -> None:
    kind, label = next(
        (each for each in agenda.papers_for(slot) if each[0] == PAPER), (PAPER, "Update and plan")
    )
    list_commands.receive_paper(
        slot=slot,
        kind=kind,
        label=label,
        received_at=row["update_received_at"].at,
        by=world.by,
        now=world.now,
    )
