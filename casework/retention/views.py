"""Until when a record is kept and what holds it; for the officer, all of the authority."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.access import accountable
from casework.agencies.sign_in import governors_only, post_required
from casework.audit import commands as audit
from casework.chronology import queries as chronology
from casework.retention import closing_commands, commands, queries
from casework.retention.forms import CloseForm, HoldForm, LiftForm, OpenAgainForm
from casework.subjects.models import Case
from casework.subjects.queries import name_of

CERTIFICATES = 50


def case_of(request: HttpRequest, reference: str) -> Case:
    """The case, if the post in force accounts for it; the row of the look is written with it."""
    cases = accountable.cases(request.post, today=request.today)
    related = cases.select_related("authority", "child", "place", "person_of_concern")
    case = get_object_or_404(related, reference=reference)
    audit.looked(by=request.post, case=case, section="how long it is kept", now=request.now)
    return case


@post_required
@transaction.atomic
def of_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Until when this record is kept, because of what, and what holds it."""
    case = case_of(request, reference)
    kept = queries.kept_of(case, today=request.today)
    context = {
        "kept": kept,
        "due": kept.due(request.today),
        "holds": list(queries.holds_of(case)),
        "waiting": queries.disposals(request.post, today=request.today).filter(case=case).first(),
    }
    return page(request, case, "retention/of_case.html", context)


@post_required
@transaction.atomic
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a legal hold on this record."""
    case = case_of(request, reference)
    form = HoldForm(request.POST or None, today=request.today)
    if form.is_valid():
        commands.hold(case=case, by=request.post, now=request.now, **form.cleaned_data)
        messages.success(request, "The hold stands. Nothing of this record is disposed of.")
        return redirect("retention:of_case", case.reference)
    return page(request, case, "retention/hold.html", {"form": form})


@post_required
@transaction.atomic
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close this record: the work is done."""
    case = case_of(request, reference)
    form = CloseForm(request.POST or None, opened_on=case.opened_on, today=request.today)
    if form.is_valid():
        try:
            closing_commands.close(
                case=case, by=request.post, now=request.now, **form.cleaned_data
            )  # fmt: skip
        except closing_commands.CannotClose as problem:
            messages.error(request, f"{problem}.")
        else:
            messages.success(request, "The record is closed. It stays to be read.")
        return redirect("retention:of_case", case.reference)
    context = {"form": form, "left": chronology.outstanding(case).count()}
    return page(request, case, "retention/close.html", context)


@post_required
@transaction.atomic
def open_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Go on with a record that was closed."""
    case = case_of(request, reference)
    form = OpenAgainForm(request.POST or None)
    if form.is_valid():
        try:
            closing_commands.open_again(
                case=case, by=request.post, now=request.now, **form.cleaned_data
            )  # fmt: skip
        except closing_commands.CannotClose as problem:
            messages.error(request, f"{problem}.")
        else:
            messages.success(request, "The record is open again.")
        return redirect("retention:of_case", case.reference)
    return page(request, case, "retention/open_again.html", {"form": form})


@governors_only
def across(request: HttpRequest) -> HttpResponse:
    """What is due for disposal, what waits for a second person, holds and certificates."""
    audit.looked_at_list(by=request.post, what="due for disposal", now=request.now)
    context = {
        "due": queries.due(request.post, today=request.today),
        "waiting": queries.disposals(request.post, today=request.today),
        "holds": queries.holds(request.post, today=request.today).on(request.today),
        "certificates": queries.certificates(request.post)[:CERTIFICATES],
    }
    return render(request, "retention/across.html", context)


@governors_only
def hold_all(request: HttpRequest) -> HttpResponse:
    """Put a legal hold on everything in the authority: an inquiry asks for its records."""
    form = HoldForm(request.POST or None, today=request.today)
    if form.is_valid():
        commands.hold(by=request.post, now=request.now, **form.cleaned_data)
        messages.success(request, "The hold stands. Nothing in your authority is disposed of.")
        return redirect("retention:across")
    return render(
        request, "retention/hold_all.html", {"form": form}, status=422 if form.is_bound else 200
    )


@governors_only
def lift(request: HttpRequest, key: int) -> HttpResponse:
    """Lift a legal hold."""
    standing = queries.holds(request.post, today=request.today).on(request.today)
    held = get_object_or_404(standing, pk=key)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        commands.lift(hold=held, by=request.post, now=request.now, **form.cleaned_data)
        messages.success(request, "The hold is lifted.")
        return redirect("retention:across")
    audit.looked_at_list(by=request.post, what="legal holds", now=request.now)
    context = {"form": form, "hold": held}
    return render(request, "retention/lift.html", context, status=422 if form.is_bound else 200)


def page(request: HttpRequest, case: Case, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page about one record: with its name for who holds it, by reference for the officer."""
    form = context.get("form")
    governs = request.post.governs_information
    told = {"case": case, "name": case.reference if governs else name_of(case), "governs": governs}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, template, told | context, status=status)
