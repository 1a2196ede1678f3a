"""Queries that are composed once and then only asked.

Composing a query in the object-relational mapper takes many times as long as its answer.
A function that composes one is marked `@kept`; it is called once for each *shape* of what
it is given, with stand-ins in place of numbers, days and moments, and the text is kept with
the places of the stand-ins. Asking again puts the values there and does nothing else. So
the rules of who sees what stay where they are, in `visible_to`, and are written once.

What decides the shape: which values are none, every text (a role, a kind, a code), and of a
model the fields named in `SHAPES`. A moment or day in the query that comes from no argument
is a mistake and is refused when the query is composed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache, wraps
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.query import ModelIterable
from django.utils import timezone
from psycopg import sql
from psycopg.types.numeric import Int8

from casework.config.postgresql import instances, prepared

LONDON = ZoneInfo("Europe/London")
SHAPES = {"Post": ("authority_id", "role", "reach"), "Case": ("authority_id", "kind")}
"""Fields of a model by whose value a query is composed differently."""
AT_MOST = 200
"""Shapes of one query that are kept."""
CONVERTED = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "UUIDField": UUID,
    "BinaryField": lambda text: bytes.fromhex(text[2:]),
}
"""How what JSON has no kind for is read out of it."""


class Text(str):
    """A text that the shape of a query does not depend on: a name, a key."""


Take = Callable[[dict[str, Any]], Any]
"""How a value is taken from the arguments of a call."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A composed query: its text, how its values are taken, and how it reads out of JSON."""

    text: str
    takes: tuple[Take, ...]
    kinds: tuple[str, ...]
    make: instances.Make | None = None
    """Makes the instance of a row, where the query asks for a model."""

    def read(self, rows: list[Any]) -> list[Any]:
        """The rows as they were asked for."""
        return [self.make(row) for row in rows] if self.make else rows


@dataclass(slots=True)
class Question:
    """A kept query with what it is asked with; asked on its own, or together with others."""

    compose: Callable[..., Any]
    statement: Statement | None
    given: dict[str, Any]

    def rows(self) -> list[Any]:
        """What it answers now, as plain rows or as instances, as the query was composed."""
        if self.statement is None:
            return []
        return self.statement.read(prepared.rows(self.statement.text, self.values()))

    def first(self) -> Any:
        """The first of the rows, or None."""
        return next(iter(self.rows()), None)

    def values(self) -> list[Any]:
        return [take(self.given) for take in self.statement.takes] if self.statement else []


def kept(compose: Callable[..., Any]) -> Callable[..., Question]:
    """Mark a function that composes a query from keyword arguments alone."""
    known: dict[tuple[Any, ...], Statement | None] = {}

    @wraps(compose)
    def ask(**given: Any) -> Question:
        shape = tuple([_shape(given[name]) for name in sorted(given)])
        if shape not in known:
            if len(known) >= AT_MOST:
                known.clear()
            known[shape] = _composed(compose, given)
        return Question(compose, known[shape], given)

    return ask


def together(questions: Sequence[Question]) -> list[list[Sequence[Any]]]:
    """Ask several at once, in one statement; their rows in the same order."""
    asked = [one for one in questions if one.statement is not None]
    if not asked:
        return [[] for _ in questions]
    statement = _joined(tuple([(one.statement.text, len(one.statement.kinds)) for one in asked]))
    [answers] = prepared.rows(statement, [value for one in asked for value in one.values()])
    read = iter(
        [
            one.statement.read(_read(one.statement.kinds, rows))
            for one, rows in zip(asked, answers, strict=True)
        ]
    )
    return [next(read) if one.statement is not None else [] for one in questions]


# --- asking together ------------------------------------------------------------------


@lru_cache(maxsize=500)
def _joined(texts: tuple[tuple[str, int], ...]) -> str:
    return "select " + ", ".join(_as_json(*one) for one in texts)


def _as_json(text: str, columns: int) -> str:
    names = ", ".join(f"c{n}" for n in range(columns))
    return f"(select json_agg(json_build_array({names})) from ({text}) q({names}))"


def _read(kinds: Sequence[str], rows: list[list[Any]] | None) -> list[Sequence[Any]]:
    """Rows out of JSON; days and moments are texts there."""
    found: list[Sequence[Any]] = rows or []
    for place, kind in enumerate(kinds):
        read = CONVERTED.get(kind)
        if read is not None:
            for row in rows or []:
                if row[place] is not None:
                    row[place] = read(row[place])
    return found


# --- composing ------------------------------------------------------------------------


def _shape(value: Any) -> Any:
    if isinstance(value, models.Model):
        named = SHAPES[type(value).__name__]
        return tuple(
            [
                (text if name in named else text is None)
                for name, text in value.__dict__.items()
                if name != "_state"
            ]
        )
    if isinstance(value, Text):
        return Text
    if value is None or isinstance(value, (str, bool, frozenset)):
        return value
    if isinstance(value, tuple):
        return tuple([_shape(one) for one in value])
    return type(value)


@dataclass(slots=True)
class _StandIns:
    """The stand-ins that were given, and how each is taken from the arguments."""

    takes: list[tuple[Any, Take]] = field(default_factory=list)
    number: Any = field(default_factory=lambda: count(1))

    def of(self, value: Any, take: Take) -> Any:
        """What is put in the place of a value while the query is composed."""
        n = next(self.number)
        if isinstance(value, models.Model):
            return self._model(value, take)
        if isinstance(value, Text):
            return self._keep(f"\x02{n}\x03", take)
        if value is None or isinstance(value, (str, bool, frozenset, tuple)):
            return value
        if isinstance(value, int):
            return self._keep(7_000_000_000_000 + n, take)
        if isinstance(value, datetime):
            moment = datetime(2300 + n, 6, 15, 12, tzinfo=LONDON)
            self._day(timezone.localdate(moment), lambda given: timezone.localdate(take(given)))
            return self._keep(moment, take)
        if isinstance(value, date):
            return self._day(date(2700 + n, 6, 15), take)
        if isinstance(value, list):
            mark = self._keep(7_000_000_000_000 + n, lambda given: list(map(Int8, take(given))))
            return [mark]
        raise TypeError(f"A kept query cannot be asked with {value!r}.")

    def _keep(self, mark: Any, take: Take) -> Any:
        self.takes.append((mark, take))
        return mark

    def _day(self, day: date, take: Take) -> date:
        """A day stands for itself and for its first instant and its last in London."""
        self._keep(_start(day), lambda given: _start(take(given)))
        self._keep(_start(day + timedelta(1)), lambda given: _start(take(given) + timedelta(1)))
        return self._keep(day, take)

    def _model(self, value: Any, take: Take) -> Any:
        stand_in = copy.copy(value)
        stand_in._state = copy.copy(value._state)
        stand_in._state.fields_cache = dict(value._state.fields_cache)
        for name, held in value.__dict__.items():
            if name == "_state" or held is None or name in SHAPES[type(value).__name__]:
                continue
            if type(held) is int:
                mark = self.of(held, lambda given, name=name: getattr(take(given), name))
                stand_in.__dict__[name] = mark
            elif isinstance(held, str):
                mark = self.of(Text(held), lambda given, name=name: getattr(take(given), name))
                stand_in.__dict__[name] = mark
        return stand_in


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def _composed(compose: Callable[..., Any], given: dict[str, Any]) -> Statement | None:
    marks = _StandIns()
    stand_ins = {
        name: marks.of(value, lambda given, name=name: given[name]) for name, value in given.items()
    }
    composed = compose(**stand_ins)
    query = composed.query
    compiler = query.get_compiler(connection=connection)
    try:
        text, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    make = instances.maker(compiler) if composed._iterable_class is ModelIterable else None
    return Statement(*_laid_out(text, params, marks), _kinds(query), make)


def _laid_out(text: str, params: Iterable[Any], marks: _StandIns) -> tuple[str, tuple[Take, ...]]:
    """The text with constants written into it, and what is put in the places that are left."""
    first, *pieces = text.split("%s")
    laid, takes = first, []
    for param, piece in zip(params, pieces, strict=True):
        take = next((how for mark, how in marks.takes if _same(mark, param)), None)
        if take is None:
            if isinstance(param, date):
                raise ValueError(f"{param} in a kept query comes from none of its arguments.")
            laid += sql.Literal(param).as_string(connection.connection).replace("%", "%%") + piece
            continue
        takes.append(_typed(type(param), take))
        if laid.endswith(" IN (") and piece.startswith(")"):
            laid = laid[: -len("IN (")] + "= any("
        laid += "%s" + piece
    return laid, tuple(takes)


def _same(mark: Any, param: Any) -> bool:
    if isinstance(mark, datetime) != isinstance(param, datetime):
        return False
    return bool(mark == param)


def _typed(kind: type, take: Take) -> Take:
    """Whole numbers as wide as their column, so that one prepared statement serves for all."""
    if not issubclass(kind, int):
        return take

    def wide(given: dict[str, Any]) -> Any:
        value = take(given)
        return value if isinstance(value, list) else Int8(value)

    return wide


def _kinds(query: Any) -> tuple[str, ...]:
    """What each column holds, as Django names kinds of fields."""
    while query.combinator:
        query = query.combined_queries[0]
    compiler = query.get_compiler(connection=connection)
    compiler.setup_query()
    return tuple(
        [expression.output_field.get_internal_type() for expression, *_ in compiler.select]
    )
