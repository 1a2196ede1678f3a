"""Words that a password may not be made of: the product's, the work's, and one's own name."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from casework.agencies.models import Account, Authority

WORDS = (
    "holdfast", "safeguarding", "safeguard", "exploitation", "childrens", "children", "social",
    "services", "council", "police", "password", "welcome", "letmein", "summer", "winter",
    "spring", "autumn",
)  # fmt: skip
"""What people here would think of first, and so would somebody who guesses."""
LEFT = 8
"""Letters that must be left once these words are taken out."""


class NoWordsOfThePlace:
    """A password is more than words of the place, with figures and signs around them."""

    def validate(self, password: str, user: Account | None = None) -> None:
        left = password.casefold()
        for word in sorted([*WORDS, *_places(), *_own(user)], key=len, reverse=True):
            left = left.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", left)) < LEFT:
            raise ValidationError("Enter a password that is not made of words of this place")

    def get_help_text(self) -> str:
        return "Not made of the words of this place, or of your own name."


def _places() -> list[str]:
    """Words of the names of the authorities that work here."""
    names = Authority.objects.values_list("name", flat=True)
    return [part for name in names for part in re.split(r"\W+", name.casefold()) if len(part) > 3]


def _own(user: Account | None) -> list[str]:
    if user is None:
        return []
    parts = re.split(r"\W+", f"{user.name} {user.email}".casefold())
    return [part for part in parts if len(part) > 2]
