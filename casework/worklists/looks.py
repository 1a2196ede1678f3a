"""Who looked at a record, and what one looked at oneself, out of the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from casework.access.models import Exclusion
from casework.agencies.models import Post
from casework.audit.models import REFUSED, Entry
from casework.subjects.models import Case
from casework.subjects.queries import name_of
from casework.web.numbers import whole

__all__ = ["at_case", "by_post", "cases_with_names", "did", "name_of", "page"]

ROWS = 25
PAGES = {
    "concerns": "a child’s record",
    "plans": "a child’s record",
    "meetings": "a meeting or its record",
    "disclosure": "a copy for somebody who asks",
    "retention": "how long a record is kept",
    "sharing": "what was shared",
    "exchange": "files that come in",
    "worklists:action": "an action",
    "worklists:who_looked": "who looked at a record",
    "worklists:who_can_see": "who can see a record",
    "worklists:give": "who can see a record",
    "worklists:take_away": "who can see a record",
    "worklists:close": "who can see a record",
    "worklists:lift": "who can see a record",
    "worklists:opening": "a record opened in an emergency",
    "worklists:accounts": "accounts and posts",
    "worklists:add_post": "accounts and posts",
    "worklists:end_post": "accounts and posts",
    "worklists:signing_in": "accounts and posts",
    "worklists:local_settings": "accounts and posts",
    "worklists:evidence": "the audit",
    "worklists:evidence_of": "the audit",
    "worklists:refused": "the audit",
    "worklists:sample": "the audit",
    "worklists:check": "the audit",
}
"""What somebody asked for who was not let in, by the name of the page or of its app."""


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the audit in words."""

    at: datetime
    who: str
    did: str
    reference: str


@dataclass(frozen=True, slots=True)
class LookPage:
    rows: list[Look]
    next: str
    """Where the list goes on; empty at its end."""


def cases_with_names(post: Post, *, today: date) -> QuerySet[Case]:
    """The cases that exist for this post, with whom they are about."""
    return Case.objects.visible_to(post, today=today).select_related(
        "child", "place", "person_of_concern"
    )


def at_case(case: Case, *, after: str, looks_only: bool = False) -> LookPage:
    """Looks at a record and changes to it, newest first."""
    entries = Entry.objects.filter(case_reference=case.reference).exclude(action=REFUSED)
    return page(entries.filter(action="looked") if looks_only else entries, after)


def by_post(post: Post, *, after: str, today: date) -> LookPage:
    """What somebody did in this post, newest first; nothing of a case that is closed to them.

    Nor that they were not let in: a row that is there for nothing, and not for what is
    closed, would tell the one from the other.
    """
    entries = Entry.objects.filter(authority=post.authority_id, post_id=post.pk)
    entries = entries.exclude(action=REFUSED)
    return page(entries.exclude(case_reference__in=closed_references(post, today=today)), after)


def closed_references(post: Post, *, today: date) -> QuerySet:
    """The references of the cases that are closed to who holds this post."""
    barred = Exclusion.objects.barring(post=post, today=today)
    return Case.objects.filter(pk__in=barred).values("reference")


def page(entries: QuerySet[Entry], after: str) -> LookPage:
    """A page by keyset: behind the moment and number of the last line shown."""
    if whole(after) is not None and (
        last := entries.filter(pk=after).values_list("at", flat=True).first()
    ):
        entries = entries.filter(Q(at__lte=last) & (Q(at__lt=last) | Q(pk__lt=after)))
    rows = list(
        entries.order_by("-at", "-pk").values_list(
            "pk", "at", "who", "action", "detail", "case_reference"
        )[: ROWS + 1]
    )
    shown = [
        Look(at, who, did(action, detail), ref) for _, at, who, action, detail, ref in rows[:ROWS]
    ]
    return LookPage(shown, str(rows[ROWS - 1][0]) if len(rows) > ROWS else "")


def did(action: str, detail: dict[str, Any]) -> str:
    """“Looked at the timeline”, “Fact recorded: rating.set”."""
    if action == "looked":
        how = ", in an emergency" if detail.get("opening") else ""
        return f"Looked at: {detail.get('section', 'the record')}{how}"
    if action == REFUSED:
        return f"Asked for {asked_for(detail.get('page', ''))}, and was not let in"
    what = detail.get("kind") or detail.get("list") or detail.get("relation")
    said = action[:1].upper() + action[1:]
    return f"{said}: {str(what).replace('_', ' ')}" if what else said


def asked_for(page: str) -> str:
    """“A child’s record”, for the name of a page."""
    return PAGES.get(page) or PAGES.get(page.partition(":")[0]) or "a page"
