"""The pages that open a day: what is due, what is late, actions, search."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.access import queries as access
from casework.agencies import limits
from casework.agencies.sign_in import as_one, post_required
from casework.audit import commands as audit
from casework.chronology import policy
from casework.web import sealed_words
from casework.worklists import (
    commands,
    due_calendar,
    emergency_queries,
    home_blocks,
    listing,
    looks,
    one_action,
    queries,
    scopes,
    searching,
    sheets,
    wording,
)
from casework.worklists.forms import ActionForm


@post_required
@as_one
def home(request: HttpRequest) -> HttpResponse:
    """What is due for whoever is here."""
    blocks = home_blocks.page(request.post, now=request.now)
    _looked_at(request, "home", blocks.pop("chain"))
    context = {
        "blocks": blocks,
        "now": request.now,
        "opening": wording.opening,
        "meeting": policy.label(request.post.authority_id, "risk_meeting"),
    }
    return render(request, "worklists/home.html", context)


@post_required
def calendar(request: HttpRequest) -> HttpResponse:
    """What is due for whoever is here, as a calendar file without any name."""
    mine = queries.page(
        scopes.mine(request.post),
        post=request.post,
        today=request.today,
        narrowed=queries.Narrowed(due_from=request.now),
        limit=due_calendar.AT_MOST,
    )
    with transaction.atomic():
        _looked_at(request, "calendar")
    answer = HttpResponse(
        due_calendar.render(mine, now=request.now), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="holdfast.ics"'
    return answer


# --- lists ----------------------------------------------------------------------------


@post_required
@as_one
def late(request: HttpRequest) -> HttpResponse:
    """What is late in my teams, my area or for me, by the working day."""
    asked = listing.asked(request.post, request.GET, now=request.now, only_late=True)
    if request.GET.get("format") == "csv":
        return limits.refused(request, "export") or _spreadsheet(request, asked)
    _looked_at(request, f"late, {asked.scope.code}")
    waiting = emergency_queries.waiting(post=request.post, today=request.today).rows()
    rows = home_blocks.to_review(waiting, today=request.today)
    context = {"page": listing.late_page(asked), "to_review_rows": rows}
    return render(request, "worklists/late.html", context)


@post_required
@as_one
def due(request: HttpRequest) -> HttpResponse:
    """Everything that is still to be done on a list, whatever its date."""
    asked = listing.asked(request.post, request.GET, now=request.now, only_late=False)
    _looked_at(request, f"due, {asked.scope.code}")
    context = {"page": listing.due_page(asked), "title": "All that is due", "here": "Home"}
    return render(request, "worklists/due.html", context)


@post_required
@as_one
def actions(request: HttpRequest) -> HttpResponse:
    """Actions that people agreed and have not done yet: mine, my teams', my agency's."""
    asked = listing.asked(
        request.post, request.GET, now=request.now, only_late=False, what="actions"
    )
    _looked_at(request, f"actions, {asked.scope.code}")
    context = {"page": listing.due_page(asked), "title": "Actions", "here": "Actions"}
    return render(request, "worklists/due.html", context)


@post_required
@as_one
def action(request: HttpRequest, key: int) -> HttpResponse:
    """Say how an action stands."""
    action = get_object_or_404(
        one_action.actions_to_answer(request.post, today=request.today), pk=key
    )
    form = ActionForm(
        request.POST or None,
        agreed_on=action.agreed_on,
        today=request.today,
        initial={"done_on": request.today},
    )
    if form.is_valid():
        commands.say_how_it_stands(
            action=action, by=request.post, now=request.now, **form.cleaned_data
        )
        messages.success(request, "How the action stands is recorded.")
        return redirect("worklists:actions")
    audit.looked(by=request.post, case=action.case, section="an action", now=request.now)
    named = one_action.named(action, request.post, today=request.today)
    context = {"form": form, "action": action, "child": named}
    return render(request, "worklists/action.html", context, status=422 if form.is_bound else 200)


@post_required
@as_one
def search(request: HttpRequest) -> HttpResponse:
    """Children, people, places and meetings that match, as far as one may see them.

    What is looked for comes in the body of a form and goes on sealed: see `sealed_words`.
    """
    whose = {"whose": request.post.account_id, "now": request.now}
    if request.method == "POST":
        words = sealed_words.sealed(request.POST.get("q", "")[: searching.LONGEST], **whose)
        return redirect(f"{request.path}?{urlencode({sealed_words.NAME: words})}")
    text = sealed_words.opened(request.GET.get(sealed_words.NAME, ""), **whose)
    if text and (too_many := limits.refused(request, "search")):
        return too_many
    found = searching.search(request.post, text, today=request.today)
    number = sum(len(rows) for rows in found.values())
    if text:
        audit.write(by=request.post, action="searched", now=request.now, detail={"found": number})
    context = {"found": found, "number": number, "searched_for": text}
    return render(request, "worklists/search.html", context)


# --- who looked -----------------------------------------------------------------------


@post_required
@as_one
def who_looked(request: HttpRequest, reference: str) -> HttpResponse:
    """Who opened or changed a record, for those who hold it."""
    case = get_object_or_404(
        looks.cases_with_names(request.post, today=request.today), reference=reference
    )
    holds = access.holds(request.post, case, today=request.today)
    audit.looked(by=request.post, case=case, section="who looked", now=request.now)
    page = looks.at_case(case, after=request.GET.get("after", "")) if holds else None
    context = {"case": case, "name": looks.name_of(case), "holds": holds, "page": page}
    return render(request, "worklists/who_looked.html", context)


@post_required
def my_looks(request: HttpRequest) -> HttpResponse:
    """What the audit holds of the person who is here, in this post."""
    page = looks.by_post(request.post, after=request.GET.get("after", ""), today=request.today)
    return render(request, "worklists/my_looks.html", {"page": page})


# --- shared ---------------------------------------------------------------------------


def _spreadsheet(request: HttpRequest, asked: listing.Asked) -> HttpResponse:
    text, number = sheets.spreadsheet(asked)
    audit.write(
        by=request.post,
        action="spreadsheet taken",
        now=request.now,
        detail={"list": f"late, {asked.scope.code}", "rows": number},
    )
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="late-{request.today}.csv"'
    return answer


def _looked_at(request: HttpRequest, what: str, chain: audit.Taken = ()) -> None:
    """Note that a list was looked at, in the transaction in which it is read."""
    audit.looked_at_list(by=request.post, what=what, now=request.now, taken=chain)
