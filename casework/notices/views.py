"""The outbox of the demonstration, where mail goes into a folder instead of out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from casework.notices import queries


@login_required
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the system administrator of a demonstration what went out, to whom and when."""
    if not settings.DEMO or request.post is None or request.post.role != "administrator":
        raise Http404
    return render(request, "notices/outbox.html", {"notices": queries.newest()})
