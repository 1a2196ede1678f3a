"""Say that something the procedure asks was done, or why it is not needed here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from casework.agencies.sign_in import post_required
from casework.chronology import commands as chronology
from casework.chronology import queries as chronology_queries
from casework.chronology.models import Obligation
from casework.concerns import due_queries, forms, settling_queries, why_queries
from casework.concerns.views import child_to_write, record_page
from casework.subjects.models import Case


@post_required
@transaction.atomic
def duty(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    case = child_to_write(request, reference)
    asked = get_object_or_404(chronology_queries.outstanding(case), key=key)
    due_queries.must_be_open(case, asked, request.post, now=request.now)
    ways = settling_queries.ways(case, asked)
    form = forms.DutyForm(
        request.POST or None,
        case=case,
        now=request.now,
        ways=ways,
        initial={"on": request.today, "outcome": "done" if ways else "not_needed"},
    )
    if form.is_valid():
        _settle(request, case, asked, form)
        return redirect("concerns:record", case.reference)
    context = _context(request, case, asked) | {"form": form, "ways": ways}
    status = 422 if form.is_bound else 200
    return record_page(request, case, "concerns/duty.html", "Overview", context, status)


def _settle(request: HttpRequest, case: Case, asked: Obligation, form: Any) -> None:
    told = {"by": request.post, "now": request.now}
    if form.cleaned_data["outcome"] == "not_needed":
        chronology.waive(obligation=asked, reason=form.cleaned_data["note"], **told)
        messages.success(request, "Recorded as not needed, with your reason.")
        return
    at, precision = form.moment
    way = form.way
    chronology.record(
        case=case,
        kind=way.kind,
        at=min(at, request.now),
        precision=precision,
        data=way.data,
        note=form.cleaned_data["note"],
        **told,
    )
    messages.success(request, "Recorded as done.")


def _context(request: HttpRequest, case: Case, asked: Obligation) -> dict[str, Any]:
    """The obligation with its reasons, and the pages that record what it asks for."""
    facts = chronology_queries.timeline(case, post=request.post, now=request.now)
    reader = why_queries.reader(case, now=request.now, facts=facts)
    found = chronology_queries.evaluation(case, now=request.now).obligations
    one = next((each for each in found if each.key == asked.key), None)
    definition = settling_queries.duty_of(case, asked)
    return {
        "asked": asked,
        "bearer": why_queries.bearer_of(asked.bearer, reader),
        "why": why_queries.why(one, list(found), reader) if one else None,
        "links": settling_queries.links(case, definition.met_by if definition else ()),
        "title_in_page": True,
    }
