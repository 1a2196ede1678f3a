"""What the frame of every page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from casework.agencies.adapter import login_context


def frame(request: HttpRequest) -> dict[str, Any]:
    """The post in force, the demonstration's strip, and the sign-in page's accounts."""
    return {
        "post": getattr(request, "post", None),
        "demo": settings.DEMO,
        **login_context(request),
    }
