"""How django-allauth behaves here: nobody signs up, accounts are given."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from casework.agencies.queries import demo_accounts


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by an administrator."""
        return False


def login_context(request):
    """What the sign-in page needs beyond its form."""
    if not (settings.DEMO and request.path.startswith("/accounts/")):
        return {}
    return {
        "demo_accounts": demo_accounts(),
        "demo_sign_in_address": reverse("demo_sign_in"),
    }
