"""The list of a meeting: put on, take off, move, invite for one child, papers that came."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casework.agencies.sign_in import as_one, post_required
from casework.audit import commands as audit
from casework.meetings import forms, list_commands, list_lines, list_queries
from casework.meetings.arriving import meeting_of, slot_of
from casework.web import words


@post_required
@require_POST
def up_to_date(request: HttpRequest, reference: str) -> HttpResponse:
    """Put on the lists whatever waits: referrals by the cut-off, reviews by their date."""
    meeting = meeting_of(request, reference, running=True)
    added = list_commands.bring_up_to_date(meeting=meeting, by=request.post, now=request.now)
    many = words.sentence(words.counted(len(added), "child", "children"))
    messages.success(request, f"{many} put on a list")
    return redirect("meetings:meeting", meeting.reference)


@post_required
@require_POST
def remind(request: HttpRequest, reference: str) -> HttpResponse:
    """Remind those who speak of the updates that are still awaited."""
    meeting = meeting_of(request, reference, running=True)
    told = list_commands.remind(meeting=meeting, by=request.post, now=request.now)
    many = words.sentence(words.counted(told, "reminder"))
    messages.success(request, f"{many} on the way, each with a link only")
    return redirect("meetings:meeting", meeting.reference)


@post_required
@as_one
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a child on the list of this meeting."""
    meeting = meeting_of(request, reference, running=True)
    children = list_queries.children_to_list(meeting, request.post, today=request.today)
    form = forms.AddChildForm(
        request.POST or None,
        children=[(case.reference, str(case.child)) for case in children.values()],
        initial={"child": request.GET.get("child", "")},
    )
    if form.is_valid():
        data = form.cleaned_data
        list_commands.list_child(
            meeting=meeting,
            case=children[data["child"]],
            kind=data["kind"],
            because=data["because"],
            by=request.post,
            now=request.now,
        )
        return redirect("meetings:meeting", meeting.reference)
    audit.looked_at_list(by=request.post, what="children to put on a list", now=request.now)
    context = {"meeting": meeting, "form": form, "title": "Put a child on the list",
               "button": "Put on the list"}  # fmt: skip
    return _page(request, "meetings/form.html", context)


@post_required
@as_one
def arrange(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One child on the list: order, kind, who speaks, who comes, which papers are in."""
    slot = slot_of(request, reference, number, running=True)
    audit.looked(by=request.post, case=slot.case, section="meeting list", now=request.now)
    papers = list_queries.papers_of([slot])[slot.pk]
    context = {
        "slot": slot,
        "meeting": slot.meeting,
        "papers": papers.values(),
        "invitations": slot.invitations.select_related("post__agency"),
        "speaker": list_lines.speaker_words(slot),
        "invite_form": _invite_form(request, slot),
        "paper_form": forms.PaperForm(initial={"day": request.today}),
        "reason_form": forms.ReasonForm(),
    }
    return _page(request, "meetings/arrange.html", context)


@post_required
@require_POST
def shift(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Move a slot one place up or down."""
    slot = slot_of(request, reference, number, running=True)
    places = -1 if request.POST.get("way") == "up" else 1
    try:
        list_commands.move_slot(slot=slot, places=places, by=request.post, now=request.now)
    except list_commands.CannotList as problem:
        messages.error(request, str(problem))
    return redirect("meetings:meeting", slot.meeting.reference)


@post_required
@require_POST
def kind(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Change the kind of a discussion; its minutes follow."""
    slot = slot_of(request, reference, number, running=True)
    chosen = request.POST.get("kind")
    if chosen in type(slot).Kind.values:
        list_commands.change_kind(slot=slot, kind=chosen, by=request.post, now=request.now)
    return redirect("meetings:arrange", slot.meeting.reference, number)


@post_required
@require_POST
def leave(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a child off this list, or over to the next meeting, with the reason."""
    slot = slot_of(request, reference, number, running=True)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Enter why the child leaves this list")
        return redirect("meetings:arrange", slot.meeting.reference, number)
    command = (
        list_commands.roll_over if request.POST.get("to") == "next" else list_commands.take_off
    )
    try:
        command(slot=slot, because=form.cleaned_data["because"], by=request.post, now=request.now)
    except list_commands.CannotList as problem:
        messages.error(request, str(problem))
    return redirect("meetings:meeting", slot.meeting.reference)


@post_required
@require_POST
def invite(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask somebody to come for this child only."""
    slot = slot_of(request, reference, number, running=True)
    form = _invite_form(request, slot, request.POST)
    if form.is_valid():
        list_commands.invite(
            slot=slot,
            post=form.chosen(),
            place=form.cleaned_data["place"],
            by=request.post,
            now=request.now,
        )
    else:
        messages.error(request, "Select whom to invite, and as what")
    return redirect("meetings:arrange", slot.meeting.reference, number)


@post_required
@require_POST
def paper(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Note a paper that came in by another way."""
    slot = slot_of(request, reference, number, running=True)
    form = forms.PaperForm(request.POST)
    if form.is_valid():
        list_commands.receive_paper(
            slot=slot,
            kind=form.cleaned_data["kind"],
            label=form.named(),
            received_at=form.received_at(),
            note=form.cleaned_data["note"],
            by=request.post,
            now=request.now,
        )
    else:
        messages.error(request, "Enter when the paper was received")
    return redirect("meetings:arrange", slot.meeting.reference, number)


@post_required
@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Say whether one comes: for oneself, or for somebody else by who keeps the list."""
    invitation = list_queries.invitation_for(
        request.POST.get("invitation", ""), reference, request.post, today=request.today
    )
    said = request.POST.get("answer")
    if invitation and said in {"coming", "cannot"}:
        list_commands.answer_invitation(
            invitation=invitation, answer=said, by=request.post, now=request.now
        )
    return redirect(request.POST.get("back") if _is_own(request.POST.get("back")) else "/meetings/")


def _is_own(address: str | None) -> bool:
    return bool(address) and address.startswith("/meetings/")


def _invite_form(request: HttpRequest, slot, data=None) -> forms.InviteForm:
    return forms.InviteForm(
        data,
        people=list_queries.people_to_ask(slot, today=request.today),
        places=list_queries.places_to_fill(slot),
    )


def _page(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, template, context | {"here": "Meetings"}, status=status)
