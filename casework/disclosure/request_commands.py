"""From taking a request in to handing it over: the clock, what is gathered, how it ends."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from casework.access.models import Compartment
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import policy
from casework.config import sealing
from casework.config.postgresql.acting import command
from casework.disclosure import from_record, from_work, names
from casework.disclosure.found import Found, lines
from casework.disclosure.models import AccessRequest, Item, Mark, place_of
from casework.disclosure.reasons import Reason
from casework.sharing import commands as sharing
from casework.sharing.commands import NewSharing
from casework.subjects import safe_address
from casework.subjects.models import Case

MONTHS, LONGEST = 1, 3
"""Within a month; three where what is asked for is complex or much."""

SOURCES = (
    from_record.who_they_are, from_record.story, from_record.around, from_record.events,
    from_record.forms, from_record.kept_texts, from_work.meetings, from_work.plans,
    from_work.actions, from_work.circulations, from_work.sharings, from_work.looks,
    from_record.openings,
)  # fmt: skip


class CannotChange(Exception):
    """The request was handed over or is closed, or something before it is not done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and how it is known that they are who they say."""

    asked_by: str
    asker: str
    reach_them: str
    received_on: date
    identity: str
    entitled_because: str = ""
    wanted: str = ""
    identity_note: str = ""
    identity_on: date | None = None


@command
def take_in(*, case: Case | None, asked: Asked, by: Post, now: datetime) -> AccessRequest:
    """Write a request down and start its clock. `case` is None where nothing is held."""
    request = AccessRequest.objects.create(
        authority=by.authority, case=case, taken_in_by=by, taken_in_at=now,
        due_on=due_on(by.authority_id, asked.received_on, asked.identity_on, MONTHS),
        **{name: getattr(asked, name) for name in Asked.__slots__},
    )  # fmt: skip
    _note(request, "access request taken in", by, now)
    return request


def due_on(authority: str, received_on: date, identity_on: date | None, months: int) -> date:
    """The last day for an answer: counted from the day on which it was known who asks."""
    return policy.months_after(authority, max(received_on, identity_on or received_on), months)


@command
def check_identity(
    *, request: AccessRequest, identity: str, note: str, on: date, by: Post, now: datetime
) -> None:
    """Say how it became known that the asker is who they say; the clock runs from that day."""
    request = changing(request)
    request.identity, request.identity_note, request.identity_on = identity, note, on
    months = LONGEST if request.extended_on else MONTHS
    request.due_on = due_on(request.authority_id, request.received_on, on, months)
    request.save()
    _note(request, "identity of an asker checked", by, now, {"identity": identity})


@command
def extend(*, request: AccessRequest, because: str, by: Post, now: datetime) -> None:
    """Take two months more, with the reason that the asker is told within the first month."""
    request = changing(request)
    if request.extended_on is not None:
        raise CannotChange("This request was already given two months more")
    if timezone.localdate(now) > request.due_on:
        raise CannotChange("The month is over: a later day had to be told before its end")
    request.extended_on, request.extended_because = timezone.localdate(now), because
    request.due_on = due_on(request.authority_id, request.received_on, request.identity_on, LONGEST)
    request.save()
    _note(request, "access request extended", by, now, {"due_on": request.due_on.isoformat()})


@command
def gather(*, request: AccessRequest, by: Post, now: datetime) -> list[Item]:
    """Copy everything that is held into items, and propose what might be taken out.

    Done again it adds what is new or has changed since; what was decided stays.
    """
    request = changing(request)
    if request.case is None:
        raise CannotChange("Nothing is held under this request: close it as such")
    if request.identity == AccessRequest.Identity.NOT_YET:
        raise CannotChange("Check first who asks")
    new = _not_there_yet(request, by, now)
    items = [_item(request, one, n) for n, one in enumerate(new, request.items.count() + 1)]
    Item.objects.bulk_create(items)
    Mark.objects.bulk_create(_marks(items, request.case, by, now))
    request.gathered_at = now
    request.save(update_fields=["gathered_at"])
    _note(request, "record gathered for a request", by, now, {"items": len(items)})
    return items


def _not_there_yet(request: AccessRequest, by: Post, now: datetime) -> list[Found]:
    """What was not gathered before, or reads differently now; looks are counted once."""
    texts = {(item.source, item.text) for item in request.items.all()}
    counted = {source for source, _ in texts if source.startswith("looks:")}
    return [
        one
        for one in everything(request.case, by=by, now=now)
        if (one.source, one.text) not in texts and one.source not in counted
    ]


def everything(case: Case, *, by: Post, now: datetime) -> Iterator[Found]:
    """All that is held on a child, section by section, without what has no words."""
    yield from _safe_address(case, by, now)
    for source in SOURCES:
        yield from (one for one in source(case) if one.text.strip())


def _safe_address(case: Case, by: Post, now: datetime) -> Iterator[Found]:
    """Where a child lives who must not be found; that it was opened for this is written down."""
    row = safe_address.standing(case)
    if row is not None:
        opened = safe_address.show(case=case, by=by, now=now, reason="Subject access")
        told = lines(("", opened.address), ("Postcode", opened.postcode), ("", opened.note))
        yield Found(
            Item.Section.CHILD, f"safe_address:{row.pk}", "Where they live, kept safe", told,
            compartment=Compartment.SAFE_ADDRESS,
        )  # fmt: skip


def _item(request: AccessRequest, found: Found, number: int) -> Item:
    key = uuid.uuid4()
    return Item(
        id=key, request=request, case=request.case, number=number, section=found.section,
        source=found.source, title=found.title, on=found.on, author=found.author[:250],
        agency_id=found.agency, compartment=found.compartment,
        sealed=sealing.seal(found.text, place=place_of(key)),
    )  # fmt: skip


def _marks(items: list[Item], case: Case, by: Post, now: datetime) -> Iterator[Mark]:
    looked_for = names.names_around(case)
    for item in items:
        for (start, end), found in names.proposals(item.text, looked_for):
            yield Mark(
                item=item, case=case, start=start, end=end, found=found, code=Reason.THIRD_PARTY,
                made_by=by, made_at=now,
            )  # fmt: skip


# --- the end --------------------------------------------------------------------------


@command
def hand_over(*, request: AccessRequest, by: Post, now: datetime) -> None:
    """Say that everything is decided; somebody else looks at it and releases it."""
    request = changing(request)
    if not request.items.exists():
        raise CannotChange("Nothing was gathered yet")
    if request.items.count() != request.items.decided().count():
        raise CannotChange("Some items are not decided yet")
    request.prepared_by, request.prepared_at = by, now
    request.save(update_fields=["prepared_by", "prepared_at"])
    _note(request, "copy handed over for release", by, now)


@command
def take_back(*, request: AccessRequest, by: Post, now: datetime) -> None:
    """Open a request that was handed over, so that decisions can be changed."""
    request = locked(request)
    if not request.is_open:
        raise CannotChange("This request is closed")
    request.prepared_by = request.prepared_at = None
    request.save(update_fields=["prepared_by", "prepared_at"])
    _note(request, "copy taken back to be changed", by, now)


@command
def close(*, request: AccessRequest, outcome: str, because: str, by: Post, now: datetime) -> None:
    """End a request without giving anything: refused, nothing held, or taken back."""
    request = locked(request)
    if not request.is_open or outcome == AccessRequest.Outcome.GIVEN:
        raise CannotChange("This request is closed")
    request.outcome, request.outcome_because = outcome, because
    request.closed_by, request.closed_at = by, now
    request.save()
    if outcome == AccessRequest.Outcome.REFUSED and request.case:
        _into_ledger(request, because, by, now)
    _note(request, "access request closed", by, now, {"outcome": outcome})


def _into_ledger(request: AccessRequest, because: str, by: Post, now: datetime) -> None:
    """That nothing was given is a decision not to share, and stands in that ledger."""
    new = NewSharing(
        case=request.case, what="A copy of what is held", recipient=request.asker,
        purpose="They asked to see what is held", basis="Nothing was given",
        document=request.reference, asked_by=request.asker, decided_by=str(by),
        refused_because=because, source=f"access:{request.reference}",
    )  # fmt: skip
    sharing.note(sharing=new, by=by, now=now)


def locked(request: AccessRequest) -> AccessRequest:
    """The request as it is now, kept from others until this change is done."""
    rows = AccessRequest.objects.select_for_update(of=("self",))
    return rows.select_related("case__child", "authority").get(pk=request.pk)


def changing(request: AccessRequest) -> AccessRequest:
    """As `locked`, for what cannot be changed any more once it was handed over or closed."""
    found = locked(request)
    if not found.may_change:
        raise CannotChange("This request was handed over or is closed")
    return found


def _note(
    request: AccessRequest, action: str, by: Post, now: datetime, detail: dict | None = None
) -> None:
    told = {"request": request.reference, **(detail or {})}
    audit.write(by=by, action=action, case=request.case, now=now, detail=told)
