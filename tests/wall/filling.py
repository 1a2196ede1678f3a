"""A row in every walled table for every case, whatever the tables are."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.apps import apps
from django.db import connection, models

from casework.access.models import Compartment
from casework.audit.tests.tampering import as_owner
from casework.cast import NOW, TODAY, Cast
from casework.meetings.models import Meeting, Slot
from casework.subjects.models import Case

VALUES = {
    models.DateTimeField: NOW,
    models.DateField: TODAY,
    models.UUIDField: None,
    models.BooleanField: False,
    models.BinaryField: b"-",
}


def walled_models() -> list[type[models.Model]]:
    """The models whose tables stand behind the wall, parents before children."""
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relkind = 'r'")
        names = {name for (name,) in cursor.fetchall()}
    return [model for model in apps.get_models() if model._meta.db_table in names]


def let_any_row_in() -> None:
    """Until the test ends no table asks whether what its columns say goes together."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
        cursor.execute(
            "select conrelid::regclass::text, conname from pg_constraint c"
            " join pg_class t on t.oid = c.conrelid where c.contype = 'c' and t.relrowsecurity"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'alter table {table} drop constraint "{name}"')


@dataclass
class Filling:
    """The rows made, by table and case: a list where compartments make several."""

    cast: Cast
    meeting: Meeting
    rows: dict[tuple[str, int], list[models.Model]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def all(self, cases: list[Case]) -> Filling:
        let_any_row_in()
        for case in cases:
            for model in walled_models():
                self.rows_of(model, case)
        return self

    def rows_of(self, model: type[models.Model], case: Case) -> list[models.Model]:
        key = (model._meta.db_table, case.pk)
        if key not in self.rows:
            self.rows[key] = list(self._make(model, case))
        return self.rows[key]

    def _make(self, model: type[models.Model], case: Case):
        fields = model._meta.concrete_fields
        only = next((one.name for one in fields if one.unique and one.related_model is Case), None)
        if only and (old := model.objects.filter(**{only: case}).first()):
            yield old
            return
        places = [one.name for one in fields]
        for compartment in Compartment.values if "compartment" in places else [None]:
            values = {
                one.attname: value
                for one in fields
                if (value := self._value(one, case)) is not None
            }
            if compartment:
                values["compartment"] = compartment
            if compartment == Compartment.INTELLIGENCE and "sealed" in places:
                values["sealed"] = "-"
            yield model.objects.create(**values)

    def _value(self, one: models.Field, case: Case) -> Any:
        if one.name == "to_case":
            return self.cast.cases["nell" if case.pk != self.cast.nell.pk else "ellis"].pk
        if one.related_model:
            wanted = not one.null or one.related_model in {Case, Slot}
            return self._related(one, case) if wanted else None
        if one.blank or one.null or one.has_default() or one.has_db_default() or one.primary_key:
            return None
        if one.choices:
            return one.choices[0][0]
        for kind, value in VALUES.items():
            if isinstance(one, kind):
                return value
        if isinstance(one, models.IntegerField):
            return next(self.numbers)
        return secrets.token_hex(4)[: one.max_length or 8]

    def _related(self, one: models.Field, case: Case) -> Any:
        model = one.related_model
        if model is Case:
            return case.pk
        if model is Meeting:
            return self.meeting.pk
        if model in walled_models():
            return self.rows_of(model, case)[0].pk
        if model._meta.label == "agencies.Post":
            # What needs two people gets two.
            people = [f.name for f in one.model._meta.concrete_fields if f.related_model is model]
            return list(self.cast.posts.values())[-2 - people.index(one.name)].pk
        if model._meta.label == "agencies.Authority":
            return case.authority_id
        if model._meta.label.startswith("agencies."):
            return model.objects.first().pk
        return self._made(model).pk

    def _made(self, model: type[models.Model]) -> models.Model:
        found = model.objects.first()
        if found is not None:
            return found
        fields = model._meta.concrete_fields
        values = {one.attname: self._value(one, self.cast.ellis) for one in fields}
        return model.objects.create(**{name: v for name, v in values.items() if v is not None})
