"""Changing post, and entering a demonstration."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from casework.agencies import queries
from casework.agencies.sign_in import SESSION_KEY, own_posts
from casework.audit import commands as audit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_required
def change_post(request: HttpRequest) -> HttpResponse:
    """Choose the post to act in; people act in one at a time."""
    posts = own_posts(request)
    chosen = next((post for post in posts if str(post.pk) == request.POST.get("post")), None)
    if chosen is not None:
        request.session[SESSION_KEY] = chosen.pk
        audit.write(by=chosen, action="post taken up", now=request.now)
        return redirect("worklists:home")
    wrong = "Select one of your posts" if request.method == "POST" else ""
    context = {"posts": posts, "wrong": wrong}
    return render(request, "agencies/change_post.html", context, status=422 if wrong else 200)


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Enter as one of the invented people; only in a demonstration does this address exist."""
    if not settings.DEMO:
        raise Http404
    account = queries.demo_account(request.POST.get("as", ""))
    login(request, account, backend=BACKEND)
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if inside else "worklists:home")
