"""How somebody signs in, for the administrator who helps them when that fails."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.agencies import account_commands, queries
from casework.agencies.models import Account
from casework.worklists.administrators import administrators_again

DONE = {
    "welcome": "A link was sent with which they choose a password.",
    "end": "They are signed out there from their next step on.",
    "afresh": "Every old way in is closed, and a link to begin afresh was sent.",
}


@administrators_again
def signing_in(request: HttpRequest, key: int) -> HttpResponse:
    """Ways in and open sessions of one person; close them, or send a new way in."""
    post = get_object_or_404(queries.posts_of(request.post), pk=key)
    if post.account is None:
        raise Http404
    wanted = request.POST.get("do")
    if wanted in DONE:
        _do(request, wanted, post.account)
        messages.success(request, DONE[wanted])
        return redirect("worklists:signing_in", key=key)
    context = {
        "person": post,
        "factors": queries.factors_of(post.account),
        "sessions": queries.sessions_of(post.account),
    }
    return render(request, "worklists/signing_in.html", context)


def _do(request: HttpRequest, wanted: str, account: Account) -> None:
    given = {"account": account, "by": request.post, "now": request.now}
    if wanted == "welcome":
        account_commands.welcome(**given)
    elif wanted == "afresh":
        account_commands.begin_afresh(**given)
    else:
        session = queries.session_of(account, request.POST.get("session", ""))
        account_commands.end_sessions(**given, session=session)
