"""Every place where something is sealed, so that nothing is forgotten when keys change.

A test looks for columns by their name: what is called `sealed` anywhere and does not stand
here fails it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db.models import Model, Q, QuerySet

from casework.access.models import Compartment
from casework.chronology import sealed as facts
from casework.chronology.models import Fact
from casework.config import sealing
from casework.disclosure import models as disclosure
from casework.disclosure import releasing
from casework.exchange import sealed_rows
from casework.exchange.models import SourceRow
from casework.exchange.reading.logs import TABLES
from casework.subjects import safe_address
from casework.subjects import sealed as numbers
from casework.subjects.models import Child, SafeAddress

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """One column in which something is sealed, and how its texts are found and sealed anew."""

    name: str
    """`table.column`, as it is printed."""
    rows: Callable[[], QuerySet[Any]]
    held: Callable[[Any], list[str]]
    """The sealed texts of a row."""
    anew: Callable[[Any], Columns]
    """Opens and seals with the newest key: the columns to be written. May raise CannotOpen."""


def places() -> Iterator[Place]:
    """All of them, in the order in which they are gone through."""
    yield _column(
        Child, "nhs_number_sealed",
        place=lambda child: numbers.place_of_number(child.case),
        anew=lambda child: numbers.columns(child.case, numbers.nhs_number(child)),
    )  # fmt: skip
    yield _column(SafeAddress, "sealed", place=safe_address.place_of)
    yield _column(Fact, "sealed", place=facts.place_of)
    intelligence = Q(compartment=Compartment.INTELLIGENCE)
    yield _column(Fact, "withdrawn_reason", place=facts.place_of_reason, where=intelligence)
    yield _column(disclosure.Item, "sealed", place=lambda row: disclosure.place_of(row.pk))
    yield _column(
        disclosure.ReleasedFile, "sealed", place=lambda row: releasing.place_of_file(row.pk)
    )
    yield Place("exchange_sourcerow.raw", _source_rows, _secret_cells, _row_anew)
    yield Place("mfa_authenticator.data", _factors, _secrets, _factor_anew)


def _column(
    model: type[Model],
    field: str,
    *,
    place: Callable[[Any], str],
    anew: Callable[[Any], Columns] | None = None,
    where: Q | None = None,
) -> Place:
    """A column of one sealed text a row; empty where nothing is known."""
    related = [one.name for one in model._meta.fields if one.name == "case"]

    def rows() -> QuerySet[Any]:
        found = model._default_manager.exclude(**{field: ""}).filter(where or Q())
        return found.select_related(*related) if related else found

    def again(row: Any) -> Columns:
        opened = sealing.unseal(getattr(row, field), place=place(row))
        return {field: sealing.seal(opened, place=place(row))}

    name = f"{model._meta.db_table}.{field}"
    return Place(name, rows, lambda row: [getattr(row, field)], anew or again)


# --- rows of files --------------------------------------------------------------------


def _source_rows() -> QuerySet[SourceRow]:
    secret = [name for name in TABLES if sealed_rows.secret(name)]
    return SourceRow.objects.filter(table__in=secret)


def _secret_cells(row: SourceRow) -> list[str]:
    return [cell for name, cell in row.raw.items() if name in sealed_rows.secret(row.table)]


def _row_anew(row: SourceRow) -> Columns:
    cells = sealed_rows.cells_of(row)
    raw = sealed_rows.close(
        cells, authority=row.authority_id, source=row.source, table=row.table, key=row.key
    )
    return {"raw": raw, "content_hash": sealed_rows.fingerprint(cells, TABLES[row.table])}


# --- second factors -------------------------------------------------------------------


SECRETS = ("secret", "seed")


def _factors() -> QuerySet[Authenticator]:
    return Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)


def _secrets(row: Authenticator) -> list[str]:
    return [row.data[name] for name in SECRETS if name in row.data]


def _factor_anew(row: Authenticator) -> Columns:
    adapter = get_adapter()
    anew = {
        name: adapter.encrypt(adapter.decrypt(row.data[name]))
        for name in SECRETS
        if name in row.data
    }
    return {"data": {**row.data, **anew}}
