"""Giving somebody access to a record by hand, with the reason, and taking it away again."""

from __future__ import annotations

from datetime import date, datetime

from casework.access import commands as access
from casework.access.grants import opened_by
from casework.access.models import Grant
from casework.agencies.models import Post
from casework.chronology import commands as chronology
from casework.config.postgresql.acting import command
from casework.sharing import commands as sharing
from casework.subjects.models import Case
from casework.web import words


class NotByHand(ValueError):
    """This relation comes from a fact of its own and is given by nobody."""


@command
def give(
    *,
    person: Post,
    case: Case,
    relation: str,
    because: str,
    by: Post,
    now: datetime,
    starts_on: date,
    until: date | None = None,
    signed_for_home: str = "",
    signed_for_host: str = "",
) -> Grant:
    """Give somebody a relation to a case; it stands in the sharing ledger with its reason.

    The row of the ledger is the fact behind the relation. Raises NotByHand, WithoutEnd, and
    NotSigned where somebody has to sign for each of two authorities.
    """
    table = opened_by(relation)
    if not table.by_hand:
        raise NotByHand(f"“{relation}” is not given by hand")
    if table.both_sign and not (signed_for_home.strip() and signed_for_host.strip()):
        raise sharing.NotSigned("Enter who signed for each authority")
    row = sharing.note(
        sharing=sharing.NewSharing(
            case=case, what="The record, to read in Holdfast", recipient=str(person), post=person,
            purpose=because, basis=words.sentence(table.words), until=until,
            compartments=table.compartments,
            signed_for_home=signed_for_home if table.both_sign else "",
            signed_for_host=signed_for_host if table.both_sign else "",
        ),
        by=by,
        now=now,
    )  # fmt: skip
    grant = access.relate(
        post=person, case=case, relation=relation, starts_on=starts_on, ends_on=until,
        source=_source(relation, row.pk, by), by=by, now=now,
    )  # fmt: skip
    chronology.work_out(case=case, now=now)
    return grant


@command
def take_away(*, grant: Grant, by: Post, now: datetime) -> None:
    """Take away what was given; it is closed from the next request on."""
    access.revoke(grant=grant, by=by, now=now)
    chronology.work_out(case=grant.case, now=now)


def _source(relation: str, row: int, by: Post) -> str:
    """`sharing:<row>`; of who is named by an agency also which agency: `agency:<key>:<row>`."""
    return f"agency:{by.agency_id}:{row}" if relation == "named_by_agency" else f"sharing:{row}"
