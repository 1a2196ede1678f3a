"""Closing a record to somebody and opening it again, with what follows for duties and people."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from casework.access import commands as access
from casework.access.models import Exclusion, Grant
from casework.access.queries import HOLDS, holders
from casework.agencies.models import Post
from casework.chronology import commands as chronology
from casework.config.postgresql.acting import command
from casework.notices import commands as notices
from casework.subjects.models import Case


@command
def close_to(
    *,
    person: Post,
    case: Case,
    ground: str,
    by: Post,
    now: datetime,
    note: str = "",
    until: date | None = None,
) -> Exclusion:
    """Close a record to the person who holds a post, from the next request on.

    What they would have had to do falls to whoever else has the role. What the record
    opened to them elsewhere, such as a place around the child, is closed with it.
    """
    today = timezone.localdate(now)
    made = access.exclude(
        account=person.account, case=case, ground=ground, starts_on=today, ends_on=until,
        note=note, by=by, now=now,
    )  # fmt: skip
    source = f"case:{case.reference}"
    for grant in Grant.objects.on(today).filter(source=source, post__account=person.account):
        access.revoke(grant=grant, by=by, now=now)
    chronology.work_out(case=case, now=now)
    _tell(case, by, now)
    return made


def declare_conflict(*, case: Case, note: str, by: Post, now: datetime) -> Exclusion:
    """Say that one knows the child or the family; the record is closed to oneself at once."""
    ground = Exclusion.Ground.CONFLICT
    return close_to(person=by, case=case, ground=ground, note=note, by=by, now=now)


@command
def open_again(*, exclusion: Exclusion, because: str, by: Post, now: datetime) -> None:
    """Lift an exclusion, with the reason."""
    access.lift(exclusion=exclusion, because=because, by=by, now=now)
    chronology.work_out(case=exclusion.case, now=now)


def _tell(case: Case, by: Post, now: datetime) -> None:
    """Tell those who answer for the record, in a mail that says nothing about anybody."""
    people = holders(case, today=timezone.localdate(now))
    for post in {people[one] for one in HOLDS if one in people} - {by}:
        if post.account_id and post.email:
            link = reverse("worklists:who_can_see", args=[case.reference])
            notices.send(to=post.email, kind="read", link=link, post=post.pk, now=now)
