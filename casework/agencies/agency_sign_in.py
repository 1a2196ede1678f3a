"""Signing in with the account that an agency gives its people (OpenID Connect).

Who somebody is, is the issuer and the subject that it names: never an e-mail address.
An account here is linked by its owner, from a welcome link or when signed in. Each sign-in
must say that it was made with more than a password, and when.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from casework.agencies import sign_in_commands
from casework.agencies.models import Account
from casework.agencies.second_factor import AGAIN

log = logging.getLogger(__name__)

MINUTE = 60
"""Seconds by which the clocks of two sites may differ."""
LINKING = "linking"
"""Where a session keeps whose welcome link it came by."""


def offered() -> list[dict[str, str]]:
    """The agencies whose sign-in the page at the door offers."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [{"id": app["provider_id"], "name": app["name"]} for app in apps]


def fault(claims: dict[str, Any], wanted: dict[str, Any], subject: str, now: float) -> str:
    """What a sign-in at an agency lacks; empty where it is good. `now` in seconds."""
    if claims.get("iss", "").rstrip("/") != wanted["issuer"] or claims.get("sub") != subject:
        return "it is not from whom it says"
    named = {"amr": set(claims.get("amr") or []), "acr": {claims.get("acr")}}
    if not any(named[kind] & set(wanted[kind]) for kind in named):
        return "it was made with a password alone"
    made = claims.get("auth_time")
    if not isinstance(made, int | float) or made > now + MINUTE:
        return "it does not say when it was made"
    if now - made > wanted["hours"] * 3600:
        return "it is too old"
    return ""


def _note_refusal(request: HttpRequest, account: Account | None, issuer: str) -> None:
    sign_in_commands.note(
        account=account, action="sign-in failed", now=request.now, detail={"agency": issuer}
    )


class AgencyAccountAdapter(DefaultSocialAccountAdapter):
    """How django-allauth treats sign-ins of agencies: checked, linked by hand, never guessed."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts are given by an administrator; an agency's word alone makes none."""
        return False

    def get_requests_session(self) -> Any:
        """Asks an agency's addresses as they were named, and is not led on to others."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        claims = sociallogin.account.extra_data.get("id_token") or {}
        wanted = sociallogin.provider.app.settings
        lacking = fault(claims, wanted, sociallogin.account.uid, time.time())
        since = request.session.pop(AGAIN, 0)
        if not lacking and claims["auth_time"] < since - MINUTE:
            lacking = "it did not ask again who you are"
        if lacking:
            log.warning("A sign-in at %s was refused: %s", wanted["issuer"], lacking)
            account = sociallogin.user if sociallogin.is_existing else None
            _note_refusal(request, account, wanted["issuer"])
            self._back(request, f"Your agency’s sign-in cannot be used here: {lacking}.")
        if not sociallogin.is_existing and not request.user.is_authenticated:
            self._link_who_was_welcomed(request, sociallogin)
        if not sociallogin.is_existing and not request.user.is_authenticated:
            self._back(
                request,
                "Your agency’s account is not linked to one here. Sign in another way and link "
                "it, or ask your system administrator.",
            )

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, *, exception: Any = None, **more: Any
    ) -> None:
        """An answer that we did not ask for, or that was not given: back to the door."""
        if exception is not None:
            _note_refusal(request, None, provider.app.settings["issuer"])
        self._back(request, "Your agency’s sign-in did not work. Try again, or another way.")

    def _link_who_was_welcomed(self, request: HttpRequest, sociallogin: Any) -> None:
        welcomed = request.session.pop(LINKING, None)
        account = Account.objects.filter(pk=welcomed, is_active=True).first()
        if account is not None:
            sociallogin.connect(request, account)

    def _back(self, request: HttpRequest, said: str) -> None:
        messages.error(request, said)
        signed_in = request.user.is_authenticated
        raise ImmediateHttpResponse(redirect("mfa_index" if signed_in else "account_login"))
