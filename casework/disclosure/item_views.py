"""One item: its words with the parts to take out, what is decided, what its agency said."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from casework.agencies.second_factor import step_up
from casework.agencies.sign_in import governors_only
from casework.audit import commands as audit
from casework.disclosure import forms, item_commands, queries
from casework.disclosure.item_commands import DecidedMeanwhile
from casework.disclosure.kept import sentences
from casework.disclosure.models import AccessRequest, Item, Mark
from casework.disclosure.reasons import SAID
from casework.disclosure.request_commands import CannotChange
from casework.disclosure.views import request_of
from casework.web import words as wording


def item_of(request: HttpRequest, reference: str, number: int) -> tuple[AccessRequest, Item]:
    """An item of a request that exists for this officer."""
    found = request_of(request, reference, f"subject access, item {number}")
    items = found.items.select_related("agency", "decided_by", "case", "request")
    return found, get_object_or_404(items.prefetch_related("marks"), number=number)


@governors_only
def item(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Read an item and decide on it; each choice is kept as it is made."""
    found, one = item_of(request, reference, number)
    if request.method == "POST":
        return _decide(request, found, one)
    return _page(request, found, one)


@governors_only
@step_up
def shown(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The same with its words, for what is kept most closely: who reads it is written down."""
    found, one = item_of(request, reference, number)
    audit.write(
        by=request.post, action="words kept close were read for a request", case=found.case,
        now=request.now, detail={"request": found.reference, "item": number},
    )  # fmt: skip
    return _page(request, found, one, words_shown=True)


@governors_only
@require_POST
def words(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take out words or sentences that a person chose."""
    found, one = item_of(request, reference, number)
    form = _words_form(found, one, request.POST)
    if not form.is_valid():
        return _page(request, found, one, form=form, status=422)
    try:
        made = _take_out(request, one, form)
    except CannotChange as problem:
        form.add_error(None, f"{problem}")
        return _page(request, found, one, form=form, status=422)
    if not made:
        form.add_error("words", "These words do not stand in the text as you typed them")
        return _page(request, found, one, form=form, status=422)
    messages.success(request, f"{wording.sentence(wording.counted(made, 'part'))} taken out.")
    return redirect("disclosure:item", reference, number)


def _take_out(request: HttpRequest, one: Item, form: forms.WordsForm) -> int:
    who: dict[str, Any] = {"choice": form.choice(), "by": request.post, "now": request.now}
    made = len(item_commands.take_out(item=one, spans=form.spans(), **who))
    for line in form.lines():
        made += item_commands.take_out_words(
            item=one, words=line, everywhere=form.cleaned_data["everywhere"], **who
        )
    return made


@governors_only
@require_POST
def agency(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Write down what the agency that brought this was asked, and what it said."""
    found, one = item_of(request, reference, number)
    form = forms.AgencyForm(request.POST, today=request.today)
    if not form.is_valid() or one.agency is None:
        return _page(request, found, one, agency_form=form, status=422)
    told = form.cleaned_data
    who: dict[str, Any] = {"by": request.post, "now": request.now}
    try:
        view = item_commands.ask_agency(
            request=found, agency=one.agency, asked_of=told["asked_of"], on=told["asked_on"], **who
        )
        if told["answer"]:
            item_commands.agency_said(
                view=view, answer=told["answer"], said=told["said"], on=told["answered_on"], **who
            )
    except CannotChange as problem:
        messages.error(request, f"{problem}.")
    else:
        messages.success(request, f"Written down for {one.agency.name}.")
    return redirect("disclosure:item", reference, number)


# --- deciding -------------------------------------------------------------------------


def _decide(request: HttpRequest, found: AccessRequest, one: Item) -> HttpResponse:
    """Keep what was chosen; the script is answered in JSON, a plain form with the next page."""
    by_script = "application/json" in request.headers.get("Accept", "")
    choice, marks = forms.decided(request.POST, one)
    posted = request.POST.get("version", "")
    try:
        saved = item_commands.decide(
            item=one, choice=choice, marks=marks, by=request.post, now=request.now,
            revision=int(posted) if posted.isdecimal() else -1,
        )  # fmt: skip
    except CannotChange as problem:
        return _refused(request, found, one, str(problem), 422, by_script)
    except DecidedMeanwhile:
        said = "Somebody else decided on this item meanwhile. Look at what stands now, then decide"
        return _refused(request, found, one, said, 409, by_script)
    if by_script:
        told = {"version": saved.revision, "saved_at": request.now.isoformat()}
        return JsonResponse(told)
    return _onwards(request, found, one)


def _refused(
    request: HttpRequest, found: AccessRequest, one: Item, said: str, status: int, by_script: bool
) -> HttpResponse:
    if by_script:
        return JsonResponse({"errors": {"item": [f"{said}."]}}, status=422)
    return _page(request, found, one, problem=said, status=status)


def _onwards(request: HttpRequest, found: AccessRequest, one: Item) -> HttpResponse:
    """Where a button leads: to the same words elsewhere, a part put back, the next item."""
    who: dict[str, Any] = {"by": request.post, "now": request.now}
    for name in ("same", "put_back"):
        key = request.POST.get(name, "")
        if key.isdecimal():
            mark = get_object_or_404(one.marks.select_related("item__request"), pk=key)
            return _with_mark(request, found, one, mark, name, who)
    if "next" in request.POST:
        following = queries.next_open(found, one.number)
        if following is None:
            messages.success(request, "Every item is decided.")
            return redirect("disclosure:request", found.reference)
        return redirect("disclosure:item", found.reference, following)
    messages.success(request, "Saved.")
    return redirect("disclosure:item", found.reference, one.number)


def _with_mark(
    request: HttpRequest, found: AccessRequest, one: Item, mark: Mark, name: str,
    who: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    if name == "put_back":
        item_commands.put_back(mark=mark, **who)
        messages.success(request, "The part stands in the text again.")
    else:
        count = item_commands.same_everywhere(mark=mark, **who)
        places = wording.sentence(wording.counted(count, "other place"))
        messages.success(request, f"{places} decided alike.")
    return redirect("disclosure:item", found.reference, one.number)


# --- the page -------------------------------------------------------------------------


def _words_form(found: AccessRequest, one: Item, data: Any = None) -> forms.WordsForm:
    return forms.WordsForm(data, item=one, asked_by=found.asked_by, spans=sentences(one.text))


def _page(
    request: HttpRequest, found: AccessRequest, one: Item, *, form: Any = None,
    agency_form: Any = None, problem: str = "", status: int = 200, words_shown: bool = False,
) -> HttpResponse:  # fmt: skip
    view = queries.view_of(one)
    initial = {"asked_on": request.today}
    if view:
        initial = {name: getattr(view, name) for name in forms.AgencyForm.base_fields}
    closed = one.shown_on_asking and not words_shown
    context = {
        "found": found,
        "item": one,
        "closed": closed,
        "segments": [] if closed else queries.segments(one),
        "marks": [] if closed else [(mark, queries.quoted(one, mark)) for mark in one.marks.all()],
        "form": form or (None if closed else _words_form(found, one)),
        "agency_form": agency_form or forms.AgencyForm(None, today=request.today, initial=initial),
        "view": view,
        "codes": forms.codes(found.asked_by),
        "reasons": SAID,
        "audience": queries.AUDIENCES[one.compartment],
        "progress": queries.progress_of(found),
        "sections": queries.sections_of(found),
        "next": queries.next_open(found, one.number),
        "problem": problem,
    }
    return render(request, "disclosure/item.html", context, status=status)
