"""The answers to who asks for what is not theirs or not there, each with its row in the audit."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from casework.audit import commands as audit

REFERENCE = re.compile(r"[0-9A-Z]{10}")
"""Only what can be a reference is kept of an address: else it may be a name."""


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, for what is not theirs exactly as for what is not there."""
    _note(request, 404)
    return defaults.page_not_found(request, exception)


def not_for_this_post(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, for who is let in but not to this."""
    _note(request, 403)
    return defaults.permission_denied(request, exception)


def _note(request: HttpRequest, status: int) -> None:
    """Write down who asked for which page; where that fails, there is no answer but an error.

    An address that no page has is nobody's, and who acts in no post gets no further. The page
    learns of it as well (`request.refused`), whatever is there.
    """
    found, post = request.resolver_match, getattr(request, "post", None)
    request.refused = True
    if found is None or post is None:
        return
    typed = str(found.kwargs.get("reference", ""))
    audit.not_let_in(
        by=post, page=found.view_name, status=status, now=request.now,
        reference=typed if REFERENCE.fullmatch(typed) else "",
    )  # fmt: skip
