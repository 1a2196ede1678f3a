"""Changing post, and entering a demonstration."""

from __future__ import annotations

from allauth.account.views import logout
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from casework.agencies import account_commands, kept_form, queries, sign_in_commands
from casework.agencies.account_forms import SetPasswordForm
from casework.agencies.agency_sign_in import LINKING, offered
from casework.agencies.asked_again import listed
from casework.agencies.sign_in import SESSION_KEY, own_posts, post_required
from casework.agencies.welcome import account_for
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


def welcome(request: HttpRequest, mark: str, signature: str = "") -> HttpResponse:
    """Choose a password, by the link that came by mail."""
    path = reverse("welcome_mark", kwargs={"mark": mark})
    account = account_for(mark, signature, path)
    if account is None:
        return render(request, "account/welcome_over.html", status=410)
    if (agency := _agency_chosen(request)) is not None:
        request.session[LINKING] = account.pk
        return redirect("openid_connect_login", provider_id=agency)
    form = SetPasswordForm(request.POST or None, account=account)
    if form.is_valid():
        account_commands.choose_password(
            account=account, password=form.cleaned_data["password"], now=request.now
        )
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    status = 422 if form.is_bound else 200
    return render(request, "account/welcome.html", {"form": form}, status=status)


def _agency_chosen(request: HttpRequest) -> str | None:
    """The agency whose account is to be linked, if one of those on offer was pressed."""
    wanted = request.POST.get("agency")
    return next((door["id"] for door in offered() if door["id"] == wanted), None)


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Enter as one of the invented people; only in a demonstration does this address exist."""
    if not settings.DEMO:
        raise Http404
    account = queries.demo_account(request.POST.get("as", ""))
    login(request, account, backend=BACKEND)
    listed(request)
    sign_in_commands.note(
        account=account, action="signed in", now=request.now, detail={"with": ["demonstration"]}
    )
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if inside else "worklists:home")


def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; the browser is told to forget what it may have kept of these pages."""
    answer = logout(request)
    if request.method == "POST":
        answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@post_required
def form_kept(request: HttpRequest) -> HttpResponse:
    """The form that somebody sent after their session had ended: send it now, or leave it."""
    form = kept_form.taken_up(request)
    if form is None:
        return redirect("worklists:home")
    return render(request, "agencies/form_kept.html", {"kept": form})
