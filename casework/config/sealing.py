"""Sealing with keys that never reach the database: AES-256-GCM, bound to where a text stands.

A sealed text that is moved to another row, or changed by one bit, does not open. The
first key seals; all keys open, so that keys can be changed without a stop.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from casework.config import environment

NONCE = 12
"""Bytes; chosen at random for each text."""


class CannotOpen(ValueError):
    """A sealed text was moved or changed, or its key is not among those of this site."""


def keys(name: str, kept_in: Path) -> dict[str, bytes]:
    """Read the keys by their names, the one that seals first; make one on first use.

    One line a key, `name base64`, 32 bytes each. Several hosts that serve one site need
    the same keys: there they must be set.
    """
    given = os.environ.get(name) or os.environ.get(f"{name}_FILE")
    if not given and not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(new_key("first"))
    text = environment.text(name) if given else kept_in.read_text(encoding="utf-8")
    return dict(_key(name, line) for line in text.splitlines() if line.strip())


def new_key(name: str) -> str:
    """A line with a new key, as `keys` reads it."""
    return f"{name} {base64.b64encode(secrets.token_bytes(32)).decode()}\n"


def _key(setting: str, line: str) -> tuple[str, bytes]:
    name, _, encoded = line.strip().partition(" ")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if not name.isalnum() or len(key) != 32:
        raise ImproperlyConfigured(
            f"{setting}: a line is not a key. Write a name of letters and digits, a space, and "
            "32 random bytes in base64."
        )
    return name, key


def seal(text: str, *, place: str) -> str:
    """Close a text for one place, such as `subjects.child.nhs_number:17`."""
    name, key = next(iter(settings.SEALING_KEYS.items()))
    nonce = secrets.token_bytes(NONCE)
    closed = nonce + AESGCM(key).encrypt(nonce, text.encode(), _bound(name, place))
    return f"{name}.{base64.urlsafe_b64encode(closed).decode()}"


def unseal(sealed: str, *, place: str) -> str:
    """Open a text at the place for which it was closed."""
    name, _, encoded = sealed.partition(".")
    try:
        closed = base64.urlsafe_b64decode(encoded.encode())
        key = AESGCM(settings.SEALING_KEYS[name])
        return key.decrypt(closed[:NONCE], closed[NONCE:], _bound(name, place)).decode()
    except (KeyError, ValueError, InvalidTag) as error:
        raise CannotOpen(
            f"What is sealed at {place} does not open with key “{name[:20]}”. It was changed or "
            "moved, or the key is missing from HOLDFAST_SEALING_KEYS."
        ) from error


def needs_resealing(sealed: str) -> bool:
    """Whether a text is closed with a key that no longer seals."""
    return sealed.partition(".")[0] != next(iter(settings.SEALING_KEYS))


def _bound(name: str, place: str) -> bytes:
    return f"{name}:{place}".encode()
