"""Puts the post in force, and the moment, on every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from casework.agencies import sign_in
from casework.config.postgresql import acting


class PostInForce:
    """`request.post` (or None), `request.now` (aware) and `request.today` (local day).

    It reads and never writes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()
        request.today = timezone.localdate(request.now)
        account = sign_in.account_of(request.session)
        if account is not None:
            # Where Django keeps the account once it has read it.
            request._cached_user = account
        request.post = sign_in.post_in_force(request)
        # Nobody acts until a view lets somebody in: `post_required` says who.
        with acting.nobody():
            return self.get_response(request)
