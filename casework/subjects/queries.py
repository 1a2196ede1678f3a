"""Find children, people and places within what a post may see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import nhs_number
from django.apps import apps
from django.db.models import Q, QuerySet

from casework.agencies.models import Post
from casework.config.postgresql.kept import kept
from casework.subjects import names, sealed
from casework.subjects.models import (
    Case,
    Child,
    ChildVoice,
    Link,
    Observation,
    PersonOfConcern,
    Place,
    Relation,
)

_SHORTEST_SOUND = 3


def children(post: Post, *, today: date) -> QuerySet[Child]:
    """The children whose cases exist for this post."""
    cases = Case.objects.visible_to(post, today=today).filter(kind=Case.Kind.CHILD)
    return Child.objects.filter(case__in=cases.order_by())


def named_like(text: str, authority: str) -> Q:
    """Children whose name or number is like this: as written, by reference, or by sound.

    An NHS number is found within the authority of who asks, and exactly or not at all.
    """
    words = names.plain(text).split()
    number = text.strip().replace(" ", "")
    alike = Q(case__reference__iexact=number) | Q(local_id__iexact=number)
    if nhs_number.is_valid(number):
        alike |= sealed.has_number(number, authority)
    if words:
        alike |= _by_words(words) | _by_sound(words[-1])
    return alike


def find_children(post: Post, text: str, *, today: date, limit: int = 20) -> list[Child]:
    """Children like this text, those whose name is written so first.

    At most `limit`. An empty text finds nobody.
    """
    if not text.strip():
        return []
    found = children(post, today=today).filter(named_like(text, post.authority_id))
    found = found.select_related("case__area").order_by("surname", "forename", "pk")
    wanted = names.plain(text)
    return sorted(found[:limit], key=lambda child: wanted not in names.plain(str(child)))


def people_of_concern(post: Post, *, today: date) -> QuerySet[PersonOfConcern]:
    """The people of concern whose cases exist for this post."""
    return PersonOfConcern.objects.filter(
        case__in=Case.objects.visible_to(post, today=today).order_by()
    ).order_by("label", "pk")


def places(post: Post, *, today: date) -> QuerySet[Place]:
    """The places whose cases exist for this post."""
    return Place.objects.filter(
        case__in=Case.objects.visible_to(post, today=today).order_by()
    ).order_by("label", "pk")


def links_of(case: Case, post: Post, *, today: date) -> QuerySet[Link]:
    """Links of a case whose other end exists for this post too; the rest are as absent.

    That a child was at a place belongs to the child's own record, so a linked place is
    named to whoever may read that record; a linked person is not, nor a place that is
    closed to the reader.
    """
    barred = apps.get_model("access", "Exclusion").objects.barring(post=post, today=today)
    seen = Case.objects.visible_to(post, today=today).order_by().values("pk")
    place = Case.Kind.PLACE
    own = Q(from_case=case) & (Q(to_case__in=seen) | Q(to_case__kind=place))
    own |= Q(to_case=case) & (Q(from_case__in=seen) | Q(from_case__kind=place))
    return (
        Link.objects.filter(own, ended_on__isnull=True)
        .exclude(from_case__in=barred)
        .exclude(to_case__in=barred)
        .select_related(
            "from_case__child",
            "from_case__place",
            "from_case__person_of_concern",
            "to_case__child",
            "to_case__place",
            "to_case__person_of_concern",
        )
        .order_by("-seen_on", "pk")
    )


def name_of(case: Case) -> str:
    """What people call the subject of a case."""
    attribute = {
        Case.Kind.CHILD: "child",
        Case.Kind.PLACE: "place",
        Case.Kind.PERSON_OF_CONCERN: "person_of_concern",
    }.get(case.kind)
    subject = getattr(case, attribute, None) if attribute else None
    return str(subject) if subject else case.reference


def exist_for(post: Post, cases: Collection[int], *, today: date) -> set[int]:
    """Those of these cases that exist for this post."""
    visible = Case.objects.visible_to(post, today=today).filter(pk__in=cases)
    return set(visible.values_list("pk", flat=True))


# --- the front of a record ------------------------------------------------------------


@kept
def observations(*, case: int) -> QuerySet[Observation]:
    """The strengths and worries that stand on the front of a record."""
    return Observation.objects.filter(case=case, ended_on__isnull=True)


@kept
def last_said(*, case: int) -> QuerySet[ChildVoice]:
    """What the child, or their family, said last."""
    return ChildVoice.objects.filter(case=case)[:1]


@kept
def people_around(*, case: int) -> QuerySet[Relation]:
    """Family, trusted adults and professionals outside, as they were added."""
    return Relation.objects.filter(case=case)


def _by_words(words: list[str]) -> Q:
    """Every word begins the forename, the surname or the name that the child goes by."""
    alike = Q()
    for word in words:
        alike &= (
            Q(forename__istartswith=word)
            | Q(surname__istartswith=word)
            | Q(surname__icontains=f"-{word}")
            | Q(known_as__istartswith=word)
        )
    return alike


def _by_sound(word: str) -> Q:
    heard = names.sound(word)
    return Q(name_sound=heard) if len(heard) >= _SHORTEST_SOUND else Q(pk__in=[])
