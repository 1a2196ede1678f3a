"""The entries in other systems that a discussion asks of business support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.chronology import policy
from casework.chronology.models import Obligation
from casework.meetings import agenda
from casework.meetings.models import Slot

if TYPE_CHECKING:
    from pathways.definitions import Selector

ENTERED = "case_record.updated"


def done_by(authority: str, duty: str) -> Selector:
    """The fact that meets a duty to enter something in a record system."""
    duties = {one.id: one for one in policy.pack_for(authority).duties}
    return next(one for one in duties[duty].met_by if one.kind == ENTERED)


def duties_to_enter(authority: str, bearer: str) -> set[str]:
    """The duties of a role that are met by an entry in a record system."""
    return {
        duty.id
        for duty in policy.pack_for(authority).duties
        if duty.bearer == bearer and any(one.kind == ENTERED for one in duty.met_by)
    }


def tasks_of(slot: Slot) -> list[Obligation]:
    """What is still to be entered for the child of a slot, each duty once.

    One entry meets a duty for every discussion before it.
    """
    admin = agenda.kind_of(slot.meeting.series).officers.get("admin", "")
    wanted = duties_to_enter(slot.case.authority_id, admin)
    open_ones = Obligation.objects.outstanding().filter(case=slot.case_id, duty__in=wanted)
    latest = {one.duty: one for one in open_ones.order_by("arose_at", "pk")}
    return list(latest.values())
