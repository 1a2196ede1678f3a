"""Whose lists there are: mine, my teams', my agency's, and what is in my reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q, QuerySet

from casework.access.models import Grant
from casework.agencies.models import Post, Team
from casework.chronology import policy
from casework.config.postgresql.kept import kept
from casework.worklists.items import ACTION, DUTY

MANAGES = ("team_manager",)


@dataclass(frozen=True, slots=True)
class Branch:
    """One part of a list that one index answers: a table and whom it concerns."""

    source: int
    whose: Q
    own: bool = False
    """True for what is the reader's own: shown even where the child is not named, unless the
    case is closed to the reader."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A list that somebody may ask for: its code in addresses, its name, its parts."""

    code: str
    name: str
    title: str
    branches: tuple[Branch, ...]


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
    own = {None, post.area_id} if post.area_id else None
    return [
        Team(pk=pk, name=name) if pk and (own is None or area in own) else None
        for pk, name, area in _managed(post=post, today=today).rows()
    ]


@kept
def _managed(*, post: Post, today: date) -> QuerySet:
    managed = Grant.objects.live(post=post, today=today).filter(relation__in=MANAGES)
    rows = managed.order_by("case__team__name").values_list(
        "case__team_id", "case__team__name", "case__team__area_id"
    )
    return rows.distinct()


@cache
def _bearers(identity: str, authority: str) -> frozenset[str]:
    return frozenset(duty.bearer for duty in policy.pack_for(authority).duties)


def bearers(authority: str) -> frozenset[str]:
    """The roles that have a duty in the procedure of an authority."""
    return _bearers(policy.pack_for(authority).identity, authority)
