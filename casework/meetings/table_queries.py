"""Who has a place at the table of a forum, and who is named in its terms without one."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from casework.access.models import Grant
from casework.agencies.models import Post
from casework.meetings.models import Membership, Series


def members_of(series: Series, *, today: date) -> list[Membership]:
    """Who holds a place at the table, or will."""
    found = series.memberships.select_related("post__agency")
    return [one for one in found if one.ends_on is None or one.ends_on >= today]


def named_in_terms(series: Series, *, today: date) -> QuerySet[Grant]:
    """Who is named in the terms of reference without a place at the table."""
    found = Grant.objects.on(today).filter(case=series.case_id, relation="named_in_terms")
    return found.select_related("post__agency").order_by("post__holder", "pk")


def people_to_name(series: Series, *, today: date) -> list[Post]:
    """Those of the authority who sign in and get no record of this forum yet."""
    have = [one.post_id for one in members_of(series, today=today)]
    named = named_in_terms(series, today=today).values("post")
    found = Post.objects.live(today).filter(authority=series.case.authority_id)
    found = found.filter(account__isnull=False).exclude(pk__in=have).exclude(pk__in=named)
    return list(found.order_by("holder", "pk"))
