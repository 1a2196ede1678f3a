"""A password is not made of what anybody here would think of first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from casework.agencies.models import Account

HANNAH = Account(email="hannah.osei@surrey.example", name="Hannah Osei")


@pytest.mark.parametrize(
    "password",
    ["Holdfast2026!", "Surrey-Council-1", "safeguarding2026", "HannahOsei1987!", "Welcome123456!",
     "Summer2026Summer", "hannah.osei.2026", "Children’s Services 1", "123456789012", "password12"],
)  # fmt: skip
def test_words_of_the_place_are_refused(password, cast):
    with pytest.raises(ValidationError):
        validate_password(password, HANNAH)


@pytest.mark.parametrize("password", ["three words that do not belong", "correct horse battery"])
def test_other_words_are_not(password, cast):
    validate_password(password, HANNAH)
