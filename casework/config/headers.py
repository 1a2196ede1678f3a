"""What every answer tells the browser, errors and files included."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers

OFF = ("camera", "display-capture", "geolocation", "hid", "microphone", "midi", "payment", "serial")
OURS = ("publickey-credentials-create", "publickey-credentials-get")
"""What passkeys need."""
PERMISSIONS = ", ".join([f"{name}=()" for name in OFF] + [f"{name}=(self)" for name in OURS])


class Headers:
    """Keep pages out of every cache, and what pages never need out of their reach.

    It stands before all others, so that refusals of theirs carry the same. Only files of
    the product itself, which are the same for everybody, may be kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A browser never asks so; what answers would give back headers that scripts may not read.
        refused = HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        response = refused if request.method == "TRACE" else self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith(settings.STATIC_URL):
            add_never_cache_headers(response)
        return response
