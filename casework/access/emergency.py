"""Opening one record in an emergency: at once, for reading, loud, and looked into afterwards.

It asks nobody beforehand, so that it works when nobody can be reached; what keeps it in
bounds comes after it. The rules stand here; who is told stands where the notices are sent.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from casework.access.models import Compartment, Exclusion, Opening
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.config.postgresql.acting import procedure
from casework.subjects.models import Case, Child

HOURS = timedelta(hours=4)
REVIEW_DAYS = 2
"""Working days until the review is late."""
DAY = timedelta(hours=24)
AT_MOST = 3
"""Records that somebody may open so within a day."""
TRIES = 10
"""Attempts within a day after which nothing more is looked for."""
OPENS = frozenset(
    {
        Compartment.FOOTPRINT, Compartment.SHARED, Compartment.CONFIDENTIAL, Compartment.AGENCY,
        Compartment.SAFE_ADDRESS,
    }
)  # fmt: skip
"""Never intelligence, a person of concern, or what is known of others."""


class Locked(Exception):
    """Too many were opened, or tried, within a day."""


def live(post: Post, *, reference: str, now: datetime, today: date) -> Opening | None:
    """The opening by which this post reads the record of a child now."""
    held = Opening.objects.live(post=post, now=now, today=today)
    found = held.filter(case__reference=reference, case__kind=Case.Kind.CHILD)
    related = found.select_related("case__child", "case__area", "case__authority", "case__team")
    return related.first()


def holds(post: Post, case: Case, *, now: datetime, today: date) -> bool:
    """Whether this post reads the case by an opening now."""
    held = Opening.objects.live(post=post, now=now, today=today)
    return held.filter(case=case).exists()


@procedure("an emergency: one exact child of the authority is looked for")
def wanted(
    post: Post, *, reference: str, forename: str, surname: str, born: date | None, today: date
) -> Case | None:
    """The one child of the authority who is exactly this, and whose record is not closed to one.

    By reference or local number, or by both names and the date of birth. One query, which
    is the same whether there is such a child, several, or one who is closed to the reader.
    """
    exact = Q(forename__iexact=forename) | Q(known_as__iexact=forename)
    by_name = exact & Q(surname__iexact=surname, born=born)
    by_number = Q(case__reference__iexact=reference) | Q(local_id=reference)
    barred = Exclusion.objects.barring(post=post, today=today)
    found = Child.objects.filter(
        by_number if reference else by_name,
        case__authority=post.authority_id,
        case__kind=Case.Kind.CHILD,
    ).exclude(case__in=barred)
    children = list(found.select_related("case").order_by("pk")[:2])
    return children[0].case if len(children) == 1 else None


def is_locked(post: Post, *, now: datetime) -> bool:
    """Whether the person who holds a post opened, or tried, too much within a day."""
    since = Opening.objects.filter(post__account=post.account_id, opened_at__gt=now - DAY)
    tried = list(since.values_list("case", flat=True)[: TRIES + 1])
    return len([one for one in tried if one]) >= AT_MOST or len(tried) >= TRIES


@transaction.atomic
def note(
    *,
    case: Case | None,
    category: str,
    reason: str,
    review_by: date,
    by: Post,
    now: datetime,
) -> Opening:
    """Write down an attempt, and open the case if there is one."""
    made = Opening.objects.create(
        post=by, case=case, category=category, reason=reason, opened_at=now,
        ends_at=now + HOURS, review_by=review_by,
    )  # fmt: skip
    what = "opened in an emergency" if case else "nothing opened in an emergency"
    detail = {"opening": made.pk, "category": category}
    audit.write(by=by, action=what, case=case, now=now, detail=detail)
    return made


@transaction.atomic
def review(*, opening: Opening, verdict: str, note: str, by: Post, now: datetime) -> None:
    """Say afterwards whether it was right to open the record; it ends at once if it was not."""
    opening.verdict, opening.review_note = verdict, note
    opening.reviewed_by, opening.reviewed_at = by, now
    if verdict == Opening.Verdict.WRONG:
        opening.ends_at = min(opening.ends_at, now)
    opening.save()
    detail = {"opening": opening.pk, "verdict": verdict}
    audit.write(by=by, action="emergency reviewed", case=opening.case, now=now, detail=detail)
