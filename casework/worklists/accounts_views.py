"""Accounts and posts, for the administrator.

These pages stand here, and not with the agencies, because the roles to choose from are
those of the authority's procedure, which lies above the agencies.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from casework.agencies import commands, queries
from casework.agencies.forms import AddPostForm, EndPostForm
from casework.agencies.models import Post
from casework.agencies.sign_in import post_required
from casework.chronology import policy


@post_required
def accounts(request: HttpRequest) -> HttpResponse:
    """Who has which post, from when to when, and who can sign in."""
    _only_for_administrators(request)
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


@post_required
def add_post(request: HttpRequest) -> HttpResponse:
    """Give somebody a post, and with an email a way to sign in."""
    _only_for_administrators(request)
    form = AddPostForm(
        request.POST or None,
        authority=request.post.authority_id,
        roles=_roles(request.post),
        initial={"starts_on": request.today},
    )
    if form.is_valid():
        post = commands.add_post(by=request.post, now=request.now, **_without_empty(form))
        if post.email:
            commands.open_account(post=post, email=post.email, by=request.post, now=request.now)
        messages.success(request, f"{post.holder} is {post.title} from {post.starts_on:%d/%m/%Y}.")
        return redirect("worklists:accounts")
    status = 422 if form.is_bound else 200
    return render(request, "worklists/add_post.html", {"form": form}, status=status)


@post_required
def end_post(request: HttpRequest, key: int) -> HttpResponse:
    """End a post with a day; from the next day on it opens nothing."""
    _only_for_administrators(request)
    post = get_object_or_404(queries.posts_of(request.post), pk=key)
    form = EndPostForm(request.POST or None, post=post, initial={"ends_on": request.today})
    if form.is_valid():
        commands.end_post(post=post, by=request.post, now=request.now, **form.cleaned_data)
        messages.success(request, f"The post of {post.holder} ends on {post.ends_on:%d/%m/%Y}.")
        return redirect("worklists:accounts")
    status = 422 if form.is_bound else 200
    context = {"form": form, "ending": post}
    return render(request, "worklists/end_post.html", context, status=status)


def _only_for_administrators(request: HttpRequest) -> None:
    if not queries.may_administer(request.post):
        raise Http404


def _without_empty(form: AddPostForm) -> dict[str, object]:
    """What was filled in; the database keeps its own defaults for the rest."""
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def _roles(post: Post) -> list[tuple[str, str]]:
    """The roles of the authority's procedure, by label."""
    roles = policy.pack_for(post.authority_id).roles.values()
    return sorted(((role.id, role.label) for role in roles), key=lambda role: role[1].casefold())
