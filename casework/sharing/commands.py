"""The only way into the sharing ledger, in the transaction of what is shared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from casework.agencies.models import Agency, Post
from casework.audit import commands as audit
from casework.config.postgresql.acting import command
from casework.sharing.models import Sharing
from casework.subjects.models import Case


class WithoutReason(ValueError):
    """It was decided not to share, or nobody was told, and no reason is given."""


class NotSigned(ValueError):
    """A share across a border wants a last day and a signature on both sides."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewSharing:
    """What is to be written; `refused_because` makes it a decision not to share.

    Who shares says in words what, with whom, what for and on which ground. `at` is when it
    was shared or decided, `source` what wrote it: `meeting:<reference>`, `release:<id>`.
    """

    case: Case
    what: str
    recipient: str
    purpose: str
    basis: str
    compartments: tuple[str, ...] = ("footprint", "shared")
    document: str = ""
    post: Post | None = None
    agency: Agency | None = None
    clauses: tuple[str, ...] = ()
    decided_by: str = ""
    at: datetime | None = None
    until: date | None = None
    asked_by: str = ""
    refused_because: str = ""
    told: str = ""
    not_told_because: str = ""
    signed_for_home: str = ""
    signed_for_host: str = ""
    source: str = field(default="")


@command
def note(*, sharing: NewSharing, by: Post, now: datetime) -> Sharing:
    """Write down one sharing, or one decision not to share.

    Raises WithoutReason where the child and the family were not told and nobody says why.
    """
    [row] = note_many(sharings=[sharing], by=by, now=now)
    return row


@command
def note_many(*, sharings: Iterable[NewSharing], by: Post, now: datetime) -> list[Sharing]:
    """Write down what one sending shared with several people, or of several children."""
    rows = [_row(one, by, now) for one in sharings]
    Sharing.objects.bulk_create(rows)
    for outcome in Sharing.Outcome.values:
        noted = [(row.case, {"sharing": row.pk}) for row in rows if row.outcome == outcome]
        audit.write_many(by=by, action=f"noted as {outcome}", now=now, entries=noted)
    return rows


def share_across_a_border(
    *,
    case: Case,
    host: str,
    compartments: tuple[str, ...],
    purpose: str,
    basis: str,
    until: date,
    signed_for_home: str,
    signed_for_host: str,
    by: Post,
    now: datetime,
) -> Sharing:
    """Write down what the home authority opens to the one where the child lives, until when.

    Raises NotSigned without a signature on both sides.
    """
    if not (signed_for_home.strip() and signed_for_host.strip() and until):
        raise NotSigned("Enter who signed for each authority, and until when")
    new = NewSharing(
        case=case, what="The record, as far as its parts are named here", recipient=host,
        purpose=purpose, basis=basis, compartments=compartments, until=until,
        signed_for_home=signed_for_home, signed_for_host=signed_for_host,
    )  # fmt: skip
    return note(sharing=new, by=by, now=now)


def _row(new: NewSharing, by: Post, now: datetime) -> Sharing:
    if new.told == Sharing.Told.NOBODY and not new.not_told_because.strip():
        raise WithoutReason("Enter why neither the child nor the family was told")
    refused = bool(new.refused_because.strip())
    agency = new.agency or (new.post.agency if new.post else None)
    return Sharing(
        case=new.case,
        outcome=Sharing.Outcome.REFUSED if refused else Sharing.Outcome.SHARED,
        what=new.what[:500],
        compartments=list(new.compartments),
        document=new.document[:120],
        agency=agency,
        post=new.post,
        recipient=new.recipient[:200],
        purpose=new.purpose[:500],
        basis=new.basis[:500],
        clauses=list(new.clauses),
        decided_by=(new.decided_by or str(by))[:200],
        at=new.at or now,
        until=new.until,
        asked_by=new.asked_by,
        refused_because=new.refused_because.strip()[:500],
        told=new.told,
        not_told_because=new.not_told_because,
        signed_for_home=new.signed_for_home,
        signed_for_host=new.signed_for_host,
        source=new.source,
        written_by=by,
        written_at=now,
    )
