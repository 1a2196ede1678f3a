"""Sensitive intelligence on a child, as far as somebody may read it, piece by piece."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from casework.access.models import Compartment, Exclusion, Grant
from casework.agencies.models import Post
from casework.chronology import sealed
from casework.chronology.models import Fact
from casework.concerns.timeline_queries import when_of
from casework.subjects.models import Case
from casework.web import words

READER = "intelligence_reader"
"""The relation that opens one piece, named in its source as `fact:<key>`."""


def pieces(case: Case, post: Post, *, today: date) -> QuerySet[Fact]:
    """What this post recorded, and what those who recorded it opened to this post.

    The record itself must be open to the post; whoever calls this has asked for that.
    """
    named = Grant.objects.live(post=post, today=today).filter(case=case, relation=READER)
    keys = [source.removeprefix("fact:") for source in named.values_list("source", flat=True)]
    facts = Fact.objects.filter(case=case, compartment=Compartment.INTELLIGENCE)
    facts = facts.filter(Q(recorded_by=post) | Q(pk__in=keys))
    return facts.select_related("case", "recorded_by__agency").order_by("-at", "-recorded_at")


def told(case: Case, post: Post, *, today: date) -> list[dict[str, Any]]:
    """Each piece opened, with who else may read it for whom it is theirs to say."""
    found = list(pieces(case, post, today=today))
    readers = _readers(found, case, today)
    return [_piece(fact, post, readers.get(str(fact.pk), []), today) for fact in found]


def _piece(fact: Fact, post: Post, readers: list[Grant], today: date) -> dict[str, Any]:
    said = sealed.words_of(fact)
    return {
        "key": fact.pk,
        "when": when_of(fact.at, fact.precision, today),
        "text": said.note,
        "source": said.told_by,
        "by": f"{fact.recorded_by.holder}, {fact.recorded_by.agency.name}",
        "gone": sealed.reason_of(fact) if fact.withdrawn_at else "",
        "own": fact.recorded_by_id == post.pk,
        "readers": readers if fact.recorded_by_id == post.pk else [],
    }


def _readers(facts: list[Fact], case: Case, today: date) -> dict[str, list[Grant]]:
    sources = [f"fact:{fact.pk}" for fact in facts]
    grants = Grant.objects.on(today).filter(case=case, relation=READER, source__in=sources)
    found: dict[str, list[Grant]] = {}
    for grant in grants.select_related("post__agency").order_by("post__holder"):
        found.setdefault(grant.source.removeprefix("fact:"), []).append(grant)
    return found


def readers_of(fact: Fact, *, today: date) -> QuerySet[Grant]:
    """Who may read a piece on this day, by name."""
    grants = Grant.objects.on(today).filter(case=fact.case_id, relation=READER)
    return grants.filter(source=f"fact:{fact.pk}").select_related("post")


def who_may_be_named(case: Case, post: Post, *, today: date) -> list[Post]:
    """Colleagues who work with the child already: nobody learns of a child by being named."""
    barred = Exclusion.objects.on(today).filter(case=case).values("account")
    grants = Grant.objects.on(today).filter(case=case, compartments__contains=["shared"])
    posts = Post.objects.live(today).filter(pk__in=grants.values("post")).exclude(pk=post.pk)
    return list(posts.exclude(account__in=barred).select_related("agency").order_by("holder"))


def until_words(day: date | None) -> str:
    """`until 20 December 2026`."""
    return f"until {words.plain_date(day)}" if day else ""
