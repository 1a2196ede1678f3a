"""Where a child is who must not be found: masked until somebody asks; set and ended."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from casework.access import queries as access
from casework.agencies.sign_in import post_required
from casework.concerns import address_queries
from casework.concerns.address_commands import keep_safe
from casework.concerns.address_forms import AskForm, EndForm, SafeAddressForm
from casework.concerns.views import child_case, child_to_read, record_page
from casework.subjects import safe_address as addresses
from casework.subjects.models import Case

PART = "Safe address"


@post_required
@transaction.atomic
def safe_address(request: HttpRequest, reference: str) -> HttpResponse:
    """The page, masked; who asks by its button is shown the address and written down."""
    case = child_to_read(request, reference, asks=True)
    context = address_queries.page(case, request.post, now=request.now)
    form = AskForm(_sent(request))
    if request.method == "POST":
        if not context["may_ask"]:
            raise Http404
        if form.is_valid():
            opening = getattr(request, "opening", None)
            context["shown"] = addresses.show(
                case=case,
                reason=form.cleaned_data["reason"],
                opening=opening.pk if opening else None,
                by=request.post,
                now=request.now,
            )
    status = 422 if form.errors else 200
    context |= {"form": form, "title_in_page": True}
    return record_page(request, case, "concerns/safe_address.html", PART, context, status)


@post_required
@transaction.atomic
def set_address(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep where the child lives apart from everything else, from now on."""
    case = _answered_for(request, reference)
    form = SafeAddressForm(_sent(request))
    if form.is_valid():
        keep_safe(case=case, by=request.post, now=request.now, **form.cleaned_data)
        messages.success(request, "The safe address is kept. The ordinary one stands nowhere.")
        return redirect("concerns:safe_address", case.reference)
    context = {
        "form": form,
        "title": "Keep an address safe",
        "hint": "It takes the place of the ordinary address, of the postcode and of the address "
        "of the GP, at once and everywhere. What was written in texts stays there: look through "
        "them.",
        "button": "Keep it safe",
    }
    return _form_page(request, case, context)


@post_required
@transaction.atomic
def end_address(request: HttpRequest, reference: str) -> HttpResponse:
    """The child may be found again."""
    case = _answered_for(request, reference)
    if not case.child.address_is_safe:
        raise Http404
    form = EndForm(_sent(request))
    if form.is_valid():
        addresses.end_safe_address(
            case=case,
            restore=form.cleaned_data["restore"] == "yes",
            by=request.post,
            now=request.now,
        )
        messages.success(request, "The safe address has ended.")
        return redirect("concerns:safe_address", case.reference)
    context = {
        "form": form,
        "title": "End the safe address",
        "hint": "From then on the record says where the child lives, as every record does.",
        "button": "End it",
    }
    return _form_page(request, case, context)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, even where all of it may be left out."""
    return request.POST if request.method == "POST" else None


def _answered_for(request: HttpRequest, reference: str) -> Case:
    """The case of a child, for who answers for it; for everybody else there is no such page."""
    case = child_case(request, reference)
    if not access.holds(request.post, case, today=request.today):
        raise Http404
    return case


def _form_page(request: HttpRequest, case: Case, context: dict) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    context["title_in_page"] = True
    return record_page(request, case, "concerns/safe_address_form.html", PART, context, status)
