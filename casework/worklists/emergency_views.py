"""Open a record in an emergency; and look into an opening afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.access import emergency
from casework.access.queries import may_see
from casework.agencies.models import Post
from casework.agencies.second_factor import step_up_here
from casework.agencies.sign_in import post_required
from casework.audit import commands as audit
from casework.subjects.queries import name_of
from casework.worklists import emergency_commands, emergency_queries
from casework.worklists.emergency_forms import EmergencyForm, ReviewForm

NOTHING = "No record was opened. Check what you entered. The attempt is written down"
LOCKED = (
    "You have opened or tried as many records as one person may within 24 hours. "
    "Those who look into it have been told. Ring the duty team"
)


@post_required
@step_up_here
def open_record(request: HttpRequest) -> HttpResponse:
    """Who the child is, exactly, and why; it opens one record for four hours."""
    if request.post.reach == Post.Reach.NONE:
        raise PermissionDenied
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        found = emergency.wanted(request.post, **form.whom(), today=request.today)
        if found and may_see(request.post, found, "shared", today=request.today):
            return redirect("concerns:record", found.reference)
        told = {name: form.cleaned_data[name] for name in ("category", "reason")}
        try:
            emergency_commands.open_record(case=found, by=request.post, now=request.now, **told)
        except emergency.Locked:
            emergency_commands.alert_of_lock(by=request.post, now=request.now)
            form.add_error(None, LOCKED)
        else:
            if found:
                return redirect("concerns:record", found.reference)
            form.add_error(None, NOTHING)
    context = {"form": form, "here": "Children"}
    status = 422 if form.is_bound else 200
    return render(request, "worklists/emergency.html", context, status=status)


@post_required
@transaction.atomic
def opening(request: HttpRequest, number: int) -> HttpResponse:
    """What was opened, by whom and why; and whether that was right."""
    found = emergency_queries.reviewable(request.post, today=request.today)
    related = found.select_related(
        "post__agency", "reviewed_by", "case__child", "case__place", "case__person_of_concern"
    )
    opened = get_object_or_404(related, pk=number)
    audit.looked(by=request.post, case=opened.case, section="emergency", now=request.now)
    form = ReviewForm(request.POST or None) if opened.reviewed_at is None else None
    if form is not None and form.is_valid():
        emergency.review(opening=opened, by=request.post, now=request.now, **form.cleaned_data)
        messages.success(request, "What you found is recorded.")
        return redirect("worklists:opening", opened.pk)
    context = {
        "opening": opened,
        "name": name_of(opened.case),
        "form": form,
        "late": opened.review_by < request.today,
        "looks": emergency_queries.looks_of(opened),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "worklists/opening.html", context, status=status)
