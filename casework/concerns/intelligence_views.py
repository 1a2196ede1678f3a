"""Sensitive intelligence on a child: shown to who has just shown who they are, piece by piece."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from casework.agencies.second_factor import step_up
from casework.agencies.sign_in import post_required
from casework.concerns import intelligence_commands as commands
from casework.concerns import intelligence_queries as queries
from casework.concerns.intelligence_forms import IntelligenceForm, ReadersForm
from casework.concerns.views import child_case, child_to_write, record_page

PART = "Intelligence"


@post_required
@step_up
@transaction.atomic
def intelligence(request: HttpRequest, reference: str) -> HttpResponse:
    """Every piece that this post may read, opened."""
    case = child_case(request, reference)
    pieces = queries.told(case, request.post, today=request.today)
    context = {"pieces": pieces, "until": queries.until_words, "title_in_page": True}
    return record_page(request, case, "concerns/intelligence.html", PART, context)


@post_required
@step_up
@transaction.atomic
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a piece."""
    case = child_to_write(request, reference)
    people = queries.who_may_be_named(case, request.post, today=request.today)
    form = IntelligenceForm(request.POST or None, case=case, now=request.now, people=people)
    if form.is_valid():
        at, precision = form.moment
        data = form.cleaned_data
        commands.record_intelligence(
            case=case, text=data["text"], source=data["source"], at=at, precision=precision,
            readers=data["readers"], until=data["until"], by=request.post, now=request.now,
        )  # fmt: skip
        messages.success(request, "Kept under seal.")
        return redirect("concerns:intelligence", case.reference)
    context = {
        "form": form,
        "title": "Add intelligence",
        "hint": "It is sealed. It stands on no list, in no search, paper, copy or message, and an "
        "emergency does not open it.",
        "button": "Keep under seal",
    }
    return _form_page(request, case, context)


@post_required
@step_up
@transaction.atomic
def readers(request: HttpRequest, reference: str, fact: str) -> HttpResponse:
    """Say who else may read a piece that one recorded."""
    case = child_case(request, reference)
    piece = get_object_or_404(
        queries.pieces(case, request.post, today=request.today), pk=fact, recorded_by=request.post
    )
    people = queries.who_may_be_named(case, request.post, today=request.today)
    form = ReadersForm(request.POST or None, people=people, today=request.today)
    if form.is_valid():
        for reader in form.cleaned_data["readers"]:
            commands.name_reader(
                fact=piece, reader=reader, until=form.cleaned_data["until"],
                by=request.post, now=request.now,
            )  # fmt: skip
        messages.success(request, "They may read it. No message was sent: tell them yourself.")
        return redirect("concerns:intelligence", case.reference)
    context = {
        "form": form,
        "title": "Who may read this piece",
        "hint": "They read this one piece and no other. Tell them yourself: nothing is sent.",
        "button": "Let them read it",
    }
    return _form_page(request, case, context)


@post_required
@require_POST
@step_up
@transaction.atomic
def end_reader(request: HttpRequest, reference: str, fact: str, number: int) -> HttpResponse:
    """Somebody may not read a piece any more."""
    case = child_case(request, reference)
    piece = get_object_or_404(
        queries.pieces(case, request.post, today=request.today), pk=fact, recorded_by=request.post
    )
    named = queries.readers_of(piece, today=request.today)
    grant = get_object_or_404(named, post=number)
    commands.end_reader(fact=piece, reader=grant.post, by=request.post, now=request.now)
    messages.success(request, f"{grant.post.holder} does not read it any more.")
    return redirect("concerns:intelligence", case.reference)


def _form_page(request: HttpRequest, case, context: dict) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    context["title_in_page"] = True
    return record_page(request, case, "concerns/intelligence_form.html", PART, context, status)
