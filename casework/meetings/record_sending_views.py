"""Pages on which business support writes the notes of a record and sends it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from casework.agencies.sign_in import post_required
from casework.audit import commands as audit
from casework.meetings import (
    agenda,
    record_commands,
    record_content,
    record_copies,
    record_guard,
    record_note_commands,
    record_queries,
)
from casework.meetings.models import Slot
from casework.meetings.record_forms import AlthoughForm, NotesForm, ReasonForm, RecipientForm
from casework.meetings.record_views import slot_to_write
from casework.web import words
from casework.web.numbers import whole

# --- notes ----------------------------------------------------------------------------


@post_required
@transaction.atomic
def notes(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Write what the record still lacks, and complete it."""
    slot = slot_to_write(request, reference, number)
    if request.method == "POST":
        return _write(request, slot)
    return _notes_page(request, slot, *_notes_forms(request, slot))


def _notes_forms(
    request: HttpRequest, slot: Slot, data: Any = None
) -> tuple[NotesForm, AlthoughForm]:
    filling = record_content.filling_of(slot, now=request.now)
    return NotesForm(record_content.template_of(slot), filling, data), AlthoughForm(data)


def _write(request: HttpRequest, slot: Slot) -> HttpResponse:
    form, although = _notes_forms(request, slot, request.POST)
    if not form.is_valid():
        return _notes_page(request, slot, form, although, status=422)
    revision = request.POST.get("version", "")
    try:
        record_note_commands.write_notes(
            slot=slot,
            answers=form.answers(),
            revision=whole(revision) or 0,
            by=request.post,
            now=request.now,
        )
    except record_note_commands.WrittenMeanwhile as other:
        return _notes_page(request, slot, form, although, other=other, status=409)
    if "complete" in request.POST:
        return _complete(request, slot)
    messages.success(request, "Notes saved.")
    return redirect("meetings:record_notes", slot.meeting.reference, slot.position)


def _complete(request: HttpRequest, slot: Slot) -> HttpResponse:
    although = AlthoughForm(request.POST)
    although.is_valid()
    try:
        record = record_commands.complete_record(
            slot=slot,
            by=request.post,
            now=request.now,
            although=although.cleaned_data.get("although", ""),
        )
    except record_commands.StillEmpty as problem:
        although.add_error("although", str(problem))
    except record_commands.CannotComplete as problem:
        although.add_error(None, str(problem))
    else:
        messages.success(request, f"Record completed, version {record.version}.")
        return redirect("meetings:record_circulate", slot.meeting.reference, slot.position)
    form, _ = _notes_forms(request, slot)
    return _notes_page(request, slot, form, although, status=422)


def _notes_page(
    request: HttpRequest, slot: Slot, form: NotesForm, although: AlthoughForm, *,
    other: Any = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    content = record_content.content_of(slot, now=request.now)
    saved = slot.sections.filter(section=record_content.NOTES).first()
    audit.looked(by=request.post, case=slot.case, section="record notes", now=request.now)
    context = {
        "slot": slot,
        "form": although,
        "notes": form,
        "although": although,
        "other": other,
        "saved": saved,
        "revision": other.section.revision if other else saved.revision if saved else 0,
        "empty": content["empty"],
        "found": record_queries.names_found(slot, content, request.post, today=request.today),
        "record": slot.records.first(),
        "kind": agenda.kind_of(slot.meeting.series),
    }
    return render(request, "meetings/record_notes.html", context, status=status)


# --- circulation ----------------------------------------------------------------------


@post_required
@transaction.atomic
def circulate(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Each copy as its reader will see it; then send those that are checked."""
    slot = slot_to_write(request, reference, number)
    record = slot.records.first()
    if record is None:
        return redirect("meetings:record_notes", reference, number)
    copies = record_copies.copies_of(slot, record.content, now=request.now)
    copy = record_queries.chosen(copies, request.GET.get("copy", ""))
    people = record_queries.people_to_add(slot, copies, today=request.today)
    reason, recipient = ReasonForm(), RecipientForm(people=people)
    if request.method == "POST":
        if "send" in request.POST:
            return _send(request, slot)
        if "release" in request.POST and copy:
            reason = ReasonForm(request.POST)
            if reason.is_valid():
                return _release(request, slot, copy, reason)
        if "add" in request.POST:
            recipient = RecipientForm(request.POST, people=people)
            if recipient.is_valid():
                return _add(request, slot, recipient)
    wrong = reason.errors or recipient.errors
    forms = {
        "reason": reason,
        "recipient": recipient,
        "form": recipient if recipient.errors else reason,
    }
    context = _circulation(request, slot, record, copies, copy) | forms
    return render(request, "meetings/record_circulate.html", context, status=422 if wrong else 200)


def _circulation(request: HttpRequest, slot: Slot, record: Any, copies: list, copy: Any) -> dict:
    audit.looked(by=request.post, case=slot.case, section="record circulation", now=request.now)
    paper = (
        record_queries.paper(record.content, copy, slot, invented=settings.DEMO) if copy else None
    )
    if copy:
        found = record_guard.as_seen_by(request.post, copy.found, today=request.today)
        copy = replace(copy, found=tuple(found))
    return {
        "slot": slot,
        "record": record,
        "kind": agenda.kind_of(slot.meeting.series),
        "copies": copies,
        "copy": copy,
        "paper": paper,
        "left_out": record_copies.left_out(record.content, copy) if copy else [],
        "why_left_out": record_copies.why_left_out(slot.case.authority_id, copy) if copy else "",
        "to_send": [one for one in copies if one.can_go],
        "stopped": [one for one in copies if one.stopped and not one.sent],
        "sent": record_queries.sent_of(slot),
    }


def _back(slot: Slot) -> HttpResponse:
    return redirect("meetings:record_circulate", slot.meeting.reference, slot.position)


def _send(request: HttpRequest, slot: Slot) -> HttpResponse:
    sent = record_commands.circulate(slot=slot, by=request.post, now=request.now)
    count = words.sentence(words.counted(len(sent), "copy", "copies"))
    messages.success(request, f"{count} sent." if sent else "Nothing new to send.")
    return _back(slot)


def _release(request: HttpRequest, slot: Slot, copy: Any, form: ReasonForm) -> HttpResponse:
    record_note_commands.release_copy(
        slot=slot, copy=copy, reason=form.cleaned_data["reason"], by=request.post, now=request.now
    )
    messages.success(request, f"{copy.recipient}’s copy may go. Your reason is kept.")
    return _back(slot)


def _add(request: HttpRequest, slot: Slot, form: RecipientForm) -> HttpResponse:
    post = form.chosen()
    record_note_commands.add_recipient(slot=slot, post=post, by=request.post, now=request.now)
    messages.success(request, f"{post.holder} was added.")
    return _back(slot)
