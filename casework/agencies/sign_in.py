"""Who is here, and in which of their posts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from casework.agencies.models import Post
from casework.agencies.second_factor import door_for

SESSION_KEY = "post"


def own_posts(request: HttpRequest) -> list[Post]:
    """The posts that the signed-in person holds today."""
    if not request.user.is_authenticated:
        return []
    posts = Post.objects.live(request.today).filter(account=request.user)
    return list(posts.select_related("agency", "authority", "area", "team").order_by("pk"))


def post_in_force(request: HttpRequest) -> Post | None:
    """The chosen post, or the only one; never more than one at a time."""
    if not request.user.is_authenticated:
        return None
    posts = own_posts(request)
    chosen = request.session.get(SESSION_KEY)
    for post in posts:
        if post.pk == chosen:
            return post
    return posts[0] if len(posts) == 1 or (posts and chosen is None) else None


def post_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in only somebody who is signed in and acts in a post."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if (door := door_for(request)) is not None:
            return door
        if request.post is None:
            return redirect("agencies:change_post")
        return view(request, *args, **kwargs)

    guarded.needs_post = True
    return guarded
