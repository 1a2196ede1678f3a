"""Agencies' own sign-in with what django-allauth leaves out; it looks for this file by its name.

The token's signature, its terms and a nonce are checked (`identity_tokens`), the agency's
description of itself has to name it, an answer has to say whose it is, and nothing that a
link brings along changes what is asked.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from casework.agencies import identity_tokens
from casework.config.identity_providers import LOOPBACK

log = logging.getLogger(__name__)

USED = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
"""Addresses of a provider's description that we go to, or send people to."""


class AgencyAdapter(OpenIDConnectOAuth2Adapter):
    """How an agency is asked, and how its answer is read."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The agency's description of itself; it has to name the issuer that was set."""
        config: dict[str, Any] = super().openid_config
        issuer = self.get_provider().app.settings["issuer"]
        if str(config.get("issuer", "")).rstrip("/") != issuer:
            raise OAuth2Error("The description is of another issuer")
        for name in USED:
            where = urlsplit(str(config.get(name, "")))
            if where.scheme != "https" and urlsplit(issuer).hostname not in LOOPBACK:
                raise OAuth2Error(f"The description's {name} is not https")
        return config

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: Any = None
    ) -> Any:
        self._from_whom_we_asked(request, app)
        if not pkce_code_verifier:
            raise OAuth2Error("Nothing was kept of the question")
        self.nonce = identity_tokens.nonce_for(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def _from_whom_we_asked(self, request: HttpRequest, app: SocialApp) -> None:
        """An answer says whose it is, where its sender can (RFC 9207): before any code is used."""
        named = request.GET.getlist("iss")
        always = self.openid_config.get("authorization_response_iss_parameter_supported") is True
        if (always and not named) or any(
            each.rstrip("/") != app.settings["issuer"] for each in named
        ):
            raise OAuth2Error("The answer is from somebody else")

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> Any:
        asked = identity_tokens.Asked(
            issuer=app.settings["issuer"],
            client_id=app.client_id,
            nonce=self.nonce,
            access_token=token.token,
            now=request.now.timestamp(),
        )
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
        try:
            claims = identity_tokens.claims_of(kwargs["response"].get("id_token"), keys, asked)
        except identity_tokens.NotTrusted as error:
            log.warning("A token of %s was refused: %s", asked.issuer, error)
            raise OAuth2Error("The token cannot be trusted") from error
        data = {"userinfo": self._fetch_user_info(token.token), "id_token": claims}
        return self.get_provider().sociallogin_from_response(request, data)


class AgencyProvider(OpenIDConnectProvider):
    """An agency's sign-in: what is asked of it is fixed, and begins with a proof and a nonce."""

    oauth2_adapter_class = AgencyAdapter

    def get_pkce_params(self) -> dict[str, Any]:
        proof = super().get_pkce_params()
        return proof | {"nonce": identity_tokens.nonce_for(proof["code_verifier"])}

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """Of what a link asks for, only that the agency asks afresh who it is."""
        asked = dict(parse_qsl(request.GET.get("auth_params", "")))
        fresh = {"prompt": "login"} if asked.get("prompt") == "login" else {}
        return self.get_auth_params() | fresh

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()


provider_classes = [AgencyProvider]


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the agency's sign-in."""
    return _known(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from it."""
    return _known(OAuth2CallbackView, request, provider_id)


def _known(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """A sign-in that is down, or says nonsense, leads back to the door and its other ways in."""
    adapter = AgencyAdapter(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        answer: HttpResponse = view.adapter_view(adapter)(request)
    except (OAuth2Error, RequestException, KeyError, ValueError, AttributeError) as error:
        log.warning("The sign-in of %s did not work: %s", provider.name, type(error).__name__)
        answer = render_authentication_error(request, provider, exception=error)
    return answer
