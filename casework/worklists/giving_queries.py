"""Which relations somebody may give and take away by hand, and to whom."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from casework.access.grants import ANSWER_FOR, RELATIONS, WRITE
from casework.access.models import Compartment, Grant
from casework.access.queries import rights
from casework.agencies.models import Post
from casework.chronology.models import Fact
from casework.subjects.models import Case

BY_AGENCY = "named_by_agency"
ENDED_EARLY = ("invited", "present", "record_reader", "plan_reader")
"""What comes from a fact, and may be ended early by who answers for the record."""
BY_HAND = tuple(name for name, one in RELATIONS.items() if one.by_hand)


def offered(post: Post, case: Case, *, today: date) -> list[str]:
    """The relations that this post may give somebody; none for most.

    Who answers for a record gives all but one; what an agency keeps to itself is opened to
    others by whoever of that agency writes in the record.
    """
    found = rights(post, case, today=today)
    given = [one for one in BY_HAND if one != BY_AGENCY] if ANSWER_FOR in found.actions else []
    if WRITE in found.actions and _keeps_something(post, case):
        given.append(BY_AGENCY)
    return given


def to_take_away(case: Case, *, today: date) -> QuerySet[Grant]:
    """The live relations to a case that who answers for it may end."""
    live = Grant.objects.on(today).filter(case=case, relation__in=(*BY_HAND, *ENDED_EARLY))
    return live.select_related("post", "case")


def _keeps_something(post: Post, case: Case) -> bool:
    kept = Fact.objects.standing().filter(case=case, compartment=Compartment.AGENCY)
    return kept.filter(agency=post.agency_id).exists()
