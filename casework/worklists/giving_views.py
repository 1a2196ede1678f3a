"""Give somebody access to a record, and take it away."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from casework.access.queries import closed_to
from casework.agencies.sign_in import post_required
from casework.worklists import access_queries, giving_commands, giving_queries
from casework.worklists.access_views import access_page, case_of
from casework.worklists.giving_forms import GiveForm


@post_required
@transaction.atomic
def give(request: HttpRequest, reference: str) -> HttpResponse:
    """Give somebody access, as what the procedure or the agreement makes them."""
    case = case_of(request, reference)
    relations = giving_queries.offered(request.post, case, today=request.today)
    if not relations:
        raise Http404
    form = GiveForm(
        request.POST or None,
        people=access_queries.people_to_choose(request.post, today=request.today),
        relations=relations,
        closed_to={account for _, account in closed_to([case.pk], today=request.today)},
        today=request.today,
    )
    if form.is_valid():
        grant = giving_commands.give(
            case=case, by=request.post, now=request.now, **form.arguments()
        )
        messages.success(request, f"{grant.post.holder} sees the record from now on.")
        return redirect("worklists:who_can_see", case.reference)
    return access_page(request, case, "worklists/give.html", {"form": form})


@post_required
@transaction.atomic
def take_away(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take away what somebody was given; asked once more, since it holds at once."""
    case = case_of(request, reference, answers=True)
    grants = giving_queries.to_take_away(case, today=request.today)
    grant = get_object_or_404(grants, pk=number)
    if request.method == "POST":
        giving_commands.take_away(grant=grant, by=request.post, now=request.now)
        messages.success(request, f"The record is closed to {grant.post.holder} in this relation.")
        return redirect("worklists:who_can_see", case.reference)
    context = {"grant": grant, "relation": access_queries.relation_in_words(case, grant.relation)}
    return access_page(request, case, "worklists/take_away.html", context)
