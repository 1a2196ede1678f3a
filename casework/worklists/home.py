"""What the home page is made of: which blocks a post has, and what stands in them.

Which blocks appear follows from what the post is related to and may do, never from the
name of its role. The queries are kept, and most are asked together in one statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from casework.access.models import Compartment, Grant
from casework.agencies.models import Account, Post
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.concerns.models import FormResponse
from casework.config.postgresql.kept import kept
from casework.meetings.models import Invitation, Meeting, Slot
from casework.subjects.models import Case
from casework.web import words
from casework.worklists import items, scopes

Rows = Sequence[Sequence[Any]]
AT_MOST = 40
LEADS = ("lead_professional",)
MEETINGS = 4
NEWS_DAYS = 28
"""How far back “since you last looked” reaches."""
NEW_DAYS = 7
OPEN_TO_READERS = [Compartment.FOOTPRINT, Compartment.SHARED]


NOT_NEWS = ["discussion.listed", "prompt.answered", "duty.waived"]
"""Steps of the procedure that say nothing about the child."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What a post is related to today."""

    leads: int
    """Children of whom it is the lead professional."""
    manages: bool
    """Whether it manages the lead professional of any child."""
    forums: frozenset[str]
    """Its relations to forums, such as `risk_meeting_chair`."""


@kept
def relations(*, post: Post, today: date) -> QuerySet:
    """The relations of a post, counted by kind."""
    return (
        Grant.objects.live(post=post, today=today)
        .values_list("relation", "case__kind")
        .annotate(number=Count("case", distinct=True))
    )


def ties(rows: Rows) -> Ties:
    """What `relations` found."""
    leads, manages, forums = 0, False, set()
    for relation, kind, number in rows:
        if relation in LEADS and kind == Case.Kind.CHILD:
            leads += number
        elif relation in scopes.MANAGES:
            manages = True
        elif kind == Case.Kind.FORUM:
            forums.add(relation)
    return Ties(leads, manages, frozenset(forums))


# --- my children ----------------------------------------------------------------------


class Speaking(NamedTuple):
    """A child about whom the reader speaks at a meeting to come."""

    case_id: int
    reference: str
    forename: str
    surname: str
    position: int
    starts_at: datetime


@kept
def speaking(*, post: Post, today: date, until: date) -> QuerySet:
    """Slots of the reader's at meetings from today on, as `Speaking`."""
    visible = Case.objects.visible_to(post, today=today).order_by().values("pk")
    rows = Slot.objects.filter(
        speaker=post,
        case__in=visible,
        state__in=[Slot.State.LISTED, Slot.State.OPEN],
        meeting__state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
        meeting__starts_at__gte=items.start_of(today),
        meeting__starts_at__lte=items.end_of(until),
    ).values_list(
        "case_id", "case__reference",
        Coalesce(NullIf(F("case__child__known_as"), Value("")), F("case__child__forename")),
        "case__child__surname", "position", "meeting__starts_at",
    )  # fmt: skip
    return rows.order_by("meeting__starts_at", "position")[:AT_MOST]


# --- what is new ----------------------------------------------------------------------


class News(NamedTuple):
    """Something that others recorded about a child of the reader."""

    case_id: int
    kind: str
    at: datetime
    recorded_at: datetime
    told_by: str
    who: str
    agency: str
    imported: bool

    @property
    def label(self) -> str:
        kinds = policy.vocabulary().kinds
        return words.sentence(kinds[self.kind].label) if self.kind in kinds else self.kind

    @property
    def since(self) -> datetime:
        """When it could first be read; for what came in from files, when it happened."""
        return self.at if self.imported else self.recorded_at


@kept
def news(*, post: Post, cases: list[int], since: datetime, now: datetime) -> QuerySet:
    """What others recorded since a moment on these cases, newest first, as `News`."""
    facts = (
        Fact.objects.standing()
        .filter(case__in=cases, at__gte=since, at__lte=now, recorded_at__gte=since)
        .filter(compartment__in=OPEN_TO_READERS)
        .exclude(recorded_by=post)
        .exclude(kind__in=NOT_NEWS)
    )
    return facts.order_by("-at", "-recorded_at").values_list(
        "case_id", "kind", "at", "recorded_at", "told_by", "recorded_by__holder", "agency__name",
        Q(provenance__isnull=False),
    )[:200]  # fmt: skip


def by_case(found: Iterable[News]) -> dict[int, list[News]]:
    grouped = defaultdict(list)
    for one in found:
        grouped[one.case_id].append(one)
    return grouped


# --- meetings, drafts, and what other posts need --------------------------------------


class NextMeeting(NamedTuple):
    """A meeting to which the reader belongs."""

    pk: int
    reference: str
    name: str
    starts_at: datetime
    state: str
    kind: str
    chair_id: int | None
    list_sent_at: datetime | None
    papers_sent_at: datetime | None
    children: int
    deferred: int


@kept
def next_meetings(*, post: Post, today: date) -> QuerySet:
    """Meetings from today on of forums that the post belongs to, as `NextMeeting`."""
    related = Grant.objects.live(post=post, today=today).filter(case__kind=Case.Kind.FORUM)
    seated = Q(series__memberships__post=post, series__memberships__starts_on__lte=today)
    seated &= Q(series__memberships__ends_on__isnull=True) | Q(
        series__memberships__ends_on__gte=today
    )
    mine = Meeting.objects.filter(Q(series__case__in=related.values("case")) | seated)
    rows = (
        Meeting.objects.filter(
            pk__in=mine.order_by().values("pk"),
            state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
            starts_at__gte=items.start_of(today),
        )
        .annotate(
            children=Count("slots", filter=~Q(slots__state=Slot.State.MOVED)),
            deferred=Count("slots", filter=Q(slots__state=Slot.State.MOVED)),
        )
        .order_by("starts_at", "pk")
    )
    return rows.values_list(
        "pk", "reference", "series__name", "starts_at", "state", "series__kind", "chair_id",
        "list_sent_at", "papers_sent_at", "children", "deferred",
    )[:MEETINGS]  # fmt: skip


class Invited(NamedTuple):
    """An invitation that is still ahead: to a whole meeting, or for one child only."""

    reference: str
    name: str
    starts_at: datetime
    answer: str
    case_reference: str | None
    forename: str | None
    surname: str | None


@kept
def invitations(*, post: Post, today: date) -> QuerySet:
    """What the post is invited to from today on, as `Invited`; children that it may see.

    Where it is the one who speaks, the slot stands among what is due already.
    """
    visible = Case.objects.visible_to(post, today=today).order_by().values("pk")
    rows = Invitation.objects.filter(
        Q(slot__isnull=True) | Q(slot__case__in=visible) & ~Q(slot__speaker=post),
        post=post,
        meeting__state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
        meeting__starts_at__gte=items.start_of(today),
    ).order_by("meeting__starts_at", "slot__position", "pk")
    return rows.values_list(
        "meeting__reference", "meeting__series__name", "meeting__starts_at", "answer",
        "slot__case__reference", "slot__case__child__forename", "slot__case__child__surname",
    )[:20]  # fmt: skip


class Draft(NamedTuple):
    """A form that the reader began and has not completed."""

    saved_at: datetime
    reference: str
    forename: str | None


@kept
def drafts(*, post: Post, today: date) -> QuerySet:
    """Forms that the reader began and has not completed, newest first, as `Draft`."""
    visible = Case.objects.visible_to(post, today=today).order_by().values("pk")
    rows = FormResponse.objects.filter(
        saved_by=post, state=FormResponse.State.DRAFT, case__in=visible
    ).order_by("-saved_at")
    return rows.values_list(
        "saved_at", "case__reference",
        Coalesce(NullIf(F("case__child__known_as"), Value("")), F("case__child__forename")),
    )[:5]  # fmt: skip


def imports() -> dict[str, Any]:
    """The last imports, and how many rows wait for somebody to look at them.

    The importer stands above the lists in the order of the work, so its tables are asked
    for by name.
    """
    runs = apps.get_model("exchange", "ImportRun").objects
    waiting = apps.get_model("exchange", "ImportException").objects
    return {
        "runs": list(
            runs.order_by("-started_at").values("pk", "source", "state", "started_at")[:3]
        ),
        "waiting": waiting.filter(decided_at__isnull=True).count(),
    }


def accounts(authority: str) -> dict[str, int]:
    """How many accounts and posts there are, and what about them wants a look."""
    posts = Post.objects.filter(authority=authority)
    return {
        "accounts": Account.objects.filter(is_active=True).count(),
        **posts.aggregate(
            posts=Count("pk", filter=Q(ends_on__isnull=True)),
            without_account=Count("pk", filter=Q(ends_on__isnull=True, account__isnull=True)),
        ),
    }
