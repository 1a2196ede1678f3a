"""What somebody could read of an answer, a file or a line, and which words are in it."""

from __future__ import annotations

import gzip
import io
import logging
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote_plus

from pypdf import PdfReader

from tests.canaries.words import numbers

TAG = re.compile(r"<[^>]*>")
NOT_A_LETTER = re.compile(r"[^a-z]+")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
DEEPEST = 3
"""How many packed files within each other are opened."""


def found_in(body: bytes) -> set[int]:
    """The numbers of all canaries in a body, whatever kind of file it is."""
    return {n for text in texts_of(body) for n in found_in_text(text)}


def found_in_text(text: str) -> set[int]:
    """The canaries in a text, also where markup, entities, hyphens or a new line part them.

    Looked for in the text as it stands, since a tag can hold one, and in what is left of it
    without tags and without anything that is no letter.
    """
    whole = _plain(ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), unquote_plus(unescape(text))))
    return numbers(whole) | numbers(NOT_A_LETTER.sub("", TAG.sub("", whole)))


def texts_of(body: bytes, depth: int = 0) -> Iterator[str]:
    """Every text of a body: of a page as it is, of packed and printed files what is in them."""
    if body[:4] == b"%PDF":
        yield from _printed(body)
    elif body[:2] == b"PK" and depth < DEEPEST:
        yield from _packed(body, depth)
    elif body[:2] == b"\x1f\x8b" and depth < DEEPEST:
        yield from texts_of(gzip.decompress(body), depth + 1)
    else:
        yield body.decode(
            "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace"
        )


def _packed(body: bytes, depth: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        yield packed.comment.decode(errors="replace")
        for one in packed.infolist():
            yield one.filename
            yield from texts_of(packed.read(one), depth + 1)


def _printed(body: bytes) -> Iterator[str]:
    """Pages, properties, bookmarks, notes and enclosed files of a PDF."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    reader = PdfReader(io.BytesIO(body))
    yield "\n".join(page.extract_text() for page in reader.pages)
    yield " ".join(str(value) for value in (reader.metadata or {}).values())
    yield " ".join(_titles(reader.outline))
    yield str(reader.xmp_metadata.rdf_root.toxml()) if reader.xmp_metadata else ""
    for kept in reader.attachments.values():
        for one in kept:
            yield from texts_of(one, 1)
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            yield str(note.get_object())


def _titles(outline: Iterable) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield str(one.title)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()
