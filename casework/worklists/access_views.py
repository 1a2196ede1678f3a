"""Why one can see a record, who else can, and who must not."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.access import queries as access
from casework.access.grants import ANSWER_FOR
from casework.agencies.sign_in import post_required
from casework.audit import commands as audit
from casework.retention import queries as retention
from casework.subjects.models import Case
from casework.worklists import access_commands, access_queries, giving_queries, looks
from casework.worklists.access_forms import CloseForm, KnowForm, LiftForm

LAST = 10
"""So many of the last looks stand on the page; the rest is a page of its own."""
CLOSED = "The record is closed to you. Those who answer for it have been told."


def case_of(request: HttpRequest, reference: str, *, answers: bool = False) -> Case:
    """The case, if it exists for the post in force; `answers`: only if they answer for it."""
    visible = looks.cases_with_names(request.post, today=request.today)
    case = get_object_or_404(visible, reference=reference)
    if answers and not access.may(request.post, case, ANSWER_FOR, today=request.today):
        raise Http404
    return case


@post_required
@transaction.atomic
def who_can_see(request: HttpRequest, reference: str) -> HttpResponse:
    """Why I can see this; for those who answer for the record, who else can and who must not."""
    case = case_of(request, reference)
    answers = access.holds(request.post, case, today=request.today)
    context = {
        "own": access_queries.own_reasons(case, request.post, today=request.today),
        "answers": answers,
        "may_give": bool(giving_queries.offered(request.post, case, today=request.today)),
    }
    if answers:
        context["people"] = access_queries.everybody(case, today=request.today, now=request.now)
        context["kept"] = retention.kept_of(case, today=request.today)
        context["ends"] = {one.pk for one in giving_queries.to_take_away(case, today=request.today)}
        context["looks"] = looks.at_case(case, after="", looks_only=True).rows[:LAST]
        context["exclusions"] = list(access_queries.exclusions(case))
    return access_page(request, case, "worklists/who_can_see.html", context)


@post_required
@transaction.atomic
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the record to somebody."""
    case = case_of(request, reference, answers=True)
    people = access_queries.people_to_choose(request.post, today=request.today)
    form = CloseForm(request.POST or None, people=people, today=request.today)
    if form.is_valid():
        made = access_commands.close_to(
            case=case, by=request.post, now=request.now, **form.arguments()
        )
        messages.success(request, f"The record is closed to {made.account.name}.")
        return redirect("worklists:who_can_see", case.reference)
    return access_page(request, case, "worklists/close.html", {"form": form})


@post_required
@transaction.atomic
def lift(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Open the record again to somebody to whom it is closed."""
    case = case_of(request, reference, answers=True)
    exclusion = access_queries.exclusion_of(case, number)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        access_commands.open_again(
            exclusion=exclusion, by=request.post, now=request.now, **form.cleaned_data
        )
        messages.success(request, f"The record is open to {exclusion.account.name} as before.")
        return redirect("worklists:who_can_see", case.reference)
    return access_page(request, case, "worklists/lift.html", {"form": form, "exclusion": exclusion})


@post_required
@transaction.atomic
def i_know_them(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one knows the child or the family: the record is closed to oneself at once."""
    case = case_of(request, reference)
    form = KnowForm(request.POST or None)
    if form.is_valid():
        access_commands.declare_conflict(
            case=case, by=request.post, now=request.now, **form.cleaned_data
        )
        messages.success(request, CLOSED)
        return redirect("worklists:home")
    return access_page(request, case, "worklists/i_know_them.html", {"form": form})


def access_page(request: HttpRequest, case: Case, template: str, context: dict) -> HttpResponse:
    """A page about who sees a case; the look is written with it."""
    audit.looked(by=request.post, case=case, section="who can see", now=request.now)
    form = context.get("form")
    status = 422 if form is not None and form.is_bound else 200
    told = {"case": case, "name": looks.name_of(case)}
    return render(request, template, told | context, status=status)
