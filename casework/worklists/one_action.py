"""One action that people agreed: who may say how it stands, and whom it is for."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from casework.access import queries as access
from casework.access.grants import CONTRIBUTE, WRITE
from casework.access.models import Exclusion, Grant
from casework.agencies.models import Post
from casework.plans.models import Action
from casework.subjects.models import Case
from casework.subjects.queries import name_of
from casework.worklists import items


def actions_to_answer(post: Post, *, today: date) -> QuerySet[Action]:
    """Open actions about which this post may say how they stand.

    Its own; its agency's, for children to whose record it contributes; all those of children
    whom it leads or manages; and for who runs meetings, all of the children whose record it
    writes. None of a case that is closed to who holds the post.
    """
    contributes = access.cases_for(post, CONTRIBUTE, today=today).order_by().values("pk")
    held = Grant.objects.live(post=post, today=today).filter(relation__in=access.HOLDS)
    may = Q(owner=post) | Q(agency=post.agency_id, case__in=contributes)
    may |= Q(case__in=held.values("case_id"))
    if items.runs_meetings(post):
        writes = access.cases_for(post, WRITE, today=today).order_by().values("pk")
        may |= Q(case__in=writes)
    barred = Exclusion.objects.barring(post=post, today=today)
    answerable = Action.objects.filter(may, state__in=Action.OPEN).exclude(case__in=barred)
    return answerable.select_related("case__child", "owner__agency", "agency")


def named(action: Action, post: Post, *, today: date) -> str:
    """Whom an action is for, where the reader may see the child; empty where not."""
    visible = Case.objects.visible_to(post, today=today).filter(pk=action.case_id)
    return name_of(action.case) if visible.exists() else ""
