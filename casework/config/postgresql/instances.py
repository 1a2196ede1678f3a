"""Rows as instances of models, without what a model does for whoever makes a new one.

`Model.__init__` sends two signals and sets each value by its descriptor. For what was read that
takes five times as long as the rest, and none of our models wants it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators

Make = Callable[[Sequence[Any]], models.Model]


def instance(
    model: type[models.Model], names: Sequence[str], values: Sequence[Any]
) -> models.Model:
    """A row of these columns, all that the model has, as `Model.from_db` gives it."""
    made = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    made.__dict__.update(zip(names, values, strict=True), _state=state)
    return made


def maker(compiler: Any) -> Make:
    """Makes the instance of a row of this query, with those of `select_related`."""
    chosen, select = compiler.klass_info, compiler.select
    model, places = chosen["model"], chosen["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    related = get_related_populators(chosen, select, DEFAULT_DB_ALIAS)

    def make(row: Sequence[Any]) -> models.Model:
        made = instance(model, names, row[start:end])
        for one in related:
            _populate(one, row, made)
        return made

    return make


def _populate(related: Any, row: Sequence[Any], made: models.Model) -> None:
    """As `RelatedPopulator.populate`, for models that inherit no table."""
    values = row[related.cols_start : related.cols_end]
    found = None
    if values[related.pk_idx] is not None:
        found = instance(related.model_cls, related.init_list, values)
        for one in related.related_populators:
            _populate(one, row, found)
    related.local_setter(made, found)
    if found is not None:
        related.remote_setter(found, made)
