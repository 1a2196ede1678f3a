"""Who is here, and in which of their posts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare

from casework.agencies import kept_form, sign_in_commands
from casework.agencies.models import Account, Post
from casework.agencies.second_factor import door_for
from casework.agencies.sessions import SessionStore
from casework.config.postgresql import acting

SESSION_KEY = "post"
BY_ITSELF = "X-Asked-By-Itself"
"""What a page sends when it looks for news: nobody need be there, and time goes on."""
SHOWS = {"GET", "HEAD"}


def own_posts(request: HttpRequest) -> list[Post]:
    """The posts that the signed-in person holds today."""
    if not request.user.is_authenticated:
        return []
    return [post for post in request.session.posts if post.held_on(request.today)]


def account_of(session: SessionStore) -> Account | None:
    """The account that came with the session, if it is beyond doubt the one signed in.

    None leaves the answer to Django's own way, which also ends a session whose password
    has changed.
    """
    named, given = session.get(auth.SESSION_KEY), session.get(auth.HASH_SESSION_KEY, "")
    account = session.account
    if account is None or not account.is_active or str(account.pk) != named:
        return None
    if session.get(auth.BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    same = constant_time_compare(given, account.get_session_auth_hash())
    return account if same else None


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
    """Let in only somebody who is signed in and acts in a post; the database is told who.

    A page that only shows is read in one transaction.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _after_the_end(request) or redirect_to_login(request.get_full_path())
        if request.headers.get(BY_ITSELF) is None:
            request.session.stay_open()
        if (door := door_for(request)) is not None:
            return door
        if request.post is None:
            return redirect("agencies:change_post")
        with acting.person(request.post.pk, today=request.today, now=request.now):
            if request.method in SHOWS:
                return _in_one_transaction(view, request, *args, **kwargs)
            return view(request, *args, **kwargs)

    guarded.needs_post = True
    return guarded


def _in_one_transaction(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    """A refusal is an answer: what was noted before it stays noted."""
    refused: Exception | None = None
    request.in_transaction = True
    with transaction.atomic():
        try:
            return view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as refusal:
            refused = refusal
    raise refused


def as_one(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """All of what a view does or nothing, as with `transaction.atomic`.

    Where `post_required` has opened a transaction for the page, that is the one: a savepoint
    at its very beginning would be two more trips to the database, for nothing.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request, "in_transaction", False):
            with transaction.atomic():
                return view(request, *args, **kwargs)
        try:
            return view(request, *args, **kwargs)
        except BaseException:
            transaction.set_rollback(True)
            raise

    return guarded


def governors_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for everybody but who governs information; read and row in one transaction."""

    @post_required
    @wraps(view)
    @transaction.atomic
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.post.governs_information:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _after_the_end(request: HttpRequest) -> HttpResponse | None:
    """For somebody whose session has ended by itself: say so, and keep what they sent."""
    account = getattr(request.session, "ended", None)
    if account is None:
        return None
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    sign_in_commands.note_end(account=account, session_key=key, now=request.now)
    if request.method == "POST":
        kept = kept_form.keep(request, account)
        return render(request, "agencies/signed_out.html", {"kept": kept}, status=401)
    messages.info(request, "You were signed out because nothing was done for a while.")
    return None
