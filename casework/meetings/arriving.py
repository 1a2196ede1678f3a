"""Which meeting or slot an address means, and whether the reader may do what it does."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from casework.meetings import room
from casework.meetings.models import Meeting, Series, Slot


def series_of(request: HttpRequest, reference: str) -> Series:
    """The forum, if it exists for the post in force."""
    visible = Series.objects.visible_to(request.post, today=request.today)
    return get_object_or_404(visible.select_related("case__area"), case__reference=reference)


def meeting_of(request: HttpRequest, reference: str, *, running: bool = False) -> Meeting:
    """The meeting, if it exists for the post in force; `running`: only for who runs it."""
    visible = Meeting.objects.visible_to(request.post, today=request.today)
    related = visible.select_related("series__case__area", "chair", "note_taker")
    meeting = get_object_or_404(related, reference=reference)
    if running and not room.may_run(meeting, request.post, today=request.today):
        raise PermissionDenied
    return meeting


def slot_of(request: HttpRequest, reference: str, number: int, *, running: bool = False) -> Slot:
    """A child's slot by its number on the list, if it exists for the post in force."""
    visible = Slot.objects.visible_to(request.post, today=request.today).exclude(state__in=Slot.OFF)
    related = visible.select_related(
        "case__child", "case__area", "case__standing", "speaker",
        "meeting__series__case__area", "meeting__chair",
    )  # fmt: skip
    slot = get_object_or_404(related, meeting__reference=reference, position=number)
    if running and not room.may_run(slot.meeting, request.post, today=request.today):
        raise PermissionDenied
    return slot
