"""Opening a record in an emergency, and looking into it afterwards: with all who are told."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from casework.access import emergency
from casework.access.models import Opening
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import policy
from casework.config.postgresql.acting import command
from casework.notices import commands as notices
from casework.subjects.models import Case
from casework.worklists import emergency_queries


@command
def open_record(
    *, case: Case | None, category: str, reason: str, by: Post, now: datetime
) -> Opening:
    """Note the attempt; where there is such a child, open the record and tell everybody at once.

    `case` is None where nothing was found, for whatever reason. Raises `emergency.Locked`
    where the person opened or tried too much within a day.
    """
    # One attempt of a person after the other: two at once must not both be the third.
    Post.objects.select_for_update(of=("self",)).filter(account=by.account_id).order_by(
        "pk"
    ).first()
    if emergency.is_locked(by, now=now):
        raise emergency.Locked
    calendar = policy.calendar_for(policy.pack_for(by.authority_id))
    review_by = calendar.add(timezone.localdate(now), emergency.REVIEW_DAYS)
    opening = emergency.note(
        case=case, category=category, reason=reason, review_by=review_by, by=by, now=now
    )
    if case is not None:
        _tell(emergency_queries.to_tell(opening, today=timezone.localdate(now)), opening, now)
    return opening


@command
def alert_of_lock(*, by: Post, now: datetime) -> None:
    """Note that somebody was stopped, and tell those who look into their last opening."""
    audit.write(by=by, action="emergency locked", now=now)
    last = Opening.objects.filter(post__account=by.account_id, case__isnull=False).first()
    if last is not None:
        _tell(emergency_queries.to_tell(last, today=timezone.localdate(now)), last, now)


def _tell(people: list[Post], opening: Opening, now: datetime) -> None:
    """A mail that says that there is something to do, and nothing else."""
    link = reverse("worklists:opening", args=[opening.pk])
    for post in people:
        notices.send(to=post.email, kind="act", link=link, post=post.pk, now=now)
