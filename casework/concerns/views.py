"""The list of children and the plain pages of a record: timeline, ratings, people, papers."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import emergency
from casework.access.grants import WRITE
from casework.access.queries import rights
from casework.agencies import limits
from casework.agencies.sign_in import as_one, post_required
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.chronology import guidance
from casework.chronology import queries as chronology_queries
from casework.concerns import (
    children_queries,
    due_queries,
    forms,
    identity_queries,
    listed_queries,
    page_queries,
    queries,
    timeline_queries,
)
from casework.subjects.models import Case
from casework.web import sealed_words

LONGEST_NAME = 100
TIMELINE_PAGE = 40


def child_case(request: HttpRequest, reference: str) -> Case:
    """The case of a child, if its shared record is open to the post in force.

    A relation that opens the footprint alone gives no record: it answers as not existing.
    What is open because of an emergency only is not found here: see `child_to_read`.
    """
    case, found = queries.child_of(request.post, reference, today=request.today)
    if case is None or not found.open:
        raise Http404
    request.rights, request.may_write = found, WRITE in found.actions
    return case


def child_to_write(request: HttpRequest, reference: str) -> Case:
    """As `child_case`, for pages that change the record: for who may only read, there is none."""
    case = child_case(request, reference)
    if not request.may_write:
        raise Http404
    return case


def child_to_read(request: HttpRequest, reference: str, *, asks: bool = False) -> Case:
    """As `child_case`, for pages that only show; also what is open because of an emergency.

    The page then says so on top (`request.opening`), and its looks are marked. `asks` is for
    the one page that shows more by its button and changes nothing.
    """
    try:
        return child_case(request, reference)
    except Http404:
        if request.method not in {"GET", "HEAD"} and not asks:
            raise
    opening = emergency.live(
        request.post, reference=reference, now=request.now, today=request.today
    )
    if opening is None:
        raise Http404
    case = opening.case
    request.rights = rights(request.post, case, today=request.today, now=request.now)
    request.opening, request.may_write = opening, False
    return case


def only_read(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a record for somebody who may only read: without what one could do about each."""
    return [line | {"answers": []} for line in lines]


def record_page(
    request: HttpRequest,
    case: Case,
    template: str,
    part: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Show a page of a record; the look is written with the read.

    A page that read what stands above it together with its own gives it as `bar`.
    """
    bar = context.pop("bar", None) or identity_queries.read(case, request.post, request.today)
    _note_the_look(request, case, part, bar.chain)
    subject = identity_queries.subject(case, bar, now=request.now)
    if getattr(request, "opening", None) is not None:
        subject["parts"] = identity_queries.in_an_emergency(subject["parts"])
    told = {"case": case, "subject": subject, "part": part, "here": "Children"}
    told["may_write"] = getattr(request, "may_write", False)
    return render(request, template, told | context, status=status)


def _note_the_look(request: HttpRequest, case: Case, part: str, chain: Any) -> None:
    opening = getattr(request, "opening", None)
    detail = {"section": part} | ({"opening": opening.pk} if opening else {})
    audit.write(
        by=request.post, action="looked", case=case, now=request.now, detail=detail, taken=chain
    )


@post_required
@as_one
def children(request: HttpRequest) -> HttpResponse:
    """The list of children. A name to narrow it by is sent in a form and goes on sealed."""
    whose = {"whose": request.post.account_id, "now": request.now}
    if request.method == "POST":
        words = sealed_words.sealed(request.POST.get("name", "")[:LONGEST_NAME], **whose)
        asked = {name: request.POST.get(name, "") for name in ("area", "rating", "lead")}
        return redirect(request.path + children_queries.address(asked | {sealed_words.NAME: words}))
    words = request.GET.get(sealed_words.NAME, "")
    chosen = listed_queries.Chosen(
        area=request.GET.get("area", ""),
        rating=request.GET.get("rating", ""),
        mine=request.GET.get("lead") == "me",
        text=sealed_words.opened(words, **whose),
    )
    if chosen.text and (too_many := limits.refused(request, "search")):
        return too_many
    context = children_queries.children_page(
        request.post, chosen, words=words, after=request.GET.get("after", ""), today=request.today
    )
    chain = context.pop("chain")
    if chosen.text:
        found = {"found": context["total"]}
        audit.write(by=request.post, action="searched", now=request.now, detail=found, taken=chain)
        chain = ()
    audit.looked_at_list(by=request.post, what="children", now=request.now, taken=chain)
    return render(request, "concerns/children.html", context | {"here": "Children"})


@post_required
@as_one
def timeline(request: HttpRequest, reference: str) -> HttpResponse:
    case = child_to_read(request, reference)
    known_at = _asked_moment(request)
    facts = chronology_queries.timeline(case, post=request.post, now=request.now, known_at=known_at)
    page = page_queries.timeline(
        case,
        facts,
        after=request.GET.get("after", ""),
        size=TIMELINE_PAGE,
        reading=timeline_queries.Reading(
            case.authority_id,
            request.today,
            known_at,
            _address_of_withdrawal(case) if request.may_write and not known_at else None,
            case.child.address_is_safe,
        ),
    )
    return record_page(
        request, case, "concerns/timeline.html", "Timeline", page | {"known_at": known_at}
    )


@post_required
@as_one
def withdraw(request: HttpRequest, reference: str, fact: str) -> HttpResponse:
    case = child_to_write(request, reference)
    facts = chronology_queries.timeline(case, post=request.post, now=request.now)
    wrong = get_object_or_404(facts, pk=fact, withdrawn_at__isnull=True)
    form = forms.WithdrawForm(request.POST or None)
    if form.is_valid():
        chronology.withdraw(
            fact=wrong, reason=form.cleaned_data["reason"], by=request.post, now=request.now
        )
        messages.success(request, "Taken back. It stays readable, struck through.")
        return redirect("concerns:timeline", case.reference)
    reading = timeline_queries.Reading(
        case.authority_id, request.today, is_safe=case.child.address_is_safe
    )
    context = {
        "form": form,
        "entries": timeline_queries.entries([wrong], reading),
        "title_in_page": True,
    }
    return record_page(request, case, "concerns/withdraw.html", "Timeline", context, _status(form))


@post_required
@as_one
def ratings(request: HttpRequest, reference: str) -> HttpResponse:
    case = child_to_read(request, reference)
    context = page_queries.ratings(case, now=request.now)
    return record_page(request, case, "concerns/ratings.html", "Rating and assessments", context)


@post_required
@as_one
def people(request: HttpRequest, reference: str) -> HttpResponse:
    case = child_to_read(request, reference)
    context = page_queries.people(case, request.post, today=request.today)
    return record_page(request, case, "concerns/people.html", "People and places", context)


@post_required
@as_one
def documents(request: HttpRequest, reference: str) -> HttpResponse:
    case = child_to_read(request, reference)
    context = page_queries.documents(case, today=request.today)
    return record_page(request, case, "concerns/documents.html", "Documents", context)


@post_required
@as_one
def answer(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    case = child_to_write(request, reference)
    prompt = get_object_or_404(chronology_queries.prompts(case), key=key)
    due_queries.must_be_open(case, prompt, request.post, now=request.now)
    form = forms.AnswerForm(request.POST or None, prompt=prompt)
    if form.is_valid():
        chronology.answer(
            prompt=prompt,
            answer=form.cleaned_data["answer"],
            reason=form.cleaned_data["reason"],
            by=request.post,
            now=request.now,
        )
        messages.success(request, "Your answer is recorded, with its reason.")
        return redirect("concerns:record", case.reference)
    context = {"form": form, "prompt": prompt, "title_in_page": True}
    return record_page(request, case, "concerns/answer.html", "Overview", context, _status(form))


@post_required
@as_one
def places(request: HttpRequest) -> HttpResponse:
    context = page_queries.places(request.post, today=request.today)
    about = ("place", "peer_group", "person_of_concern", "child")
    context["guidance"] = guidance.general(request.post.authority_id, "places", about)
    audit.looked_at_list(by=request.post, what="places and groups", now=request.now)
    return render(request, "concerns/places.html", context | {"here": "Places and groups"})


def _asked_moment(request: HttpRequest) -> datetime | None:
    """The end of the day that somebody asks about; None for now."""
    form = forms.KnownAtForm(request.GET or None, today=request.today)
    if not request.GET.get("on") and not request.GET.get("on_day"):
        return None
    if not form.is_valid():
        return None
    end = datetime.combine(form.cleaned_data["on"], time(23, 59, 59))
    return min(timezone.make_aware(end), request.now)


def _address_of_withdrawal(case: Case):
    return lambda fact: reverse("concerns:withdraw", args=[case.reference, fact.pk])


def _status(form) -> int:
    return 422 if form.is_bound else 200
