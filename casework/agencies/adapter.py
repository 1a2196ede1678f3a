"""How django-allauth behaves here: nobody signs up, accounts are given."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from casework.agencies import known_device
from casework.agencies.agency_sign_in import offered
from casework.agencies.queries import demo_accounts


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by an administrator."""
        return False

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Wrong passwords are counted for an account and a browser together."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{known_device.name(request, credentials.get('email', ''))}"

    def post_login(self, request, user, **more):
        """The browser that has just signed in is known from now on."""
        response = super().post_login(request, user, **more)
        known_device.remember(response, user.email)
        return response

    def get_reauthentication_methods(self, user):
        """A password is asked again only of those who have nothing stronger."""
        methods = super().get_reauthentication_methods(user)
        stronger = [each for each in methods if each["id"] != "reauthenticate"]
        passkeys_first = sorted(stronger, key=lambda each: not each["id"].endswith("webauthn"))
        return passkeys_first or methods


def login_context(request):
    """What the pages at the door need beyond their forms."""
    if request.path.startswith("/accounts/") and not settings.DEMO:
        return {"agency_doors": offered()}
    if not (settings.DEMO and request.path.startswith("/accounts/")):
        return {}
    return {
        "demo_accounts": demo_accounts(),
        "demo_sign_in_address": reverse("demo_sign_in"),
    }
