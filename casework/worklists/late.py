"""What the late page says around its rows: how many of what, who must act, what is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from casework.agencies.models import Post
from casework.concerns.models import FormResponse
from casework.config.postgresql.kept import kept, together
from casework.meetings.models import Meeting, Slot
from casework.plans.models import ActionReview
from casework.web import words
from casework.worklists import home_children, items, queries, wording
from casework.worklists.items import ACTION, Item
from casework.worklists.queries import Narrowed
from casework.worklists.scopes import Scope

PEOPLE_SHOWN = 100
KINDS_NAMED = 3


class Share(NamedTuple):
    """How many late things of one kind wait for one person of one agency."""

    what: str
    title: str
    owner_id: int | None
    owner: str | None
    agency_id: int | None
    agency: str | None
    number: int


def composition(scope: Scope, *, post: Post, today: date, narrowed: Narrowed) -> list[Share]:
    """What a list is made of, counted by the database in one query.

    The sentence above the list and the choices of its filters both come from here.
    """
    rows = _composition(**queries.given(scope, post, today, narrowed)).rows()
    return [Share(row[0] or "actions", *row[1:]) for row in rows]


@kept
def _composition(*, post: Post, today: date, **asked: Any) -> Any:
    scope, narrowed = queries.meant(post, today, **asked)
    parts = []
    for branch, rows in queries.rows_of(scope, post=post, today=today, narrowed=narrowed):
        action = branch.source == ACTION
        key = Coalesce("agency_id", "owner__agency_id") if action else F("owner__agency_id")
        name = (
            Coalesce("agency__name", "owner__agency__name") if action else F("owner__agency__name")
        )
        kind = ("act_", "summary_") if action else ("act", "title")
        names = (*kind, "owner_id", "owner__holder", "agency_key", "agency_label")
        grouped = rows.order_by().annotate(agency_key=key, agency_label=name).values(*names)
        parts.append(grouped.annotate(number=Count("id")).values_list(*names, "number"))
    return queries.united(parts)


@dataclass(frozen=True, slots=True)
class Kind:
    """How many things of one kind are late; `what` narrows the list to them."""

    what: str
    title: str
    number: int


def kinds(shares: Iterable[Share]) -> list[Kind]:
    """Shares by kind, the most frequent first; duties of one act belong together."""
    number: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for share in shares:
        number[share.what] += share.number
        titles.setdefault(share.what, share.title)
    return [Kind(what, titles[what], many) for what, many in number.most_common()]


def people(shares: Iterable[Share]) -> list[tuple[int, str]]:
    """Those for whom most waits, by name."""
    number: Counter[tuple[int, str]] = Counter()
    for share in shares:
        if share.owner_id:
            number[share.owner_id, share.owner or ""] += share.number
    most = [person for person, _ in number.most_common(PEOPLE_SHOWN)]
    return sorted(most, key=lambda person: person[1])


def agencies(shares: Iterable[Share]) -> list[tuple[int, str]]:
    """The agencies for which something waits, by name."""
    found = {(share.agency_id, share.agency or "") for share in shares if share.agency_id}
    return sorted(found, key=lambda agency: agency[1])


def children_with_several(
    scope: Scope, *, post: Post, today: date, narrowed: Narrowed
) -> int | None:
    """How many children have more than one late thing; not asked for a whole authority."""
    if scope.code == "reach":
        return None
    number: Counter[int] = Counter()
    for case, many in _several(**queries.given(scope, post, today, narrowed)).rows():
        number[case] += many
    return sum(many > 1 for many in number.values())


@kept
def _several(*, post: Post, today: date, **asked: Any) -> Any:
    scope, narrowed = queries.meant(post, today, **asked)
    parts = [
        rows.order_by().values("case_id").annotate(n=Count("id")).values_list("case_id", "n")
        for _, rows in queries.rows_of(scope, post=post, today=today, narrowed=narrowed)
    ]
    return queries.united(parts)


# --- in a sentence --------------------------------------------------------------------


def sentence(
    shares: list[Share], several: int | None, *, post: Post, now: datetime
) -> dict[str, Any]:
    """The parts of “Fourteen things are late …: eight actions …, four … and two …”."""
    total = sum(share.number for share in shares)
    if not total:
        return {"start": f"Nothing is late on {_moment(now)}.", "parts": [], "end": "", "total": 0}
    found = kinds(shares)
    named, rest = found[:KINDS_NAMED], found[KINDS_NAMED:]
    parts = [{"what": kind.what, "text": _kind(kind)} for kind in named]
    if rest:
        others = sum(kind.number for kind in rest)
        parts.append({"what": "", "text": f"{words.in_words(others)} of other kinds"})
    are = "thing is late" if total == 1 else "things are late"
    start = f"{wording.opening(total)} {are} on {_moment(now)}: "
    elsewhere = sum(one.number for one in shares if one.agency_id not in (post.agency_id, None))
    return {"start": start, "parts": parts, "end": _end(elsewhere, several), "total": total}


def _moment(now: datetime) -> str:
    return f"{words.long_day(now)} at {words.time_of_day(now)}"


def _kind(kind: Kind) -> str:
    if kind.what == "actions":
        return words.counted(kind.number, "action agreed by people", "actions agreed by people")
    often = "twice" if kind.number == 2 else f"{words.in_words(kind.number)} times"
    times = f", {often}" if kind.number > 1 else ""
    return f"“{kind.title}”{times}"


def _end(elsewhere: int, several: int | None) -> str:
    said = []
    if elsewhere:
        waits = "waits" if elsewhere == 1 else "wait"
        said.append(f"{wording.opening(elsewhere)} {waits} for another agency.")
    if several:
        have = "child has" if several == 1 else "children have"
        said.append(f"{wording.opening(several)} {have} more than one.")
    return " ".join(said)


# --- what is known --------------------------------------------------------------------


def known(found: list[Item], *, authority: str, now: datetime) -> dict[tuple[int, int], str]:
    """What was last said about each item of a page; one query however many items."""
    today = words.local_day(now)
    discuss = home_children.acts_met_by(authority, "discussion.held")
    assess = home_children.acts_met_by(authority, "assessment.completed")
    reviews, slots, drafts = together(
        [
            _reviews(actions=[item.id for item in found if item.source == ACTION]),
            _listed(cases=_cases(found, discuss), today=today),
            _drafts(cases=_cases(found, assess)),
        ]
    )
    told = {
        (ACTION, action): explanation or f"Said to be {state} on {words.day(at, today)}"
        for action, state, explanation, at in reviews
    }
    begun = {case: f"Begun, saved {words.day(at, today)}" for case, at in drafts}
    listed = {case: f"On the list of {words.day(at, today)}" for case, at in slots}
    of_duties = {(case, act): text for case, text in begun.items() for act in assess}
    of_duties |= {(case, act): text for case, text in listed.items() for act in discuss}
    return {
        (item.source, item.id): told.get((item.source, item.id), "")
        if item.source == ACTION
        else of_duties.get((item.case_id, item.act), "")
        for item in found
    }


def _cases(found: list[Item], acts: list[str]) -> list[int]:
    return [item.case_id for item in found if item.source != ACTION and item.act in acts]


@kept
def _reviews(*, actions: list[int]) -> QuerySet:
    """What was said last about each action."""
    return (
        ActionReview.objects.filter(action__in=actions)
        .order_by("action", "-reviewed_at")
        .distinct("action")
        .values_list("action", "state", "explanation", "reviewed_at")
    )


@kept
def _listed(*, cases: list[int], today: date) -> QuerySet:
    """Discussions that stand on the list of a meeting to come."""
    return (
        Slot.objects.filter(
            case__in=cases,
            state__in=[Slot.State.LISTED, Slot.State.OPEN],
            meeting__state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
            meeting__starts_at__gte=items.start_of(today),
        )
        .order_by("case", "meeting__starts_at")
        .distinct("case")
        .values_list("case", "meeting__starts_at")
    )


@kept
def _drafts(*, cases: list[int]) -> QuerySet:
    """Assessments that somebody has begun."""
    return (
        FormResponse.objects.filter(case__in=cases, state=FormResponse.State.DRAFT)
        .order_by("case", "-saved_at")
        .distinct("case")
        .values_list("case", "saved_at")
    )
