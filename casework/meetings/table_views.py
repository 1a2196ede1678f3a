"""The people of a forum: who has a place at the table, who is named in its terms."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.agencies.sign_in import post_required
from casework.audit import commands as audit
from casework.meetings import series_commands, table_queries
from casework.meetings.arriving import series_of
from casework.meetings.forms import NameForm
from casework.meetings.models import Series


@post_required
@transaction.atomic
def people(request: HttpRequest, reference: str) -> HttpResponse:
    """Who comes, who is named, and ending either; for who runs the forum."""
    series = series_of(request, reference, running=True)
    if request.method == "POST" and request.POST.get("do") in ENDS:
        messages.success(request, ENDS[request.POST["do"]](request, series))
        return redirect("meetings:people", reference)
    form = NameForm(
        request.POST or None, people=table_queries.people_to_name(series, today=request.today)
    )
    if form.is_valid():
        post = form.chosen()
        series_commands.name_in_terms(series=series, post=post, by=request.post, now=request.now)
        messages.success(request, f"{post.holder} gets each record that is sent from now on.")
        return redirect("meetings:people", reference)
    audit.looked(by=request.post, case=series.case, section="people", now=request.now)
    context = {
        "series": series,
        "members": table_queries.members_of(series, today=request.today),
        "named": table_queries.named_in_terms(series, today=request.today),
        "form": form,
        "here": "Meetings",
    }
    return render(request, "meetings/people.html", context, status=422 if form.is_bound else 200)


def _end_place(request: HttpRequest, series: Series) -> str:
    """What a place opened is closed from the next request on."""
    members = series.memberships.select_related("post", "series__case")
    member = get_object_or_404(members, pk=_number(request))
    yesterday = request.today - timedelta(days=1)
    series_commands.end_membership(
        member=member, ends_on=yesterday, by=request.post, now=request.now
    )
    return f"{member.post.holder} has no place at the table any more."


def _strike(request: HttpRequest, series: Series) -> str:
    named = table_queries.named_in_terms(series, today=request.today)
    grant = get_object_or_404(named, pk=_number(request))
    series_commands.strike_from_terms(grant=grant, by=request.post, now=request.now)
    return f"{grant.post.holder} gets no further record."


def _number(request: HttpRequest) -> int:
    text = request.POST.get("number", "")
    return int(text) if text.isdecimal() else 0


ENDS = {"end": _end_place, "strike": _strike}
