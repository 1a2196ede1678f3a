"""Pages after a meeting: what is left to do, the record of each child, its circulation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casework.agencies import limits
from casework.agencies.sign_in import as_one, post_required
from casework.audit import commands as audit
from casework.documents import pdf, word
from casework.meetings import (
    agenda,
    record_content,
    record_document,
    record_queries,
    record_task_commands,
    room,
)
from casework.meetings.arriving import meeting_of, slot_of
from casework.meetings.models import Record, Slot
from casework.meetings.record_tasks import tasks_of
from casework.web import words
from casework.web.numbers import whole

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


# --- fetch and authorise --------------------------------------------------------------


def slot_to_write(request: HttpRequest, reference: str, number: int) -> Slot:
    """A child's slot with all that its record needs, for those who run its meeting."""
    return record_queries.around(slot_of(request, reference, number, running=True))


def _record(request: HttpRequest, reference: str, number: int) -> tuple[Slot, Record | None]:
    """The record asked for, or its draft for those who complete it; 404 for anybody else."""
    records = Record.objects.visible_to(request.post, today=request.today).filter(
        slot__meeting__reference=reference, slot__position=number
    )
    asked = whole(request.GET.get("version"))
    if asked is not None:
        records = records.filter(version=asked)
    record = records.exclude(slot__state__in=Slot.OFF).select_related("completed_by").first()
    if record is None:
        slot = slot_of(request, reference, number)
        if not room.may_run(slot.meeting, request.post, today=request.today):
            raise Http404
        return record_queries.around(slot), None
    record.slot = record_queries.around(record.slot)
    return record.slot, record


def _content(request: HttpRequest, slot: Slot, record: Record | None) -> dict[str, Any]:
    if record is None:
        return record_content.content_of(slot, now=request.now)
    return record_queries.content_for(record, request.post, today=request.today)


def _document(request: HttpRequest, slot: Slot, record: Record | None):
    return record_document.document_of(
        _content(request, slot, record),
        reference=slot.meeting.reference,
        invented=settings.DEMO,
        draft=record is None,
    )


# --- after the meeting ----------------------------------------------------------------


@post_required
@as_one
def after(request: HttpRequest, reference: str) -> HttpResponse:
    """What is left to do after a meeting, child by child."""
    meeting = meeting_of(request, reference)
    rows = record_queries.after(meeting, post=request.post, now=request.now, today=request.today)
    cases = [row.slot.case for row in rows]
    audit.looked_at_all(by=request.post, cases=cases, section="after the meeting", now=request.now)
    context = {
        "meeting": meeting,
        "kind": agenda.kind_of(meeting.series),
        "rows": rows,
        "summary": record_queries.summary(rows, meeting),
        "not_in_line": room.not_in_line(meeting),
        "runs": room.may_run(meeting, request.post, today=request.today),
        "to_invite": [one for one in rows if one.to_invite],
    }
    return render(request, "meetings/record_after.html", context)


@post_required
@require_POST
def invite(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Send the lead professional the calendar invitation for the review."""
    slot = slot_to_write(request, reference, number)
    try:
        row = record_task_commands.send_review_invitation(
            slot=slot, by=request.post, now=request.now
        )
    except record_task_commands.CannotInvite as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _invited(row))
    return redirect("meetings:record_after", reference)


@post_required
@require_POST
@transaction.atomic
def invite_all(request: HttpRequest, reference: str) -> HttpResponse:
    """Send every invitation that a meeting still owes; who cannot be asked is left out."""
    meeting = meeting_of(request, reference, running=True)
    rows = record_queries.after(meeting, post=request.post, now=request.now, today=request.today)
    sent = [
        record_task_commands.send_review_invitation(slot=row.slot, by=request.post, now=request.now)
        for row in rows
        if row.to_invite
    ]
    count = words.counted(len([one for one in sent if one.sent_at]), "invitation")
    messages.success(request, f"{words.sentence(count)} sent.")
    return redirect("meetings:record_after", reference)


def _invited(row: Any) -> str:
    if row.sent_at:
        return f"Invitation sent to {row.recipient} on {words.day(row.sent_at)}."
    return f"Not sent: {row.recipient}, {row.not_sent_because}."


@post_required
@require_POST
def enter(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Note that something was entered in the agency's own record system."""
    slot = slot_to_write(request, reference, number)
    wanted = {str(one.pk): one for one in tasks_of(slot)}
    task = wanted.get(request.POST.get("task", ""))
    if task:
        record_task_commands.mark_entered(
            slot=slot, obligation=task, by=request.post, now=request.now
        )
        messages.success(request, f"Recorded: {task.title}.")
    return redirect("meetings:record_after", reference)


# --- the record -----------------------------------------------------------------------


@post_required
@as_one
def record(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The record of one child's discussion, every field."""
    slot, found = _record(request, reference, number)
    document = _document(request, slot, found)
    audit.looked(by=request.post, case=slot.case, section="meeting record", now=request.now)
    runs = room.may_run(slot.meeting, request.post, today=request.today)
    context = {
        "slot": slot,
        "record": found,
        "document": document,
        "parts": record_queries.parts_of(document, slot.case.authority_id),
        "versions": record_queries.earlier_versions(found) if found else [],
        "runs": runs,
        "found": _names_found(request, slot, found) if runs else [],
        "sent": record_queries.sent_of(slot) if runs else [],
        "kind": agenda.kind_of(slot.meeting.series),
    }
    return render(request, "meetings/record.html", context)


def _names_found(request: HttpRequest, slot: Slot, found: Record | None) -> list[Any]:
    content = _content(request, slot, found)
    return record_queries.names_found(slot, content, request.post, today=request.today)


@post_required
@as_one
def record_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The record as an accessible PDF."""
    return _file(request, reference, number, pdf, "pdf", PDF)


@post_required
@as_one
def record_docx(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The record as a Word file."""
    return _file(request, reference, number, word, "docx", WORD)


def _file(request: HttpRequest, reference: str, number: int, writer: Any, end: str, kind: str):
    """A file whose name says nothing about anybody."""
    slot, found = _record(request, reference, number)
    if too_many := limits.refused(request, "export"):
        return too_many
    document = _document(request, slot, found)
    section = f"meeting record, {end}"
    audit.looked(by=request.post, case=slot.case, section=section, now=request.now)
    audit.write(by=request.post, action="file taken", case=slot.case, now=request.now)
    moment = found.completed_at if found else request.now
    response = HttpResponse(writer.render(document, now=moment), content_type=kind)
    version = f"-{found.version}" if found else "-draft"
    name = f"{slot.meeting.reference}-{slot.case.reference}{version}.{end}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
