"""How often one account may search, take files out and bring files in; the audit does the counting.

What is limited is in the audit anyway, so nothing is kept besides, all processes count
together, and whoever reads the audit sees when a limit was reached. `settings.LIMITS` has
the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.agencies import kept_form
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.audit.models import COUNTED, Entry
from casework.config.postgresql import prepared

ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended(%s, 0))"
"""Two requests of one account cannot both be the last that is allowed."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A limit that was reached, and when one may go on."""

    what: str
    at_most: int
    minutes: int
    until: datetime


def refused(request: HttpRequest, what: str) -> HttpResponse | None:
    """The page that says when to try again, or None where one may go on.

    Called in the transaction in which the deed is then noted.
    """
    reached = reach(by=request.post, what=what, now=request.now)
    if reached is None:
        return None
    context = {"reached": reached, "kept": kept_form.sent(request)}
    answer = render(request, "agencies/too_many.html", context, status=429)
    answer["Retry-After"] = str(int((reached.until - request.now).total_seconds()) + 1)
    return answer


@transaction.atomic
def reach(*, by: Post, what: str, now: datetime) -> Reached | None:
    """Whether a limit is reached; that it is, is noted once in its time."""
    at_most, minutes = settings.LIMITS[what]
    prepared.run(ONE_AT_A_TIME, [f"{what} of account {by.account_id}"])
    since = now - timedelta(minutes=minutes)
    mine = Entry.objects.filter(account_id=by.account_id, at__gt=since)
    done = mine.filter(action__in=COUNTED[what]).order_by("-at", "-pk")
    moments = list(done.values_list("at", flat=True)[:at_most])
    if len(moments) < at_most:
        return None
    if not mine.filter(action="limit reached", detail__list=what).exists():
        detail = {"list": what, "at_most": at_most, "minutes": minutes}
        audit.write(by=by, action="limit reached", now=now, detail=detail)
    return Reached(what, at_most, minutes, moments[-1] + timedelta(minutes=minutes))
