"""Being asked again who one is: a new key for the session, and where one has to be asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.views import reauthenticate
from allauth.mfa.base.views import reauthenticate as by_code
from allauth.mfa.webauthn.views import reauthenticate_webauthn as by_passkey
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import list_usersessions
from django.http import HttpRequest, HttpResponse

from casework.agencies.second_factor import step_up

View = Callable[..., HttpResponse]


def with_a_new_key(view: View) -> View:
    """Give the session a new key once somebody has shown again who they are.

    Whoever had the old key, by whatever way, is out from then on.
    """

    @wraps(view)
    def around(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = len(request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, []))
        answer = view(request, *args, **kwargs)
        shown = len(request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, []))
        if request.user.is_authenticated and shown > before:
            old = request.session.session_key
            request.session.cycle_key()
            UserSession.objects.filter(session_key=old).update(
                session_key=request.session.session_key
            )
        return answer

    return around


def listed(request: HttpRequest) -> None:
    """Put this sign-in on the list of where one is signed in; other doors do so by themselves."""
    UserSession.objects.create_from_request(request)


def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; to end one, one shows again who one is."""
    ending = request.method == "POST" and request.user.is_authenticated
    answer: HttpResponse = (step_up(list_usersessions) if ending else list_usersessions)(request)
    return answer


again = with_a_new_key(reauthenticate)
again_by_code = with_a_new_key(by_code)
again_by_passkey = with_a_new_key(by_passkey)
