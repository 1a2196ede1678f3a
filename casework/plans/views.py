"""The plan and the actions of a child, how an action stands, and what was shared with whom."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from casework.agencies.sign_in import as_one, post_required
from casework.chronology import guidance
from casework.chronology import queries as chronology
from casework.concerns import why_queries
from casework.concerns.views import (
    child_case,
    child_to_read,
    child_to_write,
    only_read,
    record_page,
)
from casework.plans import commands, forms, queries
from casework.plans.models import Action
from casework.subjects.models import Case


@post_required
@as_one
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan in effect by heading, and every action with its state."""
    case = child_to_read(request, reference)
    current = queries.plan_in_effect(case)
    reader = why_queries.reader(case, now=request.now, facts=())
    context: dict[str, Any] = {
        "plan": current,
        "items": queries.action_lines(queries.open_actions(case), reader),
        "closed": queries.closed_lines(queries.closed_actions(case), reader),
        "earlier": list(queries.earlier_plans(case)),
        "guidance": guidance.lines(case, "plan", now=request.now),
    }
    if not request.may_write:
        context["items"] = only_read(context["items"])
    if current:
        context |= queries.plan_page(current, case.authority_id)
    return record_page(request, case, "plans/plan.html", "Plan and actions", context)


@post_required
@as_one
def action(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say how an action stands."""
    case = child_case(request, reference)
    agreed = get_object_or_404(queries.action_of(case, number))
    if not request.may_write and agreed.owner_id != request.post.pk:
        raise Http404
    form = forms.ActionForm(
        request.POST or None, today=request.today, initial={"completed_on": request.today}
    )
    if form.is_valid():
        _stand(agreed, form.cleaned_data, request)
        messages.success(request, "Recorded how the action stands.")
        return redirect("plans:plan", case.reference)
    context = {
        "form": form,
        "action": agreed,
        "owner": queries.owner_of(agreed),
        "title_in_page": True,
    }
    status = 422 if form.is_bound else 200
    return record_page(request, case, "plans/action.html", "Plan and actions", context, status)


@post_required
@as_one
def sharing(request: HttpRequest, reference: str) -> HttpResponse:
    """What went to whom; the plan can be noted as given or told."""
    to_change = request.method == "POST"
    case = (child_to_write if to_change else child_to_read)(request, reference)
    current = queries.plan_in_effect(case)
    form = forms.ShareForm(request.POST or None, today=request.today, initial={"on": request.today})
    if current and form.is_valid():
        _share(request, case, form.cleaned_data)
        return redirect("plans:sharing", case.reference)
    facts = chronology.timeline(case, post=request.post, now=request.now)
    context = {
        "rows": queries.shared(facts, case.authority_id, request.today),
        "plan": current,
        "form": form,
        "guidance": guidance.lines(case, "sharing", now=request.now),
    }
    status = 422 if form.is_bound else 200
    return record_page(request, case, "plans/sharing.html", "Sharing", context, status)


def _stand(agreed: Action, data: dict[str, Any], request: HttpRequest) -> None:
    told = {"action": agreed, "by": request.post, "now": request.now}
    if data["state"] == Action.State.COMPLETED:
        commands.complete_action(
            completed_on=data["completed_on"], explanation=data["explanation"], **told
        )
    elif data["state"] == Action.State.WITHDRAWN:
        commands.withdraw_action(reason=data["explanation"], **told)
    else:
        commands.review_action(state=data["state"], explanation=data["explanation"], **told)


def _share(request: HttpRequest, case: Case, data: dict[str, Any]) -> None:
    commands.share_plan(
        plan=queries.plan_in_effect(case),
        audience=data["audience"],
        shared_at=_at(data["on"], request),
        by=request.post,
        now=request.now,
    )
    messages.success(request, "Recorded to whom the plan was given.")


def _at(day: Any, request: HttpRequest) -> datetime:
    """Now where it was today, else the start of the day."""
    if day == request.today:
        return request.now
    return timezone.make_aware(datetime.combine(day, time.min))
