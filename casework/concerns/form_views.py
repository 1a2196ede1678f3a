"""The risk assessment tool section by section, saved while one writes, and the referral."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect

from casework.agencies.sign_in import post_required
from casework.chronology import guidance, policy
from casework.concerns import commands, form_commands, form_queries, forms, queries
from casework.concerns.models import FormResponse
from casework.concerns.views import child_case, child_to_read, child_to_write, record_page
from casework.subjects.models import Case
from casework.web.numbers import whole
from casework.web.pack_forms import form_from_definition

PART = "Rating and assessments"


@post_required
@transaction.atomic
def tool(request: HttpRequest, reference: str) -> HttpResponse:
    """The sections of the tool with their states; POST begins a draft."""
    case = child_to_write(request, reference)
    if form_queries.assessment_of(case) is None:
        raise Http404
    if request.method == "POST":
        draft = _begin(request, case)
        first = form_queries.definition_of(draft).sections[0].id
        return redirect("concerns:tool_section", case.reference, first)
    draft = queries.draft_of(case, policy.assessment_form(case.authority_id))
    context = form_queries.tool(case, draft, today=request.today)
    context["guidance"] = guidance.lines(case, "assessment", now=request.now)
    return record_page(request, case, "concerns/tool.html", PART, context | _own_title())


@post_required
@transaction.atomic
def tool_section(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """One section a page. Saved as a draft: nothing is asked for until the whole is sent."""
    case = child_to_write(request, reference)
    draft = _draft(case)
    definition = form_queries.definition_of(draft)
    known = next((one for one in definition.sections if one.id == section), None)
    if known is None:
        return redirect("concerns:tool", case.reference)
    form_class = form_from_definition(definition, draft=True, section=section)
    if request.method == "POST":
        return _save(request, case, draft, section, form_class)
    form = form_class(answers=draft.answers.get(section, {}))
    return _section_page(request, case, draft, section, form)


@post_required
@transaction.atomic
def tool_complete(request: HttpRequest, reference: str) -> HttpResponse:
    """Finish the tool: everything that must be answered is checked now, and named."""
    case = child_to_write(request, reference)
    draft = _draft(case)
    gaps = form_queries.gaps(draft)
    if gaps or request.method != "POST":
        context = form_queries.tool(case, draft, today=request.today)
        context |= {"gaps": gaps} | _own_title()
        status = 422 if request.method == "POST" else 200
        return record_page(request, case, "concerns/tool.html", PART, context, status)
    level = form_queries.proposed_level(draft)
    form_commands.complete_response(response=draft, by=request.post, now=request.now, level=level)
    messages.success(request, "The tool is complete.")
    return redirect("concerns:refer", case.reference)


@post_required
@transaction.atomic
def response(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A finished form, to be read."""
    case = child_to_read(request, reference)
    done = get_object_or_404(case.responses, pk=number, state=FormResponse.State.COMPLETE)
    context = {"response": done, "sections": form_queries.answered(done)} | _own_title()
    context["label"] = form_queries.definition_of(done).label
    return record_page(request, case, "concerns/response.html", PART, context)


@post_required
@transaction.atomic
def refer(request: HttpRequest, reference: str) -> HttpResponse:
    """Refer a child to the meeting of an area: the tool first, then the referral itself."""
    case = child_to_write(request, reference)
    offered = queries.forums(case.authority_id)
    form = forms.ReferralForm(
        request.POST or None,
        forums=[(one.reference, one.area.name if one.area else "") for one in offered],
        papers=form_queries.papers_of(case),
        today=request.today,
        by_itself=form_queries.brings_by_itself(case),
        initial=form_queries.referral_initial(case),
    )
    if form.is_valid():
        referral = _refer(request, case, form.cleaned_data, offered)
        return redirect("concerns:referred", case.reference, referral.pk)
    context = form_queries.referral_page(case, now=request.now) | {"form": form} | _own_title()
    context["guidance"] = guidance.lines(case, "referral", now=request.now)
    status = 422 if form.is_bound else 200
    return record_page(request, case, "concerns/refer.html", PART, context, status)


@post_required
@transaction.atomic
def referred(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What became of a referral: which meeting takes it, in time or too late."""
    case = child_case(request, reference)
    referral = get_object_or_404(queries.referrals_of(case), pk=number)
    context = form_queries.goes_to(referral, now=request.now) | {"referral": referral}
    return record_page(request, case, "concerns/referred.html", PART, context | _own_title())


def _begin(request: HttpRequest, case: Case) -> FormResponse:
    return form_commands.start_response(
        case=case,
        form_id=policy.assessment_form(case.authority_id),
        answers=form_queries.known_answers(case, now=request.now),
        by=request.post,
        now=request.now,
    )


def _draft(case: Case) -> FormResponse:
    tool = policy.assessment_form(case.authority_id)
    drafts = case.responses.filter(form=tool, state=FormResponse.State.DRAFT)
    return get_object_or_404(drafts.select_related("saved_by", "case")[:1])


def _save(
    request: HttpRequest, case: Case, draft: FormResponse, section: str, form_class: Any
) -> HttpResponse:
    """Save what was typed; the script is answered in JSON, a plain form with the next page."""
    form = form_class(request.POST)
    by_script = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid():
        if by_script:
            return JsonResponse({"errors": form.errors}, status=422)
        return _section_page(request, case, draft, section, form, status=422)
    saved = form_commands.save_section(
        response=draft,
        section=section,
        answers=form.answers(),
        revision=_number(request.POST.get("version")),
        by=request.post,
        now=request.now,
    )
    if by_script:
        return _told_script(request, draft, section, form_class, saved)
    if saved.conflict:
        return _both_texts(request, case, draft, section, form, saved)
    if request.POST.get("add"):
        return redirect("concerns:tool_section", case.reference, section)
    return _onwards(case, draft, section)


def _told_script(
    request: HttpRequest, draft: FormResponse, section: str, form_class: Any, saved: Any
) -> JsonResponse:
    told: dict[str, Any] = {"version": saved.revision, "saved_at": request.now.isoformat()}
    if not saved.conflict:
        return JsonResponse(told)
    theirs = form_queries.as_fields(form_class(answers=saved.theirs))
    told |= {"by": draft.saved_by.holder, "theirs": theirs}
    return JsonResponse(told, status=409)


def _both_texts(
    request: HttpRequest, case: Case, draft: FormResponse, section: str, form: Any, saved: Any
) -> HttpResponse:
    """Somebody else saved first: both texts are shown, and mine stands in the form."""
    context = {
        "theirs": form_queries.told(draft, section, saved.theirs),
        "theirs_by": draft.saved_by.holder,
        "version": saved.revision,
    }
    return _section_page(request, case, draft, section, form, status=409, more=context)


def _section_page(
    request: HttpRequest,
    case: Case,
    draft: FormResponse,
    section: str,
    form: Any,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {"form": form, "draft": draft, "version": draft.revision} | _own_title()
    context |= form_queries.section_page(case, draft, section) | (more or {})
    return record_page(request, case, "concerns/tool_section.html", PART, context, status)


def _onwards(case: Case, draft: FormResponse, section: str) -> HttpResponse:
    """To the next section, or back to the list behind the last one."""
    ids = [one.id for one in form_queries.definition_of(draft).sections]
    following = ids[ids.index(section) + 1 :]
    if following:
        return redirect("concerns:tool_section", case.reference, following[0])
    return redirect("concerns:tool", case.reference)


def _refer(request: HttpRequest, case: Case, data: dict[str, Any], offered: list[Case]) -> Any:
    done = queries.completed(case, policy.assessment_form(case.authority_id))
    forum = next(one for one in offered if one.reference == data["forum"])
    return commands.refer(
        case=case,
        forum=forum,
        response=done[0] if done else None,
        documents=data["documents"],
        concerns=data["concerns"],
        reason=data["reason"],
        crime_report_link=data["crime_report_link"],
        told_child_on=data["told_child_on"],
        not_told_because=data["not_told_because"],
        by=request.post,
        now=request.now,
    )


def _number(text: str | None) -> int:
    return whole(text) or 0


def _own_title() -> dict[str, Any]:
    return {"title_in_page": True}
