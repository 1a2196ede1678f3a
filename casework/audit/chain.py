"""The chains that hold the audit together: each entry is sealed with the one before it.

An authority has sixteen chains, so that one who writes need not wait for another: a
transaction takes any chain that is free. An entry is sealed by HMAC-SHA256 over its own
values and the digest before it, with a key that the database never sees. So an entry
cannot be changed, taken out, put in or moved without breaking its chain at that place.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

BUCKETS = 16
"""Chains of one authority."""
START = bytes(32)
"""What the first entry of a chain follows."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Unsealable(TypeError):
    """The detail of an entry holds what the database would not give back as it was."""


def sealing_key() -> bytes:
    """The key that seals now; older ones only verify."""
    return next(iter(settings.AUDIT_KEYS.values()))


def canonical(detail: dict[str, Any]) -> str:
    """The detail of an entry in one form, whatever order it was written in.

    Raises Unsealable for fractions: a database gives them back written otherwise.
    """
    _no_fractions(detail)
    return json.dumps(detail, sort_keys=True, separators=(",", ":"), default=str)


def content(
    *,
    place: Sequence[Any],
    at: int,
    account: int | None,
    post: int | None,
    who: str,
    action: str,
    case: str,
    detail: str,
) -> bytes:
    """All that an entry says, in one form.

    `place` is authority, bucket and number; `at` microseconds since 1970; `detail` canonical.
    """
    return json.dumps([*place, at, account, post, who, action, case, detail]).encode()


def digest(key: bytes, before: bytes, said: bytes) -> bytes:
    """Seal what an entry says together with the digest of the one before; 32 bytes."""
    return hmac.digest(key, before + said, "sha256")


def micros(moment: datetime) -> int:
    """A moment as whole microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def _no_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise Unsealable(f"{value} cannot stand in the detail of an audit entry. Write a text.")
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return
    for inner in value:
        _no_fractions(inner)
