"""Rows on their way in: copied beside the tables and compared with what is there.

Everything here works on sets: the comparison is one statement however many rows there
are, and a row that has not changed is never looked at again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from casework.exchange import sealed_rows

FETCH = 2_000

CREATE = """
    drop table if exists staged;
    create temporary table staged (
        place smallint not null,
        tab text not null,
        key text not null,
        row_number integer not null,
        content_hash bytea not null,
        raw jsonb not null,
        person text,
        file_id bigint,
        state text,
        source_row bigint
    ) on commit drop
"""
COMPARE = """
    update staged set state = 'new';
    update staged
       set source_row = known.id,
           state = case when known.content_hash = staged.content_hash
                        then 'unchanged' else 'changed' end
      from exchange_sourcerow known
     where known.authority_id = %(authority)s
       and known.source = %(source)s
       and known."table" = staged.tab
       and known.key = staged.key
"""
KEEP = """
    insert into exchange_sourcerow
           (authority_id, source, "table", key, content_hash, raw, "row", file_id, facts)
    select %(authority)s, %(source)s, tab, key, content_hash, raw, row_number, file_id, '[]'
      from staged
     where state in ('new', 'changed')
        on conflict (authority_id, source, "table", key) do update
       set content_hash = excluded.content_hash,
           raw = excluded.raw,
           "row" = excluded."row",
           file_id = excluded.file_id;
    update staged
       set source_row = known.id
      from exchange_sourcerow known
     where staged.state = 'new'
       and known.authority_id = %(authority)s
       and known.source = %(source)s
       and known."table" = staged.tab
       and known.key = staged.key
"""
SETTLE = """
    update exchange_sourcerow known
       set case_id = outcome.case_id, facts = outcome.facts
      from outcome
     where known.id = outcome.source_row
"""


@dataclass(frozen=True, slots=True)
class Staged:
    """One row that is new or has changed."""

    source_row: int
    table: str
    key: str
    row: int
    raw: dict[str, str | None]
    person: str | None
    file: int
    changed: bool


def begin() -> None:
    """Make the place for the rows; it goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(CREATE)


def copy_in(rows: Iterable[tuple[Any, ...]], *, authority: str, source: str) -> None:
    """Copy rows (place, table, key, number, hash, cells, person) into their place, sealed."""
    statement = "copy staged (place, tab, key, row_number, content_hash, raw, person) from stdin"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for place, table, key, number, content_hash, cells, person in rows:
            filled = sealed_rows.close(
                cells, authority=authority, source=source, table=table, key=key
            )
            raw = json.dumps(filled, ensure_ascii=False).replace("\\u0000", "")
            copy.write_row((place, table, key, number, content_hash, raw, person))


def compare(*, authority: str, source: str) -> dict[str, Counter[str]]:
    """Say for each table how many rows are new, changed and unchanged."""
    with connection.cursor() as cursor:
        cursor.execute("create index on staged (tab, key)")
        cursor.execute("analyze staged")
        cursor.execute(COMPARE, {"authority": authority, "source": source})
        cursor.execute("select tab, state, count(*) from staged group by tab, state")
        counts: dict[str, Counter[str]] = {}
        for table, state, number in cursor.fetchall():
            counts.setdefault(table, Counter())[state] = number
    return counts


def keep(*, authority: str, source: str, files: dict[str, int]) -> None:
    """Write the rows that are new or changed into the record of where things come from."""
    with connection.cursor() as cursor:
        for table, file in files.items():
            cursor.execute("update staged set file_id = %s where tab = %s", [file, table])
        cursor.execute(KEEP, {"authority": authority, "source": source})
        cursor.execute("analyze staged")


def fresh(tables: Iterable[str], *, authority: str, source: str) -> Iterator[Staged]:
    """Give back the rows that are new or changed, table by table, in the order of the file."""
    for table in tables:
        last = 0
        while rows := _some(table, last):
            for row in rows:
                raw = sealed_rows.opened(
                    row.raw, authority=authority, source=source, table=table, key=row.key
                )
                yield replace(row, raw=raw)
            last = rows[-1].row


def _some(table: str, after: int) -> list[Staged]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select source_row, tab, key, row_number, raw, person, file_id, state = 'changed' "
            "from staged where tab = %s and row_number > %s and state in ('new', 'changed') "
            "order by row_number limit %s",
            [table, after, FETCH],
        )
        return [
            Staged(row[0], row[1], row[2], row[3], _cells(row[4]), *row[5:])
            for row in cursor.fetchall()
        ]


def _cells(raw: Any) -> dict[str, str | None]:
    return json.loads(raw) if isinstance(raw, str) else raw


def settle(outcomes: Iterable[tuple[int, int | None, list[str]]]) -> None:
    """Note for each row whose case it belongs to and which facts it gave rise to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table outcome (source_row bigint, case_id bigint, facts jsonb) "
            "on commit drop"
        )
        with cursor.copy("copy outcome (source_row, case_id, facts) from stdin") as copy:
            for source_row, case, facts in outcomes:
                copy.write_row((source_row, case, json.dumps(facts)))
        cursor.execute("analyze outcome")
        cursor.execute(SETTLE)
        cursor.execute("drop table outcome")
