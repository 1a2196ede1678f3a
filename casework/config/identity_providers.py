"""Agencies whose people sign in with the account that they have at work (OpenID Connect)."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

REQUIRED = ("name", "issuer", "client_id", "client_secret")
KNOWN = {*REQUIRED, "amr", "acr", "hours"}
LOOPBACK = {"127.0.0.1", "localhost"}


def configured(text: str) -> dict[str, Any]:
    """The providers of a JSON list, as django-allauth wants them.

    Each has `name`, `issuer`, `client_id`, `client_secret`, and may name the methods (`amr`)
    and classes (`acr`) of which one is enough, and after how many `hours` a sign-in there
    is too old. Without `amr` and `acr`, `mfa` is wanted.
    """
    try:
        listed = json.loads(text) if text else []
    except ValueError as error:
        raise ImproperlyConfigured(
            f"HOLDFAST_IDENTITY_PROVIDERS is not JSON ({error}). Write a list of objects with "
            f"{', '.join(REQUIRED)}."
        ) from error
    apps = [_app(number, each) for number, each in enumerate(listed, 1)]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}


def _app(number: int, given: dict[str, Any]) -> dict[str, Any]:
    missing = [name for name in REQUIRED if not given.get(name)]
    unknown = sorted(set(given) - KNOWN)
    if missing or unknown:
        raise ImproperlyConfigured(
            f"HOLDFAST_IDENTITY_PROVIDERS, provider {number}: missing {missing or 'nothing'}, "
            f"unknown {unknown or 'nothing'}. It may have {', '.join(sorted(KNOWN))}."
        )
    where = urlsplit(given["issuer"])
    if where.scheme != "https" and where.hostname not in LOOPBACK:
        raise ImproperlyConfigured(
            f"HOLDFAST_IDENTITY_PROVIDERS, provider {number}: {given['issuer']} is not https."
        )
    wanted = {"amr": given.get("amr", []), "acr": given.get("acr", [])}
    if not any(wanted.values()):
        wanted["amr"] = ["mfa"]
    return {
        # Part of what an account is known by: another issuer is another provider.
        "provider_id": hashlib.sha256(given["issuer"].encode()).hexdigest()[:16],
        "name": given["name"],
        "client_id": given["client_id"],
        "secret": given["client_secret"],
        "settings": {
            "server_url": given["issuer"],
            "issuer": given["issuer"].rstrip("/"),
            "hours": float(given.get("hours", 10)),
            **wanted,
        },
    }


def addresses(providers: dict[str, Any]) -> list[str]:
    """Where the providers answer, as a browser's content policy names them."""
    issuers = [app["settings"]["issuer"] for app in providers["openid_connect"]["APPS"]]
    return ["{0.scheme}://{0.netloc}".format(urlsplit(issuer)) for issuer in issuers]
