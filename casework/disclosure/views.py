"""Requests for a copy: the list, taking one in, its clock, gathering, its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from casework.agencies.sign_in import governors_only
from casework.audit import commands as audit
from casework.disclosure import item_commands, queries, request_commands
from casework.disclosure.forms import CloseForm, ExtendForm, IdentityForm, TakeInForm
from casework.disclosure.models import AccessRequest
from casework.disclosure.reasons import SAID
from casework.disclosure.request_commands import CannotChange
from casework.web import words


def request_of(request: HttpRequest, reference: str, section: str) -> AccessRequest:
    """The request asked for, if it exists for this officer; the look is written with it."""
    found = get_object_or_404(
        queries.requests_of(request.post, today=request.today), reference=reference
    )
    if found.case:
        audit.looked(by=request.post, case=found.case, section=section, now=request.now)
    else:
        audit.looked_at_list(by=request.post, what=section, now=request.now)
    return found


def back(found: AccessRequest) -> HttpResponse:
    return redirect("disclosure:request", found.reference)


@governors_only
def requests(request: HttpRequest) -> HttpResponse:
    """All requests with their clocks, by reference."""
    audit.looked_at_list(by=request.post, what="subject access requests", now=request.now)
    rows = queries.rows(request.post, today=request.today)
    waiting = [row for row in rows if row["request"].is_open]
    late = [row for row in waiting if row["state"]["kind"] == "late"]
    to_hand_over = [row for row in rows if queries.to_hand_over(row["request"])]
    context = {"rows": rows, "waiting": waiting, "late": late, "to_hand_over": to_hand_over}
    return render(request, "disclosure/requests.html", context)


@governors_only
def take_in(request: HttpRequest) -> HttpResponse:
    """Write down that somebody asks for a copy."""
    form = TakeInForm(request.POST or None, today=request.today)
    if form.is_valid():
        reference = form.cleaned_data["record"]
        case = queries.case_named(request.post, reference, today=request.today)
        if reference and case is None:
            form.add_error("record", "No record of a child that you may see has this reference")
        else:
            made = request_commands.take_in(
                case=case, asked=form.asked(), by=request.post, now=request.now
            )
            messages.success(request, f"Taken in. An answer is due by {words.day(made.due_on)}.")
            return back(made)
    status = 422 if form.is_bound else 200
    return render(request, "disclosure/take_in.html", {"form": form}, status=status)


@governors_only
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: what comes next, its clock, its items."""
    found = request_of(request, reference, "subject access")
    progress = queries.progress_of(found)
    context = {
        "found": found,
        "clock": queries.state_of(found, today=request.today),
        "progress": progress,
        "sections": queries.sections_of(found),
        "agencies": queries.agencies_to_ask(found),
        "next": queries.next_open(found) if found.may_change else None,
        "professionals": queries.professionals_waiting(found),
        "reasons": SAID,
    }
    return render(request, "disclosure/request.html", context)


@governors_only
def identity(request: HttpRequest, reference: str) -> HttpResponse:
    """Say how it is known who asks; the clock runs from then."""
    found = request_of(request, reference, "subject access")
    initial = {"identity_on": request.today}
    form = IdentityForm(request.POST or None, today=request.today, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        return _done(
            request, found, request_commands.check_identity, "It is written down.",
            identity=told["identity"], note=told["identity_note"],
            on=told["identity_on"] or found.received_on,
        )  # fmt: skip
    return _form(request, found, form, "How do you know who asks?", "Save")


@governors_only
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    """Two months more, for a reason."""
    found = request_of(request, reference, "subject access")
    form = ExtendForm(request.POST or None)
    if form.is_valid():
        because = form.cleaned_data["because"]
        said = "Two months more. Tell the asker the reason and the new day."
        return _done(request, found, request_commands.extend, said, because=because)
    return _form(request, found, form, "Take two months more", "Take two months more")


@governors_only
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """End a request without a copy."""
    found = request_of(request, reference, "subject access")
    form = CloseForm(request.POST or None)
    if form.is_valid():
        return _done(
            request, found, request_commands.close, "The request is closed.", **form.cleaned_data
        )
    return _form(request, found, form, "End this request without a copy", "End this request")


@governors_only
@require_POST
def gather(request: HttpRequest, reference: str) -> HttpResponse:
    """Copy what is held into items; again, to add what is new."""
    found = request_of(request, reference, "subject access")
    return _done(
        request, found, request_commands.gather, lambda new: f"Gathered: {_items(len(new))}."
    )


@governors_only
@require_POST
def professionals(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave in all names of professionals that are not decided yet."""
    found = request_of(request, reference, "subject access")
    return _done(
        request, found, item_commands.professionals_stay,
        lambda count: f"{words.sentence(words.counted(count, 'name'))} left in.",
    )  # fmt: skip


@governors_only
@require_POST
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand a copy over to be released; or take it back to change something."""
    found = request_of(request, reference, "subject access")
    if "take_back" in request.POST:
        said = "Taken back. Hand it over again when you are done."
        return _done(request, found, request_commands.take_back, said)
    return _done(
        request, found, request_commands.hand_over,
        "Handed over. Somebody else releases it now.",
    )  # fmt: skip


def _done(
    request: HttpRequest, found: AccessRequest, command: Any, said: Any, **told: Any
) -> HttpResponse:
    """Run a command and go back to the request; what it refuses is said there."""
    try:
        came = command(request=found, by=request.post, now=request.now, **told)
    except CannotChange as problem:
        messages.error(request, f"{problem}.")
    else:
        messages.success(request, said(came) if callable(said) else said)
    return back(found)


def _form(
    request: HttpRequest, found: AccessRequest, form: Any, title: str, button: str
) -> HttpResponse:
    if not found.is_open:
        raise Http404
    context = {"found": found, "form": form, "title": title, "button": button}
    status = 422 if form.is_bound else 200
    return render(request, "disclosure/form.html", context, status=status)


def _items(count: int) -> str:
    return words.counted(count, "item")
