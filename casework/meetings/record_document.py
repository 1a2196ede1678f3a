"""The record as a document: the same for page, PDF and Word, made from frozen content."""

from __future__ import annotations

from typing import Any

from casework.documents.shapes import (
    Block,
    Box,
    Boxes,
    Bullets,
    Column,
    Document,
    Field,
    Fields,
    Note,
    Paragraphs,
    Section,
    Subsection,
    Table,
)

INVENTED = "Demonstration: everybody in this document is invented."
LONG = {"textarea", "person", "place"}
NOT_CONFIRMED = "Not confirmed"


def document_of(
    content: dict[str, Any], *, reference: str, invented: bool, draft: bool = False
) -> Document:
    """Lay out a record. `reference` is the meeting's; `invented` marks a demonstration."""
    meeting = content["meeting"]
    first, *others = [section_of(each) for each in content["sections"]]
    return Document(
        title=content["heading"],
        subtitle=f"{meeting['name']}, {meeting['day']}",
        reference=reference,
        marking=_marking(invented, draft),
        sections=(first, *_held(content), *others, *_after(content)),
        footer=(content["prevails"], *((INVENTED,) if invented else ())),
    )


def _marking(invented: bool, draft: bool) -> str:
    marks = [
        "Confidential",
        *(["Draft"] if draft else []),
        *(["Invented people"] if invented else []),
    ]
    return ". ".join(marks)


def section_of(section: dict[str, Any]) -> Section:
    """A section of the template with all its questions, empty ones too."""
    if section["repeats"]:
        return Section(section["label"], (table_of(section),))
    row = section["rows"][0]
    return Section(section["label"], tuple(_blocks(section["questions"], row)))


def _blocks(questions: list[dict[str, Any]], row: dict[str, Any]) -> list[Block]:
    """Short answers stand together as fields; texts, points and boxes stand for themselves."""
    blocks: list[Block] = []
    for question in questions:
        block = _block(question, row[question["id"]])
        if isinstance(block, Field):
            last = blocks.pop().fields if blocks and isinstance(blocks[-1], Fields) else ()
            block = Fields((*last, block))
        blocks.append(block)
    return blocks


def _block(question: dict[str, Any], answer: dict[str, Any]) -> Block | Field:
    label, text = question["label"], answer["text"]
    if question["type"] == "choices":
        boxes = [Box(name, one in answer["chosen"]) for one, name in question["options"]]
        return Boxes(label, tuple(boxes))
    if question["type"] == "textarea" and question["fills_from"].startswith("safety."):
        return Bullets(tuple(text.splitlines()), label, "Not recorded.")
    if question["type"] in LONG and text:
        return Paragraphs(text, label)
    if is_check(question) and not text.startswith("Yes"):
        text = NOT_CONFIRMED
    return Field(label, text)


def is_check(question: dict[str, Any]) -> bool:
    """A check has one column, yes; everything else is a blank and reads as not confirmed."""
    ids = [one for one, _ in question["options"]]
    return question["type"] == "choice" and "yes" in ids and "no" in ids


# --- tables ---------------------------------------------------------------------------


def table_of(section: dict[str, Any]) -> Table:
    """A repeated section as rows; with two choices and a text, as a grid of all choices."""
    questions = section["questions"]
    choices = [one for one in questions if one["type"] == "choice" and one["options"]]
    if len(questions) == 3 and len(choices) == 2:
        return grid_of(section, *choices)
    shares = [3 if one["type"] in LONG or one["type"] == "text" else 2 for one in questions]
    columns = tuple(Column(one["label"], n) for one, n in zip(questions, shares, strict=True))
    rows = tuple(
        tuple(row[one["id"]]["text"] or "Not recorded" for one in questions)
        for row in section["rows"]
    )
    return Table(columns, rows)


def grid_of(section: dict[str, Any], down: dict[str, Any], across: dict[str, Any]) -> Table:
    """Every choice of one question down, of the other across, and the words where they meet."""
    words = next(one for one in section["questions"] if one not in (down, across))
    heads = tuple(name for _, name in across["options"])
    columns = (Column(down["label"], 2), *(Column(name, 3) for name in heads))
    rows = []
    for _, subject in down["options"]:
        cells = [_met(section["rows"], down, subject, across, who, words) for who in heads]
        rows.append((subject, *cells))
    return Table(columns, tuple(rows))


def _met(
    rows: list[dict[str, Any]], down: Any, subject: str, across: Any, who: str, words: Any
) -> str:
    here = [
        row[words["id"]]["text"]
        for row in rows
        if row[down["id"]]["text"] == subject and row[across["id"]]["text"] == who
    ]
    return "\n".join(here) or "Not recorded"


# --- around the template --------------------------------------------------------------


def _held(content: dict[str, Any]) -> list[Section]:
    """How the meeting was held, and what in it was not in line, with the clauses."""
    if "meeting" in content.get("left_out", ()):
        return []
    meeting = content["meeting"]
    notes = [
        Note("Not in line with the procedure", with_clauses(one)) for one in content["not_in_line"]
    ]
    columns = (Column("Who", 3), Column("Agency", 2), Column("At the meeting", 2))
    fields = Fields(
        (
            Field("Discussion", meeting["kind"]),
            Field("Held", meeting["held_as"]),
            Field("Chair", meeting["chair"]),
            Field("Notes taken by", meeting["note_taker"]),
            Field("Quorum", meeting["quorum"]),
        )
    )
    attendance = Table(columns, tuple(tuple(one) for one in meeting["attendance"]))
    return [Section("The meeting", (*notes, fields, attendance))]


def with_clauses(told: dict[str, Any]) -> str:
    """A sentence with the clauses behind it."""
    clauses = ", ".join(told["clauses"])
    return f"{told['text']} ({clauses})" if clauses else told["text"]


def _after(content: dict[str, Any]) -> list[Section]:
    found = []
    if content["why_then"]:
        points = tuple(with_clauses(one) for one in content["why_then"])
        found.append(Section("Why the next review is then", (Bullets(points),)))
    for annex in content["annexes"]:
        parts = [(each["label"], section_of(each).blocks) for each in annex["sections"]]
        lesser = tuple(Subsection(label, blocks) for label, blocks in parts)
        found.append(Section(annex["label"], (), lesser))
    if content.get("recipients"):
        rows = tuple((one["recipient"], one["ground"]) for one in content["recipients"])
        columns = (Column("Recipient"), Column("On which ground", 2))
        found.append(Section("Who gets this record", (Table(columns, rows),)))
    return found
