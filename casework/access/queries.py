"""Who stands in which relation to a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value

from casework.access import emergency
from casework.access.grants import (
    ANSWER_FOR,
    BY_REACH,
    READ,
    RELATIONS,
    Opened,
    opened_by,
    relations_that,
)
from casework.access.models import Compartment, Exclusion, Grant
from casework.agencies.models import Post
from casework.config.postgresql.kept import Text, kept
from casework.subjects.models import Case

LEAD = "lead_professional"
HOLDS = relations_that(ANSWER_FOR)
"""Who answers for a record: its lead professional and their manager."""


def holder(case: Case, relation: str, *, today: date) -> Post | None:
    """The person in this relation to the case, or to its area's forum; the latest if several."""
    return holders(case, today=today).get(relation)


def holders(case: Case, *, today: date) -> dict[str, Post]:
    """Everybody in a relation to the case or to its area's forum, by relation.

    Who has a relation to the case itself goes before who has it to the forum. Somebody to
    whom the case is closed holds nothing of it: what they would have to do waits for the role.
    """
    return by_relation(case, holding(case=case, today=today).rows())


def by_relation(case: Case, grants: Iterable[Grant]) -> dict[str, Post]:
    """What `holders` answers, of what `holding` found."""
    ordered = sorted(grants, key=lambda one: (one.case_id == case.pk, one.starts_on, one.pk))
    return {grant.relation: grant.post for grant in ordered}


@kept
def holding(*, case: Case, today: date) -> QuerySet[Grant]:
    """Every relation to a case or to its area's forum, with who stands in it."""
    return _related(case, today).select_related("post__agency", "post__team")


def bearers(case: Case, *, today: date) -> dict[str, tuple[int | None, int | None]]:
    """As `holders`, but only the numbers of post and team; read with every fact recorded."""
    rows = sorted(_bearing(case=case, today=today).rows())
    return {relation: (post, team) for *_, relation, post, team in rows}


@kept
def _bearing(*, case: Case, today: date) -> QuerySet:
    own = ExpressionWrapper(Q(case=case), output_field=BooleanField())
    return _related(case, today).values_list(
        own, "starts_on", "pk", "relation", "post_id", "post__team_id"
    )


def _related(case: Case, today: date) -> QuerySet[Grant]:
    wanted = Q(case=case)
    if case.kind != Case.Kind.FORUM and case.area_id:
        wanted |= Q(
            case__kind=Case.Kind.FORUM, case__authority=case.authority_id, case__area=case.area_id
        )
    barred = Exclusion.objects.on(today).filter(
        Q(case=case) | Q(case=OuterRef("case")), account=OuterRef("post__account")
    )
    return Grant.objects.on(today).filter(wanted).exclude(Exists(barred))


@dataclass(frozen=True, slots=True)
class Rights:
    """What one post may read of one case, and do there; nothing where there is no such case."""

    compartments: frozenset[str] = frozenset()
    """Open as they are. What an agency or the holder of intelligence decides is not among
    them but stands below."""
    actions: frozenset[str] = frozenset()
    agencies: tuple[int, ...] = ()
    """The agencies whose restricted sections are open."""
    entries: tuple[str, ...] = ()
    """The entries of sensitive intelligence for which the post is named, as keys of facts."""

    @property
    def open(self) -> bool:
        """Whether there is a record for the post."""
        return Compartment.SHARED in self.compartments


NOTHING = Rights()
DECIDED_BY_ITS_HOLDER = frozenset({Compartment.AGENCY, Compartment.INTELLIGENCE})
"""Compartments that are open entry by entry, by who recorded them and whom they name."""


def rights(post: Post, case: Case, *, today: date, now: datetime | None = None) -> Rights:
    """What this post may read of a case and do there, by its relations and its reach.

    An exclusion closes everything. With `now`, also what is open at that moment because of
    an emergency, where nothing else opens the record.
    """
    asked = granted(post=post, reference=Text(case.reference), today=today)
    found = rights_by(post, case, asked.rows())
    if found.open or now is None:
        return found
    in_emergency = emergency.holds(post, case, now=now, today=today)
    return Rights(emergency.OPENS, frozenset({READ})) if in_emergency else found


def rights_by(post: Post, case: Case, rows: Iterable[Sequence[Any]]) -> Rights:
    """As `rights` without emergencies, of what `granted` found."""
    rows = list(rows)
    if any(barred for *_, barred in rows):
        return NOTHING
    return _added_up(post, rows, _by_reach(post, case))


def _added_up(post: Post, rows: Iterable[Sequence[Any]], reach: Opened | None) -> Rights:
    """The union of what live relations and reach open; without the shared record, nothing."""
    opens = {str(one) for one in reach.compartments} if reach else set()
    actions = set(reach.actions) if reach else set()
    named = []
    for compartments, relation, source, _ in rows:
        opens.update(compartments)
        if Compartment.SHARED in compartments:
            actions.update(opened_by(relation).actions)
        if not DECIDED_BY_ITS_HOLDER.isdisjoint(compartments):
            named.append(source)
    if Compartment.SHARED not in opens:
        return Rights(frozenset(opens & {Compartment.FOOTPRINT}))
    agencies = {post.agency_id, *(int(one.partition(":")[0]) for one in _told(named, "agency"))}
    return Rights(
        frozenset(opens - DECIDED_BY_ITS_HOLDER),
        frozenset(actions),
        tuple(sorted(agencies)),
        tuple(sorted(_told(named, "fact"))),
    )


def _told(sources: Iterable[str], kind: str) -> list[str]:
    """What the sources of a kind name: of `agency:7` the 7."""
    return [text.partition(":")[2] for text in sources if text.startswith(f"{kind}:")]


def opened(post: Post, case: Case, *, today: date, now: datetime | None = None) -> set[str]:
    """The compartments that relations and reach name, and with `now` an emergency.

    What is read of a case is `rights`, which asks more: this is what the wall goes by.
    """
    rows = granted(post=post, reference=Text(case.reference), today=today).rows()
    if any(barred for *_, barred in rows):
        return set()
    reach = _by_reach(post, case)
    named = {str(one) for one in reach.compartments} if reach else set()
    named = named.union(*(compartments for compartments, *_ in rows))
    if now is None or Compartment.SHARED in named:
        return named
    in_emergency = emergency.holds(post, case, now=now, today=today)
    return named | emergency.OPENS if in_emergency else named


@kept
def granted(*, post: Post, reference: str, today: date) -> QuerySet:
    """What each relation opens; and a row that says so where the case is closed to the person."""
    named = Grant.objects.on(today).filter(post=post, case__reference=reference)
    rows = named.values_list("compartments", "relation", "source", Value(False))
    if post.account_id is None:
        return rows
    barred = Exclusion.objects.on(today).filter(account=post.account_id, case__reference=reference)
    barred = barred.order_by()
    nothing = Value([], output_field=Grant._meta.get_field("compartments"))
    return rows.union(barred.values_list(nothing, Value(""), Value(""), Value(True)), all=True)


def may(post: Post, case: Case, action: str, *, today: date) -> bool:
    """Whether this post may do this in the record of a case: read, contribute, write, answer for.

    The one question that every page which changes a record asks; an emergency never answers
    it with yes.
    """
    return action in rights(post, case, today=today).actions


def cases_for(post: Post, action: str, *, today: date) -> QuerySet[Case]:
    """The cases in whose records this post may do this; the same rule as `may`, for lists."""
    unable = [name for name, one in RELATIONS.items() if action not in one.actions]
    live = Grant.objects.live(post=post, today=today).filter(compartments__contains=["shared"])
    able = Q(pk__in=live.exclude(relation__in=unable).values("case_id"))
    reach = BY_REACH.get(post.reach)
    if reach and action in reach.actions:
        able |= Q(authority=post.authority_id) & _area_of(post)
    return Case.objects.visible_to(post, today=today).filter(able)


def _area_of(post: Post) -> Q:
    """The cases of the area of a post; all of them where it reaches over the authority."""
    if post.reach == Post.Reach.AUTHORITY:
        return Q()
    return Q(area=post.area_id, area__isnull=False)


def closed_to(cases: Iterable[int], *, today: date) -> set[tuple[int, int]]:
    """Which of these cases are closed to which accounts, as pairs of case and account."""
    standing = Exclusion.objects.on(today).filter(case__in=list(cases))
    return set(standing.values_list("case_id", "account_id"))


def holds(post: Post, case: Case, *, today: date) -> bool:
    """Whether a post answers for a case, as its lead professional or their manager."""
    grants = Grant.objects.live(post=post, today=today)
    return grants.filter(case=case, relation__in=HOLDS).exists()


def may_see(post: Post, case: Case, compartment: str, *, today: date) -> bool:
    """Whether this post sees a compartment of a case."""
    return compartment in rights(post, case, today=today).compartments


def _by_reach(post: Post, case: Case) -> Opened | None:
    """What the reach of a post opens of a case, if it reaches so far."""
    same = post.authority_id == case.authority_id
    if post.reach == Post.Reach.AREA and (post.area_id is None or post.area_id != case.area_id):
        return None
    return BY_REACH.get(post.reach) if same else None
