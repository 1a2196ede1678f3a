"""Ten ways in which somebody who owns the database could change the past.

Each takes a place (a row of `audit_entry`), and what it wants besides from `chance`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from casework.audit import chain
from casework.audit.models import Entry, Head

EDITS = {
    "at": "at + interval '1 second'",
    "account_id": "coalesce(account_id, 0) + 1",
    "post_id": "coalesce(post_id, 0) + 1",
    "who": "who || '.'",
    "action": "action || '.'",
    "case_reference": "case when case_reference = '' then 'X' else '' end",
    "detail": """detail || '{"more": 1}'""",
    "digest": "sha256(digest)",
}


@contextmanager
def as_owner() -> Iterator[None]:
    """As somebody to whom the database denies nothing."""
    run("set role none")
    try:
        yield
    finally:
        run("set role holdfast_app")


def run(statement: str, given: Any = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def edit(entry: Entry, chance: random.Random) -> None:
    """One value of an entry is changed."""
    column, value = chance.choice(list(EDITS.items()))
    run(f"update audit_entry set {column} = {value} where id = {entry.pk}")


def delete(entry: Entry, chance: random.Random) -> None:
    """An entry is taken out."""
    run(f"delete from audit_entry where id = {entry.pk}")


def swap(entry: Entry, chance: random.Random) -> None:
    """Two entries of a chain change places, digests and all."""
    others = Entry.objects.filter(authority=entry.authority, bucket=entry.bucket)
    other = chance.choice(list(others.exclude(pk=entry.pk)))
    for pk, number in [(entry.pk, -1), (other.pk, entry.number), (entry.pk, other.number)]:
        run(f"update audit_entry set number = {number} where id = {pk}")


def insert(entry: Entry, chance: random.Random) -> None:
    """An entry that nobody wrote is put in, and those after it move up."""
    after = "authority = %s and bucket = %s and number > %s"
    place = [entry.authority, entry.bucket, entry.number]
    run(f"update audit_entry set number = -number - 1 where {after}", place)
    run("update audit_entry set number = -number where number < 0")
    run(
        "insert into audit_entry (at, account_id, post_id, who, authority, action, "
        "case_reference, detail, bucket, number, digest) select at, account_id, post_id, who, "
        "authority, action, case_reference, detail, bucket, number + 1, sha256(digest) "
        f"from audit_entry where id = {entry.pk}"
    )
    run("update audit_head set number = number + 1 where authority = %s and bucket = %s", place[:2])


def rewrite(entry: Entry, chance: random.Random) -> None:
    """From a place on everything is written afresh, by somebody without the key."""
    _afresh(entry, chance.randbytes(32))


def rewrite_with_key(entry: Entry, chance: random.Random) -> None:
    """The same, by somebody who has the key: an anchor alone tells."""
    _afresh(entry, chain.sealing_key())


def renumber(entry: Entry, chance: random.Random) -> None:
    """An entry is given another number, or hung on another chain."""
    if chance.random() < 0.5:
        run(f"update audit_entry set number = number + 1000000 where id = {entry.pk}")
        return
    bucket = (entry.bucket + 1) % chain.BUCKETS
    head = Head.objects.get(authority=entry.authority, bucket=bucket)
    run(
        f"update audit_entry set bucket = {bucket}, number = {head.number + 1} "
        f"where id = {entry.pk}"
    )


def change_head(entry: Entry, chance: random.Random) -> None:
    """The end of a chain is changed, or taken out."""
    what = chance.choice(
        ["update audit_head set number = number + 1", "update audit_head set number = number - 1",
         "update audit_head set digest = sha256(digest)", "delete from audit_head"]
    )  # fmt: skip
    run(f"{what} where authority = %s and bucket = %s", [entry.authority, entry.bucket])


def empty(entry: Entry, chance: random.Random) -> None:
    """A chain is emptied, and its end set back: an anchor alone tells."""
    place = [entry.authority, entry.bucket]
    run("delete from audit_entry where authority = %s and bucket = %s", place)
    _set_end(entry, 0, chain.START)


def truncate(entry: Entry, chance: random.Random) -> None:
    """The tail is cut off from a place on, and the end set back: an anchor alone tells."""
    before = Entry.objects.filter(
        authority=entry.authority, bucket=entry.bucket, number=entry.number - 1
    ).first()
    place = [entry.authority, entry.bucket, entry.number]
    run("delete from audit_entry where authority = %s and bucket = %s and number >= %s", place)
    _set_end(entry, entry.number - 1, bytes(before.digest) if before else chain.START)


KINDS: dict[str, Callable[[Entry, random.Random], None]] = {
    one.__name__: one
    for one in (
        edit, delete, swap, insert, rewrite, renumber, change_head, empty, truncate,
        rewrite_with_key,
    )
}  # fmt: skip
ANCHOR_ALONE = {"empty", "truncate", "rewrite_with_key"}


def _afresh(entry: Entry, key: bytes) -> None:
    """Change an entry and seal it and all after it again."""
    run(f"update audit_entry set who = who || '.' where id = {entry.pk}")
    same = Entry.objects.filter(authority=entry.authority, bucket=entry.bucket)
    before = same.filter(number=entry.number - 1).first()
    digest = bytes(before.digest) if before else chain.START
    last = entry.number
    for one in same.filter(number__gte=entry.number).order_by("number"):
        said = chain.content(
            place=(one.authority, one.bucket, one.number), at=chain.micros(one.at),
            account=one.account_id, post=one.post_id, who=one.who, action=one.action,
            case=one.case_reference, detail=chain.canonical(one.detail),
        )  # fmt: skip
        digest, last = chain.digest(key, digest, said), one.number
        run("update audit_entry set digest = %s where id = %s", [digest, one.pk])
    _set_end(entry, last, digest)


def _set_end(entry: Entry, number: int, digest: bytes) -> None:
    run(
        "update audit_head set number = %s, digest = %s where authority = %s and bucket = %s",
        [number, digest, entry.authority, entry.bucket],
    )
