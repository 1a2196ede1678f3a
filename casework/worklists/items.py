"""The one shape of everything that somebody has to do, wherever its date comes from.

Duties of the procedure and actions agreed by people lie in two tables; every list reads
both as `Item`, as plain rows, ordered by the moment from which they are late.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)  # fmt: skip
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils import timezone

from casework.chronology.models import Obligation
from casework.plans.models import Action

LONDON = ZoneInfo("Europe/London")
ACTION, DUTY, SLOT = 0, 1, 2


class Item(NamedTuple):
    """One thing to do. `due_at` is the moment from which it is late; None: no date given.

    `subject` is empty where the reader may not see the case and the item is still theirs.
    """

    due_at: datetime | None
    source: int
    id: int = 0
    sort: str = ""
    due_day: date | None = None
    title: str = ""
    summary: str = ""
    clauses: Sequence[str] = ()
    act: str = ""
    case_id: int = 0
    reference: str = ""
    kind: str = "child"
    forename: str = ""
    surname: str = ""
    label: str = ""
    rating: str = ""
    bearer: str = ""
    owner_id: int | None = None
    owner: str = ""
    owner_title: str = ""
    agency_id: int | None = None
    agency: str = ""
    agreed_on: date | None = None
    named: bool = True

    @property
    def is_action(self) -> bool:
        return self.source == ACTION

    @property
    def subject(self) -> str:
        if not self.named:
            return ""
        return f"{self.forename} {self.surname}".strip() or self.label or self.reference

    @property
    def day(self) -> date | None:
        """The day by whose end, or in whose course, it is due."""
        if self.due_day is not None or self.due_at is None:
            return self.due_day
        return timezone.localdate(self.due_at)

    @property
    def at_a_time(self) -> bool:
        """Whether it is due at a time of day and not by the end of the day."""
        return self.due_day is None and self.due_at is not None


class EndOfDay(Func):
    """The first instant of the next day in London: from then on an action is late."""

    template = "((%(expressions)s + 1)::timestamp AT TIME ZONE 'Europe/London')"
    output_field = DateTimeField()


_TEXT = CharField()
_NAME = {
    "forename": Coalesce(NullIf(F("case__child__known_as"), Value("")), F("case__child__forename"),
                         Value(""), output_field=_TEXT),
    "surname": Coalesce(F("case__child__surname"), Value(""), output_field=_TEXT),
    "label": Coalesce(F("case__series__name"), F("case__place__label"),
                      F("case__person_of_concern__label"), Value(""), output_field=_TEXT),
}  # fmt: skip
SORTS = ("days", "child", "who")


def _sorted_by(sort: str, source: int) -> object:
    """The word by which a list is ordered before the date: none, the child, who must act."""
    if sort == "child":
        surname = Coalesce(F("case__child__surname"), Value("~"))
        forename = Coalesce(F("case__child__forename"), Value(""))
        return Concat(surname, Value(" "), forename, output_field=_TEXT)
    if sort == "who":
        other = F("owner_name") if source == ACTION else F("bearer")
        return Coalesce(F("owner__holder"), other, output_field=_TEXT)
    return Value("", output_field=_TEXT)


def duties(sort: str = "days", *, named: object = None) -> QuerySet:
    """Outstanding obligations as rows of `Item`."""
    return (
        Obligation.objects.outstanding()
        .annotate(
            source=Value(DUTY),
            sort=_sorted_by(sort, DUTY),
            standing_rating=Coalesce(F("case__standing__rating"), Value("")),
            owner_name_=Coalesce(F("owner__holder"), Value("")),
            owner_title_=Coalesce(F("owner__title"), Value("")),
            agency_name_=Coalesce(F("owner__agency__name"), Value("")),
            agreed=Value(None, output_field=Action._meta.get_field("due_on")),
            named_=_named(named),
            **{f"{key}_": value for key, value in _NAME.items()},
        )
        .values_list(
            "due_at", "source", "id", "sort", "due_day", "title", "summary", "clauses", "act",
            "case_id", "case__reference", "case__kind", "forename_", "surname_", "label_",
            "standing_rating", "bearer", "owner_id", "owner_name_", "owner_title_",
            "owner__agency_id", "agency_name_", "agreed", "named_",
        )
    )  # fmt: skip


def actions(sort: str = "days", *, named: object = None) -> QuerySet:
    """Open actions as rows of `Item`; their day was agreed by people."""
    return (
        Action.objects.filter(state__in=Action.OPEN)
        .annotate(
            late_from=EndOfDay(F("due_on")),
            source=Value(ACTION),
            sort=_sorted_by(sort, ACTION),
            summary_=Value("", output_field=_TEXT),
            clauses_=Value([], output_field=Obligation._meta.get_field("clauses")),
            act_=Value("", output_field=_TEXT),
            bearer_=Value("", output_field=_TEXT),
            standing_rating=Coalesce(F("case__standing__rating"), Value("")),
            owner_name_=Coalesce(F("owner__holder"), F("owner_name"), output_field=_TEXT),
            owner_title_=Coalesce(F("owner__title"), Value("")),
            agency_=Coalesce(F("agency_id"), F("owner__agency_id")),
            agency_name_=Coalesce(F("agency__name"), F("owner__agency__name"), Value("")),
            named_=_named(named),
            **{f"{key}_": value for key, value in _NAME.items()},
        )
        .values_list(
            "late_from", "source", "id", "sort", "due_on", "text", "summary_", "clauses_", "act_",
            "case_id", "case__reference", "case__kind", "forename_", "surname_", "label_",
            "standing_rating", "bearer_", "owner_id", "owner_name_", "owner_title_", "agency_",
            "agency_name_", "agreed_on", "named_",
        )
    )  # fmt: skip


def _named(visible: object) -> object:
    """Whether the reader may know the child: yes, unless a query of visible cases decides."""
    if visible is None:
        return Value(True, output_field=BooleanField())
    return Exists(visible.filter(pk=OuterRef("case_id")).order_by())


# --- keyset ---------------------------------------------------------------------------


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
    found = model.objects.filter(pk=after.id).annotate(sort=_sorted_by(sort, after.source))
    word = found.values_list("sort", flat=True).first()
    return None if word is None else after._replace(sort=word)


def behind(after: Cursor | None, source: int, *, undated: bool) -> Q:
    """Rows of one table that stand behind the cursor in the order of the list.

    `undated` says whether the list goes on to what has no date, which comes last.
    """
    if after is None:
        return Q()
    rest = _behind_date(after, source)
    if undated and after.due_at is not None:
        column = "due_on" if source == ACTION else "due_at"
        rest |= Q(**{f"{column}__isnull": True})
    return (Q(sort__gt=after.sort) | (Q(sort=after.sort) & rest)) if after.sort else rest


def _behind_date(after: Cursor, source: int) -> Q:
    column = "due_on" if source == ACTION else "due_at"
    same = _ids_behind(after, source)
    if after.due_at is None:
        return Q(**{f"{column}__isnull": True}) & same
    if source == DUTY:
        return Q(due_at__gte=after.due_at) & (Q(due_at__gt=after.due_at) | same)
    day = _day_that_ends_with(after.due_at)
    if day is None:
        return Q(due_on__gte=timezone.localdate(after.due_at))
    return Q(due_on__gte=day) & (Q(due_on__gt=day) | same)


def _ids_behind(after: Cursor, source: int) -> Q:
    """Rows of the same moment that come later: actions stand before duties, then by number."""
    if source == after.source:
        return Q(id__gt=after.id)
    return Q(id__isnull=source < after.source)


def _day_that_ends_with(moment: datetime) -> date | None:
    """The day whose end this moment is; None where it lies within a day."""
    local = timezone.localtime(moment)
    within = local - local.replace(hour=0, minute=0, second=0, microsecond=0)
    return None if within else local.date() - timedelta(days=1)


def start_of(day: date) -> datetime:
    """The first instant of a day in London."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def end_of(day: date) -> datetime:
    """The first instant after a day in London."""
    return start_of(day + timedelta(days=1))
