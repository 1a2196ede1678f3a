"""The sign-in form in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm


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
