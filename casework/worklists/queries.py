"""Whose lists there are, and what stands on them: for me, my teams, my area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from casework.access.models import Grant
from casework.agencies.models import Post, Team
from casework.chronology import policy
from casework.chronology.models import Prompt
from casework.plans.models import Action
from casework.subjects.models import Case
from casework.subjects.queries import name_of
from casework.worklists import items
from casework.worklists.items import ACTION, DUTY, Cursor, Item

MANAGES = ("team_manager",)
HOLDS = ("lead_professional", "team_manager")


@dataclass(frozen=True, slots=True)
class Branch:
    """One part of a list that one index answers: a table and whom it concerns."""

    source: int
    whose: Q
    own: bool = False
    """True for what is the reader's own: shown even where the child is not named."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A list that somebody may ask for: its code in addresses, its name, its parts."""

    code: str
    name: str
    title: str
    branches: tuple[Branch, ...]


# --- whose ----------------------------------------------------------------------------


def mine(post: Post) -> Scope:
    """What this post must do, and what its role must do in its area while nobody is named."""
    parts = [Branch(ACTION, Q(owner=post), own=True), Branch(DUTY, Q(owner=post))]
    if post.role in bearers(post.authority_id):
        unfilled = Q(owner__isnull=True, bearer=post.role, case__authority=post.authority_id)
        if post.area_id:
            unfilled &= Q(case__area=post.area_id)
        parts.append(Branch(DUTY, unfilled))
    return Scope("mine", "Only mine", "Late for me", tuple(parts))


def of_teams(post: Post, *, today: date, team: Team | None = None) -> Scope:
    """What must be done for the children whose workers this post manages, by whomever."""
    managed = Grant.objects.live(post=post, today=today).filter(relation__in=MANAGES)
    whose = Q(case__in=managed.values("case_id"))
    if team is not None:
        whose &= Q(case__team=team)
    parts = (Branch(ACTION, whose), Branch(DUTY, whose))
    if team is not None:
        return Scope(f"team-{team.pk}", team.name, f"Late in {team.name}", parts)
    return Scope("teams", "All my teams", "Late in my teams", parts)


def of_agency(post: Post) -> Scope:
    """What people of the same agency must do for children whom this post may see."""
    parts = (
        Branch(ACTION, Q(agency=post.agency_id)),
        Branch(DUTY, Q(owner__agency=post.agency_id)),
    )
    return Scope("agency", post.agency.name, f"Late at {post.agency.name}", parts)


def of_reach(post: Post) -> Scope:
    """Everything within the reach of the post; an authority is bounded by what it may see."""
    name = post.area.name if post.reach == Post.Reach.AREA and post.area else post.authority.name
    within = Q(case__area=post.area_id) if post.reach == Post.Reach.AREA else Q()
    parts = (Branch(ACTION, within), Branch(DUTY, within))
    return Scope("reach", f"All of {name}", f"Late in {name}", parts)


def scopes(post: Post, *, today: date) -> list[Scope]:
    """The lists that this post may ask for, the one that opens first in front."""
    if post.reach == Post.Reach.NONE:
        return [mine(post)]
    managed = managed_teams(post, today=today)
    found = [of_teams(post, today=today)] if managed else []
    teams = [team for team in managed if team is not None]
    if len(teams) > 1:
        found += [of_teams(post, today=today, team=team) for team in teams]
    if post.reach in {Post.Reach.AREA, Post.Reach.AUTHORITY}:
        found.append(of_reach(post))
    found += [mine(post), of_agency(post)]
    return found


def managed_teams(post: Post, *, today: date) -> list[Team | None]:
    """The teams of the children whose workers this post manages, by name; one query.

    None stands for children of no team, or of one outside the post's area. Empty means
    that the post manages nobody.
    """
    managed = Grant.objects.live(post=post, today=today).filter(relation__in=MANAGES)
    rows = managed.order_by("case__team__name").values_list(
        "case__team_id", "case__team__name", "case__team__area_id"
    )
    own = {None, post.area_id} if post.area_id else None
    return [
        Team(pk=pk, name=name) if pk and (own is None or area in own) else None
        for pk, name, area in rows.distinct()
    ]


@cache
def _bearers(identity: str, authority: str) -> frozenset[str]:
    return frozenset(duty.bearer for duty in policy.pack_for(authority).duties)


def bearers(authority: str) -> frozenset[str]:
    """The roles that have a duty in the procedure of an authority."""
    return _bearers(policy.pack_for(authority).identity, authority)


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
    """At most `limit` items in the order of the list, behind the cursor; three queries."""
    parts = _parts(
        scope, post=post, today=today, narrowed=narrowed, sort=sort, after=after, limit=limit
    )
    rows = united(parts)
    if len(parts) > 1:
        rows = rows.order_by(*_order(parts))[:limit]
    held = scope.code.startswith("team")
    return items.with_names([Item(*row) for row in rows], post=post, today=today, held=held)


def late_and_coming(
    scope: Scope, *, post: Post, now: datetime, until: date, late: int, coming: int
) -> tuple[list[Item], list[Item]]:
    """The first of what is late, and the first of what is due until a day; three queries."""
    today = timezone.localdate(now)
    asked = [(Narrowed(late_before=now), late), (Narrowed(due_from=now, until=until), coming)]
    parts = [
        part
        for narrowed, limit in asked
        for part in _parts(scope, post=post, today=today, narrowed=narrowed, limit=limit)
    ]
    rows = [Item(*row) for row in united(parts).order_by(*_order(parts))]
    is_late = [item for item in rows if item.due_at is not None and item.due_at <= now][:late]
    rest = [item for item in rows if item.due_at is None or item.due_at > now][:coming]
    named = items.with_names(is_late + rest, post=post, today=today)
    return named[: len(is_late)], named[len(is_late) :]


def _parts(
    scope: Scope,
    *,
    post: Post,
    today: date,
    narrowed: Narrowed,
    limit: int,
    sort: str = "days",
    after: Cursor | None = None,
) -> list[QuerySet]:
    """The first rows of each part of a list, each read from its own index."""
    undated = narrowed.late_before is None
    parts = []
    for branch, rows in rows_of(scope, post=post, today=today, narrowed=narrowed, sort=sort):
        behind = items.behind(after, branch.source, undated=undated)
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
    for branch in scope.branches:
        if not _asked_for(branch, narrowed):
            continue
        table = items.actions if branch.source == ACTION else items.duties
        rows = table(sort).filter(branch.whose)
        if not branch.own:
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
    return Q(due_at__lte=now) if source == DUTY else Q(due_on__lt=timezone.localdate(now))


def _not_late(source: int, now: datetime) -> Q:
    if source == DUTY:
        return Q(due_at__gt=now) | Q(due_at__isnull=True)
    return Q(due_on__gte=timezone.localdate(now)) | Q(due_on__isnull=True)


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
    today = timezone.localdate(now)
    parts = []
    for branch, rows in rows_of(scope, post=post, today=today, narrowed=Narrowed()):
        source = branch.source
        parts.append(
            rows.order_by().values("source").annotate(
                late=Count("id", filter=_late(source, now)),
                today=Count("id", filter=_on_day(source, now, today)),
                soon=Count("id", filter=_between(source, soon_from, soon_until)),
                undated=Count("id", filter=_undated(source)),
            ).values_list("late", "today", "soon", "undated")
        )  # fmt: skip
    found = list(united(parts))
    return Counts(*(sum(row[n] for row in found) for n in range(4)))


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


# --- questions ------------------------------------------------------------------------


def questions(post: Post, *, today: date, limit: int = 20) -> list[Prompt]:
    """The questions that wait for this post, or for its role where nobody is named."""
    of_role = Q(owner__isnull=True, asked_of__contains=[post.role])
    if post.area_id:
        of_role &= Q(case__area=post.area_id)
    waiting = Prompt.objects.waiting().shared().filter(Q(owner=post) | of_role)
    visible = Case.objects.visible_to(post, today=today).order_by().values("pk")
    return list(
        waiting.filter(case__in=visible)
        .select_related("case__child")
        .order_by("cannot_tell", F("raised_at").desc(), "pk")[:limit]
    )


# --- one action -----------------------------------------------------------------------


def actions_to_answer(post: Post, *, today: date) -> QuerySet[Action]:
    """Open actions about which this post may say how they stand.

    Its own; its agency's, for children whom it may see; all those of children whom it leads
    or manages; and for who runs meetings, all of the children whom it may see.
    """
    visible = Case.objects.visible_to(post, today=today).order_by().values("pk")
    held = Grant.objects.live(post=post, today=today).filter(relation__in=HOLDS)
    may = Q(owner=post) | Q(agency=post.agency_id, case__in=visible)
    may |= Q(case__in=held.values("case_id"))
    if items.runs_meetings(post):
        may |= Q(case__in=visible)
    return Action.objects.filter(may, state__in=Action.OPEN).select_related(
        "case__child", "owner__agency", "agency"
    )


def named(action: Action, post: Post, *, today: date) -> str:
    """Whom an action is for, where the reader may see the child; empty where not."""
    visible = Case.objects.visible_to(post, today=today).filter(pk=action.case_id)
    return name_of(action.case) if visible.exists() else ""
