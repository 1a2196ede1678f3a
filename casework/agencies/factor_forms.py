"""Forms of the second factor, in our words; what they check is django-allauth's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hmac import compare_digest
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError
from fido2.webauthn import AuthenticationResponse

from casework.agencies import factor_commands, sign_in_commands


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


@contextmanager
def _noted(form: Any) -> Iterator[None]:
    """A second step that did not work is in the audit; who it was, where that is known."""
    try:
        yield
    except ValidationError:
        sign_in_commands.note(
            account=getattr(form, "user", None),
            action="second step failed",
            now=context.request.now,
        )
        raise


class _OneTime(_Code):
    """A code from an app opens once, however long it would still be accepted."""

    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        with _noted(self):
            return self._used_once()

    def _used_once(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type != Authenticator.Type.TOTP:
            return code
        # Checked and noted in one step, so that two at once cannot both pass.
        if not factor_commands.use_code(
            authenticator=authenticator,
            period=_period_of(authenticator, code),
            now=context.request.now,
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _period_of(authenticator: Authenticator, code: str) -> int:
    """The half-minute to which an app's code belongs; 0 where it belongs to none."""
    secret = decrypt(authenticator.data["secret"])
    given = "".join(code.split())
    fitting = [
        period
        for period in yield_hotp_counters_from_time()
        if compare_digest(format_hotp_value(hotp_value(secret, period)).encode(), given.encode())
    ]
    return max(fitting, default=0)


class CodeForm(_OneTime, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_OneTime, ReauthenticateForm):
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
        with _noted(self):
            return self._not_copied()

    def _not_copied(self) -> Authenticator:
        answer = self.cleaned_data["credential"]
        authenticator: Authenticator = super().clean_credential()  # type: ignore[misc]
        count = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
        # Checked and noted in one step, so that two at once cannot both pass.
        if not factor_commands.use_passkey(
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
