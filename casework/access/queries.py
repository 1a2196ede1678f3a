"""Who stands in which relation to a case."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from casework.access.models import Grant
from casework.agencies.models import Post
from casework.config.postgresql import prepared
from casework.config.postgresql.kept import kept
from casework.subjects.models import Case

LEAD = "lead_professional"


def holder(case: Case, relation: str, *, today: date) -> Post | None:
    """The person in this relation to the case, or to its area's forum; the latest if several."""
    return holders(case, today=today).get(relation)


def holders(case: Case, *, today: date) -> dict[str, Post]:
    """Everybody in a relation to the case or to its area's forum, by relation.

    Who has a relation to the case itself goes before who has it to the forum.
    """
    grants = _holding(case=case, today=today).rows()
    ordered = sorted(grants, key=lambda one: (one.case_id == case.pk, one.starts_on, one.pk))
    return {grant.relation: grant.post for grant in ordered}


@kept
def _holding(*, case: Case, today: date) -> QuerySet[Grant]:
    return _related(case, today).select_related("post__agency", "post__team")


def bearers(case: Case, *, today: date) -> dict[str, tuple[int | None, int | None]]:
    """As `holders`, but only the numbers of post and team; read with every fact recorded."""
    found = prepared.rows(BEARERS, {"case": case.pk, "today": today})
    return {relation: (post, team) for relation, post, team in found}


BEARERS = """
    select g.relation, g.post_id, p.team_id
    from (select %(case)s::bigint as id
          union all
          select forum.id
          from subjects_case c
          join subjects_case forum on forum.kind = 'forum'
            and forum.authority_id = c.authority_id and forum.area_id = c.area_id
          where c.id = %(case)s and c.kind <> 'forum') near
    join access_grant g on g.case_id = near.id
      and g.starts_on <= %(today)s and (g.ends_on is null or g.ends_on >= %(today)s)
    join agencies_post p on p.id = g.post_id
    order by g.case_id = %(case)s, g.starts_on, g.id"""
"""As `_related` finds them, those of the case itself last; the last of a relation counts."""


def _related(case: Case, today: date) -> QuerySet[Grant]:
    wanted = Q(case=case)
    if case.kind != Case.Kind.FORUM and case.area_id:
        wanted |= Q(
            case__kind=Case.Kind.FORUM, case__authority=case.authority_id, case__area=case.area_id
        )
    return Grant.objects.on(today).filter(wanted)


def opened(post: Post, case: Case, *, today: date) -> set[str]:
    """The compartments of a case that this post sees; none where the case does not exist for it.

    Reach over the case's area or authority opens the shared record; everything else
    needs a relation that names it.
    """
    rows = _granted(post=post, case=case.pk, today=today).rows()
    named = set().union(*(compartments for (compartments,) in rows))
    return named | ({"footprint", "shared"} if _within_reach(post, case) else set())


@kept
def _granted(*, post: Post, case: int, today: date) -> QuerySet[Grant]:
    return Grant.objects.live(post=post, today=today).filter(case=case).values_list("compartments")


def may_see(post: Post, case: Case, compartment: str, *, today: date) -> bool:
    """Whether this post sees a compartment of a case."""
    return compartment in opened(post, case, today=today)


def _within_reach(post: Post, case: Case) -> bool:
    if post.reach not in {"area", "authority"} or post.authority_id != case.authority_id:
        return False
    return post.reach == "authority" or (post.area_id is not None and post.area_id == case.area_id)
