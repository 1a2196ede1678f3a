"""The live meeting: begin, who is here, the slots with their times, the end."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.agencies.sign_in import post_required
from casework.audit import commands as audit
from casework.meetings import forms, holding_commands, list_queries, room, running
from casework.meetings.arriving import meeting_of
from casework.meetings.models import Meeting


@post_required
@transaction.atomic
def run(request: HttpRequest, reference: str) -> HttpResponse:
    """The meeting as it is held: to begin it, or to go through its slots."""
    meeting = meeting_of(request, reference, running=request.method == "POST")
    audit.looked(by=request.post, case=meeting.series.case, section="meeting", now=request.now)
    runs = room.may_run(meeting, request.post, today=request.today)
    form = _start_form(request, meeting) if meeting.state == Meeting.State.PLANNED else None
    status = 200
    if form is not None and request.method == "POST":
        if form.is_valid():
            holding_commands.start_meeting(
                meeting=meeting, by=request.post, now=request.now, **form.arguments()
            )
            return redirect("meetings:run", meeting.reference)
        status = 422
    context = running.page(meeting, post=request.post, now=request.now)
    audit.looked_at_all(
        by=request.post, cases=context["cases"], section="meeting list", now=request.now
    )
    context |= {"form": form, "runs": runs, "here": "Meetings"}
    return render(request, "meetings/run.html", context, status=status)


@post_required
@transaction.atomic
def attendance(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is here, sent apologies, came or left."""
    meeting = meeting_of(request, reference, running=True)
    invitations = meeting.invitations.select_related("post__agency", "slot__case__child")
    known = {one.post_id for one in invitations}
    people = [one for one in list_queries.people_of(meeting, today=request.today)
              if one.pk not in known]  # fmt: skip
    slots = list_queries.slots_on(meeting, post=request.post, today=request.today)
    seen = {None, *(slot.pk for slot in slots)}
    shown = [one for one in invitations if one.slot_id in seen]
    form = forms.AttendanceForm(request.POST or None, invitations=shown, people=people)
    if form.is_valid():
        _note_presence(form, meeting, request)
        return redirect(_back(request, meeting))
    guests = [one.slot.case for one in invitations if one.slot]
    audit.looked_at_all(by=request.post, cases=guests, section="attendance", now=request.now)
    context = {"meeting": meeting, "form": form, "quorum": room.quorum_now(meeting),
               "back": _back(request, meeting), "here": "Meetings"}  # fmt: skip
    return render(request, "meetings/attendance.html", context, status=422 if form.errors else 200)


@post_required
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """End the meeting; what was left out wants a reason."""
    meeting = meeting_of(request, reference, running=True)
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        clock = form.cleaned_data["clock"]
        day = timezone.localdate(meeting.starts_at)
        try:
            holding_commands.end_meeting(
                meeting=meeting,
                reason=form.cleaned_data["reason"],
                ended_at=forms.moment(day, clock) if clock else None,
                by=request.post,
                now=request.now,
            )
            return redirect("meetings:run", meeting.reference)
        except holding_commands.CannotHold as problem:
            form.add_error("reason", str(problem))
    context = {"meeting": meeting, "form": form, "title": "End the meeting",
               "button": "End the meeting", "here": "Meetings"}  # fmt: skip
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


def _note_presence(form: forms.AttendanceForm, meeting: Meeting, request: HttpRequest) -> None:
    at = form.moment(meeting)
    for invitation, presence in form.changed():
        holding_commands.mark_presence(
            invitation=invitation, presence=presence, at=at, by=request.post, now=request.now
        )
    came = form.people.get(form.cleaned_data["came"] or "")
    if came:
        holding_commands.add_attendee(
            meeting=meeting,
            post=came,
            place=room.place_for(meeting.series, came),
            at=at,
            by=request.post,
            now=request.now,
        )


def _start_form(request: HttpRequest, meeting: Meeting) -> forms.StartForm:
    people = running.people_for_chair(meeting, today=request.today)
    chair = next((one for one in people if room.may_chair(meeting.series, one)), None)
    admin = next((one.post for one in room.standing(meeting) if one.place == "admin"), None)
    initial = {
        "chair": str(chair.pk) if chair else "",
        "held_as": meeting.held_as,
        "note_taker": str(admin.pk) if admin else "",
    }
    data = request.POST if request.method == "POST" else None
    return forms.StartForm(data, meeting=meeting, people=people, initial=initial)


def _back(request: HttpRequest, meeting: Meeting) -> str:
    """Where one came from, if that is a page of this meeting."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    own = f"/meetings/{meeting.reference}/"
    return asked if asked.startswith(own) else f"{own}run/"
