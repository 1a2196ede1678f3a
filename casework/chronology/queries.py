"""What happened to a case and what must happen next, as pages need it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from casework.access import queries as access
from casework.agencies.models import Post
from casework.chronology.evaluating import applying, evaluation, ruling, supposed
from casework.chronology.models import Fact, Obligation, Prompt
from casework.subjects.models import Case

__all__ = [
    "applying",
    "evaluation",
    "outstanding",
    "prompts",
    "ruling",
    "settled",
    "supposed",
    "timeline",
]


def timeline(case: Case, *, post: Post, now: datetime, known_at: datetime | None = None):
    """Every fact that this post may read, newest first, withdrawn ones too.

    With `known_at`, as somebody would have read it at that moment.
    """
    open_to = access.opened(post, case, today=timezone.localdate(now))
    facts = Fact.objects.filter(case=case, compartment__in=open_to)
    if known_at is not None:
        facts = facts.filter(recorded_at__lte=known_at)
    return facts.select_related("recorded_by__agency", "withdrawn_by").order_by(
        "-at", "-recorded_at"
    )


def outstanding(case: Case):
    """What is still to be done, earliest first, what has no date last."""
    return (
        Obligation.objects.outstanding()
        .filter(case=case)
        .select_related("owner__agency")
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )


def settled(case: Case):
    """What was done, lapsed or was not required, newest first."""
    return (
        Obligation.objects.filter(case=case)
        .exclude(state=Obligation.State.OPEN)
        .select_related("owner__agency")
        .order_by(F("met_at").desc(nulls_last=True), "-arose_at")
    )


def prompts(case: Case):
    """The questions that wait for people."""
    return Prompt.objects.waiting().filter(case=case).select_related("owner")
