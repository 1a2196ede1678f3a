"""Statements that are asked with every fact and every page: read by the server once, kept ready.

Composing a query takes the object-relational mapper longer than the database takes to
answer it. Where that is felt, and only there, an app writes the statement itself and runs
it from here: parameters never mix with its text, results come in binary, it takes part in
the transaction of the moment and shows in the log of queries like any other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django.db import connection

AT_ONCE = 2_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Write = tuple[str, list[Any]]
"""A statement that writes, and what is put in its places."""


def rows(statement: str, given: Any = ()) -> list[tuple[Any, ...]]:
    """What a statement answers, whole; `given` by place or by name."""
    with connection.prepared_cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def run(statement: str, given: Any = ()) -> int:
    """Carry a statement out; says how many rows it touched."""
    with connection.prepared_cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.rowcount


def insert(table: str, columns: Sequence[str], new: Sequence[Mapping[str, Any]]) -> None:
    """Add rows, however many; each names all the columns."""
    for statement, given in _writes(_insert(table, tuple(columns)), new):
        run(statement, given)


def put(
    table: str, key: Sequence[str], columns: Sequence[str], new: Sequence[Mapping[str, Any]]
) -> list[Write]:
    """As `insert`, but a row with the same key takes the new values and stays the same row.

    Not yet carried out: what is to be written together goes to `write`.
    """
    return _writes(_put(table, tuple(key), tuple(columns)), new)


def write(writes: Sequence[Write]) -> None:
    """Carry out several statements that write, in one round trip; none sees what another did."""
    if writes:
        given = [value for _, values in writes for value in values]
        run(_together(tuple([statement for statement, _ in writes])), given)


def moment(microseconds: int | None) -> datetime | None:
    """A moment in UTC from the microseconds that `micros` asks for; none from none."""
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)


def micros(column: str) -> str:
    """A moment as a whole number: read six times as fast as a timestamp with its zone."""
    return f"(extract(epoch from {column}) * 1000000)::bigint"


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    # The types of the values are those of the table's own columns.
    named = ", ".join(columns)
    return (
        f"insert into {table} ({named}) "
        f"select {named} from jsonb_populate_recordset(null::{table}, %s::jsonb)"
    )


@cache
def _put(table: str, key: tuple[str, ...], columns: tuple[str, ...]) -> str:
    taken = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    return f"{_insert(table, columns)} on conflict ({', '.join(key)}) do update set {taken}"


def _writes(statement: str, new: Sequence[Mapping[str, Any]]) -> list[Write]:
    """The rows as JSON, in as many statements as it takes."""
    return [
        (statement, [json.dumps(new[start : start + AT_ONCE], default=str)])
        for start in range(0, len(new), AT_ONCE)
    ]


@lru_cache(maxsize=100)
def _together(statements: tuple[str, ...]) -> str:
    *before, last = statements
    if not before:
        return last
    return "with " + ", ".join(f"w{n} as ({one})" for n, one in enumerate(before)) + f" {last}"
