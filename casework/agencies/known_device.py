"""A browser from which somebody has signed in before counts its wrong passwords by itself.

Guessing is slowed for each account. Were it counted for the account alone, anybody could
shut anybody out by guessing wrongly; so whoever has been here before, and a passkey, is
never shut out by others.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "known-device"
ONE_YEAR = 365 * 24 * 60 * 60
"""Seconds."""


def name(request: HttpRequest, email: str) -> str:
    """What tells this browser apart for this account; `unknown` where it was never in."""
    value = request.get_signed_cookie(_cookie(), default="", max_age=ONE_YEAR)
    whose, _, number = value.partition(":")
    return number if whose == _whose(email) else "unknown"


def remember(response: HttpResponse, email: str) -> None:
    """Let a browser be known for the account that has just signed in."""
    response.set_signed_cookie(
        _cookie(),
        f"{_whose(email)}:{secrets.token_hex(8)}",
        max_age=ONE_YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _cookie() -> str:
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def _whose(email: str) -> str:
    """Not the address itself, which has no business in a cookie."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:16]
