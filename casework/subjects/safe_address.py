"""Where a child lives who must not be found: set, shown to who asks for it, and ended.

It never stands beside an ordinary address: what the record said until then is sealed with
it, and comes back only if somebody says so when it ends. So nothing that prints, lists or
sends has an address to leave out.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.config import sealing
from casework.config.postgresql.acting import command
from casework.subjects.models import Case, Child, SafeAddress

ORDINARY = ("living_at", "home_postcode", "gp_address")
"""What of a child says where they live, or near where."""
FILLED = ("child.address", "child.home", "child.gp_address")
"""The same by the names that forms and templates use."""
KEPT_APART = "Safe address: kept apart"


@dataclass(frozen=True, slots=True)
class Address:
    """A safe address, opened; `before` is what the record said until it was set."""

    address: str
    postcode: str = ""
    note: str = ""
    before: dict[str, str] = field(default_factory=dict)


def standing(case: Case) -> SafeAddress | None:
    """The safe address that holds, sealed as it is."""
    return case.safe_addresses.filter(ended_at__isnull=True).first()


@command
def set_safe_address(
    *, case: Case, address: str, by: Post, now: datetime, postcode: str = "", note: str = ""
) -> SafeAddress:
    """Keep where a child lives under seal; a second one takes the place of the first."""
    child = _locked(case)
    last = standing(case)
    before = _open(last).before if last else {name: getattr(child, name) for name in ORDINARY}
    if last:
        _end(last, by, now)
    made = SafeAddress(case=case, set_by=by, set_at=now)
    opened = Address(address, postcode, note, before)
    made.sealed = sealing.seal(json.dumps(asdict(opened)), place=place_of(made))
    made.save(force_insert=True)
    _mark(child, dict.fromkeys(ORDINARY, ""), is_safe=True)
    audit.write(by=by, action="safe address set", case=case, now=now)
    return made


@command
def end_safe_address(*, case: Case, by: Post, now: datetime, restore: bool = False) -> None:
    """The child may be found again; `restore` puts back what the record said before."""
    child = _locked(case)
    last = standing(case)
    if last is None:
        return
    _mark(child, _open(last).before if restore else {}, is_safe=False)
    _end(last, by, now)
    audit.write(
        by=by, action="safe address ended", case=case, now=now, detail={"restored": restore}
    )


@command
def carry_over(*, given_up: Case, kept: Case, by: Post, now: datetime) -> None:
    """Two files were on one child: who must not be found in one is not found in the other."""
    last = standing(given_up)
    if last is None or standing(kept) is not None:
        return
    told = _open(last)
    set_safe_address(
        case=kept, address=told.address, postcode=told.postcode, note=told.note, by=by, now=now
    )


@command
def show(*, case: Case, by: Post, now: datetime, reason: str = "", opening: int | None = None):
    """Open the safe address for somebody who asks; who asked, and why, is written down first."""
    detail = {"reason": reason} if reason else {}
    if opening:
        detail["opening"] = opening
    audit.write(by=by, action="safe address shown", case=case, now=now, detail=detail)
    found = standing(case)
    return _open(found) if found else None


def words_of(case: Case) -> list[str]:
    """The words by which a text would give the safe address away, for who looks for them.

    The whole, each line, and of a line in one piece what has a number: “7 Larkspur Close”. A town
    alone is said too often to stop for. Nothing is shown with them, so no look is written.
    """
    found = standing(case)
    if found is None:
        return []
    told = _open(found)
    lines = [told.address, *told.address.splitlines(), told.postcode]
    lines += [part for part in told.address.split(",") if any(one.isdigit() for one in part)]
    return [one.strip() for one in dict.fromkeys(lines) if one.strip()]


def place_of(row: SafeAddress) -> str:
    """What a sealed address is bound to: column, authority, case and row."""
    return f"subjects_safeaddress.sealed:{row.case.authority_id}:{row.case_id}:{row.pk}"


def _open(row: SafeAddress) -> Address:
    return Address(**json.loads(sealing.unseal(row.sealed, place=place_of(row))))


def _locked(case: Case) -> Child:
    return Child.objects.select_for_update().get(case=case)


def _mark(child: Child, ordinary: dict[str, str], *, is_safe: bool) -> None:
    child.address_is_safe = is_safe
    for name, value in ordinary.items():
        setattr(child, name, value)
    child.save(update_fields=["address_is_safe", *ordinary])


def _end(row: SafeAddress, by: Post, now: datetime) -> None:
    row.ended_by, row.ended_at = by, now
    row.save(update_fields=["ended_by", "ended_at"])
