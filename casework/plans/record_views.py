"""Everything of a child on one page: what must happen next, and the reasons for it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from casework.agencies.sign_in import as_one, post_required
from casework.concerns import forms as concern_forms
from casework.concerns.views import child_to_read, only_read, record_page
from casework.plans import record_queries


@post_required
@as_one
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """The overview of a child's record."""
    case = child_to_read(request, reference)
    context = record_queries.overview(case, request.post, request.rights, now=request.now)
    if not request.may_write:
        context |= {part: only_read(context[part]) for part in ("items", "more", "questions")}
    return record_page(request, case, "plans/record.html", "Overview", context)


@post_required
@as_one
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """What was done, in time or late."""
    case = child_to_read(request, reference)
    context = record_queries.done(case, request.post, now=request.now)
    context |= {"title": "Done", "title_in_page": True}
    return record_page(request, case, "plans/settled.html", "Overview", context)


@post_required
@as_one
def idle(request: HttpRequest, reference: str) -> HttpResponse:
    """What is no longer needed, and why."""
    case = child_to_read(request, reference)
    context = record_queries.idle(case, request.post, now=request.now)
    context |= {"title": "No longer needed, and why", "title_in_page": True}
    return record_page(request, case, "plans/settled.html", "Overview", context)


@post_required
@as_one
def earlier(request: HttpRequest, reference: str) -> HttpResponse:
    """The record as somebody would have read it at the end of an earlier day."""
    case = child_to_read(request, reference)
    asked = any(name.startswith("on") for name in request.GET)
    form = concern_forms.KnownAtForm(request.GET if asked else None, today=request.today)
    context: dict[str, Any] = {"form": form, "title_in_page": True}
    if form.is_valid():
        end = datetime.combine(form.cleaned_data["on"], time(23, 59, 59))
        moment = min(timezone.make_aware(end), request.now)
        context |= record_queries.as_known(case, request.post, now=request.now, moment=moment)
    status = 422 if form.errors else 200
    return record_page(request, case, "plans/earlier.html", "Overview", context, status)
