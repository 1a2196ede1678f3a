"""Accessible PDFs (PDF/UA-1), set by typst from the templates beside this file.

The text of a document goes in as data and is never part of a template, so whatever people
write is printed as they wrote it. Nothing about a child is put on the disk on the way.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from casework.documents.characters import printable
from casework.documents.shapes import Document, Pack

TEMPLATES = Path(__file__).parent / "typst"


def render(document: Document | Pack, *, now: datetime) -> bytes:
    """Print a document, or the papers of a meeting bound together, as one PDF made at `now`."""
    documents = [document]
    if isinstance(document, Pack):
        documents = [document.front, *document.documents]
    return _compiler("document.typ").compile(
        format="pdf",
        pdf_standards=["ua-1"],
        # A PDF's date knows no fractions of a second, and the printer refuses them.
        timestamp=now.astimezone(UTC).replace(microsecond=0),
        sys_inputs={
            "documents": json.dumps([_as_data(each) for each in documents]),
            "contents": json.dumps(isinstance(document, Pack)),
        },
    )


def _as_data(value: Any) -> Any:
    """Turn shapes into what JSON can hold; `is` tells the template which shape it was."""
    if isinstance(value, str):
        return "".join(map(_shown, printable(value)))
    if isinstance(value, tuple):
        return [_as_data(each) for each in value]
    if is_dataclass(value):
        named = {each.name: _as_data(getattr(value, each.name)) for each in fields(value)}
        return {"is": type(value).__name__, **named}
    return value


def _shown(character: str) -> str:
    """Keep a character, or say its name where no font at hand can draw it.

    PDF/UA refuses a document with an undrawn character. A record must not fail to print
    because somebody quoted a text message with its emoji.
    """
    if character < "\u0250" or _can_be_drawn(character):
        return character
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


@cache
def _can_be_drawn(character: str) -> bool:
    try:
        _compiler("character.typ").compile(
            format="pdf", pdf_standards=["ua-1"], sys_inputs={"character": character}
        )
    except typst.TypstError:
        return False
    return True


def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Find fonts once: our own, typst's, and for rarer scripts whatever the machine has."""
    return typst.Fonts(font_paths=[TEMPLATES / "fonts"])
