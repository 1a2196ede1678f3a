"""What was shared about a child and with whom: for those who answer for it, and the officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from casework.access import accountable
from casework.agencies import limits
from casework.agencies.second_factor import step_up
from casework.agencies.sign_in import governors_only, post_required
from casework.audit import commands as audit
from casework.sharing import commands, queries
from casework.sharing.forms import BorderForm, FilterForm, SharingForm
from casework.subjects.models import Case
from casework.subjects.queries import name_of

LIST = "sharing ledger"


def case_of(request: HttpRequest, reference: str) -> Case:
    """The case, if the post in force accounts for it; the row of the look is written with it."""
    cases = accountable.cases(request.post, today=request.today)
    case = get_object_or_404(
        cases.select_related("child", "place", "person_of_concern"), reference=reference
    )
    audit.looked(by=request.post, case=case, section="sharing ledger", now=request.now)
    return case


@post_required
@transaction.atomic
def of_case(request: HttpRequest, reference: str) -> HttpResponse:
    """The ledger of one case, newest first."""
    case = case_of(request, reference)
    found = queries.ledger(request.post, today=request.today, case=case)
    page = queries.page(found, request.GET.get("after", ""))
    return _page(request, case, "sharing/of_case.html", {"page": page, "parts": queries.parts})


@post_required
@transaction.atomic
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that information was shared, or that it was decided not to share."""
    case = case_of(request, reference)
    form = SharingForm(
        request.POST or None,
        agencies=queries.agencies(request.post),
        people=queries.colleagues(request.post, today=request.today),
        rules=queries.rules(case),
        today=request.today,
        initial={"on": request.today},
    )
    if form.is_valid():
        commands.note(sharing=form.new(case), by=request.post, now=request.now)
        messages.success(request, "It is written down.")
        return redirect("sharing:of_case", case.reference)
    return _page(request, case, "sharing/add.html", {"form": form})


@post_required
@transaction.atomic
def border(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what is opened to the authority where the child lives."""
    case = case_of(request, reference)
    form = BorderForm(request.POST or None, today=request.today)
    if form.is_valid():
        commands.share_across_a_border(
            case=case, by=request.post, now=request.now, **form.arguments()
        )
        messages.success(request, "It is written down.")
        return redirect("sharing:of_case", case.reference)
    return _page(request, case, "sharing/border.html", {"form": form})


@governors_only
def across(request: HttpRequest) -> HttpResponse:
    """The ledger of the whole authority, by reference and without names of children."""
    form = _filter(request, request.GET)
    page = None
    if form.is_valid():
        found = queries.ledger(request.post, today=request.today, asked=form.cleaned_data)
        page = queries.page(found, request.GET.get("after", ""))
    audit.looked_at_list(by=request.post, what=LIST, now=request.now)
    asked = {name: value for name, value in request.GET.items() if name != "after"}
    context = {"form": form, "page": page, "parts": queries.parts, "asked": asked}
    return render(request, "sharing/across.html", context, status=200 if page else 422)


@governors_only
@require_POST
@step_up
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The same as a file, after showing once more who one is."""
    if too_many := limits.refused(request, "export"):
        return too_many
    form = _filter(request, request.POST)
    asked = form.cleaned_data if form.is_valid() else {}
    text, number = queries.spreadsheet(
        queries.ledger(request.post, today=request.today, asked=asked)
    )
    detail = {"list": LIST, "rows": number}
    audit.write(by=request.post, action="spreadsheet taken", now=request.now, detail=detail)
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="sharing-{request.today}.csv"'
    return answer


def _filter(request: HttpRequest, given: Any) -> FilterForm:
    return FilterForm(given, agencies=queries.agencies(request.post))


def _page(request: HttpRequest, case: Case, template: str, context: dict) -> HttpResponse:
    form = context.get("form")
    governs = request.post.governs_information
    told = {"case": case, "name": case.reference if governs else name_of(case), "governs": governs}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, template, told | context, status=status)
