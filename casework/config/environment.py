"""Settings read from the environment, with errors that say what to do."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Read a value, or the file that `<name>_FILE` points at, which suits secrets."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment, or put it into a file and "
            f"name that file in {name}_FILE."
        )
    return value


def flag(name: str, default: bool = False) -> bool:
    """Read yes or no."""
    value = os.environ.get(name, "yes" if default else "no").strip().lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is '{value}'. Write yes or no.")


def limit(name: str, default: str) -> tuple[int, int]:
    """Read “so many times in so many minutes”, such as 60/10."""
    value = os.environ.get(name, default)
    times, _, minutes = value.partition("/")
    if not (times.isdecimal() and minutes.isdecimal() and int(times) and int(minutes)):
        raise ImproperlyConfigured(
            f"{name} is '{value}'. Write how many times in how many minutes, such as {default}."
        )
    return int(times), int(minutes)


def secret(name: str, kept_in: Path) -> str:
    """Read a secret, or make one on first use and keep it in a file only we can read.

    Several hosts that serve one site need the same secret: there it must be set.
    """
    if os.environ.get(name) or os.environ.get(f"{name}_FILE"):
        return text(name)
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
    return kept_in.read_text(encoding="utf-8").strip()


def database(url: str) -> dict[str, Any]:
    """Turn postgresql://user:password@host:port/name?option=value into Django's form."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with '{parts.scheme}'. Only PostgreSQL is supported: "
            "write postgresql://user:password@host:5432/name."
        )
    return {
        "ENGINE": "casework.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
