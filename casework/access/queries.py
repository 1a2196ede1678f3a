"""Who stands in which relation to a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value

from casework.access import emergency
from casework.access.models import Exclusion, Grant
from casework.agencies.models import Post
from casework.config.postgresql.kept import kept
from casework.subjects.models import Case

LEAD = "lead_professional"
HOLDS = (LEAD, "team_manager")
"""Who answers for a record: its lead professional and their manager."""


def holder(case: Case, relation: str, *, today: date) -> Post | None:
    """The person in this relation to the case, or to its area's forum; the latest if several."""
    return holders(case, today=today).get(relation)


def holders(case: Case, *, today: date) -> dict[str, Post]:
    """Everybody in a relation to the case or to its area's forum, by relation.

    Who has a relation to the case itself goes before who has it to the forum. Somebody to
    whom the case is closed holds nothing of it: what they would have to do waits for the role.
    """
    grants = _holding(case=case, today=today).rows()
    ordered = sorted(grants, key=lambda one: (one.case_id == case.pk, one.starts_on, one.pk))
    return {grant.relation: grant.post for grant in ordered}


@kept
def _holding(*, case: Case, today: date) -> QuerySet[Grant]:
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


def opened(post: Post, case: Case, *, today: date, now: datetime | None = None) -> set[str]:
    """The compartments of a case that this post sees; none where the case does not exist for it.

    An exclusion closes everything. Reach over the case's area or authority opens the shared
    record; everything else needs a relation that names it. With `now`, also what is open at
    that moment because of an emergency.
    """
    rows = _granted(post=post, case=case.pk, today=today).rows()
    if any(barred for _, barred in rows):
        return set()
    named = set().union(*(compartments for compartments, _ in rows))
    named = named | ({"footprint", "shared"} if _within_reach(post, case) else set())
    if now is None or "shared" in named:
        return named
    in_emergency = emergency.holds(post, case, now=now, today=today)
    return named | emergency.OPENS if in_emergency else named


@kept
def _granted(*, post: Post, case: int, today: date) -> QuerySet:
    """What each relation opens; and a row that says so where the case is closed to the person."""
    named = Grant.objects.on(today).filter(post=post, case=case)
    rows = named.values_list("compartments", Value(False))
    if post.account_id is None:
        return rows
    barred = Exclusion.objects.on(today).filter(account=post.account_id, case=case)
    nothing = Value([], output_field=Grant._meta.get_field("compartments"))
    return rows.union(barred.values_list(nothing, Value(True)), all=True)


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
    return compartment in opened(post, case, today=today)


def _within_reach(post: Post, case: Case) -> bool:
    if post.reach not in {"area", "authority"} or post.authority_id != case.authority_id:
        return False
    return post.reach == "authority" or (post.area_id is not None and post.area_id == case.area_id)
