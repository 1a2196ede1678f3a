"""The second thing with which people show who they are: a passkey, or a code from an app."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from casework.config import sealing

STRONG = {"mfa", "socialaccount"}
"""Ways in that are enough: a second factor here, or the agency's own sign-in."""
AGAIN = "again_since"
"""Where a session keeps since when an agency is to have asked again who somebody is."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """How django-allauth keeps second factors here: their secrets sealed, and named plainly."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This did not match. Try again, or use another way to sign in",
        "copied_passkey": "This passkey seems to have been copied and is no longer accepted. "
        "Sign in another way and tell your system administrator",
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, place="mfa.authenticator")

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text, place="mfa.authenticator")

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "My passkey" if not known else f"My passkey, number {known + 1}"

    def _get_site_name(self) -> str:
        return "Holdfast"


def strongly_signed_in(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed, by more than a password."""
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(each.get("method") in STRONG for each in methods)


def door_for(request: HttpRequest) -> HttpResponse | None:
    """Where to go first: to add a second factor, or to use it; None where all is well."""
    if not settings.SECOND_FACTOR_REQUIRED or strongly_signed_in(request):
        return None
    if Authenticator.objects.filter(user=request.user).exists():
        raise ReauthenticationRequired
    return redirect("mfa_index")


def step_up(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask again who it is, where the last answer is more than five minutes old.

    For what would do most harm in other hands: rights, exports, releases. What was posted
    is kept and goes on afterwards. Whoever has only their agency's account signs in there
    again. In a demonstration nobody has a password, and nothing is asked.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.DEMO:
            return view(request, *args, **kwargs)
        if not get_reauthentication_flows(request.user):
            return _again_at_agency(request) or view(request, *args, **kwargs)
        return reauthentication_required(view)(request, *args, **kwargs)

    return guarded


def step_up_here(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `step_up`, but asks only for what is kept here: an agency's sign-in may be down.

    For what must be possible in an emergency and is loud. Whoever has nothing here but
    their agency's account goes on with the sign-in that they have.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.DEMO or not get_reauthentication_flows(request.user):
            return view(request, *args, **kwargs)
        return reauthentication_required(view)(request, *args, **kwargs)

    return guarded


def _again_at_agency(request: HttpRequest) -> HttpResponse | None:
    """The agency's sign-in, which then asks afresh; None where the last was just now."""
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    made = [each["at"] for each in methods if each.get("method") == "socialaccount"]
    linked = SocialAccount.objects.filter(user=request.user).first()
    if linked is None or (made and time.time() - made[-1] < REAUTHENTICATION_TIMEOUT):
        return None
    request.session[AGAIN] = int(time.time())
    wish = {"next": request.path, "auth_params": "prompt=login"}
    address = reverse("openid_connect_login", kwargs={"provider_id": linked.provider})
    return redirect(f"{address}?{urlencode(wish)}")
