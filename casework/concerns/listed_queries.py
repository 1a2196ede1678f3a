"""The list of children, narrowed and page by page: its rows, its total, its areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value

from casework.access.models import Grant
from casework.agencies.models import Area, Post
from casework.audit import commands as audit
from casework.concerns.commands import LEAD_PROFESSIONAL
from casework.config.postgresql.kept import Text, kept, together
from casework.subjects import queries as subjects
from casework.subjects.models import Child

PAGE = 25
COLUMNS = (
    "pk",
    "surname",
    "forename",
    "known_as",
    "born",
    "local_id",
    "case__reference",
    "case__area__name",
    "case__standing__rating",
    "case__standing__key_risks",
    "case__standing__next_review_on",
    "lead",
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a list of children is narrowed to; empty parts do not narrow."""

    area: str = ""
    rating: str = ""
    mine: bool = False
    text: str = ""


class Listed(NamedTuple):
    """A child as the list of children shows them."""

    pk: int
    surname: str
    forename: str
    known_as: str
    born: date | None
    local_id: str
    reference: str
    area: str | None
    rating: str | None
    key_risks: list[str] | None
    next_review_on: date | None
    lead: str | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list of children, by name, and one row more if there are others."""

    rows: list[Listed]
    total: int
    areas: list[Area]
    chain: Sequence[Sequence[Any]]
    """The end of the audit's chain; see `audit.commands.end_of_chain`."""


def children(
    post: Post, *, today: date, chosen: Chosen = Chosen(), after: tuple[str, str, int] | None = None
) -> ListPage:
    """A page of the list, with its total and the areas to choose from.

    `after` is the name and key of the last row of the page before. One statement, but where
    a text is looked for: that is composed each time.
    """
    beside = [_areas(authority=Text(post.authority_id)), audit.end_of_chain(post)]
    if chosen.text.strip():
        found = _narrowed(post, chosen, today)
        rows, total = list(_behind(found, after, today)), found.count()
        return ListPage([Listed(*row) for row in rows], total, *together(beside))
    surname, forename, pk = after or ("", "", None)
    place = {"surname": Text(surname), "forename": Text(forename), "pk": pk}
    given = {"post": post, "today": today, **_by_shape(chosen)}
    rows, total, *rest = together([_listed(**given, **place), _counted(**given), *beside])
    return ListPage([Listed(*row) for row in rows], sum(n for (n,) in total), *rest)


def _by_shape(chosen: Chosen) -> dict[str, Any]:
    """What decides how the list is asked for; which area and which rating does not."""
    rating = chosen.rating if chosen.rating in {"", "none"} else Text(chosen.rating)
    return {"area": chosen.area and Text(chosen.area), "rating": rating, "mine": chosen.mine}


@kept
def _listed(
    *, post: Post, today: date, surname: str, forename: str, pk: int | None, **chosen: Any
) -> QuerySet:
    after = None if pk is None else (surname, forename, pk)
    return _behind(_narrowed(post, Chosen(**chosen), today), after, today)


@kept
def _counted(*, post: Post, today: date, **chosen: Any) -> QuerySet:
    found = _narrowed(post, Chosen(**chosen), today).annotate(all=Value(1))
    return found.order_by().values("all").annotate(number=Count("pk")).values_list("number")


def _behind(found: QuerySet, after: tuple[str, str, int] | None, today: date) -> QuerySet:
    """The rows of a page, as `Listed`."""
    if after:
        surname, forename, pk = after
        found = found.filter(
            Q(surname__gt=surname)
            | Q(surname=surname, forename__gt=forename)
            | Q(surname=surname, forename=forename, pk__gt=pk)
        )
    rows = found.annotate(lead=_lead(today)).order_by("surname", "forename", "pk")
    return rows.values_list(*COLUMNS)[: PAGE + 1]


def place_in_list(post: Post, reference: str, *, today: date) -> tuple[str, str, int] | None:
    """Where the list goes on behind this child; a reference that is not there begins anew."""
    mine = subjects.children(post, today=today).filter(case__reference=reference)
    return mine.values_list("surname", "forename", "pk").first() if reference else None


@kept
def _areas(*, authority: str) -> QuerySet[Area]:
    """The areas of an authority."""
    return Area.objects.filter(authority=authority)


def _narrowed(post: Post, chosen: Chosen, today: date) -> QuerySet[Child]:
    found = subjects.children(post, today=today)
    if chosen.area:
        found = found.filter(case__area__code=chosen.area)
    if chosen.rating == "none":
        found = found.filter(Q(case__standing=None) | Q(case__standing__rating=""))
    elif chosen.rating:
        found = found.filter(case__standing__rating=chosen.rating)
    if chosen.mine:
        mine = Grant.objects.live(post=post, today=today).filter(relation=LEAD_PROFESSIONAL)
        found = found.filter(case__in=mine.values("case"))
    if chosen.text.strip():
        found = found.filter(subjects.named_like(chosen.text, post.authority_id))
    return found


def _lead(today: date) -> Subquery:
    leads = Grant.objects.on(today).filter(case=OuterRef("case"), relation=LEAD_PROFESSIONAL)
    return Subquery(leads.order_by("-starts_on", "-pk").values("post__holder")[:1])
