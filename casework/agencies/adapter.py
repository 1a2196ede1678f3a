"""How django-allauth behaves here: nobody signs up, accounts are given."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.agencies import known_device, sign_in_commands
from casework.agencies.agency_sign_in import offered
from casework.agencies.queries import demo_accounts

CHANGED = {
    "totp_activated": "second factor added",
    "webauthn_added": "second factor added",
    "totp_deactivated": "second factor removed",
    "webauthn_removed": "second factor removed",
    "recovery_codes_generated": "recovery codes made",
    "password_changed": "password changed",
    "password_set": "password changed",
    "account_connected": "agency account linked",
    "account_disconnected": "agency account taken away",
}
"""What somebody changed about their ways in, by the name of the mail about it."""


def shown(request):
    """With what somebody came in: a password, an app's code, a passkey, an agency's word."""
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return sorted({each.get("type") or each["method"] for each in methods})


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by an administrator."""
        return False

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Wrong passwords are counted for an account and a browser together."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{known_device.name(request, credentials.get('email', ''))}"

    def login(self, request, user):
        """Who came in is in the audit, with what they showed."""
        super().login(request, user)
        sign_in_commands.note(
            account=user, action="signed in", now=request.now, detail={"with": shown(request)}
        )

    def logout(self, request):
        account = request.user
        super().logout(request)
        sign_in_commands.note(account=account, action="signed out", now=request.now)

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._failed(request, credentials, "sign-in held back")
            raise

    def authentication_failed(self, request, **credentials):
        self._failed(request, credentials, "sign-in failed")

    def _failed(self, request, credentials, action):
        email = credentials.get("email", "")
        sign_in_commands.note_failure(email=email, action=action, now=request.now)

    def send_notification_mail(self, template_prefix, user, *args, **more):
        """Where django-allauth would send a mail, the audit has a row."""
        action = CHANGED.get(template_prefix.rpartition("/")[2])
        if action:
            sign_in_commands.note(account=user, action=action, now=self.request.now)

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
