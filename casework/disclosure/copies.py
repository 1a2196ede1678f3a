"""The copy that goes out: built afresh from kept text alone, as PDF, Word and JSON.

Nothing that was taken out comes into this module, so that nothing here can forget to hide
it. A whole item that is withheld is as absent: items are numbered anew, and the sheet in
front tells all reasons there are, never which was used where, since that may tell by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.disclosure.kept import TAKEN_OUT, kept
from casework.disclosure.models import AccessRequest, Item, Mark
from casework.disclosure.reasons import SAID
from casework.documents import pdf, word
from casework.documents.shapes import (
    Bullets,
    Document,
    Field,
    Fields,
    Paragraphs,
    Section,
    Subsection,
)
from casework.web import words

TITLE = "Copy of what is held about you"
INVENTED = "Demonstration: everybody in this document is invented."
SOME_TAKEN_OUT = (
    f"Where you read {TAKEN_OUT}, words were left out. Other things may have been left out "
    "whole. The law lets us leave things out, and sometimes makes us. The reasons are below. "
    "We do not say which of them was used where, because that could give away what was left out."
)
COMPLAIN = (
    "If you think that something is wrong or missing, tell us and we look again. You can also "
    "complain to the Information Commissioner (ico.org.uk, 0303 123 1113), or go to court."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as the asker reads it: its kind, its day, and what was kept of its text."""

    title: str
    on: str
    text: str
    number: int = 0
    """Of the item it was made from; for messages to officers, and in no file."""


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything that is given, before anybody decides what file it becomes."""

    reference: str
    authority: str
    parts: tuple[Part, ...]
    invented: bool = False

    @property
    def entries(self) -> list[Entry]:
        return [entry for part in self.parts for entry in part.entries]


def copy_of(request: AccessRequest, *, invented: bool) -> Copy:
    """What the asker gets, as things are decided now."""
    given = list(request.items.given().prefetch_related("marks").order_by("number"))
    parts = []
    for section in Item.Section:
        entries = tuple(entry_of(item) for item in given if item.section == section)
        if entries:
            parts.append(Part(section.label, entries))
    return Copy(request.reference, request.authority.name, tuple(parts), invented)


def entry_of(item: Item) -> Entry:
    """An item without what was taken out of it."""
    out = [(one.start, one.end) for one in item.marks.all() if one.decision == Mark.Decision.OUT]
    return Entry(item.title, words.plain_date(item.on), kept(item.text, out), item.number)


# --- the files ------------------------------------------------------------------------


def files_of(copy: Copy, *, now: datetime) -> dict[str, bytes]:
    """The same content three times, by kind of file."""
    document = document_of(copy, now=now)
    return {
        "pdf": pdf.render(document, now=now),
        "docx": word.render(document, now=now),
        "json": as_json(copy, now=now),
    }


def document_of(copy: Copy, *, now: datetime) -> Document:
    """The copy laid out: what it is, each part of the record, what may be missing and why."""
    about = Fields(
        (
            Field("Reference", copy.reference),
            Field("From", copy.authority),
            Field("Made on", words.plain_date(now)),
        )
    )
    reasons = tuple(f"{one.words} ({one.source})" for one in SAID.values())
    number, sections = 0, []
    for part in copy.parts:
        lesser = []
        for entry in part.entries:
            number += 1
            lesser.append(Subsection(heading_of(number, entry), (Paragraphs(entry.text),)))
        sections.append(Section(part.heading, (), tuple(lesser)))
    return Document(
        title=TITLE,
        subtitle=f"{copy.authority}, {words.plain_date(now)}",
        reference=copy.reference,
        marking="Personal and confidential",
        sections=(
            Section("About this copy", (about, Paragraphs(SOME_TAKEN_OUT))),
            *sections,
            Section("Why things may be left out", (Bullets(reasons), Paragraphs(COMPLAIN))),
        ),
        footer=(INVENTED,) if copy.invented else (),
    )


def heading_of(number: int, entry: Entry) -> str:
    return f"{number}. {entry.title}" + (f", {entry.on}" if entry.on else "")


def as_json(copy: Copy, *, now: datetime) -> bytes:
    """For those who want to read it with a program."""
    told: dict[str, Any] = {
        "title": TITLE,
        "reference": copy.reference,
        "from": copy.authority,
        "made_on": words.local_day(now).isoformat(),
        "about": SOME_TAKEN_OUT,
        "parts": [
            {"heading": part.heading, "entries": [_told(entry) for entry in part.entries]}
            for part in copy.parts
        ],
        "why_things_may_be_left_out": [
            {"reason": one.words, "source": one.source} for one in SAID.values()
        ],
        "if_something_is_wrong": COMPLAIN,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _told(entry: Entry) -> dict[str, str]:
    return {"title": entry.title, "on": entry.on, "text": entry.text}


def frame_of(copy: Copy) -> Copy:
    """The copy without anything of the record: what stands in every copy alike."""
    return Copy(copy.reference, copy.authority, (), copy.invented)


def texts_of(entries: Iterable[Entry]) -> list[tuple[int, str]]:
    """For each item, by its number for officers, all its words as they stand in the files."""
    return [(one.number, f"{heading_of(at, one)}\n{one.text}") for at, one in enumerate(entries, 1)]
