"""The sign-in form in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from casework.agencies.models import Account


class SignInForm(LoginForm):
    """Work email and password; labels stand above the fields and nothing inside them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].label = "Work email"
        self.fields["login"].error_messages["required"] = "Enter your work email"
        self.fields["password"].error_messages["required"] = "Enter your password"
        self.fields[
            "password"
        ].help_text = "If you have forgotten it, ask your system administrator for a new one"


class AgainForm(ReauthenticateForm):
    """The password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = "Enter your password"
        field.help_text = ""


class SetPasswordForm(forms.Form):
    """A password, twice, so that a slip of the finger shuts nobody out."""

    password = forms.CharField(
        label="New password",
        help_text="At least twelve characters. Three words that do not belong together are good",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
        strip=False,
    )
    again = forms.CharField(
        label="The same again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the same password again"},
        strip=False,
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password, self.account)
        except ValidationError:
            raise ValidationError(
                "Enter a password of at least twelve characters that is not a common one"
            ) from None
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("password") and cleaned.get("again") not in (None, cleaned["password"]):
            self.add_error("again", "The two passwords are not the same. Enter it again")
        return cleaned
