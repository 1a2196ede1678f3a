"""The copy as the asker would get it, its release by a second person, and what was given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from casework.agencies import limits
from casework.agencies.second_factor import step_up
from casework.agencies.sign_in import governors_only
from casework.audit import commands as audit
from casework.disclosure import copies, forms, queries, releasing
from casework.disclosure.models import AccessRequest
from casework.disclosure.reasons import SAID, Reason
from casework.disclosure.request_commands import CannotChange
from casework.disclosure.scanning import Hit
from casework.disclosure.views import request_of
from casework.web import words

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


@governors_only
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """The copy as the asker would read it, as things are decided now."""
    found = request_of(request, reference, "subject access, copy")
    return _page(request, found)


@governors_only
@step_up
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Release the copy, after it was read again; by somebody who did not prepare it."""
    found = request_of(request, reference, "subject access, copy")
    if request.method != "POST":
        return redirect("disclosure:copy", reference)
    form = forms.ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        releasing.release(request=found, invented=settings.DEMO, by=request.post, now=request.now)
    except CannotChange as problem:
        form.add_error(None, str(problem))
        return _page(request, found, form=form, status=422)
    except releasing.StillThere as stopped:
        return _page(request, found, form=form, hits=stopped.hits, status=422)
    messages.success(request, "Released. The files are below.")
    return redirect("disclosure:given", reference)


@governors_only
@require_POST
def stays(request: HttpRequest, reference: str) -> HttpResponse:
    """Say why words that were taken out of one item may stand in another."""
    found = request_of(request, reference, "subject access, copy")
    form = forms.StayForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Enter why they may stay there.")
        return redirect("disclosure:copy", reference)
    told = form.cleaned_data
    try:
        releasing.may_stay(
            request=found, because=told["because"], by=request.post, now=request.now,
            taken_from=get_object_or_404(found.items, number=told["taken_from"]),
            stands_in=get_object_or_404(found.items, number=told["stands_in"]),
        )  # fmt: skip
    except CannotChange as problem:
        messages.error(request, f"{problem}.")
    return redirect("disclosure:copy", reference)


@governors_only
def given(request: HttpRequest, reference: str) -> HttpResponse:
    """What was given out: by whom, when, for which reasons less, and in which files."""
    found = request_of(request, reference, "subject access, what was given")
    made = get_object_or_404(queries.releases_of(found))
    form = forms.HandedForm(
        request.POST or None, today=request.today, released_on=words.local_day(made.released_at),
        initial={"on": request.today, "to": found.asker, "gave": str(request.post)},
    )  # fmt: skip
    if form.is_valid():
        try:
            releasing.handed(release=made, by=request.post, now=request.now, **form.cleaned_data)
            messages.success(request, "It is written down that the asker has it.")
        except CannotChange as problem:
            messages.error(request, f"{problem}.")
        return redirect("disclosure:given", reference)
    context = {
        "found": found,
        "release": made,
        "files": made.files.all(),
        "counts": counts_of(made.codes),
        "form": None if made.handed_on else form,
        "stays": queries.stays_of(found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "disclosure/given.html", context, status=status)


@governors_only
def file(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """One of the files as it was given out; its name says nothing about anybody."""
    if too_many := limits.refused(request, "export"):
        return too_many
    found = request_of(request, reference, f"subject access, file {kind[:5]}")
    kept = get_object_or_404(queries.files_of(found), kind=kind)
    audit.write(
        by=request.post, action="file taken", case=kept.case, now=request.now,
        detail={"request": found.reference, "kind": kept.kind},
    )  # fmt: skip
    response = HttpResponse(releasing.content_of(kept), content_type=TYPES[kept.kind])
    name = f"copy-{found.reference}.{kept.kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(
    request: HttpRequest, found: AccessRequest, *, form: Any = None,
    hits: list[Hit] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    made = copies.copy_of(found, invented=settings.DEMO)
    if hits is None:
        hits = queries.standing_elsewhere(found, made)
    context = {
        "found": found,
        "copy": made,
        "texts": (copies.TITLE, copies.SOME_TAKEN_OUT, copies.COMPLAIN),
        "counts": counts_of(releasing.codes_of(found)),
        "hits": hits,
        "stays": queries.stays_of(found),
        "why_not": releasing.why_not(found, request.post),
        "form": form or forms.ReleaseForm(),
        "progress": queries.progress_of(found),
        "reasons": SAID,
    }
    return render(request, "disclosure/copy.html", context, status=status)


def counts_of(codes: dict[str, dict[str, int]]) -> list[tuple[str, int, int]]:
    """For each reason: its word, how many parts, and how many whole items."""
    parts, items = codes.get("parts", {}), codes.get("items", {})
    return [(one.label, parts.get(one, 0), items.get(one, 0)) for one in Reason]
