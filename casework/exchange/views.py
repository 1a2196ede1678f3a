"""Pages for bringing files in: choose, look at what would happen, confirm, decide."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from casework.agencies import limits
from casework.agencies.sign_in import post_required
from casework.exchange import commands, deciding, queries, uploads
from casework.exchange.forms import DecisionForm, FilesForm
from casework.exchange.models import ImportRun
from casework.exchange.reading.problems import FileRefused
from casework.web.numbers import whole


@post_required
def imports(request: HttpRequest) -> HttpResponse:
    """Choose files and try them; below, what was brought in before."""
    _only_those_who_may(request)
    if request.method == "POST" and (too_many := limits.refused(request, "import")):
        return too_many
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FilesForm(*sent)
    if form.is_valid() and (run := _try(request, form)):
        return redirect("exchange:run", run.pk)
    context = {
        "form": form,
        "runs": queries.runs(request.post)[:20],
        "waiting": len(queries.to_decide(request.post)),
    }
    return render(request, "exchange/imports.html", context, status=422 if form.errors else 200)


def _try(request: HttpRequest, form: FilesForm) -> ImportRun | None:
    try:
        folder = _folder(form)
    except FileRefused as refused:
        form.add_error("files", refused.problem.message)
        return None
    try:
        run, _ = commands.try_import(
            folder=folder,
            authority=request.post.authority,
            source=form.cleaned_data["source"],
            by=request.post,
            now=request.now,
        )
    except FileRefused as refused:
        uploads.remove(folder)
        form.add_error("files", refused.problem.message)
        return None
    return run


def _folder(form: FilesForm) -> Path:
    if form.cleaned_data["files"]:
        return uploads.keep(form.cleaned_data["files"])
    return queries.chosen_folder()


@post_required
def run(request: HttpRequest, key: int) -> HttpResponse:
    """What an import would do, how far it is, or what it did."""
    found = get_object_or_404(queries.runs(request.post), pk=key)
    context = {
        "run": found,
        "files": queries.files(found),
        "totals": queries.totals(found),
        "may_be_brought_in": queries.may_be_brought_in(found),
        "interrupted": queries.was_interrupted(found),
    }
    whole = "part" not in request.GET
    return render(request, "exchange/run.html" if whole else "exchange/progress.html", context)


@post_required
@require_POST
def bring_in(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm an import that was tried, or begin one again that was interrupted."""
    found = get_object_or_404(queries.runs(request.post), pk=key)
    if queries.may_be_brought_in(found) or queries.was_interrupted(found):
        commands.confirm(run=found, by=request.post, now=request.now)
    return redirect("exchange:run", found.pk)


@post_required
@require_POST
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Leave an import that was tried."""
    found = get_object_or_404(queries.runs(request.post), pk=key)
    commands.cancel(run=found, by=request.post, now=request.now)
    uploads.forget(found)
    messages.success(request, "Nothing was brought in.")
    return redirect("exchange:imports")


@post_required
def exceptions(request: HttpRequest) -> HttpResponse:
    """What imports left for people to decide, oldest first."""
    _only_those_who_may(request)
    found = queries.to_decide(request.post, whole(request.GET.get("after")) or 0)
    context = {"exceptions": found[: queries.A_PAGE], "more": len(found) > queries.A_PAGE}
    return render(request, "exchange/exceptions.html", context)


@post_required
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Decide one question."""
    found = get_object_or_404(queries.exceptions(request.post), pk=key)
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(sent, choices=deciding.choices(found))
    if form.is_valid():
        deciding.decide(
            exception=found,
            decision=form.cleaned_data["decision"],
            by=request.post,
            now=request.now,
        )
        messages.success(request, "Your decision was kept.")
        return redirect("exchange:exceptions")
    context = {"exception": found, "form": form, "row": queries.row_of(found)}
    context["numbers"] = queries.numbers_of(found)
    return render(request, "exchange/decide.html", context, status=422 if form.errors else 200)


def _only_those_who_may(request: HttpRequest) -> None:
    if not request.post.may_import:
        raise Http404
