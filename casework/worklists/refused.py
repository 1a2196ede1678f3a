"""Who asked for what is not theirs, or not there, as an information-governance officer reads it.

The audit writes the same row for both. Only here is it looked up which it was, and only for
records and meetings of the officer's own authority: of others, and of what is closed to the
officer, it reads as if there were nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from casework.agencies.models import Post
from casework.agencies.sign_in_commands import THE_SITE
from casework.audit.models import AT_THE_DOOR, REFUSED, Entry
from casework.meetings.models import Meeting
from casework.subjects.models import Case
from casework.worklists import looks

DAYS = 30
AT_MOST = 50
"""People on each of the two lists."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who was not let in: how often, to how many records of ours, and when last."""

    who: str
    times: int
    records: int
    last: datetime


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Somebody who did not come in, and what they failed at."""

    who: str
    what: str
    times: int
    last: datetime


def askers(post: Post, *, now: datetime, today: date) -> list[Asker]:
    """Each person of the last thirty days, those first who asked for most records of ours."""
    ours = _records(post, today)
    found = _entries(post, today).filter(at__gt=now - timedelta(days=DAYS))
    rows = found.values("who").annotate(
        times=Count("pk"),
        records=Count("case_reference", distinct=True, filter=Q(case_reference__in=ours)),
        last=Max("at"),
    )
    return [Asker(**row) for row in rows.order_by("-records", "-times", "who")[:AT_MOST]]


def at_the_door(post: Post, *, now: datetime) -> list[AtTheDoor]:
    """Each account of the last thirty days that failed to sign in, the most often first."""
    since = now - timedelta(days=DAYS)
    found = Entry.objects.filter(
        authority__in=[post.authority_id, THE_SITE], action__in=AT_THE_DOOR, at__gt=since
    )
    rows = found.values("who", "account_id", "action").annotate(times=Count("pk"), last=Max("at"))
    rows = list(rows.order_by("-times", "who")[:AT_MOST])
    names = _names(post, {row["account_id"] for row in rows})
    return [
        AtTheDoor(
            names.get(row["account_id"], row["who"]), looks.did(row["action"], {}),
            row["times"], row["last"],
        )
        for row in rows
    ]  # fmt: skip


def entries(post: Post, *, after: str, today: date) -> looks.LookPage:
    """Every time, newest first."""
    return looks.page(_entries(post, today), after)


def what_stands(post: Post, references: set[str], *, today: date) -> dict[str, str]:
    """Of these references, those that are there and whose; a record that is closed is not."""
    records = _records(post, today).filter(reference__in=references)
    meetings = Meeting.objects.filter(
        series__case__authority=post.authority_id, reference__in=references
    )
    found = dict.fromkeys(meetings.values_list("reference", flat=True), "A meeting here")
    return found | dict.fromkeys(records.values_list("reference", flat=True), "A record here")


def _entries(post: Post, today: date) -> QuerySet[Entry]:
    """What people of the authority asked for, and who else asked for a record of it."""
    ours = Q(authority=post.authority_id) | Q(case_reference__in=_records(post, today))
    return Entry.objects.filter(ours, action=REFUSED)


def _records(post: Post, today: date) -> QuerySet:
    """References of the authority's records, but for those that are closed to the officer."""
    closed = looks.closed_references(post, today=today)
    found = Case.objects.filter(authority=post.authority_id).exclude(reference__in=closed)
    return found.values("reference")


def _names(post: Post, accounts: set[int | None]) -> dict[int, str]:
    """What people are called whose account failed, where they have a post in the authority."""
    held = Post.objects.filter(authority=post.authority_id, account__in=accounts - {None})
    return dict(held.values_list("account_id", "holder"))
