"""Disposing of a record: one officer proposes, another one sees what goes and confirms."""

from __future__ import annotations

import json

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.agencies.second_factor import step_up
from casework.agencies.sign_in import governors_only
from casework.audit import commands as audit
from casework.documents import pdf
from casework.retention import certificates, commands, queries
from casework.retention.forms import ConfirmForm, ProposeForm, WithdrawForm
from casework.retention.models import Certificate, Disposal
from casework.retention.views import case_of, page


@governors_only
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose to dispose of a record whose day has come; it shows what would go."""
    case = case_of(request, reference)
    kept = queries.kept_of(case, today=request.today)
    form = ProposeForm(request.POST or None)
    if form.is_valid():
        try:
            made = commands.propose(
                case=case, by=request.post, now=request.now, **form.cleaned_data
            )
        except commands.CannotDispose as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "It is proposed. A second person has to confirm it.")
            return redirect("retention:disposal", made.pk)
    context = {"form": form, "kept": kept, "contents": queries.contents(case.pk)}
    return page(request, case, "retention/propose.html", context)


@governors_only
@step_up
def disposal(request: HttpRequest, key: int) -> HttpResponse:
    """What goes and why; for the second person, the button that removes it for good."""
    found = _waiting(request, key)
    contents = queries.contents(found.case_id)
    own = found.proposed_account_id == request.post.account_id
    form = None if own else _confirming(request, found, contents)
    if form is not None and form.is_valid():
        try:
            with transaction.atomic():
                made = commands.confirm(
                    disposal=found,
                    seen=form.cleaned_data["seen"],
                    by=request.post,
                    now=request.now,
                )
        except commands.CannotDispose as refused:
            form = _confirming(request, found, contents, refused=str(refused))
        else:
            messages.success(request, "The record is disposed of. This is its certificate.")
            return redirect("retention:certificate", made.reference)
    context = {"form": form, "disposal": found, "contents": contents, "own": own}
    return page(request, found.case, "retention/disposal.html", context)


@governors_only
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take a proposal back, or turn it down."""
    found = _waiting(request, key)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        commands.withdraw(disposal=found, by=request.post, now=request.now, **form.cleaned_data)
        messages.success(request, "The record stays.")
        return redirect("retention:across")
    return page(request, found.case, "retention/withdraw.html", {"form": form, "disposal": found})


@governors_only
def certificate(request: HttpRequest, reference: str) -> HttpResponse:
    """What is left of a record that was disposed of."""
    one = _certificate(request, reference)
    context = {"one": one, "intact": certificates.intact(one), "final": certificates.FINAL}
    return render(request, "retention/certificate.html", context)


@governors_only
def certificate_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same to print and file."""
    one = _certificate(request, reference)
    printed = pdf.render(certificates.document(one), now=request.now)
    answer = HttpResponse(printed, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="certificate-{one.reference}.pdf"'
    return answer


def _waiting(request: HttpRequest, key: int) -> Disposal:
    found = get_object_or_404(queries.disposals(request.post, today=request.today), pk=key)
    audit.looked(by=request.post, case=found.case, section="disposal", now=request.now)
    return found


def _certificate(request: HttpRequest, reference: str) -> Certificate:
    audit.looked_at_list(by=request.post, what="certificates of disposal", now=request.now)
    return get_object_or_404(queries.certificates(request.post), reference=reference)


def _confirming(
    request: HttpRequest, found: Disposal, contents: list, *, refused: str = ""
) -> ConfirmForm:
    """The form with what is there now; refused, it shows that anew and says why."""
    given = request.POST or None
    if refused:
        given = {"reference": request.POST["reference"], "seen": json.dumps(contents)}
    form = ConfirmForm(given, case_reference=found.case_reference, initial={"seen": contents})
    if refused:
        form.add_error(None, refused)
    return form
