"""What the late page says around its rows: how many of what, who must act, what is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.agencies.models import Post
from casework.concerns.models import FormResponse
from casework.meetings.models import Meeting, Slot
from casework.plans.models import ActionReview
from casework.web import words
from casework.worklists import home, items, queries, wording
from casework.worklists.items import ACTION, Item
from casework.worklists.queries import Narrowed, Scope

PEOPLE_SHOWN = 100
KINDS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """How many things of one kind are late; `what` narrows the list to them."""

    what: str
    title: str
    number: int
    elsewhere: int
    """Of these, how many wait for another agency than the reader's."""


def kinds(scope: Scope, *, post: Post, today: date, narrowed: Narrowed) -> list[Kind]:
    """What is late by kind, the most frequent first; one query, counted by the database."""
    parts = []
    for branch, rows in queries.rows_of(scope, post=post, today=today, narrowed=narrowed):
        action = branch.source == ACTION
        agency = Coalesce("agency_id", "owner__agency_id") if action else F("owner__agency_id")
        kind = ("act_", "summary_") if action else ("act", "title")
        grouped = rows.order_by().annotate(whose=agency).values(*kind)
        counted = grouped.annotate(
            number=Count("id"), elsewhere=Count("id", filter=~Q(whose=post.agency_id))
        )
        parts.append(counted.values_list(*kind, "number", "elsewhere"))
    return _summed(queries.united(parts))


def _summed(rows: Iterable[tuple[str, str, int, int]]) -> list[Kind]:
    """Rows of several parts as one count for each kind; duties of one act belong together."""
    number, elsewhere, titles = Counter(), Counter(), {}
    for act, title, many, others in rows:
        what = act or "actions"
        titles.setdefault(what, title)
        number[what] += many
        elsewhere[what] += others
    return [Kind(what, titles[what], many, elsewhere[what]) for what, many in number.most_common()]


def children_with_several(
    scope: Scope, *, post: Post, today: date, narrowed: Narrowed
) -> int | None:
    """How many children have more than one late thing; not asked for a whole authority."""
    if scope.code == "reach":
        return None
    parts = [
        rows.order_by().values("case_id").annotate(n=Count("id")).values_list("case_id", "n")
        for _, rows in queries.rows_of(scope, post=post, today=today, narrowed=narrowed)
    ]
    number: Counter[int] = Counter()
    for case, many in queries.united(parts):
        number[case] += many
    return sum(many > 1 for many in number.values())


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person or an agency that a list can be narrowed to."""

    key: int
    name: str


def who(
    scope: Scope, *, post: Post, today: date, narrowed: Narrowed
) -> tuple[list[Somebody], list[Somebody]]:
    """The people and the agencies that the list waits for, by name; one query."""
    parts = []
    for branch, rows in queries.rows_of(scope, post=post, today=today, narrowed=narrowed):
        own = branch.source == ACTION
        key = Coalesce("agency_id", "owner__agency_id") if own else F("owner__agency_id")
        name = (
            Coalesce("agency__name", "owner__agency__name", Value(""))
            if own
            else Coalesce("owner__agency__name", Value(""))
        )
        grouped = rows.order_by().annotate(agency_key=key, agency_label=name)
        names = ("owner_id", "owner__holder", "agency_key", "agency_label")
        parts.append(grouped.values(*names).annotate(n=Count("id")).values_list(*names, "n"))
    people, agencies = Counter(), {}
    for owner, holder, agency, label, number in queries.united(parts):
        if owner:
            people[Somebody(owner, holder)] += number
        if agency:
            agencies[agency] = label
    most = [person for person, _ in people.most_common(PEOPLE_SHOWN)]
    return (
        sorted(most, key=lambda one: one.name),
        sorted((Somebody(*one) for one in agencies.items()), key=lambda one: one.name),
    )


# --- in a sentence --------------------------------------------------------------------


def sentence(found: list[Kind], several: int | None, now: datetime) -> dict[str, Any]:
    """The parts of “Fourteen things are late …: eight actions …, four … and two …”."""
    total = sum(kind.number for kind in found)
    if not total:
        return {"start": f"Nothing is late on {_moment(now)}.", "parts": [], "end": "", "total": 0}
    named, rest = found[:KINDS_NAMED], found[KINDS_NAMED:]
    parts = [{"what": kind.what, "text": _kind(kind)} for kind in named]
    if rest:
        others = sum(kind.number for kind in rest)
        parts.append({"what": "", "text": f"{words.in_words(others)} of other kinds"})
    are = "thing is late" if total == 1 else "things are late"
    start = f"{wording.opening(total)} {are} on {_moment(now)}: "
    return {"start": start, "parts": parts, "end": _end(found, several), "total": total}


def _moment(now: datetime) -> str:
    return f"{words.long_day(now)} at {words.time_of_day(now)}"


def _kind(kind: Kind) -> str:
    if kind.what == "actions":
        return words.counted(kind.number, "action agreed by people", "actions agreed by people")
    return (
        f"{words.in_words(kind.number)} × “{kind.title}”"
        if kind.number > 1
        else (f"one “{kind.title}”")
    )


def _end(found: list[Kind], several: int | None) -> str:
    said = []
    if elsewhere := sum(kind.elsewhere for kind in found):
        waits = "waits" if elsewhere == 1 else "wait"
        said.append(f"{wording.opening(elsewhere)} {waits} for another agency.")
    if several:
        have = "child has" if several == 1 else "children have"
        said.append(f"{wording.opening(several)} {have} more than one.")
    return " ".join(said)


# --- what is known --------------------------------------------------------------------


def known(found: list[Item], *, authority: str, now: datetime) -> dict[tuple[int, int], str]:
    """What was last said about each item of a page; three queries however many items."""
    today = timezone.localdate(now)
    said = _reviews([item.id for item in found if item.source == ACTION], today)
    duties = [item for item in found if item.source != ACTION]
    meetings = _listed(duties, authority, now)
    drafts = _drafts(duties, authority, today)
    told = {}
    for item in found:
        if item.source == ACTION:
            told[item.source, item.id] = said.get(item.id, "")
        else:
            told[item.source, item.id] = (
                meetings.get((item.case_id, item.act)) or drafts.get((item.case_id, item.act)) or ""
            )
    return told


def _reviews(actions: list[int], today: date) -> dict[int, str]:
    rows = (
        ActionReview.objects.filter(action__in=actions)
        .order_by("action", "-reviewed_at")
        .distinct("action")
        .values_list("action", "state", "explanation", "reviewed_at")
    )
    return {
        action: explanation or f"Said to be {state} on {words.day(at, today)}"
        for action, state, explanation, at in rows
    }


def _listed(duties: list[Item], authority: str, now: datetime) -> dict[tuple[int, str], str]:
    """Discussions that stand on the list of a meeting to come."""
    acts = home.acts_met_by(authority, "discussion.held")
    cases = [item.case_id for item in duties if item.act in acts]
    rows = (
        Slot.objects.filter(
            case__in=cases,
            state__in=[Slot.State.LISTED, Slot.State.OPEN],
            meeting__state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
            meeting__starts_at__gte=items.start_of(timezone.localdate(now)),
        )
        .order_by("case", "meeting__starts_at")
        .distinct("case")
        .values_list("case", "meeting__starts_at")
    )
    told = {case: f"On the list of {words.day(at, timezone.localdate(now))}" for case, at in rows}
    return {(case, act): text for case, text in told.items() for act in acts}


def _drafts(duties: list[Item], authority: str, today: date) -> dict[tuple[int, str], str]:
    """Assessments that somebody has begun."""
    acts = home.acts_met_by(authority, "assessment.completed")
    cases = [item.case_id for item in duties if item.act in acts]
    rows = (
        FormResponse.objects.filter(case__in=cases, state=FormResponse.State.DRAFT)
        .order_by("case", "-saved_at")
        .distinct("case")
        .values_list("case", "saved_at")
    )
    told = {case: f"Begun, saved {words.day(at, today)}" for case, at in rows}
    return {(case, act): text for case, text in told.items() for act in acts}
