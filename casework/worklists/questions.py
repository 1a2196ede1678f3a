"""The questions that the procedure asks of people, and that wait for a post."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Case as Case_
from django.db.models import F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf

from casework.agencies.models import Post
from casework.chronology.models import Prompt
from casework.config.postgresql.kept import kept
from casework.subjects.models import Case

QUESTIONS = 20


class Question(NamedTuple):
    """A question that waits for the reader, and the child whom it is about, if it is one."""

    reference: str
    child: str | None
    key: str
    question: str
    raised_at: datetime
    clauses: list[str]
    cannot_tell: bool
    missing: list[str]


@kept
def questions(*, post: Post, today: date) -> QuerySet:
    """What waits for this post, or for its role where nobody is named, as `Question`."""
    of_role = Q(owner__isnull=True, asked_of__contains=[post.role])
    if post.area_id:
        of_role &= Q(case__area=post.area_id)
    waiting = Prompt.objects.waiting().shared().filter(Q(owner=post) | of_role)
    visible = Case.objects.visible_to(post, today=today).order_by().values("pk")
    known_as = Coalesce(NullIf(F("case__child__known_as"), Value("")), F("case__child__forename"))
    name = Case_(
        When(case__child__isnull=False, then=Concat(known_as, Value(" "), "case__child__surname"))
    )
    return (
        waiting.filter(case__in=visible)
        .order_by("cannot_tell", F("raised_at").desc(), "pk")
        .values_list(
            "case__reference", name, "key", "question", "raised_at", "clauses", "cannot_tell",
            "missing",
        )[:QUESTIONS]
    )  # fmt: skip
