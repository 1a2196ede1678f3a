"""Releasing a copy: by a second person, after everything in it was read again."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.config import sealing
from casework.config.postgresql.acting import command
from casework.disclosure import copies, scanning
from casework.disclosure.models import AccessRequest, Item, Mark, Release, ReleasedFile, Stay
from casework.disclosure.request_commands import CannotChange, locked
from casework.sharing import commands as sharing
from casework.sharing.commands import NewSharing


@dataclass
class StillThere(Exception):
    """Something that was taken out can still be read; nothing was released."""

    hits: list[scanning.Hit]


@command
def release(*, request: AccessRequest, invented: bool, by: Post, now: datetime) -> Release:
    """Make the files, read them again, and keep what is given with two names and the reasons.

    Raises `StillThere` where anything that was taken out is found, and `CannotChange` where
    the same person prepared it or not everything is decided.
    """
    request = locked(request)
    _check(request, by)
    found = check_again(request, invented=invented, now=now)
    if found.hits:
        raise StillThere(found.hits)
    made = Release.objects.create(
        request=request, case=request.case, prepared_by=request.prepared_by, released_by=by,
        released_at=now, items_given=request.items.given().count(), codes=codes_of(request),
    )  # fmt: skip
    for kind, content in found.files.items():
        _keep(made, kind, content)
    request.outcome = AccessRequest.Outcome.GIVEN
    request.closed_by, request.closed_at = by, now
    request.save()
    _into_ledger(made, request, by, now)
    detail = {
        "request": request.reference, "prepared_by": made.prepared_by_id, "codes": made.codes,
        "sha256": {one.kind: one.digest for one in made.files.all()},
    }  # fmt: skip
    audit.write(by=by, action="copy released", case=request.case, now=now, detail=detail)
    return made


def check_again(request: AccessRequest, *, invented: bool, now: datetime) -> scanning.Checked:
    """The files as they would go out, and whatever can be read in them that should not."""
    items = list(request.items.prefetch_related("marks").order_by("number"))
    copy = copies.copy_of(request, invented=invented)
    return scanning.checked(copy, scanning.needles_of(items), now=now, allowed=allowed_in(request))


def allowed_in(request: AccessRequest) -> scanning.Pairs:
    """Where words may stay although they were taken out elsewhere: a person said why."""
    pairs = request.stays.values_list("taken_from__number", "stands_in__number")
    return frozenset(pairs)


def why_not(request: AccessRequest, by: Post) -> str:
    """Why this person cannot release a copy; empty where they can."""
    if request.prepared_by is None:
        return "This copy was not handed over yet"
    if by.account_id is None or by.account_id in _prepared(request):
        return "Somebody else has to release it: you took part in preparing this copy"
    return ""


def _prepared(request: AccessRequest) -> set[int | None]:
    """The people who handed it over or decided on anything in it, whatever their post."""
    items = request.items.values_list("decided_by__account", flat=True)
    marks = Mark.objects.filter(item__request=request)
    return {
        request.prepared_by.account_id,
        *items.distinct(),
        *marks.values_list("decided_by__account", flat=True).distinct(),
    } - {None}


def _check(request: AccessRequest, by: Post) -> None:
    if not request.is_open:
        raise CannotChange("This request is closed")
    if problem := why_not(request, by):
        raise CannotChange(problem)
    if request.items.count() != request.items.decided().count():
        raise CannotChange("Some items are not decided yet")


def codes_of(request: AccessRequest) -> dict[str, dict[str, int]]:
    """How many parts and whole items are left out, by reason."""
    marks = Mark.objects.filter(
        item__request=request, item__decision=Item.Decision.GIVE, decision=Mark.Decision.OUT
    )
    items = request.items.withheld()
    return {
        "parts": dict(Counter(marks.values_list("code", flat=True))),
        "items": dict(Counter(items.values_list("code", flat=True))),
    }


def _keep(made: Release, kind: str, content: bytes) -> None:
    key = uuid.uuid4()
    text = base64.b64encode(content).decode()
    ReleasedFile.objects.create(
        id=key, release=made, case=made.case, kind=kind, size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        sealed=sealing.seal(text, place=place_of_file(key)),
    )  # fmt: skip


def _into_ledger(made: Release, request: AccessRequest, by: Post, now: datetime) -> None:
    """What was given stands in the sharing ledger, too; what was left out does not."""
    given = request.items.given().values_list("compartment", flat=True).distinct()
    new = NewSharing(
        case=made.case, what="A copy of what is held, with parts left out by law",
        recipient=request.asker, purpose="They asked to see what is held",
        basis="UK GDPR, Article 15", compartments=tuple(sorted(set(given))),
        document=request.reference, asked_by=request.asker, decided_by=str(by),
        source=f"release:{made.pk}",
    )  # fmt: skip
    sharing.note(sharing=new, by=by, now=now)


def place_of_file(key: uuid.UUID) -> str:
    """The place for which a released file is sealed."""
    return f"disclosure.releasedfile.sealed:{key}"


def content_of(file: ReleasedFile) -> bytes:
    """A released file, byte by byte as it was given out."""
    return base64.b64decode(sealing.unseal(file.sealed, place=place_of_file(file.pk)))


@command
def may_stay(
    *, request: AccessRequest, taken_from: Item, stands_in: Item, because: str, by: Post,
    now: datetime,
) -> Stay:  # fmt: skip
    """Say why words taken out of one item may stand in another: they mean something else."""
    request = locked(request)
    if not request.is_open:
        raise CannotChange("This request is closed")
    stay, _ = Stay.objects.update_or_create(
        request=request, taken_from=taken_from, stands_in=stands_in,
        defaults={"case": request.case, "because": because, "said_by": by, "said_at": now},
    )  # fmt: skip
    detail = {
        "request": request.reference, "from": taken_from.number, "in": stands_in.number
    }  # fmt: skip
    audit.write(by=by, action="words may stay in an item", case=request.case, now=now,
                detail=detail)  # fmt: skip
    return stay


@command
def handed(
    *, release: Release, on: date, how: str, to: str, gave: str, by: Post, now: datetime
) -> None:
    """Note that the asker has the copy: since when, how, from whom, and who took it.

    It is said once: raises `CannotChange` where it was said already.
    """
    locked_release = Release.objects.select_for_update().get(pk=release.pk)
    if locked_release.handed_on:
        raise CannotChange("It is written down already that the asker has it")
    locked_release.handed_on, locked_release.handed_as = on, how
    locked_release.handed_to, locked_release.handed_by = to, gave
    locked_release.handed_noted_by = by
    locked_release.save()
    detail = {"request": release.request.reference, "as": how, "on": on.isoformat()}
    audit.write(by=by, action="copy handed to the asker", case=release.case, now=now,
                detail=detail)  # fmt: skip
