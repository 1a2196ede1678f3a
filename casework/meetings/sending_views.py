"""Look at who gets what, and on which ground, and then send it."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from casework.agencies.sign_in import post_required
from casework.audit import commands as audit
from casework.chronology import policy
from casework.meetings import list_queries, sending_commands, sending_queries
from casework.meetings.arriving import meeting_of
from casework.meetings.clock_words import clock_words
from casework.meetings.clocks import clocks_for
from casework.meetings.models import Circulation
from casework.web import words

COMMANDS = {
    "list": sending_commands.send_list,
    "papers": sending_commands.send_papers,
    "both": sending_commands.send_both,
}


@post_required
@transaction.atomic
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """The preview before sending; the button sends what it names."""
    meeting = meeting_of(request, reference, running=True)
    if request.method == "POST" and request.POST.get("what") in COMMANDS:
        sent = COMMANDS[request.POST["what"]](meeting=meeting, by=request.post, now=request.now)
        gone = words.counted(len([one for one in sent if one.sent_at]), "message")
        messages.success(request, f"{words.sentence(gone)} on the way, each with a link only")
        return redirect("meetings:meeting", meeting.reference)
    audit.looked(by=request.post, case=meeting.series.case, section="sending", now=request.now)
    copies = sending_queries.copies_of(meeting, Circulation.What.LIST, now=request.now)
    slots = list_queries.slots_on(meeting, post=request.post, today=request.today)
    audit.looked_at_all(
        by=request.post, cases=[one.case for one in slots], section="sending", now=request.now
    )
    context = {
        "meeting": meeting,
        "whole": [one for one in copies if one.slot is None],
        "by_child": [
            {"slot": slot, "copies": [one for one in copies if one.slot and one.slot.pk == slot.pk]}
            for slot in slots
        ],
        "withheld": len([one for one in copies if one.not_sent_because and not one.covered]),
        "going": _going(copies),
        "going_papers": _going(
            sending_queries.copies_of(meeting, Circulation.What.PAPERS, now=request.now)
        ),
        "clocks": clock_words(
            clocks_for(meeting), policy.label(meeting.series.case.authority_id, "assessment")
        ),
        "sent_list": sending_queries.sent_before(meeting, Circulation.What.LIST),
        "here": "Meetings",
    }
    return render(request, "meetings/send.html", context)


def _going(copies: list[sending_queries.Copy]) -> int:
    return len([one for one in copies if not one.not_sent_because])
