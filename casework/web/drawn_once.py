"""Small parts of pages that are drawn again and again in the same way, drawn once.

A rating of four steps takes longer to draw than the row in which it stands, and there are
few different ones. What is remembered is the drawing, by all that went into it, and only of
macros that are given words of the procedure: levels, risks, clauses, signs. Nothing of a child.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

AT_MOST = 1_000
"""Drawings of one macro that are remembered."""
PLAIN = frozenset({str, Markup, int, bool, type(None)})


class Drawing(Environment):
    """As Jinja's own, but looks into a dict for its keys first: most of what we draw are dicts."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def once(macro: Callable[..., str]) -> Callable[..., str]:
    """The same macro, which remembers what it drew from plain values, and lists of them."""
    known: dict[Hashable, str] = {}

    def drawn(*args: Any, **kwargs: Any) -> str:
        parts: list[Hashable] = []
        if not _laid_out(args, parts) or not _laid_out(kwargs, parts):
            return macro(*args, **kwargs)
        key = tuple(parts)
        found = known.get(key)
        if found is None:
            if len(known) >= AT_MOST:
                known.clear()
            found = known[key] = macro(*args, **kwargs)
        return found

    return drawn


def _laid_out(value: Any, parts: list[Hashable]) -> bool:
    """Lay a value out with its kinds, or say that it cannot be compared.

    With its kinds, since marked-up text is not the same text, and 1 is not yes.
    """
    kind = type(value)
    parts.append(kind)
    if kind in PLAIN:
        parts.append(value)
        return True
    if kind is dict:
        parts.append(tuple(value))
        return all(_laid_out(one, parts) for one in value.values())
    if kind is list or kind is tuple:
        parts.append(len(value))
        return all(_laid_out(one, parts) for one in value)
    return False
