"""Links that open something by themselves are signed when they leave, and kept unsigned."""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import TimestampSigner

_SIGNER = TimestampSigner(salt="notices.link", sep="~")


def sign(path: str) -> str:
    """The path with its signature, which is also when it was made."""
    _, _, signature = _SIGNER.sign(path).partition("~")
    return f"{path}{signature}/"


def check(path: str, signature: str, *, max_age: timedelta) -> None:
    """Raise BadSignature for what we did not sign, or signed too long ago."""
    _SIGNER.unsign(f"{path}~{signature}", max_age=max_age)
