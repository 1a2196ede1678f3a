"""What a live service refuses to start with; each message says what to set instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

from casework.config import sealing

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CHECKED = {"verify-ca", "verify-full"}
"""Ways of connecting in which the database has to show a certificate that is trusted."""


@register
def only_secure_settings(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Compare the settings with what protects people; debugging alone is let through."""
    if settings.DEBUG:
        return []
    return [Error(what, hint=hint, id=f"holdfast.{name}") for name, what, hint in _faults()]


def _faults() -> Iterator[tuple[str, str, str]]:
    where = urlsplit(settings.SITE_ADDRESS)
    local = where.hostname in LOOPBACK
    if where.scheme != "https" and not local:
        yield (
            "address",
            f"{settings.SITE_ADDRESS} is not encrypted.",
            ("Serve it by https and set HOLDFAST_ADDRESS to that address."),
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield "hosts", "Every host name is accepted.", "Name the hosts in HOLDFAST_HOSTS."
    if len(settings.SECRET_KEY) < 40:
        yield "secret", "The secret key is short.", "Set HOLDFAST_SECRET_KEY to 50 random letters."
    if not settings.SEALING_KEYS:
        yield (
            "keys",
            sealing.NO_KEY,
            "Set HOLDFAST_SEALING_KEYS to the keys of this site.",
        )
    if settings.DEMO and not local:
        yield (
            "demo",
            "Anybody could enter this site as any of its people.",
            ("Take HOLDFAST_DEMO away: a demonstration answers on this machine only."),
        )
    if not settings.DEMO and not settings.SECOND_FACTOR_REQUIRED:
        yield (
            "factor",
            "A password alone would open this site.",
            ("Take HOLDFAST_SECOND_FACTOR away, or set it to yes."),
        )
    yield from _sign_in_faults()
    yield from _database_faults()


def _sign_in_faults() -> Iterator[tuple[str, str, str]]:
    if getattr(settings, "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", False):
        yield (
            "origin",
            "Passkeys would be accepted from any address.",
            ("Take MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN away."),
        )
    if getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None):
        yield (
            "bypass",
            "One code would open every account.",
            ("Take MFA_TOTP_INSECURE_BYPASS_CODE away."),
        )
    if settings.MFA_WEBAUTHN_USER_VERIFICATION != "required":
        yield (
            "verification",
            "A passkey would work without its owner.",
            ("Set MFA_WEBAUTHN_USER_VERIFICATION to required."),
        )
    if getattr(settings, "SOCIALACCOUNT_EMAIL_AUTHENTICATION", False):
        yield (
            "email",
            "An e-mail address alone would say who somebody is.",
            ("Take SOCIALACCOUNT_EMAIL_AUTHENTICATION away."),
        )


def _database_faults() -> Iterator[tuple[str, str, str]]:
    """A database elsewhere is reached by TLS, and shows who it is."""
    database = settings.DATABASES["default"]
    host = database.get("HOST") or ""
    here = not host or host in LOOPBACK or host.startswith("/")
    if not here and database.get("OPTIONS", {}).get("sslmode") not in CHECKED:
        yield (
            "database",
            f"The connection to the database at {host} is not checked.",
            ("Add ?sslmode=verify-full&sslrootcert=FILE to DATABASE_URL."),
        )
