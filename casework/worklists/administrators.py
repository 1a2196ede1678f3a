"""Pages that exist for the system administrator alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from casework.agencies import queries
from casework.agencies.second_factor import step_up
from casework.agencies.sign_in import post_required


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for everybody else, before anything is asked of them."""

    @post_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not queries.may_administer(request.post):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def administrators_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For rights and ways in: an administrator, who shows again that it is they."""
    return administrators_only(step_up(view))
