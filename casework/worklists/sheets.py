"""A list as a spreadsheet: all its rows, read in steps."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from casework.chronology import policy
from casework.web import words
from casework.worklists import queries, wording
from casework.worklists.cursors import Cursor
from casework.worklists.items import Item
from casework.worklists.listing import Asked

SHEET_STEP = 2000
COLUMNS = ["Was due", "Working days late", "Child", "Reference", "What", "Clauses",
           "Who must act", "Agency"]  # fmt: skip


def spreadsheet(asked: Asked) -> tuple[str, int]:
    """The whole list as CSV, and how many rows it has."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS)
    number = 0
    for item in _all(asked):
        sheet.writerow([words.harmless(cell) for cell in _cells(item, asked)])
        number += 1
    return out.getvalue(), number


def _all(asked: Asked) -> Iterator[Item]:
    """Every item of the list, read page by page."""
    after: Cursor | None = None
    while rows := queries.page(
        asked.scope, post=asked.post, today=asked.today, narrowed=asked.narrowed,
        limit=SHEET_STEP, sort=asked.sort, after=after,
    ):  # fmt: skip
        yield from rows
        after = Cursor.behind(rows[-1])


def _cells(item: Item, asked: Asked) -> list[str]:
    return [
        f"{item.day:%d/%m/%Y}" if item.day else "",
        str(wording.working_days_late(item, asked.now, asked.calendar)),
        item.subject,
        item.reference if item.named else "",
        item.title,
        " ".join(item.clauses),
        item.owner or policy.label(asked.post.authority_id, item.bearer),
        item.agency,
    ]
