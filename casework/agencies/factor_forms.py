"""Forms of the second factor, in our words; what they check is django-allauth's."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from fido2.webauthn import AuthenticationResponse

from casework.agencies import passkey_commands


class _Code:
    """A code of six digits, or one of the codes kept for the day the phone is lost."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "Code"
        code.help_text = "Six digits from your app, or one of your recovery codes"
        code.error_messages["required"] = "Enter the code"
        code.widget.attrs.pop("placeholder", None)
        code.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}


class CodeForm(_Code, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_Code, ReauthenticateForm):
    """The step that asks again who one is."""


class AddAppForm(_Code, ActivateTOTPForm):
    """The first code of an app, which shows that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Six digits that the app shows now"


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey with a name; it always verifies its owner, so it is enough by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].label = "What do you call it?"
        self.fields["name"].help_text = "Such as “work phone” or “key on my lanyard”"

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "passwordless": True}


class NamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What do you call it?"
        self.fields["name"].error_messages["required"] = "Enter a name"


class _Passkey:
    """Refuse a passkey whose counter does not go on: there are then two of it."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Authenticator:
        answer = self.cleaned_data["credential"]
        authenticator: Authenticator = super().clean_credential()  # type: ignore[misc]
        count = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
        # Checked and noted in one step, so that two at once cannot both pass.
        if not passkey_commands.use_passkey(
            authenticator=authenticator, count=count, now=context.request.now
        ):
            raise get_adapter().validation_error("copied_passkey")
        return authenticator


class PasskeyForm(_Passkey, AuthenticateWebAuthnForm):
    """The second step of signing in, by passkey."""


class PasskeySignInForm(_Passkey, LoginWebAuthnForm):
    """Signing in by passkey alone."""


class PasskeyAgainForm(_Passkey, ReauthenticateWebAuthnForm):
    """The step that asks again who one is, by passkey."""
