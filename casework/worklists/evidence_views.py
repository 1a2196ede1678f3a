"""The audit for the information-governance officer; each search of it is in it, too."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.agencies import limits
from casework.agencies.sign_in import governors_only
from casework.audit import check_commands
from casework.audit import commands as audit
from casework.worklists import evidence as queries
from casework.worklists import refused as refusals
from casework.worklists.evidence_forms import OutcomeForm, SampleForm, SearchForm

BACK = timedelta(days=30)
"""What a sample is drawn from, if nothing else is said."""


@governors_only
def evidence(request: HttpRequest) -> HttpResponse:
    """Search the audit. By POST, so that no name stands in an address."""
    form = SearchForm(request.POST or None, today=request.today)
    page = case = None
    if form.is_valid():
        if too_many := limits.refused(request, "search"):
            return too_many
        asked = form.cleaned_data
        case = queries.case_of(request.post, asked["reference"], today=request.today)
        page = queries.search(
            request.post, asked, after=request.POST.get("after", ""), today=request.today
        )
        detail = {"by": form.used(), "rows": len(page.rows)}
        audit.write(
            by=request.post, action="audit searched", case=case, now=request.now, detail=detail
        )
    context = {"form": form, "page": page, "case": case, "hidden": _hidden(request)}
    status = 422 if form.errors else 200
    return render(request, "worklists/evidence.html", context, status=status)


@governors_only
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Who looked at one record, as a list to print."""
    case = queries.case_of(request.post, reference, today=request.today)
    if case is None:
        raise Http404
    audit.looked(by=request.post, case=case, section="who looked", now=request.now)
    context = {"case": case, "people": queries.people_at(case), "now": request.now}
    return render(request, "worklists/evidence_of.html", context)


@governors_only
def sample(request: HttpRequest) -> HttpResponse:
    """Draw entries by lot, and see which are still to check."""
    initial = {"size": 10, "since": request.today - BACK, "until": request.today}
    form = SampleForm(request.POST or None, today=request.today, initial=initial)
    if form.is_valid():
        drawn = check_commands.draw(
            size=form.cleaned_data["size"],
            since=queries.start(form.cleaned_data["since"]),
            until=queries.start(form.cleaned_data["until"] + timedelta(days=1)),
            by=request.post,
            now=request.now,
        )
        messages.success(request, f"Drawn by lot: {len(drawn)}.")
        return redirect("worklists:sample")
    audit.looked_at_list(by=request.post, what="sample of the audit", now=request.now)
    checks = queries.checks_of(request.post, today=request.today)[: queries.TO_CHECK]
    rows = [(one, queries.in_words(one)) for one in checks]
    status = 422 if form.errors else 200
    return render(request, "worklists/sample.html", {"form": form, "rows": rows}, status=status)


@governors_only
def check(request: HttpRequest, key: int) -> HttpResponse:
    """Write down what came of checking one entry."""
    drawn = get_object_or_404(queries.checks_of(request.post, today=request.today), pk=key)
    initial = {"outcome": drawn.outcome, "note": drawn.note}
    form = OutcomeForm(request.POST or None, initial=initial)
    if form.is_valid():
        check_commands.note_outcome(
            check=drawn, by=request.post, now=request.now, **form.cleaned_data
        )
        messages.success(request, "What came of it is recorded.")
        return redirect("worklists:sample")
    audit.looked_at_list(by=request.post, what="sample of the audit", now=request.now)
    context = {"form": form, "check": drawn, "did": queries.in_words(drawn)}
    status = 422 if form.errors else 200
    return render(request, "worklists/check.html", context, status=status)


@governors_only
def refused(request: HttpRequest) -> HttpResponse:
    """Who asked for what is not theirs, or not there, and who failed at the door."""
    whose = {"post": request.post, "today": request.today}
    audit.looked_at_list(by=request.post, what="who was not let in", now=request.now)
    page = refusals.entries(after=request.GET.get("after", ""), **whose)
    context = {
        "days": refusals.DAYS,
        "askers": refusals.askers(now=request.now, **whose),
        "door": refusals.at_the_door(request.post, now=request.now),
        "page": page,
        "stands": refusals.what_stands(references={row.reference for row in page.rows}, **whose),
    }
    return render(request, "worklists/refused.html", context)


def _hidden(request: HttpRequest) -> dict[str, str]:
    """What was asked, once more, for the button that goes on to earlier entries."""
    left_out = {"csrfmiddlewaretoken", "after"}
    return {name: value for name, value in request.POST.items() if name not in left_out}
