"""The audit as an information-governance officer reads it: references, never a child's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from casework.agencies.models import Post
from casework.agencies.sign_in_commands import THE_SITE
from casework.audit.models import REFUSED, Check, Entry
from casework.subjects.models import Case
from casework.worklists import looks

LOOKS = [
    "looked",
    "list looked at",
    "searched",
    "spreadsheet taken",
    "file taken",
    "audit searched",
]
AT_MOST = 500
"""People on the list of who looked at one record."""
TO_CHECK = 50


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who opened or changed a record, with how often and when."""

    who: str
    looks: int
    changes: int
    first: datetime
    last: datetime


def search(post: Post, asked: Mapping[str, Any], *, after: str, today: date) -> looks.LookPage:
    """Entries of the officer's authority that fit all that was asked, newest first."""
    closed = looks.closed_references(post, today=today)
    # What happened at the door and belongs to no authority is everybody's, and names nobody.
    mine = Entry.objects.filter(authority__in=[post.authority_id, THE_SITE])
    # That somebody was not let in is there for a closed record as it is for none.
    found = mine.exclude(Q(case_reference__in=closed) & ~Q(action=REFUSED))
    if asked.get("reference"):
        found = found.filter(case_reference=asked["reference"])
    if asked.get("person"):
        theirs = Post.objects.filter(
            authority=post.authority_id, holder__icontains=asked["person"], account__isnull=False
        )
        found = found.filter(
            Q(who__icontains=asked["person"]) | Q(account_id__in=theirs.values("account"))
        )
    if asked.get("since"):
        found = found.filter(at__gte=start(asked["since"]))
    if asked.get("until"):
        found = found.filter(at__lt=start(asked["until"] + timedelta(days=1)))
    if asked.get("what") == "looks":
        found = found.filter(action__in=LOOKS)
    if asked.get("what") == "changes":
        found = found.exclude(action__in=[*LOOKS, REFUSED])
    if asked.get("what") == "refused":
        found = found.filter(action=REFUSED)
    return looks.page(found, after)


def case_of(post: Post, reference: str, *, today: date) -> Case | None:
    """The record of the officer's authority that a reference names, if there is one."""
    closed = looks.closed_references(post, today=today)
    found = Case.objects.filter(authority=post.authority_id, reference=reference)
    return found.exclude(reference__in=closed).first()


def people_at(case: Case) -> list[Person]:
    """Everybody who opened or changed a record, the last one first."""
    rows = (
        Entry.objects.filter(case_reference=case.reference, authority=case.authority_id)
        .exclude(action=REFUSED)
        .values("who", "action")
        .annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
    )
    people: dict[str, Person] = {}
    for row in rows:
        known = people.get(row["who"]) or Person(row["who"], 0, 0, row["first"], row["last"])
        looked = row["action"] in LOOKS
        people[row["who"]] = Person(
            row["who"],
            known.looks + looked * row["times"],
            known.changes + (not looked) * row["times"],
            min(known.first, row["first"]),
            max(known.last, row["last"]),
        )
    return sorted(people.values(), key=lambda one: one.last, reverse=True)[:AT_MOST]


def checks_of(post: Post, *, today: date) -> QuerySet[Check]:
    """Entries of the officer's authority that were drawn, those still to check first."""
    closed = looks.closed_references(post, today=today)
    drawn = Check.objects.filter(entry__authority=post.authority_id)
    return drawn.exclude(entry__case_reference__in=closed).select_related("entry")


def in_words(check: Check) -> str:
    """What the drawn entry says was done."""
    return looks.did(check.entry.action, check.entry.detail)


def start(day: date) -> datetime:
    """The first instant of a day."""
    return timezone.make_aware(datetime.combine(day, time()))
