"""Pages about the product itself: help, accessibility, privacy, and its own look."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from casework.web import look as components


def help_page(request: HttpRequest) -> HttpResponse:
    """Where to turn, and how the pages work."""
    return render(request, "web/help.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, what was not, and whom to tell."""
    return render(request, "web/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, and that every look is written down."""
    return render(request, "web/privacy.html")


def look(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only where everything is invented."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    form = components.LookForm(None if "finished" in request.GET else request.GET or None)
    context = {"form": form, **components.examples(form)}
    return render(request, "web/look.html", context, status=422 if form.errors else 200)
