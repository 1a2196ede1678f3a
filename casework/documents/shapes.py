"""What a document holds, before anybody decides whether it becomes a PDF or a Word file.

Frozen and without behaviour. Headings, labels and columns are values, not names in code:
they come from the recording template of the authority's pack, so that another template
needs no change here. Text is text: nothing in it is ever read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# --- what stands in a section ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled answer; an empty value is printed as "Not recorded", never left out."""

    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled answers, one below the other."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One of the boxes that a form lets people tick."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """A row of tick boxes; those left empty are printed too, because an empty box is an answer."""

    label: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and its share of the width beside the others."""

    heading: str
    share: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings that are repeated on every page; `empty` is said where there are none."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "None recorded."

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                headings = ", ".join(column.heading for column in self.columns)
                raise ValueError(f"A row of {len(row)} cells does not fit the columns {headings}")


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points, one line each, below a lead-in; `empty` is said where there are none."""

    points: tuple[str, ...]
    label: str = ""
    empty: str = "None recorded."


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Running text as people wrote it; a line break stays a line break."""

    text: str
    label: str = ""
    empty: str = "Nothing recorded."


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody said, in their own words; kept for the child and the family."""

    words: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart, such as that the meeting was not in line with a clause, and which."""

    title: str
    text: str


Block = Fields | Boxes | Table | Bullets | Paragraphs | Quotation | Note


# --- the document ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subsection:
    """Blocks below a lesser heading: one agency's update, one heading of the safety plan."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document with its own heading, and the lesser parts that follow its blocks."""

    heading: str
    blocks: tuple[Block, ...] = ()
    subsections: tuple[Subsection, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A meeting record, a list of children, a risk assessment: one thing that leaves the house.

    `reference` and `marking` stand on top of every page, `footer` at the foot of each: there
    it is said that the published procedure prevails and, in a demonstration, that all is
    invented.
    """

    title: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    reference: str = ""
    marking: str = ""
    footer: tuple[str, ...] = ()
    language: str = "en-GB"


@dataclass(frozen=True, slots=True)
class Pack:
    """The papers of one meeting bound together: a front page, then each document on new pages.

    The front page carries the title and the list of contents; marking and footer of each
    page are those of the document that it belongs to.
    """

    front: Document
    documents: tuple[Document, ...]


# --- the calendar ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Invitation:
    """A moment to keep free, told in a way that any calendar may show to anybody.

    It names no child, no subject and nobody who comes: `reference` is the meeting's own.
    The same `uid` with a higher `sequence` moves the entry; `cancelled` takes it away.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    reference: str
    cancelled: bool = False

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError(f"Invitation {self.uid}: give the times with their time zone")
        if self.ends_at <= self.starts_at:
            raise ValueError(f"Invitation {self.uid}: the end must come after the start")
