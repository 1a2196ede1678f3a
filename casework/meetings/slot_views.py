"""A child's slot: the six steps, saved while people write, finished or put off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casework.access.grants import CONTRIBUTE, WRITE
from casework.agencies.sign_in import as_one, post_required
from casework.audit import commands as audit
from casework.meetings import (
    finishing_commands,
    forms,
    room,
    slot_commands,
    slot_outcome,
    slot_page,
    slot_queries,
)
from casework.meetings.arriving import slot_of, to_write
from casework.meetings.models import Slot
from casework.meetings.slot_queries import SlotDesk
from casework.web.numbers import whole

SECTIONS = {"agencies", "additional_risks", "actions", "rating", "plan", "new_actions",
            "further", "next_review", "confidential"}  # fmt: skip


@post_required
@as_one
def slot(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One child on one screen, in the order in which the meeting speaks."""
    return _page(request, slot_of(request, reference, number))


@post_required
@require_POST
@transaction.atomic
def begin(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Begin to talk about this child."""
    found = slot_of(request, reference, number, running=True)
    try:
        slot_commands.open_slot(slot=found, by=request.post, now=request.now)
    except slot_commands.CannotWrite as problem:
        messages.error(request, str(problem))
    return redirect("meetings:slot", reference, number)


# --- saving ---------------------------------------------------------------------------


@post_required
@as_one
def save(request: HttpRequest, reference: str, number: int, section: str) -> HttpResponse:
    """Save one step: the script is answered in JSON, a plain form with the page."""
    found = slot_of(request, reference, number)
    if request.method != "POST":
        return redirect("meetings:slot", reference, number)
    _may_save(request, found, section)
    desk = SlotDesk(found, request.now)
    form = desk.form(section, request.POST)
    content = _own_part(request, desk, section, form.raw())
    return _saved(request, desk, section, form, content, _number(request.POST.get("version")))


def _saved(
    request: HttpRequest, desk: SlotDesk, section: str, form: Any, content: dict, revision: int
) -> HttpResponse:
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        saved = slot_commands.save_section(
            slot=desk.slot,
            section=section,
            content=content,
            revision=revision,
            by=request.post,
            now=request.now,
        )
    except slot_commands.CannotWrite as problem:
        return _refused(request, desk.slot, str(problem), by_script)
    slot_commands.is_writing(slot=desk.slot, section=section, by=request.post, now=request.now)
    if by_script:
        return _told_script(request, saved, form)
    if saved.conflict:
        return _page(request, desk.slot, bound={section: form}, dispute=saved, status=409)
    if not form.is_valid():
        return _page(request, desk.slot, bound={section: form}, status=422)
    address = reverse("meetings:slot", args=[desk.slot.meeting.reference, desk.slot.position])
    return redirect(f"{address}#step-{desk.number(section)}")


def _told_script(request: HttpRequest, saved: slot_commands.Saved, form: Any) -> JsonResponse:
    told: dict[str, Any] = {
        "version": saved.section.revision,
        "saved_at": request.now.isoformat(),
    }
    if not saved.conflict:
        return JsonResponse(told)
    theirs = dict.fromkeys(form.fields, "") | {
        name: "on" if value is True else value for name, value in saved.section.content.items()
    }
    told |= {"by": saved.section.saved_by.holder, "theirs": theirs}
    return JsonResponse(told, status=409)


def _refused(request: HttpRequest, found: Slot, why: str, by_script: bool) -> HttpResponse:
    if by_script:
        return JsonResponse({"errors": {"": [why]}}, status=422)
    messages.error(request, why)
    return redirect("meetings:slot", found.meeting.reference, found.position)


def _may_save(request: HttpRequest, found: Slot, section: str) -> None:
    """Who may write here; a confidential part that one may not see is not there."""
    if section not in SECTIONS:
        raise Http404
    to_write(request, found.case, CONTRIBUTE if section == "agencies" else WRITE)
    if section == "confidential":
        if not room.may_see_confidential(found, request.post, today=request.today):
            raise Http404
        return
    if room.may_write(found, request.post, today=request.today):
        return
    if section != "agencies" or not room.may_contribute(found, request.post):
        raise PermissionDenied


def _slot_to_write(request: HttpRequest, reference: str, number: int) -> Slot:
    """A slot into which one may write as a member of its meeting."""
    found = slot_of(request, reference, number)
    to_write(request, found.case)
    if not room.may_write(found, request.post, today=request.today):
        raise PermissionDenied
    return found


def _own_part(request: HttpRequest, desk: SlotDesk, section: str, content: dict) -> dict:
    """Guests write for themselves only: of what they send, their own line counts."""
    if section != "agencies" or room.may_write(desk.slot, request.post, today=request.today):
        return content
    own = {place.key for place in desk.places if place.post_id == request.post.pk}
    mine = {key: text for key, text in content.items() if key in own}
    others = {key: text for key, text in desk.content(section).items() if key not in own}
    return others | mine


def _number(text: str | None) -> int:
    return whole(text) or 0


@post_required
def writing(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who else writes where, and the number of saves of each step."""
    found = slot_of(request, reference, number)
    versions = dict(found.sections.exclude(confidential=True).values_list("section", "revision"))
    others = slot_queries.writing_sentences(found, request.post, now=request.now)
    return JsonResponse({"others": others, "versions": versions})


@post_required
@as_one
def next_review(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The dates of the next review for the level that is being chosen; part of the page."""
    found = _slot_to_write(request, reference, number)
    desk = SlotDesk(found, request.now)
    # By POST: what a child is at risk of has no business in an address.
    desk.choose(request.POST.get("level", ""), request.POST.getlist("risks"))
    form = desk.form("next_review")
    # Other ids than those on the page: a swap would carry attributes over between the two.
    form.auto_id = f"next_review-{desk.level}-%s"
    context = {"desk": desk, "form": form}
    return render(request, "meetings/next_review.html", context)


# --- the confidential part ------------------------------------------------------------


@post_required
@require_POST
@transaction.atomic
def confidential(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Begin or end the confidential part."""
    found = slot_of(request, reference, number, running=True)
    on = request.POST.get("confidential") == "on"
    slot_commands.switch_confidential(slot=found, on=on, by=request.post, now=request.now)
    return redirect("meetings:slot", reference, number)


# --- the end --------------------------------------------------------------------------


@post_required
@as_one
def finish(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Finish the discussion; says what is wrong or open instead of passing over it."""
    found = slot_of(request, reference, number, running=True)
    if request.method != "POST":
        return redirect("meetings:slot", reference, number)
    desk = SlotDesk(found, request.now)
    outcome, wrong = slot_outcome.outcome_of(desk)
    if wrong:
        return _page(request, found, bound=wrong, status=422, finishing=True)
    try:
        finishing_commands.finish_slot(
            slot=found,
            outcome=outcome,
            reason=request.POST.get("reason", ""),
            by=request.post,
            now=request.now,
        )
    except finishing_commands.StillOpen as problem:
        return _page(request, found, status=422, finishing=True, finish_error=str(problem))
    except finishing_commands.CannotFinish as problem:
        return _page(request, found, status=422, finishing=True, problems=problem.problems)
    return _onwards(request, found)


@post_required
@as_one
def defer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Put the discussion off, with the ground; it counts, and the child is listed again."""
    found = slot_of(request, reference, number, running=True)
    form = forms.DeferForm(request.POST or None, slot=found)
    if form.is_valid():
        try:
            finishing_commands.defer_slot(
                slot=found, by=request.post, now=request.now, **form.cleaned_data
            )
            return _onwards(request, found)
        except finishing_commands.CannotFinish as problem:
            form.add_error("because", str(problem))
    audit.looked(by=request.post, case=found.case, section="meeting", now=request.now)
    context = {"slot": found, "meeting": found.meeting, "form": form, "here": "Meetings",
               "title": f"Put off: {found.case.child}", "button": "Put off",
               "text": "It adds to the count of incidents, and the child comes on the next "
                       "list by itself."}  # fmt: skip
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


def _onwards(request: HttpRequest, found: Slot) -> HttpResponse:
    """To the next child, or back to the meeting after the last one."""
    seen = Slot.objects.visible_to(request.post, today=request.today)
    later = seen.filter(meeting=found.meeting, state=Slot.State.LISTED, position__gt=found.position)
    following = later.order_by("position").first()
    if following is None:
        return redirect("meetings:run", found.meeting.reference)
    return redirect("meetings:slot", found.meeting.reference, following.position)


# --- beside the steps -----------------------------------------------------------------


@post_required
@as_one
def questions(request: HttpRequest, reference: str, number: int, use: str) -> HttpResponse:
    """The crib sheet, or the form of this kind of case: saved like a step."""
    found = _slot_to_write(request, reference, number)
    desk = SlotDesk(found, request.now)
    maker = slot_page.pack_form_class(found, use)
    if maker is None:
        raise Http404
    if request.method == "POST":
        form = maker(request.POST)
        content = form.answers() if form.is_valid() else desk.content(use)
        answer = _saved(request, desk, use, form, content, _number(request.POST.get("version")))
        if answer.status_code == 302:
            return redirect("meetings:questions", reference, number, use)
        return answer
    audit.looked(by=request.post, case=found.case, section=f"meeting {use}", now=request.now)
    context = slot_page.questions(desk, use, maker(answers=desk.content(use)))
    return render(request, "meetings/questions.html", context | {"here": "Meetings"})


@post_required
@as_one
def screen(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """For the room's screen: this child only, no other names, nothing confidential."""
    found = slot_of(request, reference, number)
    audit.looked(by=request.post, case=found.case, section="room screen", now=request.now)
    return render(request, "meetings/screen.html", slot_page.screen(SlotDesk(found, request.now)))


def _page(request: HttpRequest, found: Slot, *, status: int = 200, **more: Any) -> HttpResponse:
    audit.looked(by=request.post, case=found.case, section="meeting", now=request.now)
    context = slot_page.page(found, post=request.post, now=request.now, **more)
    audit.looked_at_all(
        by=request.post, cases=context["beside"], section="meeting list", now=request.now
    )
    if context["may_confidential"] and found.confidential_part:
        audit.looked(by=request.post, case=found.case, section="confidential", now=request.now)
    return render(request, "meetings/slot.html", context | {"here": "Meetings"}, status=status)
