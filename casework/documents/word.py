"""Word files with the same content as the PDFs, for partners who have to edit them.

Real headings, lists and repeated header rows, so that they can be read with a screen
reader and found in the navigation pane.
"""

from __future__ import annotations

from datetime import datetime
from functools import singledispatch
from io import BytesIO

import docx
from docx.document import Document as WordFile
from docx.text.paragraph import Paragraph

from casework.documents import word_styles
from casework.documents.characters import printable
from casework.documents.shapes import (
    Boxes,
    Bullets,
    Document,
    Fields,
    Note,
    Pack,
    Paragraphs,
    Quotation,
    Section,
    Table,
)


def render(document: Document | Pack, *, now: datetime) -> bytes:
    """Write a document, or the papers of a meeting bound together, as one Word file."""
    bound = document.documents if isinstance(document, Pack) else ()
    first = document.front if isinstance(document, Pack) else document
    word = docx.Document()
    word_styles.describe(word, first, now)
    word_styles.set_styles(word, first.language)
    _write(word, first)
    for each in bound:
        word.add_section()
        _write(word, each)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _write(word: WordFile, document: Document) -> None:
    word_styles.set_page(word, document)
    _paragraph(word, document.title, "Heading 1")
    if document.subtitle:
        _paragraph(word, document.subtitle, "Quiet")
    for section in document.sections:
        _write_section(word, section)


def _write_section(word: WordFile, section: Section) -> None:
    _paragraph(word, section.heading, "Heading 2")
    for block in section.blocks:
        _add(block, word)
    for lesser in section.subsections:
        _paragraph(word, lesser.heading, "Heading 3")
        for block in lesser.blocks:
            _add(block, word)


# --- one way of writing for each shape of block ---------------------------------------


@singledispatch
def _add(block: object, word: WordFile) -> None:
    raise TypeError(f"No way to write a {type(block).__name__} in a Word file")


@_add.register
def _(block: Fields, word: WordFile) -> None:
    for field in block.fields:
        line = _paragraph(word, "", "Field")
        line.add_run(printable(field.label) + "\t").bold = True
        line.add_run(printable(field.value).strip() or "Not recorded")


@_add.register
def _(block: Boxes, word: WordFile) -> None:
    _label(word, block.label)
    for box in block.boxes:
        answer = "yes" if box.ticked else "no"
        _paragraph(word, f"{box.label}: {answer}", "List Bullet")


@_add.register
def _(block: Table, word: WordFile) -> None:
    if not block.rows:
        _paragraph(word, block.empty, "Quiet")
        return
    rows = (tuple(column.heading for column in block.columns), *block.rows)
    table = word.add_table(len(rows), len(block.columns), style="Table Grid")
    table.autofit = False
    widths = word_styles.widths([column.share for column in block.columns])
    for number, (drawn, row) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, width, text in zip(drawn.cells, widths, row, strict=True):
            cell.width = width
            _style(cell.paragraphs[0], "Cell").add_run(printable(text)).bold = number == 0
    word_styles.repeat_first_row(table)
    _paragraph(word, "", "Gap")


@_add.register
def _(block: Bullets, word: WordFile) -> None:
    _label(word, block.label)
    for point in block.points:
        _paragraph(word, point, "List Bullet")
    if not block.points:
        _paragraph(word, block.empty, "Quiet")


@_add.register
def _(block: Paragraphs, word: WordFile) -> None:
    _label(word, block.label)
    if block.text.strip():
        _paragraph(word, block.text, "Normal")
    else:
        _paragraph(word, block.empty, "Quiet")


@_add.register
def _(block: Quotation, word: WordFile) -> None:
    _paragraph(word, f"“{block.words}”", "Own words")
    _paragraph(word, block.speaker, "Quiet")


@_add.register
def _(block: Note, word: WordFile) -> None:
    _paragraph(word, block.title, "Note title")
    _paragraph(word, block.text, "Note")


def _label(word: WordFile, text: str) -> None:
    if text:
        _paragraph(word, text, "Label")


def _paragraph(word: WordFile, text: str, style: str) -> Paragraph:
    return _style(word.add_paragraph(printable(text)), style)


def _style(paragraph: Paragraph, name: str) -> Paragraph:
    """Give a paragraph its style by id; looking it up by name takes two thirds of the time."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph
