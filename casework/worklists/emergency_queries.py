"""What was opened in an emergency: who is told, who looks into it, and what still waits."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.access.models import Exclusion, Grant, Opening
from casework.access.queries import HOLDS, holders
from casework.agencies.models import Post
from casework.audit.models import Entry
from casework.config.postgresql.kept import kept
from casework.subjects.models import Case
from casework.worklists import items

GOVERNANCE = ("information_governance", "quality_assurance")
"""Roles that look after the use of information; the second stands in for the first."""


class ToReview(NamedTuple):
    """An opening that waits for somebody to look into it."""

    pk: int
    opened_at: datetime
    review_by: date


def to_tell(opening: Opening, *, today: date) -> list[Post]:
    """Who answers for the record, who chairs its forum, and information governance."""
    case = opening.case
    people = holders(case, today=today)
    found = {one.pk: one for relation, one in people.items() if relation in HOLDS}
    found |= {one.pk: one for one in people.values() if items.runs_meetings(one)}
    found |= {one.pk: one for one in _governance(case.authority_id, today)}
    return [
        one
        for one in found.values()
        if one.account_id and one.email and one.account_id != opening.post.account_id
    ]


def _governance(authority: str, today: date) -> list[Post]:
    posts = Post.objects.live(today).filter(authority=authority, role__in=GOVERNANCE)
    named = list(posts.order_by("pk"))
    first = [one for one in named if one.role == GOVERNANCE[0]]
    return first or named


def reviewable(post: Post, *, today: date) -> QuerySet[Opening]:
    """What this post may look into: of records that it answers for, and of its forums.

    Once the review is late it goes to everybody whose reach holds the case. Nobody looks
    into what they opened themselves.
    """
    related = Grant.objects.live(post=post, today=today)
    mine = Q(case__in=related.filter(relation__in=HOLDS).values("case"))
    seen = Q(case__in=Case.objects.visible_to(post, today=today).order_by().values("pk"))
    wide = Q(review_by__lt=today)
    if items.runs_meetings(post) or post.role in GOVERNANCE:
        wide = Q(pk__isnull=False)
    if post.role in GOVERNANCE:
        barred = Exclusion.objects.on(today).filter(case=OuterRef("case"), account=post.account_id)
        seen = Q(case__authority=post.authority_id) & ~Exists(barred)
    found = Opening.objects.filter(mine | seen & wide, case__isnull=False)
    return found.exclude(post__account=post.account_id)


@kept
def waiting(*, post: Post, today: date) -> QuerySet:
    """Openings that wait for this post to look into them, as `ToReview`."""
    found = reviewable(post, today=today).filter(reviewed_at__isnull=True)
    return found.order_by("review_by", "pk").values_list("pk", "opened_at", "review_by")[:20]


def looks_of(opening: Opening) -> list[Entry]:
    """Every look that was made because of an opening, in order."""
    entries = Entry.objects.filter(
        case_reference=opening.case.reference, action="looked", detail__opening=opening.pk
    )
    return list(entries.order_by("at", "pk")[:100])
