"""Sealing with keys that never reach the database: AES-256-GCM, bound to where a text stands.

A sealed text that is moved to another row, or changed by one bit, does not open. The
first key seals; all keys open, so that keys can be changed without a stop. What has to be
found again has a digest beside it, made with a key that is derived from the sealing key.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from casework.config import environment

NONCE = 12
"""Bytes; chosen at random for each text."""


NO_KEY = "There is no sealing key: what is most sensitive could be neither kept nor read."


class CannotOpen(ValueError):
    """A sealed text was moved or changed, or its key is not among those of this site."""


def keys(name: str, kept_in: Path, *, make: bool = True) -> dict[str, bytes]:
    """Read the keys by their names, the one that seals first; make one on first use.

    One line a key, `name base64`, 32 bytes each. Several hosts that serve one site need
    the same keys: there they must be set. Where none may be made there is none, and
    nothing is sealed or opened.
    """
    given = os.environ.get(name) or os.environ.get(f"{name}_FILE")
    if not given and not kept_in.exists():
        if not make:
            return {}
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


def newest() -> str:
    """The name of the key that seals. Without one nothing goes on."""
    if not settings.SEALING_KEYS:
        raise ImproperlyConfigured(NO_KEY)
    return next(iter(settings.SEALING_KEYS))


def seal(text: str, *, place: str) -> str:
    """Close a text for one place, such as `subjects.child.nhs_number:17`."""
    name = newest()
    key = settings.SEALING_KEYS[name]
    nonce = secrets.token_bytes(NONCE)
    closed = nonce + AESGCM(key).encrypt(nonce, text.encode(), _bound(name, place))
    return f"{name}.{base64.urlsafe_b64encode(closed).decode()}"


def unseal(sealed: str, *, place: str) -> str:
    """Open a text at the place for which it was closed."""
    name, _, encoded = sealed.partition(".")
    try:
        closed = base64.urlsafe_b64decode(encoded.encode())
        if base64.urlsafe_b64encode(closed).decode() != encoded:
            raise ValueError("not as it was written")
        key = AESGCM(settings.SEALING_KEYS[name])
        return key.decrypt(closed[:NONCE], closed[NONCE:], _bound(name, place)).decode()
    except (KeyError, ValueError, InvalidTag) as error:
        raise CannotOpen(
            f"What is sealed at {place} does not open with key “{name[:20]}”. It was changed or "
            "moved, or the key is missing from HOLDFAST_SEALING_KEYS."
        ) from error


def digest(text: str, *, purpose: str) -> str:
    """What a text is found again by, for one purpose; without the key it says nothing of it."""
    return _digest(newest(), text, purpose)


def digests(text: str, *, purpose: str) -> list[str]:
    """As `digest`, under every key: rows that wait for the newest are found as well."""
    return [_digest(name, text, purpose) for name in settings.SEALING_KEYS]


def key_of(sealed: str) -> str:
    """The name of the key with which a text was closed, or a digest made."""
    return sealed.partition(".")[0]


def needs_resealing(sealed: str) -> bool:
    """Whether a text is closed with a key that no longer seals."""
    return key_of(sealed) != newest()


def _digest(name: str, text: str, purpose: str) -> str:
    key = _derived(settings.SEALING_KEYS[name], f"digest:{purpose}")
    return f"{name}.{hmac.digest(key, text.encode(), 'sha256').hex()}"


@lru_cache(maxsize=256)
def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key)


def _bound(name: str, place: str) -> bytes:
    return f"{name}:{place}".encode()
