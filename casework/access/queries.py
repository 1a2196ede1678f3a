"""Who stands in which relation to a case."""

from __future__ import annotations

from datetime import date

from casework.access.models import Grant
from casework.agencies.models import Post
from casework.subjects.models import Case

LEAD = "lead_professional"


def holder(case: Case, relation: str, *, today: date) -> Post | None:
    """The person in this relation to the case, or to its area's forum; the latest if several."""
    grant = (
        Grant.objects.on(today)
        .filter(case=case, relation=relation)
        .select_related("post__agency", "post__team")
        .order_by("-starts_on", "-pk")
        .first()
    )
    if grant is None and case.kind != Case.Kind.FORUM and case.area_id:
        grant = (
            Grant.objects.on(today)
            .filter(
                case__kind=Case.Kind.FORUM,
                case__authority=case.authority_id,
                case__area=case.area_id,
                relation=relation,
            )
            .select_related("post__agency", "post__team")
            .order_by("-starts_on", "-pk")
            .first()
        )
    return grant.post if grant else None


def holders(case: Case, *, today: date) -> dict[str, Post]:
    """Everybody in a relation to the case or to its area's forum, by relation."""
    related = Grant.objects.on(today).select_related("post__agency", "post__team")
    found: dict[str, Post] = {}
    if case.kind != Case.Kind.FORUM and case.area_id:
        of_forum = related.filter(
            case__kind=Case.Kind.FORUM, case__authority=case.authority_id, case__area=case.area_id
        )
        found |= {grant.relation: grant.post for grant in of_forum.order_by("starts_on", "pk")}
    own = related.filter(case=case).order_by("starts_on", "pk")
    return found | {grant.relation: grant.post for grant in own}


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
