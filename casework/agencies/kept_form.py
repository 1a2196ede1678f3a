"""What somebody sent after their session had ended, until the same person is back.

It is sealed for their account alone, and lies in the session of the browser that sent it:
whoever else signs in there does not get it. Files cannot be kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest

from casework.agencies.models import Account
from casework.config import sealing

KEPT = "kept_form"
LONGEST = 200_000
"""Letters of a form."""
LEFT_OUT = {"csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent: where to, what was in it, and whether files came with it."""

    path: str
    fields: list[tuple[str, str]]
    files: bool


def sent(request: HttpRequest) -> Kept:
    """The form of this request, to show again."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in LEFT_OUT
        for value in values
    ]
    return Kept(request.get_full_path(), fields, bool(request.FILES))


def keep(request: HttpRequest, account: Account) -> bool:
    """Keep what was sent for its sender; False where it is too long, or sent by a script.

    A page that saves by itself keeps what was typed, and says so.
    """
    form = sent(request)
    text = json.dumps([form.path, form.fields, form.files])
    if len(text) > LONGEST or request.headers.get("X-Autosave"):
        return False
    request.session[KEPT] = sealing.seal(text, place=_place(account))
    return True


def taken_up(request: HttpRequest) -> Kept | None:
    """What was kept for who is here now; what was another's is thrown away."""
    if (sealed := request.session.get(KEPT)) is None:
        return None
    try:
        path, fields, files = json.loads(sealing.unseal(sealed, place=_place(request.user)))
    except sealing.CannotOpen:
        del request.session[KEPT]
        return None
    return Kept(path, [(name, value) for name, value in fields], files)


def _place(account: Account) -> str:
    return f"kept form of account {account.pk}"
