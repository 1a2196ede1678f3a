"""Words that somebody looks for, as an address can carry them: sealed, theirs, for an hour.

Names have no business in an address: it stands in the history of the browser and in the
log of every proxy on the way. So what is typed is sent in the body of a form, and the
address that shows what was found holds the words sealed: unreadable, of use to nobody
else, and only for a while. Going back, loading again and paging work as anywhere.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from casework.config import sealing

VALID_FOR = timedelta(hours=1)
NAME = "words"
"""What the sealed words are called in an address."""


def sealed(text: str, *, whose: int, now: datetime) -> str:
    """Words for an address of this account; nothing for nothing."""
    text = text.replace("\0", "").strip()
    if not text:
        return ""
    return sealing.seal(json.dumps([text, int(now.timestamp())]), place=_place(whose))


def opened(token: str, *, whose: int, now: datetime) -> str:
    """The words again; empty where they are another's, too old, or no words at all."""
    try:
        text, made = json.loads(sealing.unseal(token, place=_place(whose)))
    except (sealing.CannotOpen, ValueError, TypeError):
        return ""
    return str(text) if now.timestamp() - made <= VALID_FOR.total_seconds() else ""


def _place(whose: int) -> str:
    return f"words of account {whose}"
