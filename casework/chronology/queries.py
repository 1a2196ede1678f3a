"""What happened to a case and what must happen next, as pages need it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from casework.access import queries as access
from casework.agencies.models import Post
from casework.chronology.evaluating import applying, evaluation, ruling, supposed
from casework.chronology.models import Fact, Obligation, Prompt
from casework.config.postgresql.kept import Question, kept, together
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
    rights = access.rights(post, case, today=timezone.localdate(now), now=now)
    facts = Fact.objects.readable(**_readable(rights, post)).filter(case=case)
    if known_at is not None:
        facts = facts.filter(recorded_at__lte=known_at)
    return facts.select_related("recorded_by__agency", "withdrawn_by").order_by(
        "-at", "-recorded_at", "pk"
    )


def facts_seen(case: Case, *, post: Post, now: datetime) -> list[Fact]:
    """As `timeline`, read at once; each author is made once however many facts are theirs."""
    rights = access.rights(post, case, today=timezone.localdate(now), now=now)
    return with_authors(*together(facts_of_reader(case, post, rights)))


def facts_of_reader(case: Case, post: Post, rights: access.Rights) -> list[Question]:
    """What to ask for `with_authors`: the facts that somebody with these rights may read."""
    return [_seen(case=case.pk, **_readable(rights, post)), _authors(case=case.pk)]


def with_authors(facts: list[Fact], authors: list[Post]) -> list[Fact]:
    """The facts with who recorded each and who took it back."""
    known = {one.pk: one for one in authors}
    for fact in facts:
        cached = fact._state.fields_cache
        cached["recorded_by"] = known[fact.recorded_by_id]
        cached["withdrawn_by"] = known.get(fact.withdrawn_by_id)
    return facts


def _readable(rights: access.Rights, post: Post) -> dict[str, Any]:
    """What decides which facts somebody may read, as `FactQuerySet.readable` asks for it."""
    return {
        "open_to": tuple(sorted(rights.compartments)),
        "agencies": list(rights.agencies),
        "entries": rights.entries,
        "holder": post.pk if rights.agencies else None,
    }


@kept
def _seen(
    *,
    case: int,
    open_to: tuple[str, ...],
    agencies: list[int],
    entries: tuple[str, ...],
    holder: int | None,
) -> QuerySet[Fact]:
    facts = Fact.objects.readable(
        open_to=open_to, agencies=agencies, entries=entries, holder=holder
    )
    return facts.filter(case=case).order_by("-at", "-recorded_at", "pk")


@kept
def _authors(*, case: int) -> QuerySet[Post]:
    """Who recorded a fact of this case or took one back."""
    own = Fact.objects.filter(case=case).order_by()
    taken_back = own.filter(withdrawn_by__isnull=False).values("withdrawn_by")
    found = Post.objects.filter(Q(pk__in=own.values("recorded_by")) | Q(pk__in=taken_back))
    return found.order_by().select_related("agency")


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
