"""Going through the chains: is every entry still there, as it was written, in its place?

Reads in streams, so that it takes as little memory for millions of entries as for ten.
What follows a fault is checked from there on, so that each fault is told by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from casework.audit import chain
from casework.config.postgresql import prepared

AT_ONCE = 5_000
CHAINS = """
    select authority, bucket from audit_head
    union select authority, bucket from audit_entry group by authority, bucket
    order by authority, bucket"""
ENDS = "select authority, bucket, number, digest from audit_head"
ENTRIES = f"""
    select number, {prepared.micros("at")}, account_id, post_id, who, action, case_reference,
      detail::text, digest
    from audit_entry where authority = %s and bucket = %s order by number, id"""

Chain = tuple[str, int]
"""Authority and bucket."""
End = tuple[int, bytes]
"""Number and digest of the last entry."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place at which the audit is not as it was written."""

    kind: str
    """`changed`, `missing`, `added`, `end`, `cut` or `anchor`."""
    authority: str
    bucket: int
    number: int
    at: datetime | None
    text: str

    def __str__(self) -> str:
        moment = f", {self.at:%d %B %Y %H:%M:%S} UTC" if self.at else ""
        return f"{self.authority}, chain {self.bucket}, entry {self.number}{moment}: {self.text}"


@dataclass(slots=True)
class Finding:
    """What a walk through all chains found."""

    entries: int = 0
    chains: int = 0
    anchored: int = 0
    """Entries that were compared with an anchor."""
    faults: list[Fault] = field(default_factory=list)


Anchored = Mapping[Chain, Mapping[int, bytes]]
"""By chain and number, the digest that was written down elsewhere."""


def verify(anchored: Anchored | None = None, authority: str = "") -> Finding:
    """Go through every chain, or those of one authority, and compare with the anchors."""
    found, anchored = Finding(), anchored or {}
    before = _ends()
    known = {(code, bucket) for code, bucket in prepared.rows(CHAINS)} | set(anchored)
    # An authority whose entries and ends are all gone is known from the anchors alone.
    codes = {code for code, _ in known}
    wanted = {(code, bucket) for code in codes for bucket in range(chain.BUCKETS)} | known
    for one in sorted(wanted):
        if authority in ("", one[0]):
            found.chains += 1
            _chain(found, one, before.get(one), anchored.get(one, {}))
    return found


def _ends() -> dict[Chain, End]:
    return {(code, bucket): (number, end) for code, bucket, number, end in prepared.rows(ENDS)}


def _chain(found: Finding, one: Chain, end: End | None, anchors: Mapping[int, bytes]) -> None:
    walk = Walk(one, anchors, end)
    with transaction.atomic(), Stream(one) as rows:
        for row in rows:
            walk.step(row)
    walk.arrive(_ends().get(one))
    found.entries += walk.entries
    found.anchored += len(anchors)
    found.faults += walk.faults


@dataclass(slots=True)
class Stream:
    """The entries of a chain, a few thousand at a time."""

    one: Chain
    cursor: Any = None

    def __enter__(self) -> Iterator[Sequence[Any]]:
        self.cursor = connection.connection.cursor("audit_walk", binary=True)
        self.cursor.itersize = AT_ONCE
        self.cursor.execute(ENTRIES, self.one, binary=True)
        return iter(self.cursor)

    def __exit__(self, *_: Any) -> None:
        self.cursor.close()


class Walk:
    """Along one chain, from entry to entry."""

    def __init__(self, one: Chain, anchors: Mapping[int, bytes], end: End | None) -> None:
        self.authority, self.bucket = one
        self.anchors, self.end = anchors, end
        self.keys = list(settings.AUDIT_KEYS.values())
        self.before: bytes | None = chain.START
        self.number = self.entries = 0
        self.faults: list[Fault] = []

    def step(self, row: Sequence[Any]) -> None:
        """Compare one entry with its place, with its digest, and with the anchors."""
        number, micros, account, post, who, action, case, detail, digest = row
        self.entries += 1
        if number <= self.number:
            self._fault("added", number, micros, "was put in: this place is taken already.")
            return
        if number > self.number + 1:
            self._missing(number, micros)
        elif self.before is not None:
            said = chain.content(
                place=(self.authority, self.bucket, number), at=micros, account=account,
                post=post, who=who, action=action, case=case, detail=_canonical(detail),
            )  # fmt: skip
            if chain.digest(self.keys[0], self.before, said) != digest and not self._older(
                said, digest
            ):
                self._fault("changed", number, micros, CHANGED)
        if number in self.anchors and self.anchors[number] != digest:
            self._fault("anchor", number, micros, "differs from what the anchor holds of it.")
        if self.end and number == self.end[0] and self.end[1] != digest:
            self._fault("end", number, micros, "is not the one that the end of the chain names.")
        self.number, self.before = number, digest

    def arrive(self, now: End | None) -> None:
        """Compare the last entry with the end that is kept, and with the anchors.

        People write meanwhile: the end as it was before the walk must have been reached,
        and the end as it is after it (`now`) must not lie before the last entry seen.
        """
        if now is None or self.end is None:
            # All chains of an authority are opened at once.
            self._fault("end", self.number, None, "the end of the chain is not kept any more.")
        elif self.end[0] > self.number:
            gone = self.end[0] - self.number
            self._fault("missing", self.number + 1, None, f"{_entries(gone)} up to the end.")
        elif now[0] < self.number:
            self._fault("end", self.number, None, f"the end of the chain was set back to {now[0]}.")
        elif self.end[0] == 0 and self.end[1] != chain.START:
            self._fault("end", 0, None, "the end of an empty chain was changed.")
        last = max(self.anchors, default=0)
        if last > self.number:
            gone = last - self.number
            self._fault("cut", self.number + 1, None, f"{_entries(gone)} that an anchor names.")

    def _older(self, said: bytes, digest: bytes) -> bool:
        """Whether an older key sealed the entry."""
        before = self.before or b""
        return any(chain.digest(key, before, said) == digest for key in self.keys[1:])

    def _missing(self, number: int, micros: int) -> None:
        first, gone = self.number + 1, number - self.number - 1
        self._fault("missing", first, micros, f"{_entries(gone)} before the one of this moment.")

    def _fault(self, kind: str, number: int, micros: int | None, text: str) -> None:
        at = prepared.moment(micros)
        self.faults.append(Fault(kind, self.authority, self.bucket, number, at, text))


CHANGED = "does not fit: it was changed, moved or put in, or the one before it was."


def _entries(gone: int) -> str:
    return "one entry is missing" if gone == 1 else f"{gone} entries are missing"


@lru_cache(maxsize=100_000)
def _canonical(detail: str) -> str:
    return chain.canonical(json.loads(detail, parse_float=str))


def told(faults: Iterable[Fault], at_most: int) -> Iterator[str]:
    """The first faults in words."""
    for number, fault in enumerate(faults):
        if number == at_most:
            yield "… and more."
            return
        yield str(fault)
