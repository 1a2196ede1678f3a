"""A place in a long list, as an address can carry it: where the next page begins."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any


def packed(*parts: Any) -> str:
    """Values of a row as one word."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def unpacked(text: str, length: int) -> list[Any] | None:
    """The place in a list that an address names; a broken one begins anew."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        return None
    if not isinstance(parts, list) or len(parts) != length:
        return None
    return parts if str(parts[-1]).replace("-", "").isalnum() else None
