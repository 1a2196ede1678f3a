"""Numbers out of an address or a form, where anybody may have written anything."""

from __future__ import annotations

LONGEST = 18
"""Figures; no row, version or count here has more, and far longer ones Python refuses to read."""


def whole(text: str | None) -> int | None:
    """A whole number, or None for what is none or cannot be the number of anything."""
    text = text or ""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
