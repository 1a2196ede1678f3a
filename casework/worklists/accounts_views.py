"""Accounts and posts, for the administrator.

These pages stand here, and not with the agencies, because the roles to choose from are
those of the authority's procedure, which lies above the agencies.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.agencies import account_commands, commands, queries
from casework.agencies.forms import AddPostForm, EndPostForm, SettingsForm
from casework.agencies.models import Post
from casework.chronology import policy
from casework.worklists.administrators import administrators_again, administrators_only


@administrators_only
def accounts(request: HttpRequest) -> HttpResponse:
    """Who has which post, from when to when, and who can sign in."""
    ended = request.GET.get("show") == "ended"
    after = queries.place_in_list(request.post, request.GET.get("after", ""))
    found = queries.listed_posts(request.post, today=request.today, ended=ended, after=after)
    context = {
        "posts": found[: queries.AT_MOST],
        "more": len(found) > queries.AT_MOST,
        "after": after,
        "ended": ended,
        "agencies": queries.agencies_of(request.post),
    }
    return render(request, "worklists/accounts.html", context)


@administrators_again
def add_post(request: HttpRequest) -> HttpResponse:
    """Give somebody a post, and with an email a way to sign in."""
    form = AddPostForm(
        request.POST or None,
        authority=request.post.authority_id,
        roles=_roles(request.post),
        initial={"starts_on": request.today},
    )
    if form.is_valid():
        post = commands.add_post(by=request.post, now=request.now, **_without_empty(form))
        if post.email:
            _let_in(request, post)
        messages.success(request, f"{post.holder} is {post.title} from {post.starts_on:%d/%m/%Y}.")
        return redirect("worklists:accounts")
    status = 422 if form.is_bound else 200
    return render(request, "worklists/add_post.html", {"form": form}, status=status)


@administrators_again
def end_post(request: HttpRequest, key: int) -> HttpResponse:
    """End a post with a day; from the next day on it opens nothing."""
    post = get_object_or_404(queries.posts_of(request.post), pk=key)
    form = EndPostForm(request.POST or None, post=post, initial={"ends_on": request.today})
    if form.is_valid():
        commands.end_post(post=post, by=request.post, now=request.now, **form.cleaned_data)
        messages.success(request, f"The post of {post.holder} ends on {post.ends_on:%d/%m/%Y}.")
        return redirect("worklists:accounts")
    status = 422 if form.is_bound else 200
    context = {"form": form, "ending": post}
    return render(request, "worklists/end_post.html", context, status=status)


@administrators_only
def local_settings(request: HttpRequest) -> HttpResponse:
    """What the authority decides for itself; each change is in the audit."""
    authority = request.post.authority
    given = {"records_open_days": authority.records_open_days}
    form = SettingsForm(request.POST or None, initial=given)
    if form.is_valid():
        commands.keep_records_open(
            authority=authority,
            days=form.cleaned_data["records_open_days"],
            by=request.post,
            now=request.now,
        )
        messages.success(request, "Saved. What was sent before keeps its last day.")
        return redirect("worklists:local_settings")
    status = 422 if form.is_bound else 200
    context = {"form": form, "authority": authority}
    return render(request, "worklists/local_settings.html", context, status=status)


def _let_in(request: HttpRequest, post: Post) -> None:
    """Open an account for the post; who has none yet is sent a link to choose a password."""
    account = commands.open_account(post=post, email=post.email, by=request.post, now=request.now)
    if not account.has_usable_password() and not settings.DEMO:
        account_commands.welcome(account=account, by=request.post, now=request.now)


def _without_empty(form: AddPostForm) -> dict[str, object]:
    """What was filled in; the database keeps its own defaults for the rest."""
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def _roles(post: Post) -> list[tuple[str, str]]:
    """The roles of the authority's procedure, by label."""
    roles = policy.pack_for(post.authority_id).roles.values()
    return sorted(((role.id, role.label) for role in roles), key=lambda role: role[1].casefold())
