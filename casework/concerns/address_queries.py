"""What the page of a safe address shows; the address itself is not among it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.access import queries as access
from casework.access.models import Compartment
from casework.agencies.models import Post
from casework.audit.models import Entry
from casework.subjects.models import Case
from casework.web import words

LATELY = 20


def page(case: Case, post: Post, *, now: datetime) -> dict[str, Any]:
    """Whether there is a safe address, who may ask for it, and who did."""
    today = timezone.localdate(now)
    open_to = access.opened(post, case, today=today, now=now)
    answers = access.holds(post, case, today=today)
    return {
        "is_safe": case.child.address_is_safe,
        "may_ask": case.child.address_is_safe and Compartment.SAFE_ADDRESS in open_to,
        "answers": answers,
        "asked": asked(case) if answers else [],
        "shown": None,
    }


def asked(case: Case) -> list[dict[str, str]]:
    """Who was shown the address, newest first, with the reason that they gave."""
    entries = Entry.objects.filter(case_reference=case.reference, action="safe address shown")
    return [
        {
            "who": one.who,
            "when": f"{words.day_and_year(one.at)}, {words.time_of_day(one.at)}",
            "reason": one.detail.get("reason", ""),
        }
        for one in entries.order_by("-at", "-pk")[:LATELY]
    ]
