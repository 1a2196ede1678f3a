"""Until when records are kept, which day has come, and what would go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet

from casework.access import accountable
from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.config.postgresql.acting import procedure
from casework.retention.models import Certificate, Disposal, Hold
from casework.subjects.models import Case, Child
from casework.web import words

if TYPE_CHECKING:
    from pathways.keeping import Kept

PLANS = {"cin": "child_in_need", "cp": "child_protection", "placement": "looked_after",
         "care": "looked_after", "pathway": "care_leaver"}  # fmt: skip
KINDS = ("legal_status.changed", "care_plan.started", "adoption.ordered", "child.died")
AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose day has come, by reference."""

    case: Case
    kept: Kept
    waiting: bool
    """Whether somebody has proposed to dispose of it already."""


# --- until when -----------------------------------------------------------------------


def kept_of(case: Case, *, today: date) -> Kept:
    """Until when this record is kept, and because of which entry and facts."""
    return kept_of_all([case], today=today)[case.pk]


def kept_of_all(cases: Iterable[Case], *, today: date) -> dict[int, Kept]:
    """The same for many cases at once; a schedule that cannot be read keeps them all."""
    cases = list(cases)
    lives = _lives(cases, today)
    return {case.pk: _kept(case, lives[case.pk]) for case in cases}


def _kept(case: Case, life: dict) -> Kept:
    return policy.record_kept(case.authority_id, kind=case.kind, closed_on=case.closed_on, **life)


@procedure("until when a record is kept follows from the whole of its timeline")
def _lives(cases: list[Case], today: date) -> dict[int, dict]:
    """Birth, death, statuses and holds of each case, from the whole of its timeline.

    Facts count whatever their compartment: nothing of them is shown but what follows.
    """
    keys = [case.pk for case in cases]
    statuses: dict[int, list[tuple[str, date]]] = defaultdict(list)
    died: dict[int, date] = {}
    facts = Fact.objects.standing().filter(case__in=keys, kind__in=KINDS)
    for key, kind, at, data in facts.values_list("case_id", "kind", "at", "data"):
        day = words.local_day(at)
        if kind == "child.died":
            died[key] = max(day, died.get(key, day))
        elif value := _status(kind, data):
            statuses[key].append((value, day))
    children = Child.objects.filter(case__in=keys)
    born = {key: (day, text) for key, day, text in children.values_list(
        "case_id", "born", "legal_status")}  # fmt: skip
    held = _held(cases, today)
    return {
        key: {
            "born": born.get(key, (None, ""))[0],
            "died": died.get(key),
            "statuses": statuses[key],
            "held": key in held,
            "unclear": bool(born.get(key, (None, ""))[1]) and not statuses[key],
        }
        for key in keys
    }


def _status(kind: str, data: dict) -> str:
    if kind == "adoption.ordered":
        return "adopted"
    value = data.get("value", "") if kind == "legal_status.changed" else data.get("kind", "")
    return "" if value == "none" else PLANS.get(value, value)


def _held(cases: list[Case], today: date) -> set[int]:
    authorities = {case.authority_id for case in cases}
    on = Hold.objects.on(today).filter(authority__in=authorities)
    held = set(on.filter(case__isnull=False).values_list("case_id", flat=True))
    whole = set(on.filter(case__isnull=True).values_list("authority_id", flat=True))
    return held | {case.pk for case in cases if case.authority_id in whole}


# --- lists ----------------------------------------------------------------------------


def due(post: Post, *, today: date) -> list[Due]:
    """The records of the officer's authority whose day has come, worked out now."""
    closed = accountable.cases(post, today=today).filter(closed_on__isnull=False)
    cases = list(closed.exclude(kind=Case.Kind.FORUM).order_by("closed_on", "pk"))
    kept = kept_of_all(cases, today=today)
    waiting = set(Disposal.objects.waiting().values_list("case_id", flat=True))
    found = [Due(one, kept[one.pk], one.pk in waiting) for one in cases if kept[one.pk].due(today)]
    return found[:AT_MOST]


def holds_of(case: Case) -> QuerySet[Hold]:
    """The holds on a case and on all of its authority, those that stand first."""
    about = Q(case=case) | Q(case__isnull=True, authority=case.authority_id)
    found = Hold.objects.filter(about).select_related("put_on_by", "lifted_by")
    return found.order_by("lifted_at", "-put_on_at")


def holds(post: Post, *, today: date) -> QuerySet[Hold]:
    """The holds of the officer's authority, but for records that are closed to the officer."""
    cases = accountable.cases(post, today=today)
    found = Hold.objects.filter(authority=post.authority_id)
    found = found.filter(Q(case__isnull=True) | Q(case__in=cases))
    return found.select_related("case", "put_on_by")


def disposals(post: Post, *, today: date) -> QuerySet[Disposal]:
    """Proposals that wait in the officer's authority."""
    found = Disposal.objects.waiting().filter(case__in=accountable.cases(post, today=today))
    return found.select_related("case", "proposed_by", "authority")


def certificates(post: Post) -> QuerySet[Certificate]:
    """What is left of the records that were disposed of in the officer's authority."""
    return Certificate.objects.filter(authority=post.authority_id)


# --- what goes ------------------------------------------------------------------------


def contents(case_id: int) -> list[tuple[str, int]]:
    """What a record consists of, in words, with the number of rows; the empty left out."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, number from retention.count_of(%s)", [case_id])
        rows = cursor.fetchall()
    found: dict[str, int] = {}
    for kind, number in rows:
        found[kind] = found.get(kind, 0) + number
    return [(kind, number) for kind, number in found.items() if number]
