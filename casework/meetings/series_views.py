"""My forums, the dates of one, and moving or calling off a meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.agencies.sign_in import as_one, post_required
from casework.audit import commands as audit
from casework.meetings import forms, preparation, series_commands, series_queries
from casework.meetings.arriving import meeting_of, series_of
from casework.meetings.models import Meeting, Preparation, Series
from casework.subjects.models import Case
from casework.web import words


@post_required
@as_one
def forums(request: HttpRequest) -> HttpResponse:
    """The forums that one has to do with, and the children for whom one is invited."""
    found = series_queries.forums_of(request.post, today=request.today)
    slots = series_queries.invited_slots(request.post, now=request.now)
    cases = [slot.case for slot in slots]
    audit.looked_at_all(by=request.post, cases=cases, section="meeting list", now=request.now)
    context = {
        "forums": [
            {
                "series": one,
                "next": series_queries.meeting_to_prepare(one, now=request.now),
                "last": series_queries.last_meeting(one, now=request.now),
            }
            for one in found
        ],
        "slots": slots,
        "here": "Meetings",
    }
    return render(request, "meetings/forums.html", context)


@post_required
@as_one
def forum(request: HttpRequest, reference: str) -> HttpResponse:
    """The dates of a forum and the preparation of its next meeting."""
    series = series_of(request, reference)
    meeting = series_queries.meeting_to_prepare(series, now=request.now)
    return _forum_page(request, series, meeting)


@post_required
@as_one
def meeting(request: HttpRequest, reference: str) -> HttpResponse:
    """One meeting: its list, papers, people and clocks, among the dates of its forum."""
    found = meeting_of(request, reference)
    return _forum_page(request, found.series, found)


def _forum_page(request: HttpRequest, series, prepared: Meeting | None) -> HttpResponse:
    context = preparation.page(
        series,
        prepared,
        post=request.post,
        now=request.now,
        earlier="earlier" in request.GET,
    )
    _looked(request, series, context.get("cases", []))
    return render(request, "meetings/forum.html", context | {"here": "Meetings"})


def _looked(request: HttpRequest, series: Series, cases: list[Case]) -> None:
    """Note a look at the forum, and at each child whom its page names."""
    named = {one.pk: (one, {"section": "meeting list"}) for one in cases}
    entries = [(series.case, {"section": "meetings"}), *named.values()]
    audit.write_many(by=request.post, action="looked", now=request.now, entries=entries)


@post_required
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the weekly meetings into the calendar up to a day."""
    series = series_of(request, reference, running=True)
    form = forms.PlanForm(request.POST or None)
    if form.is_valid():
        new = series_commands.plan_meetings(
            series=series, until=form.cleaned_data["until"], by=request.post, now=request.now
        )
        messages.success(request, f"{words.sentence(words.counted(len(new), 'meeting'))} planned")
        return redirect("meetings:forum", series.case.reference)
    context = {"series": series, "form": form, "title": "Plan meetings", "button": "Plan meetings"}
    return _form_page(request, form, context)


@post_required
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Move a meeting to another moment, with the reason."""
    found = meeting_of(request, reference, running=True)
    starts = timezone.localtime(found.starts_at)
    initial = {"day": starts.date(), "clock": f"{starts:%H:%M}"}
    form = forms.MoveForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            series_commands.move_meeting(
                meeting=found,
                starts_at=form.starts_at(),
                because=form.cleaned_data["because"],
                by=request.post,
                now=request.now,
            )
            return redirect("meetings:meeting", found.reference)
        except series_commands.CannotMove as problem:
            form.add_error("day", str(problem))
    context = {"meeting": found, "form": form, "title": "Move this meeting", "button": "Move"}
    return _form_page(request, form, context)


@post_required
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Call a meeting off, with the reason."""
    found = meeting_of(request, reference, running=True)
    form = forms.CancelForm(request.POST or None)
    if form.is_valid():
        try:
            series_commands.cancel_meeting(
                meeting=found,
                because=form.cleaned_data["because"],
                by=request.post,
                now=request.now,
            )
            return redirect("meetings:forum", found.series.case.reference)
        except series_commands.CannotMove as problem:
            form.add_error("because", str(problem))
    title = "Call this meeting off"
    return _form_page(request, form, {"meeting": found, "form": form, "title": title,
                                      "button": "Call it off"})  # fmt: skip


@post_required
def place(request: HttpRequest, reference: str) -> HttpResponse:
    """Say where a meeting takes place."""
    found = meeting_of(request, reference, running=True)
    form = forms.PlaceForm(
        request.POST or None, initial={"place": found.place, "joining": found.joining}
    )
    if form.is_valid():
        series_commands.arrange_place(
            meeting=found, by=request.post, now=request.now, **form.cleaned_data
        )
        return redirect("meetings:meeting", found.reference)
    context = {"meeting": found, "form": form, "title": "Room and video link", "button": "Save"}
    return _form_page(request, form, context)


@post_required
@require_POST
def looked_through(request: HttpRequest, reference: str) -> HttpResponse:
    """Note that the pack was looked through as each member will see it."""
    found = meeting_of(request, reference, running=True)
    series_commands.prepare(
        meeting=found, step=Preparation.Step.LOOKED_THROUGH, by=request.post, now=request.now
    )
    return redirect("meetings:meeting", found.reference)


def _form_page(request: HttpRequest, form, context) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "meetings/form.html", context | {"here": "Meetings"}, status=status)
