"""The addresses of named pages, each looked up once and not for every link of every page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

PLAIN = re.compile(r"[-A-Za-z0-9_]+\Z")
"""What stands in an address as it is, whatever kind of text the address asks for."""
STAND_IN = "stand-in-"


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page, as `reverse` gives it."""
    if kwargs or not all(isinstance(one, str) and PLAIN.match(one) for one in args):
        return reverse(name, args=args, kwargs=kwargs)
    pieces = _pieces(name, len(args), get_urlconf(), get_script_prefix())
    if pieces is None:
        return reverse(name, args=args)
    first, *rest = pieces
    return first + "".join([one + piece for one, piece in zip(args, rest, strict=True)])


@lru_cache(maxsize=2_000)
def _pieces(name: str, number: int, urlconf: str | None, prefix: str) -> tuple[str, ...] | None:
    """What stands around the arguments; None where an address takes them in another way."""
    marks = [f"{STAND_IN}{n}" for n in range(number)]
    try:
        text = reverse(name, urlconf=urlconf, args=marks)
    except NoReverseMatch:
        return None
    pieces = re.split(f"{STAND_IN}\\d+", text)
    in_order = [int(n) for n in re.findall(f"{STAND_IN}(\\d+)", text)] == list(range(number))
    return tuple(pieces) if in_order and len(pieces) == number + 1 else None
