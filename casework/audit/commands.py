"""The only way into the record of looks and changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, QuerySet

from casework.audit import chain
from casework.audit.models import REFUSED, Head
from casework.config.postgresql import prepared
from casework.config.postgresql.kept import Question, Text, kept

if TYPE_CHECKING:
    from casework.agencies.models import Post
    from casework.subjects.models import Case

TAKE = f"""
    select bucket, number, digest from audit_head where authority = %s
    order by (bucket - %s + {chain.BUCKETS}) %% {chain.BUCKETS} limit 1
    for update"""
TAKE_A_FREE_ONE = f"{TAKE} skip locked"
OPEN = f"""
    insert into audit_head (authority, bucket, number, digest)
    select %s, bucket, 0, %s from generate_series(0, {chain.BUCKETS - 1}) bucket
    on conflict do nothing"""
COLUMNS = (
    "at, account_id, post_id, who, authority, action, case_reference, detail, "
    "bucket, number, digest"
)
EXTEND = f"""
    with new as (
      insert into audit_entry ({COLUMNS})
      select {COLUMNS} from jsonb_populate_recordset(null::audit_entry, %s::jsonb)
    )
    update audit_head set number = %s, digest = %s where authority = %s and bucket = %s"""
AT_ONCE = 2_000
Taken = Sequence[Sequence[Any]]
"""What `end_of_chain` answered: chain, number and digest, or nothing where none is free."""


@dataclass(frozen=True, slots=True)
class WithoutPost:
    """Somebody at the door, who acts in no post: an account by its number, or nobody known."""

    account_id: int | None
    authority_id: str
    pk: None = None

    def __str__(self) -> str:
        return "Nobody known" if self.account_id is None else f"Account {self.account_id}"


def end_of_chain(by: Post | WithoutPost) -> Question:
    """Locks the end of a chain as a page reads, in one statement with what it shows.

    What it answers is `taken` for what is then written; without it, that asks by itself.
    """
    return _free_end(authority=Text(by.authority_id), first=_first(by))


def write(
    *,
    by: Post | WithoutPost,
    action: str,
    now: datetime,
    case: Case | None = None,
    detail: dict[str, Any] | None = None,
    taken: Taken = (),
) -> None:
    """Note who did what, in the same transaction as the deed.

    `detail` holds keys and references only, never what a record says of somebody. `taken` is
    what `end_of_chain` answered in this transaction.
    """
    write_many(by=by, action=action, now=now, entries=[(case, detail)], taken=taken)


def write_many(
    *,
    by: Post | WithoutPost,
    action: str,
    now: datetime,
    entries: Iterable[tuple[Case | None, dict[str, Any] | None]],
    taken: Taken = (),
) -> None:
    """Note the same deed on many cases at once, each with its own detail."""
    noted = [(case.reference if case else "", detail or {}) for case, detail in entries]
    if noted:
        with transaction.atomic(savepoint=False):
            _extend(by, action, now, noted, taken)


def looked(*, by: Post, case: Case, section: str, now: datetime, taken: Taken = ()) -> None:
    """Note that somebody opened a section of a case; without this row nothing is shown."""
    write(by=by, action="looked", case=case, now=now, detail={"section": section}, taken=taken)


def looked_at_all(*, by: Post, cases: Iterable[Case], section: str, now: datetime) -> None:
    """Note a look at each of several cases that one page names, once each."""
    entries = [(case, {"section": section}) for case in {one.pk: one for one in cases}.values()]
    write_many(by=by, action="looked", now=now, entries=entries)


def looked_at_list(*, by: Post, what: str, now: datetime, taken: Taken = ()) -> None:
    """Note that a list with names was read, in the transaction in which it is read."""
    write(by=by, action="list looked at", now=now, detail={"list": what}, taken=taken)


def not_let_in(*, by: Post, page: str, reference: str, status: int, now: datetime) -> None:
    """Note that somebody asked for what is not theirs, or not there.

    The same row is written for both, of what they typed alone: nothing is asked about it.
    """
    with transaction.atomic(savepoint=False):
        _extend(by, REFUSED, now, [(reference, {"page": page, "status": status})])


def _extend(
    by: Post | WithoutPost,
    action: str,
    now: datetime,
    noted: list[tuple[str, dict[str, Any]]],
    taken: Taken = (),
) -> None:
    """Hang entries on a chain: take its end, seal each entry, put them in, move the end."""
    authority, who, key = by.authority_id, str(by), chain.sealing_key()
    bucket, number, digest = taken[0] if taken else _take(authority, _first(by))
    same = {
        "at": now, "account_id": by.account_id, "post_id": by.pk, "who": who,
        "authority": authority, "action": action, "bucket": bucket,
    }  # fmt: skip
    micros = chain.micros(now)
    for start in range(0, len(noted), AT_ONCE):
        rows = []
        for reference, detail in noted[start : start + AT_ONCE]:
            number += 1
            said = chain.content(
                place=(authority, bucket, number), at=micros, account=by.account_id, post=by.pk,
                who=who, action=action, case=reference, detail=chain.canonical(detail),
            )  # fmt: skip
            digest = chain.digest(key, digest, said)
            rows.append(
                same
                | {"case_reference": reference, "detail": detail, "number": number}
                | {"digest": f"\\x{digest.hex()}"}
            )
        new = json.dumps(rows, default=str)
        prepared.run(EXTEND, [new, number, digest, authority, bucket])


def _first(by: Post | WithoutPost) -> int:
    """The chain that is tried first."""
    return (by.pk or by.account_id or 0) % chain.BUCKETS


@kept
def _free_end(*, authority: str, first: int) -> QuerySet:
    """As `TAKE_A_FREE_ONE`, to be asked together with other questions."""
    behind = (F("bucket") - first + chain.BUCKETS) % chain.BUCKETS
    ends = Head.objects.filter(authority=authority).select_for_update(skip_locked=True)
    return ends.order_by(behind).values_list("bucket", "number", "digest")[:1]


def _take(authority: str, first: int) -> tuple[int, int, bytes]:
    """Lock the end of a chain until the transaction ends: one that nobody else holds.

    Only where all are held does one wait. Whoever holds one gets the same one again.
    """
    free = prepared.rows(TAKE_A_FREE_ONE, [authority, first])
    if not free:
        prepared.run(OPEN, [authority, chain.START])
        free = prepared.rows(TAKE, [authority, first])
    return free[0]
