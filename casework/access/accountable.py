"""Who accounts for what becomes of a record: those who hold it, and who governs information."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from casework.access.models import Exclusion, Grant
from casework.access.queries import HOLDS
from casework.agencies.models import Post
from casework.subjects.models import Case


def cases(post: Post, *, today: date) -> QuerySet[Case]:
    """The cases that a post accounts for; all others are not there for it.

    The lead professional and their manager account for theirs, an information-governance
    officer for all of the authority, by reference and without names.
    """
    barred = Exclusion.objects.barring(post=post, today=today)
    if post.governs_information:
        return Case.objects.filter(authority=post.authority_id).exclude(pk__in=barred)
    held = Grant.objects.live(post=post, today=today).filter(relation__in=HOLDS)
    return Case.objects.visible_to(post, today=today).filter(pk__in=held.values("case_id"))
