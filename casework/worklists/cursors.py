"""Where a list goes on: the place behind the last line that somebody has read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from casework.chronology.models import Obligation
from casework.config.postgresql.kept import Text
from casework.plans.models import Action
from casework.web import words
from casework.worklists.items import ACTION, DIGITS, DUTY, Item, sorted_by


class Cursor(NamedTuple):
    """The last row that was shown; the next page begins behind it.

    Its text goes into an address, so it holds a moment and a number and never a name:
    `sort` is looked up again from the row.
    """

    due_at: datetime | None
    source: int
    id: int
    sort: str = ""

    def as_text(self) -> str:
        moment = f"{self.due_at:%Y%m%dT%H%M%S}" if self.due_at else "none"
        return f"{moment}-{self.source}-{self.id}"

    @classmethod
    def behind(cls, item: Item) -> Cursor:
        due_at = item.due_at.astimezone(UTC) if item.due_at else None
        return cls(due_at, item.source, item.id, item.sort)

    @classmethod
    def from_text(cls, text: str) -> Cursor | None:
        """Read a cursor back; None for none, and for one that somebody made up."""
        try:
            moment, source, number = text.split("-")
            if source not in {"0", "1", "2"} or len(number) > DIGITS:
                return None
            due = None if moment == "none" else _moment(moment).replace(tzinfo=UTC)
            return cls(due, int(source), int(number))
        except ValueError:
            return None


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S")


def with_sort(after: Cursor, sort: str) -> Cursor | None:
    """The same cursor with the word by which its row is sorted; None if the row is gone."""
    if sort == "days":
        return after
    model = Action if after.source == ACTION else Obligation
    found = model.objects.filter(pk=after.id).annotate(sort=sorted_by(sort, after.source))
    word = found.values_list("sort", flat=True).first()
    return None if word is None else after._replace(sort=word)


class Place(NamedTuple):
    """Where a list goes on, as a query asks for it; values that decide its shape are texts."""

    due_at: datetime | None
    ends: date | None
    """The day whose end `due_at` is; None where it lies within a day."""
    source: str
    id: int
    word: str | None
    """By what the list is ordered before the date."""


PLACE = Place._fields


def place(after: Cursor) -> dict[str, Any]:
    """The place behind a cursor."""
    ends = _day_that_ends_with(after.due_at) if after.due_at else None
    word = Text(after.sort) if after.sort else None
    return Place(after.due_at, ends, str(after.source), after.id, word)._asdict()


def behind(after: Place | None, source: int, *, undated: bool) -> Q:
    """Rows of one table that stand behind a place in the order of the list.

    `undated` says whether the list goes on to what has no date, which comes last.
    """
    if after is None:
        return Q()
    rest = _behind_date(after, source)
    if undated and after.due_at is not None:
        column = "due_on" if source == ACTION else "due_at"
        rest |= Q(**{f"{column}__isnull": True})
    return (Q(sort__gt=after.word) | (Q(sort=after.word) & rest)) if after.word else rest


def _behind_date(after: Place, source: int) -> Q:
    column = "due_on" if source == ACTION else "due_at"
    same = _ids_behind(after, source)
    if after.due_at is None:
        return Q(**{f"{column}__isnull": True}) & same
    if source == DUTY:
        return Q(due_at__gte=after.due_at) & (Q(due_at__gt=after.due_at) | same)
    if after.ends is None:
        return Q(due_on__gte=words.local_day(after.due_at))
    return Q(due_on__gte=after.ends) & (Q(due_on__gt=after.ends) | same)


def _ids_behind(after: Place, source: int) -> Q:
    """Rows of the same moment that come later: actions stand before duties, then by number."""
    if source == int(after.source):
        return Q(id__gt=after.id)
    return Q(id__isnull=source < int(after.source))


def _day_that_ends_with(moment: datetime) -> date | None:
    """The day whose end this moment is; None where it lies within a day."""
    local = timezone.localtime(moment)
    within = local - local.replace(hour=0, minute=0, second=0, microsecond=0)
    return None if within else local.date() - timedelta(days=1)
