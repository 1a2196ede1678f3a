"""The ledger as it is read: of one case, and across an authority."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework.access import accountable
from casework.access.models import Compartment
from casework.agencies.models import Agency, Post
from casework.chronology import policy
from casework.sharing.models import Sharing
from casework.subjects.models import Case
from casework.web import words

ROWS = 25
COLUMNS = ["When", "Record", "Outcome", "What", "Parts of the record", "Document", "With whom",
           "Agency", "Purpose", "Lawful basis", "Clauses", "Until", "Decided by", "Asked for by",
           "Why not", "Who was told", "Why not told", "Signed for us",
           "Signed for the other authority", "Written down by", "Written down on"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a ledger, newest first, and where it goes on."""

    rows: list[Sharing]
    next: str


def ledger(
    post: Post, *, today: date, case: Case | None = None, asked: Mapping[str, Any] | None = None
) -> QuerySet[Sharing]:
    """What was shared of the cases that a post accounts for, narrowed by what was asked."""
    asked = asked or {}
    found = Sharing.objects.filter(case__in=accountable.cases(post, today=today))
    found = found.select_related("agency", "written_by", "case")
    if case is not None:
        found = found.filter(case=case)
    if asked.get("outcome"):
        found = found.filter(outcome=asked["outcome"])
    if asked.get("agency"):
        found = found.filter(agency=asked["agency"])
    if asked.get("since"):
        found = found.filter(at__gte=_start(asked["since"]))
    if asked.get("until"):
        found = found.filter(at__lt=_start(asked["until"] + timedelta(days=1)))
    return found


def page(found: QuerySet[Sharing], after: str) -> Page:
    """A page by keyset: behind the moment and number of the last row shown."""
    if after.isdecimal() and len(after) < 19:
        last = found.filter(pk=after).values_list("at", flat=True).first()
        if last is not None:
            found = found.filter(Q(at__lte=last) & (Q(at__lt=last) | Q(pk__lt=after)))
    rows = list(found[: ROWS + 1])
    return Page(rows[:ROWS], str(rows[ROWS - 1].pk) if len(rows) > ROWS else "")


def parts(row: Sharing) -> str:
    """Which parts of the record, in words: “shared record and safe address”."""
    named = [Compartment(one).label for one in row.compartments if one != Compartment.FOOTPRINT]
    labels = named or [Compartment(one).label for one in row.compartments]
    return words.joined([words.within(str(one)) for one in labels])


def agencies(post: Post) -> list[Agency]:
    """The agencies that something may have been shared with."""
    return list(Agency.objects.filter(authority=post.authority_id))


def colleagues(post: Post, *, today: date) -> list[Post]:
    """Those of the authority who sign in and may have decided, oneself first."""
    known = Post.objects.colleagues_of(post, today=today).filter(account__isnull=False)
    return [post, *known.exclude(pk=post.pk).order_by("holder", "pk")]


def rules(case: Case) -> list[tuple[str, tuple[str, ...]]]:
    """What the procedure says one may share on, each with its clauses."""
    pack = policy.pack_for(case.authority_id)
    return [
        (entry.title, entry.clauses)
        for entry in pack.guidance
        if "sharing" in entry.at
        and (not entry.subjects or case.kind in entry.subjects)
        and any(_is_of_sharing(pack, clause) for clause in entry.clauses)
    ]


def _is_of_sharing(pack: Any, clause: str) -> bool:
    return clause in pack.clauses and pack.clauses[clause].kind == "share"


def spreadsheet(rows: Iterable[Sharing]) -> tuple[str, int]:
    """The ledger as CSV, by reference and without names of children, and how many rows."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS)
    number = 0
    for row in rows:
        sheet.writerow([words.harmless(cell) for cell in _cells(row)])
        number += 1
    return out.getvalue(), number


def _cells(row: Sharing) -> list[str]:
    return [
        f"{words.local(row.at):%d/%m/%Y %H:%M}",
        row.case.reference,
        row.get_outcome_display(),
        row.what,
        parts(row),
        row.document,
        row.recipient,
        row.agency.name if row.agency else "",
        row.purpose,
        row.basis,
        " ".join(row.clauses),
        f"{row.until:%d/%m/%Y}" if row.until else "",
        row.decided_by,
        row.asked_by,
        row.refused_because,
        row.get_told_display() if row.told else "",
        row.not_told_because,
        row.signed_for_home,
        row.signed_for_host,
        str(row.written_by),
        f"{words.local(row.written_at):%d/%m/%Y}",
    ]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
