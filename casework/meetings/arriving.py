"""Which meeting or slot an address means, and whether the reader may do what it does.

What changes a meeting or a slot is not there for who may only read; who may write, but does
not run the meeting, knows it and is told so.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from casework.access.grants import WRITE
from casework.access.queries import may
from casework.meetings import room
from casework.meetings.models import Meeting, Series, Slot
from casework.subjects.models import Case


def series_of(request: HttpRequest, reference: str, *, running: bool = False) -> Series:
    """The forum, if it exists for the post in force; `running`: only for who runs it."""
    visible = Series.objects.visible_to(request.post, today=request.today)
    series = get_object_or_404(visible.select_related("case__area"), case__reference=reference)
    if running:
        to_write(request, series.case)
        if not room.runs_series(series, request.post, today=request.today):
            raise PermissionDenied
    return series


def meeting_of(request: HttpRequest, reference: str, *, running: bool = False) -> Meeting:
    """The meeting, if it exists for the post in force; `running`: only for who runs it."""
    visible = Meeting.objects.visible_to(request.post, today=request.today)
    related = visible.select_related("series__case__area", "chair", "note_taker")
    meeting = get_object_or_404(related, reference=reference)
    if running:
        to_write(request, meeting.series.case)
        _must_run(request, meeting)
    return meeting


def slot_of(request: HttpRequest, reference: str, number: int, *, running: bool = False) -> Slot:
    """A child's slot by its number on the list, if it exists for the post in force."""
    visible = Slot.objects.visible_to(request.post, today=request.today).exclude(state__in=Slot.OFF)
    related = visible.select_related(
        "case__child", "case__area", "case__standing", "speaker",
        "meeting__series__case__area", "meeting__chair",
    )  # fmt: skip
    slot = get_object_or_404(related, meeting__reference=reference, position=number)
    if running:
        to_write(request, slot.case)
        _must_run(request, slot.meeting)
    return slot


def to_write(request: HttpRequest, case: Case, action: str = WRITE) -> None:
    """What changes a case is not there for who may not change it."""
    if not may(request.post, case, action, today=request.today):
        raise Http404


def _must_run(request: HttpRequest, meeting: Meeting) -> None:
    if not room.may_run(meeting, request.post, today=request.today):
        raise PermissionDenied
