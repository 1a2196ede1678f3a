"""The children whom a post leads, for its home page: ratings, limits, next meetings, last looks."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from casework.access.models import Grant
from casework.agencies.models import Post
from casework.audit.models import Entry
from casework.chronology import policy
from casework.chronology.models import Obligation
from casework.config.postgresql.kept import kept
from casework.meetings.models import Meeting, Slot
from casework.subjects.models import Case
from casework.web import words
from casework.worklists import items
from casework.worklists.home import AT_MOST, LEADS, Rows


class MyChild(NamedTuple):
    """A child of whom the reader is the lead professional."""

    case_id: int
    reference: str
    forename: str
    surname: str
    born: date | None
    living_at: str
    rating: str
    risks: list[str] | None
    review_on: date | None
    limit_on: date | None
    meeting_at: datetime | None
    looked_at: datetime | None

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"

    @property
    def next_on(self) -> date | None:
        """The day on which the child is spoken about next."""
        if self.meeting_at:
            return words.local_day(self.meeting_at)
        return self.review_on or self.limit_on


@kept
def led_children(*, post: Post, today: date, pack: str) -> QuerySet:
    """The children whom a post leads, as `MyChild`; `pack` is the identity of the policy."""
    led = Grant.objects.live(post=post, today=today).filter(relation__in=LEADS)
    cases = Case.objects.visible_to(post, today=today).filter(
        kind=Case.Kind.CHILD, closed_on__isnull=True, pk__in=led.values("case_id")
    )
    rows = cases.values_list(
        "pk", "reference",
        Coalesce(NullIf(F("child__known_as"), Value("")), F("child__forename")),
        "child__surname", "child__born", "child__living_at",
        Coalesce(F("standing__rating"), Value("")),
        "standing__key_risks", "standing__next_review_on",
        Subquery(_limits(post.authority_id)), Subquery(_next_meetings(today)),
        Subquery(_last_looks(post)),
    )  # fmt: skip
    return rows.order_by("child__surname", "pk")[:AT_MOST]


def by_next_date(rows: Rows) -> list[MyChild]:
    """The reader's children by their next date, those without one last."""
    return sorted((MyChild(*row) for row in rows), key=lambda child: child.next_on or date.max)


def _limits(authority: str):
    """The last day for the next discussion, by the procedure."""
    return (
        Obligation.objects.outstanding()
        .shared()
        .filter(case=OuterRef("pk"), act__in=acts_met_by(authority, "discussion.held"))
        .order_by("due_at")
        .values("due_day")[:1]
    )


def acts_met_by(authority: str, kind: str) -> list[str]:
    """What the procedure calls the acts that a fact of this kind fulfils."""
    duties = policy.pack_for(authority).duties
    return sorted({duty.act for duty in duties if any(one.kind == kind for one in duty.met_by)})


def _next_meetings(today: date):
    planned = [Meeting.State.PLANNED, Meeting.State.OPEN]
    listed = [Slot.State.LISTED, Slot.State.OPEN]
    return (
        Slot.objects.filter(
            case=OuterRef("pk"),
            state__in=listed,
            meeting__state__in=planned,
            meeting__starts_at__gte=items.start_of(today),
        )
        .order_by("meeting__starts_at")
        .values("meeting__starts_at")[:1]
    )


def _last_looks(post: Post):
    return (
        Entry.objects.filter(case_reference=OuterRef("reference"), post_id=post.pk, action="looked")
        .order_by("-at")
        .values("at")[:1]
    )
