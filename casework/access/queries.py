"""Who stands in which relation to a case."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from casework.access.models import Grant
from casework.agencies.models import Post
from casework.subjects.models import Case

LEAD = "lead_professional"


def holder(case: Case, relation: str, *, today: date) -> Post | None:
    """The person in this relation to the case, or to its area's forum; the latest if several."""
    return holders(case, today=today).get(relation)


def holders(case: Case, *, today: date) -> dict[str, Post]:
    """Everybody in a relation to the case or to its area's forum, by relation.

    Who has a relation to the case itself goes before who has it to the forum.
    """
    wanted = Q(case=case)
    if case.kind != Case.Kind.FORUM and case.area_id:
        wanted |= Q(
            case__kind=Case.Kind.FORUM, case__authority=case.authority_id, case__area=case.area_id
        )
    grants = Grant.objects.on(today).filter(wanted).select_related("post__agency", "post__team")
    ordered = sorted(
        grants, key=lambda grant: (grant.case_id == case.pk, grant.starts_on, grant.pk)
    )
    return {grant.relation: grant.post for grant in ordered}


def may_see(post: Post, case: Case, compartment: str, *, today: date) -> bool:
    """Whether this post sees a compartment of a case.

    Reach over an area or an authority opens the shared record; every other compartment
    needs a relation that names it.
    """
    if not Case.objects.visible_to(post, today=today).filter(pk=case.pk).exists():
        return False
    named = Grant.objects.live(post=post, today=today).filter(
        case=case, compartments__contains=[compartment]
    )
    by_reach = compartment in {"footprint", "shared"} and post.reach in {"area", "authority"}
    return by_reach or named.exists()
