"""What is left of a text when parts of it are taken out; and which words were.

Pure and small: everything that leaves the building is built from what `kept` returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

TAKEN_OUT = "[taken out]"
"""Stands for whatever was there, of the same length for a letter and for a page."""

Span = tuple[int, int]

_ENDS = re.compile(r"(?:[.!?]+[”’\"')\]]*(?=\s)|\n)\s*")


def kept(text: str, spans: Iterable[Span]) -> str:
    """The text without its spans, each run of them replaced by the same mark."""
    parts, at = [], 0
    for start, end in merged(text, spans):
        parts += [text[at:start], TAKEN_OUT]
        at = end
    return "".join([*parts, text[at:]])


def taken_out(text: str, spans: Iterable[Span]) -> list[str]:
    """The words behind each run of spans."""
    return [text[start:end] for start, end in merged(text, spans)]


def merged(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans in order, within the text; those that touch, or have only spaces between, as one."""
    found: list[Span] = []
    for start, end in sorted((max(0, start), min(end, len(text))) for start, end in spans):
        if start >= end:
            continue
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def sentences(text: str) -> list[Span]:
    """Where each sentence or line of a text stands, without the spaces around it."""
    found, at = [], 0
    for match in [*_ENDS.finditer(text), None]:
        end = match.end() if match else len(text)
        words = text[at:end]
        if words.strip():
            start = at + len(words) - len(words.lstrip())
            found.append((start, start + len(words.strip())))
        at = end
    return found


def places_of(text: str, words: str, *, exactly: bool = False) -> Iterator[Span]:
    """Where some words stand in a text, as words of their own and however they are spaced.

    With `exactly` capitals count, so that Will is not will.
    """
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return
    before = r"(?<!\w)" if re.match(r"\w", words.strip()) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", words.strip()) else ""
    pattern = before + r"\s+".join(parts) + after
    for match in re.finditer(pattern, text, 0 if exactly else re.IGNORECASE):
        yield match.span()
