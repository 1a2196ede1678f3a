"""Anchors: the ends of all chains, written down where nobody who runs the site can write.

A chain cannot tell that its tail was cut off, or that somebody with the key wrote it
afresh. A small file kept elsewhere can: it names how long each chain was at a moment,
and the digest of its last entry.
"""

from __future__ import annotations

import hmac
import json
import urllib.request
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from casework.audit import chain
from casework.audit.models import Head

PATIENCE = 20
"""Seconds that an address is given to take a file."""


class NoAnchor(ValueError):
    """A file is not an anchor of this site, or cannot be kept; the message says which."""


def make(now: datetime) -> dict[str, Any]:
    """The ends of all chains at this moment, signed."""
    ends = Head.objects.order_by("authority", "bucket").values_list(
        "authority", "bucket", "number", "digest"
    )
    heads = [
        {"authority": code, "bucket": bucket, "number": number, "digest": bytes(digest).hex()}
        for code, bucket, number, digest in ends
    ]
    said = {"made_at": now.astimezone(UTC).isoformat(), "heads": heads}
    return said | {"signature": _signature(chain.sealing_key(), said)}


def write(to: str, *, now: datetime) -> str:
    """Put an anchor into a folder, or send it to an https address; says where it is.

    A file that is there already is never written over.
    """
    name = f"anchor-{now.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}.json"
    text = json.dumps(make(now), indent=1) + "\n"
    if to.startswith("https://"):
        return _send(f"{to.rstrip('/')}/{name}", text)
    if "://" in to:
        raise NoAnchor(f"{to} is neither a folder nor an https address. See HOLDFAST_ANCHORS.")
    folder = Path(to)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise NoAnchor(f"{folder / name} cannot be written: {error.strerror}.") from error
    return str(folder / name)


def read(paths: Iterable[Path]) -> dict[tuple[str, int], dict[int, bytes]]:
    """What the anchors hold, by chain and number; a folder stands for all in it.

    Raises NoAnchor for a file that is none, or that was changed.
    """
    held: dict[tuple[str, int], dict[int, bytes]] = defaultdict(dict)
    for path in paths:
        for file in sorted(path.glob("anchor-*.json")) if path.is_dir() else [path]:
            for head in _opened(file)["heads"]:
                if head["number"]:
                    place = held[head["authority"], head["bucket"]]
                    place[head["number"]] = bytes.fromhex(head["digest"])
    return dict(held)


def _opened(file: Path) -> dict[str, Any]:
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        said = {"made_at": held["made_at"], "heads": held["heads"]}
        signature = str(held["signature"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoAnchor(f"{file} cannot be read as an anchor.") from error
    keys = settings.AUDIT_KEYS.values()
    if not any(hmac.compare_digest(_signature(key, said), signature) for key in keys):
        raise NoAnchor(f"{file} was changed, or was signed with a key that is not of this site.")
    return said


def _signature(key: bytes, said: dict[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, b"anchor:" + text.encode(), "sha256").hex()


def _send(address: str, text: str) -> str:
    request = urllib.request.Request(
        address, text.encode(), {"Content-Type": "application/json"}, method="PUT"
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):  # nosec B310 (https only)
            return address
    except OSError as error:
        raise NoAnchor(f"{address} did not take the anchor: {error}") from error
