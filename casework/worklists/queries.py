"""Whose lists there are, and what stands on them: for me, my teams, my area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from casework.access.models import Exclusion
from casework.agencies.models import Post, Team
from casework.chronology import policy
from casework.config.postgresql.kept import Question, kept
from casework.plans.models import Action
from casework.subjects.models import Case
from casework.web import words
from casework.worklists import cursors, items
from casework.worklists.cursors import Cursor
from casework.worklists.items import ACTION, DUTY, Item
from casework.worklists.scopes import Branch, Scope, mine, of_agency, of_reach, of_teams

LATE, COMING = 10, 40
"""So much of one’s own stands on the home page."""


# --- whose ----------------------------------------------------------------------------


# --- what -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to; nothing chosen leaves everything."""

    late_before: datetime | None = None
    """Only what was late at this moment."""
    due_from: datetime | None = None
    """Only what is not yet late at this moment, with what has no date."""
    until: date | None = None
    owner: int | None = None
    agency: int | None = None
    what: str = ""
    """`actions`, or the act of the procedure."""


def page(
    scope: Scope,
    *,
    post: Post,
    today: date,
    narrowed: Narrowed,
    limit: int,
    sort: str = "days",
    after: Cursor | None = None,
) -> list[Item]:
    """At most `limit` items in the order of the list, behind the cursor; two queries."""
    place = cursors.place(after) if after else dict.fromkeys(cursors.PLACE)
    asked = _page(**given(scope, post, today, narrowed), **place, limit=str(limit), sort=sort)
    held = scope.code.startswith("team")
    found = [Item(*row) for row in asked.rows()]
    return items.with_names(found, post=post, today=today, held=held)


@kept
def _page(*, post: Post, today: date, limit: str, sort: str, **asked: Any) -> Any:
    place = cursors.Place(*[asked.pop(name) for name in cursors.PLACE])
    scope, narrowed = meant(post, today, **asked)
    parts = _parts(
        scope, post=post, today=today, narrowed=narrowed, sort=sort, limit=int(limit),
        after=place if place.source else None,
    )  # fmt: skip
    rows = united(parts)
    return rows.order_by(*_order(parts))[: int(limit)] if len(parts) > 1 else rows


def given(scope: Scope, post: Post, today: date, narrowed: Narrowed) -> dict[str, Any]:
    """A list and what it is narrowed to, as a kept query is asked with it; see `meant`."""
    kind, _, team = scope.code.partition("-")
    named = {"kind": kind, "team": int(team) if team else None, "pack": _identity(post)}
    return {"post": post, "today": today, **named, **asdict(narrowed)}


def meant(
    post: Post, today: date, *, kind: str, team: int | None, pack: str, **narrowed: Any
) -> tuple[Scope, Narrowed]:
    """The list that a kept query is asked for; `pack` says what falls to a role."""
    scopes_ = {
        "mine": lambda: mine(post),
        "teams": lambda: of_teams(post, today=today),
        "team": lambda: of_teams(post, today=today, team=Team(pk=team)),
        "reach": lambda: of_reach(post),
        "agency": lambda: of_agency(post),
    }
    return scopes_[kind](), Narrowed(**narrowed)


def _identity(post: Post) -> str:
    """Of the policy in force, which says what falls to a role."""
    return policy.pack_for(post.authority_id).identity


@kept
def late_and_coming(*, post: Post, today: date, now: datetime, until: date, pack: str) -> Any:
    """Of the reader's own: the first of what is late and of what is due until a day, as `Item`.

    Without names. `pack` is the identity of the policy, which says what falls to a role.
    """
    asked = [(Narrowed(late_before=now), LATE), (Narrowed(due_from=now, until=until), COMING)]
    parts = [
        part
        for narrowed, limit in asked
        for part in _parts(mine(post), post=post, today=today, narrowed=narrowed, limit=limit)
    ]
    return united(parts).order_by(*_order(parts))


def _parts(
    scope: Scope,
    *,
    post: Post,
    today: date,
    narrowed: Narrowed,
    limit: int,
    sort: str = "days",
    after: cursors.Place | None = None,
) -> list[QuerySet]:
    """The first rows of each part of a list, each read from its own index."""
    undated = narrowed.late_before is None
    parts = []
    for branch, rows in rows_of(scope, post=post, today=today, narrowed=narrowed, sort=sort):
        behind = cursors.behind(after, branch.source, undated=undated)
        moment = "due_on" if branch.source == ACTION else "due_at"
        first = ("sort",) if sort != "days" else ()
        parts.append(rows.filter(behind).order_by(*first, moment, "id")[:limit])
    return parts


def _order(parts: list[QuerySet]) -> tuple[str, ...]:
    """The order of united parts; columns are named as the first part names them."""
    moment = "late_from" if parts[0].model is Action else "due_at"
    return ("sort", moment, "source", "id")


def united(parts: list[QuerySet]) -> Any:
    """The rows of several parts in one query; of no part, no rows."""
    if not parts:
        return []
    first, *rest = parts
    return first.union(*rest, all=True) if rest else first


def rows_of(
    scope: Scope, *, post: Post, today: date, narrowed: Narrowed, sort: str = "days"
) -> Iterator[tuple[Branch, QuerySet]]:
    """Each part of a list as rows, within what the post may see."""
    visible = Case.objects.visible_to(post, today=today)
    barred = Exclusion.objects.barring(post=post, today=today)
    for branch in scope.branches:
        if not _asked_for(branch, narrowed):
            continue
        table = items.actions if branch.source == ACTION else items.duties
        rows = table(sort).filter(branch.whose)
        if branch.own:
            rows = rows.exclude(case__in=barred)
        else:
            rows = rows.filter(case__in=visible.order_by().values("pk"))
        yield branch, rows.filter(_narrow(branch.source, narrowed))


def _asked_for(branch: Branch, narrowed: Narrowed) -> bool:
    if not narrowed.what:
        return True
    return (narrowed.what == "actions") == (branch.source == ACTION)


def _narrow(source: int, narrowed: Narrowed) -> Q:
    asked = Q()
    if narrowed.late_before is not None:
        asked &= _late(source, narrowed.late_before)
    if narrowed.due_from is not None:
        asked &= _not_late(source, narrowed.due_from)
    if narrowed.until is not None:
        asked &= _until(source, narrowed.until)
    if narrowed.owner is not None:
        asked &= Q(owner=narrowed.owner)
    if narrowed.agency is not None:
        own = Q(owner__agency=narrowed.agency)
        asked &= own if source == DUTY else Q(agency=narrowed.agency) | own & Q(agency=None)
    if narrowed.what and source == DUTY:
        asked &= Q(act=narrowed.what)
    return asked


def _late(source: int, now: datetime) -> Q:
    return Q(due_at__lte=now) if source == DUTY else Q(due_on__lt=words.local_day(now))


def _not_late(source: int, now: datetime) -> Q:
    if source == DUTY:
        return Q(due_at__gt=now) | Q(due_at__isnull=True)
    return Q(due_on__gte=words.local_day(now)) | Q(due_on__isnull=True)


def _until(source: int, day: date) -> Q:
    """Due by the end of this day, or without a date."""
    if source == ACTION:
        return Q(due_on__lte=day) | Q(due_on__isnull=True)
    end = items.end_of(day)
    return Q(due_at__lte=end) | Q(due_at__isnull=True)


# --- how many -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is late, due today and due later on a list."""

    late: int
    today: int
    soon: int
    """Due after `soon_from`, up to `soon_until`."""
    undated: int


def counts(scope: Scope, *, post: Post, now: datetime, soon_from: date, soon_until: date) -> Counts:
    """Count a list by when things are due; one query, each part from its own index."""
    return summed(asked_counts(scope, post, now, soon_from, soon_until).rows())


def asked_counts(
    scope: Scope, post: Post, now: datetime, soon_from: date, soon_until: date
) -> Question:
    """As `counts`, to be asked together with others and `summed`."""
    return _counts(
        **given(scope, post, words.local_day(now), Narrowed()),
        now=now, soon_from=soon_from, soon_until=soon_until,
    )  # fmt: skip


def summed(rows: Sequence[Sequence[int]]) -> Counts:
    return Counts(*(sum(row[n] for row in rows) for n in range(4)))


@kept
def _counts(
    *, post: Post, today: date, now: datetime, soon_from: date, soon_until: date, **asked: Any
) -> Any:
    scope, narrowed = meant(post, today, **asked)
    parts = []
    for branch, rows in rows_of(scope, post=post, today=today, narrowed=narrowed):
        source = branch.source
        parts.append(
            rows.order_by().values("source").annotate(
                late=Count("id", filter=_late(source, now)),
                today=Count("id", filter=_on_day(source, now, today)),
                soon=Count("id", filter=_between(source, soon_from, soon_until)),
                undated=Count("id", filter=_undated(source)),
            ).values_list("late", "today", "soon", "undated")
        )  # fmt: skip
    return united(parts)


def _on_day(source: int, now: datetime, today: date) -> Q:
    """Due on this day and not late yet."""
    if source == ACTION:
        return Q(due_on=today)
    return Q(due_at__gt=now, due_at__lte=items.end_of(today))


def _undated(source: int) -> Q:
    return Q(due_at__isnull=True) if source == DUTY else Q(due_on__isnull=True)


def _between(source: int, first: date, last: date) -> Q:
    if source == ACTION:
        return Q(due_on__gt=first, due_on__lte=last)
    return Q(due_at__gt=items.end_of(first), due_at__lte=items.end_of(last))
