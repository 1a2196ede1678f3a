"""Files read back as a stranger would read them: by three extractors, metadata and all."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdf

_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH = re.compile(r"</w:p>|<w:br/>|<w:tab/>")
_ATTRIBUTE = re.compile(r'="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Reading:
    """What one extractor read in one place of a file."""

    place: str
    text: str
    body: bool
    """False for what no reader sees: metadata, names of parts, attributes."""
    noisy: bool = False
    """True for outlines of letters and drawing orders, in which short words stand by chance."""


def readings(files: dict[str, bytes]) -> list[Reading]:
    """Everything that can be read in the files of a copy."""
    return [
        *pdf_text(files["pdf"]),
        *pdf_raw(files["pdf"]),
        *word_xml(files["docx"]),
        *json_text(files["json"]),
    ]


def pdf_text(file: bytes) -> Iterator[Reading]:
    """Pages, properties and bookmarks, as programs that show or search a PDF read them."""
    read = pypdf.PdfReader(io.BytesIO(file))
    yield Reading("PDF, text", "\n".join(page.extract_text() for page in read.pages), True)
    told = [str(value) for value in (read.metadata or {}).values()]
    yield Reading("PDF, properties", "\n".join([*told, *map(str, read.attachments)]), False)
    yield Reading("PDF, bookmarks", "\n".join(_titles(read.outline)), True)


def _titles(outline: Any) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield str(one.title)


def pdf_raw(file: bytes) -> Iterator[Reading]:
    """Every string and every stream of the file, unpacked, wherever it hangs."""
    hidden: list[str] = []
    shown: list[str] = []
    streams: list[str] = []
    with pikepdf.open(io.BytesIO(file)) as read:
        for one in read.objects:
            _strings(one, shown if _is_tag(one) else hidden, depth=0)
            if isinstance(one, pikepdf.Stream):
                streams.append(_decoded(_bytes_of(one)))
        if "/Metadata" in read.Root:
            hidden.append(_decoded(read.Root.Metadata.read_bytes()))
        _strings(read.trailer, hidden, depth=0)
    yield Reading("PDF, raw strings and metadata", "\n".join(hidden), False)
    yield Reading("PDF, raw streams", "\n".join(streams), False, noisy=True)
    yield Reading("PDF, tags and bookmarks", "\n".join(shown), True)


def _is_tag(one: Any) -> bool:
    """A part of the structure or of the bookmarks: it repeats headings, which a reader sees."""
    return isinstance(one, pikepdf.Dictionary) and ("/Title" in one or "/S" in one or "/T" in one)


def _strings(one: Any, found: list[str], depth: int) -> None:
    """Strings of an object itself; what it points to is an object of its own."""
    if depth and getattr(one, "is_indirect", False):
        return
    if isinstance(one, pikepdf.String):
        found.append(str(one))
    elif isinstance(one, pikepdf.Array):
        for each in one:
            _strings(each, found, depth + 1)
    elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in one.items():
            found.append(key)
            _strings(value, found, depth + 1)


def _bytes_of(stream: Any) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def _decoded(data: bytes) -> str:
    """Bytes by the codes in which words may stand in them."""
    wide = data.decode("utf-16-be", "ignore") if b"\x00" in data else ""
    return "\n".join([data.decode("utf-8", "ignore"), data.decode("latin-1"), wide])


def word_xml(file: bytes) -> Iterator[Reading]:
    """Every part of a Word file as XML: its words, its attributes, the names of the parts."""
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        yield Reading("Word file, names of its parts", "\n".join(packed.namelist()), False)
        for name in packed.namelist():
            yield from _word_part(name, packed.read(name))


def _word_part(name: str, data: bytes) -> Iterator[Reading]:
    text = data.decode("utf-8", "ignore")
    body = name.startswith("word/") and name.endswith(".xml")
    # A word may be cut by a tag, and two may be parted by nothing else: read it both ways.
    whole, parted = (_TAG.sub(mark, _PARAGRAPH.sub("\n", text)) for mark in ("", " "))
    yield Reading(f"Word file, {name}", html.unescape(f"{whole}\n{parted}"), body)
    attributes = html.unescape("\n".join(_ATTRIBUTE.findall(text)))
    yield Reading(f"Word file, attributes in {name}", attributes, False)


def json_text(file: bytes) -> Iterator[Reading]:
    """Every name and every value, and the file as it stands."""
    read = json.loads(file)
    yield Reading("JSON, values", "\n".join(_values(read)), True)
    yield Reading("JSON, as it stands", file.decode(), True)
    yield Reading("JSON, names", "\n".join(_keys(read)), False)


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _values(one)
    elif isinstance(value, list):
        for one in value:
            yield from _values(one)
    else:
        yield str(value)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, (dict, list)):
            yield from _keys(one)
