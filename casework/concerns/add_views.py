"""Add something to a child's record: each kind of thing has its form and its command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from casework.agencies.models import Post
from casework.agencies.sign_in import post_required
from casework.chronology import guidance
from casework.concerns import (
    adding,
    adding_forms,
    details_forms,
    forms,
    missing_commands,
    page_queries,
    queries,
    settling_queries,
)
from casework.concerns.views import child_to_read, child_to_write, record_page
from casework.subjects.models import Case


@dataclass(frozen=True)
class Kind:
    """One kind of thing to add: its words, its form, the command, and where it leads."""

    title: str
    hint: str
    form: type[forms.HappenedForm]
    add: Callable[..., Any]
    button: str = "Add to the record"
    leads_to: str = "concerns:record"


KINDS = {
    "missing": Kind(
        "{name} is missing",
        "Say what is known now. Times can be added later.",
        adding_forms.MissingForm,
        adding.missing,
        "Record that {name} is missing",
        "concerns:missing",
    ),
    "found": Kind(
        "{name} is back",
        "It ends the missing episode.",
        adding_forms.FoundForm,
        adding.found,
        "Record the return",
        "concerns:missing",
    ),
    "interview": Kind(
        "Return interview",
        "The talk with {name} after coming back.",
        adding_forms.InterviewForm,
        adding.interview,
        leads_to="concerns:missing",
    ),
    "crime-report": Kind(
        "Police crime report",
        "A report that names {name}.",
        adding_forms.CrimeReportForm,
        adding.crime_report,
    ),
    "told": Kind(
        "Talked over with {name}",
        "What is planned is talked over with the young person at each stage.",
        adding_forms.ToldForm,
        adding.told,
    ),
    "observation": Kind(
        "What is strong, what worries us",
        "Stands on the front of the record.",
        adding_forms.ObservationForm,
        adding.observation,
    ),
    "voice": Kind(
        "What {name} or the family said",
        "Their own words are the only large quotation on the record.",
        adding_forms.VoiceForm,
        adding.voice,
    ),
    "story": Kind(
        "The story so far", "Stands under your name.", adding_forms.StoryForm, adding.story, "Save"
    ),
    "judgement": Kind(
        "A question that people decide",
        "The system asks; it never answers for you.",
        adding_forms.JudgementForm,
        adding.judgement,
        "Record the answer",
    ),
    "strategy": Kind(
        "Strategy discussion",
        "Held apart from the meeting. If a child is in danger, act first and record later.",
        adding_forms.StrategyForm,
        adding.strategy,
    ),
    "nrm": Kind(
        "Referral to the National Referral Mechanism",
        "Record the referral that was sent for {name}.",
        adding_forms.NationalForm,
        adding.national,
        leads_to="concerns:missing",
    ),
    "nrm-decision": Kind(
        "Decision of the National Referral Mechanism",
        "What the competent authority decided.",
        adding_forms.NationalDecisionForm,
        adding.national_decision,
        leads_to="concerns:missing",
    ),
    "observation-end": Kind(
        "A strength or a worry no longer holds",
        "It leaves the front of the record and stays in its history.",
        adding_forms.EndObservationForm,
        adding.end_observation,
        "Take it off the front",
    ),
    "lead": Kind(
        "Who works with {name}",
        "Whoever had the part before lets go on that day.",
        adding_forms.LeadForm,
        adding.lead,
        "Save",
    ),
    "details": Kind(
        "What is known of {name}",
        "Put right what is wrong. What the record says elsewhere stays.",
        details_forms.DetailsForm,
        adding.details,
        "Save",
    ),
    "link": Kind(
        "A person, a place or another child",
        "What one may not see is not offered here.",
        adding_forms.LinkForm,
        adding.link,
        leads_to="concerns:people",
    ),
    "relation": Kind(
        "Somebody around {name}",
        "Family, a trusted adult, a professional outside.",
        adding_forms.RelationForm,
        adding.relation,
        leads_to="concerns:people",
    ),
}


@post_required
@transaction.atomic
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """What can be added, in the words of the work."""
    case = child_to_write(request, reference)
    name = str(case.child).split(" ")[0]
    kinds = [
        {"slug": slug, "title": kind.title.format(name=name), "hint": kind.hint.format(name=name)}
        for slug, kind in KINDS.items()
        if _fits(slug, case)
    ]
    context = {"kinds": kinds, "title_in_page": True}
    return record_page(request, case, "concerns/add_choose.html", "Overview", context)


@post_required
@transaction.atomic
def add(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    case = child_to_write(request, reference)
    chosen = KINDS.get(kind)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, **_for(kind, case, request))
    if form.is_valid():
        chosen.add(case=case, form=form, by=request.post, now=request.now)
        messages.success(request, "Added to the record.")
        return redirect(chosen.leads_to, case.reference)
    name = str(case.child).split(" ")[0]
    context = {
        "form": form,
        "title": chosen.title.format(name=name),
        "hint": chosen.hint.format(name=name),
        "button": chosen.button.format(name=name),
        "title_in_page": True,
    }
    status = 422 if form.is_bound else 200
    return record_page(request, case, "concerns/add.html", "Overview", context, status)


@post_required
@transaction.atomic
def missing(request: HttpRequest, reference: str) -> HttpResponse:
    """Every missing episode of a child, with what came after each."""
    case = child_to_read(request, reference)
    context = page_queries.missing(case, today=request.today)
    context["guidance"] = guidance.lines(case, "missing", now=request.now)
    return record_page(request, case, "concerns/missing.html", "Missing", context)


@post_required
@transaction.atomic
def times(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Put right when a child was missing; what was recorded before stays, struck through."""
    case = child_to_write(request, reference)
    episode = get_object_or_404(case.missing_episodes, pk=number, withdrawn_at__isnull=True)
    form = adding_forms.TimesForm(
        request.POST or None, case=case, now=request.now, initial=adding.times_of(episode)
    )
    if form.is_valid():
        adding.correct_times(episode=episode, form=form, by=request.post, now=request.now)
        messages.success(request, "The times are put right.")
        return redirect("concerns:missing", case.reference)
    context = {
        "form": form,
        "title": "When was this?",
        "hint": "Leave a time empty where nobody knows it.",
        "button": "Save the times",
        "title_in_page": True,
    }
    status = 422 if form.is_bound else 200
    return record_page(request, case, "concerns/add.html", "Missing", context, status)


@post_required
@transaction.atomic
def withdraw_episode(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take back a missing episode that was none, with the reason."""
    case = child_to_write(request, reference)
    episode = get_object_or_404(case.missing_episodes, pk=number, withdrawn_at__isnull=True)
    form = forms.WithdrawForm(request.POST or None)
    if form.is_valid():
        missing_commands.withdraw_missing(
            episode=episode,
            reason=form.cleaned_data["reason"],
            by=request.post,
            now=request.now,
        )
        messages.success(request, "Taken back. It stays readable, struck through.")
        return redirect("concerns:missing", case.reference)
    context = {
        "form": form,
        "title": "Take back this episode",
        "hint": "It stays readable, struck through, and counts for nothing.",
        "button": "Take it back",
        "title_in_page": True,
    }
    status = 422 if form.is_bound else 200
    return record_page(request, case, "concerns/add.html", "Missing", context, status)


def _fits(kind: str, case: Case) -> bool:
    """Whether there is something that this kind could be about."""
    needed = {
        "found": queries.open_episode,
        "nrm-decision": queries.national_choices,
        "observation-end": queries.observation_choices,
    }
    return kind not in needed or bool(needed[kind](case))


def _for(kind: str, case: Case, request: HttpRequest) -> dict[str, Any]:
    """What the form of a kind needs to know, and what it starts with."""
    given: dict[str, Any] = {"case": case, "now": request.now}
    if kind == "found":
        given["episode"] = _open_episode(case)
    if kind == "judgement":
        given["questions"] = settling_queries.judgements(case.authority_id)
    if kind == "nrm-decision":
        given["referrals"] = queries.national_choices(case)
    if kind == "observation-end":
        given["observations"] = queries.observation_choices(case)
    if kind == "lead":
        given["posts"] = queries.colleagues(request.post, today=request.today)
    if kind == "link":
        given["known"] = page_queries.known_subjects(case, request.post, today=request.today)
    given["initial"] = _initial(kind, case, request.post, request)
    return given


def _open_episode(case: Case) -> Any:
    episode = queries.open_episode(case)
    if episode is None:
        raise Http404
    return episode


def _initial(kind: str, case: Case, post: Post, request: HttpRequest) -> dict[str, Any]:
    if kind == "story":
        return {"story": case.child.story}
    if kind == "voice":
        return {"said_to": post.holder, "on": request.today}
    if kind == "details":
        return details_forms.known_of(case.child)
    return {"on": request.today} if kind in {"missing", "found", "told", "lead"} else {}
