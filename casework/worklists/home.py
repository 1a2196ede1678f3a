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
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from casework.access.models import Compartment, Grant
from casework.agencies.models import Account, Post
from casework.audit.models import Entry
from casework.chronology import policy
from casework.chronology.models import Fact, Obligation
from casework.concerns.models import FormResponse
from casework.config.postgresql.kept import kept
from casework.meetings.models import Invitation, Meeting, Slot
from casework.subjects.models import Case
from casework.web import words
from casework.worklists import items, scopes

LEADS = ("lead_professional",)
Rows = Sequence[Sequence[Any]]
AT_MOST = 40
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
