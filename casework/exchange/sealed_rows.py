"""Cells of rows that were brought in and must not stand open: NHS numbers, and where a child lives.

Where things come from is kept row by row as it stood in the file, but for these cells,
which are sealed. What tells whether a row has changed is keyed as well: without a key it
could be tried against every NHS number there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from casework.config import sealing
from casework.exchange.models import SourceRow
from casework.exchange.reading.logs import TABLES
from casework.exchange.reading.tables import Table

Cells = Mapping[str, str | None]
PURPOSE = "exchange_sourcerow.content_hash"


@cache
def numbers(table: str) -> frozenset[str]:
    """The columns of a table that hold an NHS number."""
    return frozenset(one.name for one in TABLES[table].columns if one.kind == "nhs")


@cache
def addresses(table: str) -> frozenset[str]:
    """The columns of a table that say where a child is, or was."""
    of_children = [one for one in TABLES[table].columns if TABLES[table].person]
    places = {one.name for one in of_children if one.kind == "postcode"}
    return frozenset(places | {one.name for one in of_children if one.name == "living_at"})


def secret(table: str) -> frozenset[str]:
    """The columns of a table that are sealed."""
    return numbers(table) | addresses(table)


def close(cells: Cells, *, authority: str, source: str, table: str, key: str) -> dict[str, str]:
    """The cells that hold something, as their row keeps them."""
    where = f"{authority}:{source}:{table}:{key}"
    return {
        name: sealing.seal(cell, place=_place(where, name)) if name in secret(table) else cell
        for name, cell in cells.items()
        if cell is not None
    }


def opened(cells: Cells, *, authority: str, source: str, table: str, key: str) -> dict[str, str]:
    """The cells of a row as they stood in the file."""
    where = f"{authority}:{source}:{table}:{key}"
    return {
        name: sealing.unseal(cell, place=_place(where, name)) if name in secret(table) else cell
        for name, cell in cells.items()
        if cell is not None
    }


def cells_of(row: SourceRow) -> dict[str, str]:
    """As `opened`, of a row that was kept."""
    return opened(
        row.raw, authority=row.authority_id, source=row.source, table=row.table, key=row.key
    )


def fingerprint(cells: Cells, table: Table) -> bytes:
    """Sixteen bytes that change when any cell that we take changes."""
    text = "\x1e".join(f"{name}\x1f{cells[name]}" for name in sorted(cells) if cells[name])
    encoded = text.encode("utf-8", "surrogatepass")
    if any(cells.get(name) for name in secret(table.name)):
        keyed = sealing.digest(encoded.hex(), purpose=PURPOSE)
        return bytes.fromhex(keyed.partition(".")[2])[:16]
    return hashlib.blake2b(encoded, digest_size=16).digest()


def _place(where: str, column: str) -> str:
    return f"exchange_sourcerow.raw:{where}:{column}"
