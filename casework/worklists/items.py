"""The one shape of everything that somebody has to do, wherever its date comes from.

Duties of the procedure and actions agreed by people lie in two tables; every list reads
both as `Item`, as plain rows, ordered by the moment from which they are late.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import (
    CharField,
    DateTimeField,
    F,
    Func,
    QuerySet,
    Value,
)  # fmt: skip
from django.db.models.functions import Coalesce, Concat

from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.models import Obligation
from casework.config.postgresql.kept import Question, kept, together
from casework.plans.models import Action
from casework.subjects.models import Case
from casework.web import words

LONDON = ZoneInfo("Europe/London")
Rows = Sequence[Sequence[Any]]
ACTION, DUTY, SLOT = 0, 1, 2
DIGITS = 18
"""No key of a row has more."""
RUNS = ("chair:", "minute:")


class Item(NamedTuple):
    """One thing to do. `due_at` is the moment from which it is late; None: no date given.

    `reference`, `kind`, `subject` and `rating` are those of its case; they stay empty where
    the reader may not see the case and the item is still theirs.
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
    bearer: str = ""
    owner_id: int | None = None
    owner: str = ""
    agency: str = ""
    agreed_on: date | None = None
    reference: str = ""
    kind: str = ""
    subject: str = ""
    rating: str = ""
    answerable: bool = False
    """Whether the reader may say how this action stands."""

    @property
    def is_action(self) -> bool:
        return self.source == ACTION

    @property
    def named(self) -> bool:
        """Whether the reader may see the case."""
        return bool(self.reference)

    @property
    def day(self) -> date | None:
        """The day by whose end, or in whose course, it is due."""
        if self.due_day is not None or self.due_at is None:
            return self.due_day
        return words.local_day(self.due_at)

    @property
    def at_a_time(self) -> bool:
        """Whether it is due at a time of day and not by the end of the day."""
        return self.due_day is None and self.due_at is not None


class EndOfDay(Func):
    """The first instant of the next day in London: from then on an action is late."""

    template = "((%(expressions)s + 1)::timestamp AT TIME ZONE 'Europe/London')"
    output_field = DateTimeField()


_TEXT = CharField()
_NOTHING = Value("", output_field=_TEXT)
SORTS = ("days", "child", "who")


def sorted_by(sort: str, source: int) -> object:
    """The word by which a list is ordered before the date: none, the child, who must act."""
    if sort == "child":
        surname = Coalesce(F("case__child__surname"), Value("~"))
        forename = Coalesce(F("case__child__forename"), Value(""))
        return Concat(surname, Value(" "), forename, output_field=_TEXT)
    if sort == "who":
        other = F("owner_name") if source == ACTION else F("bearer")
        return Coalesce(F("owner__holder"), other, output_field=_TEXT)
    return Value("", output_field=_TEXT)


def duties(sort: str = "days") -> QuerySet:
    """Outstanding obligations as the first columns of `Item`."""
    return (
        Obligation.objects.outstanding().shared()
        .annotate(
            source=Value(DUTY),
            sort=sorted_by(sort, DUTY),
            owner_=_NOTHING,
            agency_=_NOTHING,
            agreed=Value(None, output_field=Action._meta.get_field("due_on")),
        )
        .values_list(
            "due_at", "source", "id", "sort", "due_day", "title", "summary", "clauses", "act",
            "case_id", "bearer", "owner_id", "owner_", "agency_", "agreed",
        )
    )  # fmt: skip


def actions(sort: str = "days") -> QuerySet:
    """Open actions as the first columns of `Item`; their day was agreed by people."""
    return (
        Action.objects.filter(state__in=Action.OPEN)
        .annotate(
            late_from=EndOfDay(F("due_on")),
            source=Value(ACTION),
            sort=sorted_by(sort, ACTION),
            summary_=_NOTHING,
            clauses_=Value([], output_field=Obligation._meta.get_field("clauses")),
            act_=_NOTHING,
            bearer_=_NOTHING,
            agency_=Coalesce(F("agency__name"), _NOTHING),
        )
        .values_list(
            "late_from", "source", "id", "sort", "due_on", "text", "summary_", "clauses_", "act_",
            "case_id", "bearer_", "owner_id", "owner_name", "agency_", "agreed_on",
        )
    )  # fmt: skip


# --- names ----------------------------------------------------------------------------


def with_names(found: list[Item], *, post: Post, today: date, held: bool = False) -> list[Item]:
    """The same items with whom they are about and who must act; one query at most.

    Names are read apart from the rows: joined in, they would cost more to plan than to
    read. A case that the post may not see stays without a name. `held` says that the post
    leads or manages all these cases.
    """
    if not found:
        return []
    return named(found, *together(names_of(found, post, today)), post=post, held=held)


def names_of(found: list[Item], post: Post, today: date) -> list[Question]:
    """What to ask for `named`: the cases that the post may see, and the people."""
    cases = sorted({item.case_id for item in found})
    people = sorted({item.owner_id for item in found if item.owner_id} - {post.pk})
    return [_named_cases(post=post, today=today, ids=cases), _named_people(ids=people)]


def named(
    found: list[Item], cases: Rows, people: Rows, *, post: Post, held: bool = False
) -> list[Item]:
    """The items with the names that were read for them."""
    about, who = _cases(cases), _people(people, post)
    held = held or runs_meetings(post)
    return [
        item._replace(answerable=_may_answer(item, post, held))
        for item in (_named(item, about, who) for item in found)
    ]


def _may_answer(item: Item, post: Post, held: bool) -> bool:
    if not item.is_action:
        return False
    ours = held or item.agency == post.agency.name
    return item.owner_id == post.pk or (item.named and ours)


def runs_meetings(post: Post) -> bool:
    """Whether the procedure lets this post chair meetings or take their notes."""
    role = policy.pack_for(post.authority_id).roles.get(post.role)
    return role is not None and any(can.startswith(RUNS) for can in role.capabilities)


def _named(item: Item, about: dict[int, Any], people: dict[int, Any]) -> Item:
    reference, kind, subject, rating = about.get(item.case_id, ("", "", "", ""))
    owner, agency = people.get(item.owner_id, (item.owner, ""))
    return item._replace(
        reference=reference,
        kind=kind,
        subject=subject,
        rating=rating,
        owner=owner,
        agency=item.agency or agency,
    )


def _cases(rows: Rows) -> dict[int, tuple[str, str, str, str]]:
    """Reference, kind, name and rating of the cases that were read."""
    return {
        pk: (
            reference,
            kind,
            _name(known_as or forename, surname, *labels) or reference,
            rating or "",
        )
        for pk, reference, kind, known_as, forename, surname, *labels, rating in rows
    }


@kept
def _named_cases(*, post: Post, today: date, ids: list[int]) -> QuerySet:
    return (
        Case.objects.visible_to(post, today=today)
        .filter(pk__in=ids)
        .order_by()
        .values_list(
            "pk", "reference", "kind", "child__known_as", "child__forename", "child__surname",
            "series__name", "place__label", "person_of_concern__label", "standing__rating",
        )
    )  # fmt: skip


def _name(forename: str | None, surname: str | None, *labels: str | None) -> str:
    if surname:
        return f"{forename} {surname}"
    return next((label for label in labels if label), "")


def _people(rows: Rows, reader: Post) -> dict[int, tuple[str, str]]:
    """Name and agency of those who must act; the reader's own are known already."""
    found = {pk: (holder, agency) for pk, holder, agency in rows}
    return found | {reader.pk: (reader.holder, reader.agency.name)}


@kept
def _named_people(*, ids: list[int]) -> QuerySet:
    return Post.objects.filter(pk__in=ids).order_by().values_list("pk", "holder", "agency__name")


# --- keyset ---------------------------------------------------------------------------


def start_of(day: date) -> datetime:
    """The first instant of a day in London."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def end_of(day: date) -> datetime:
    """The first instant after a day in London."""
    return start_of(day + timedelta(days=1))
