"""What the two officers of a demonstration find waiting: a copy to release, records to dispose of.

No case system exports these, so they are in no file: they are made by the commands that
people use, one after the other, as people would.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from casework.agencies.models import Authority, Post
from casework.chronology import commands as chronology
from casework.disclosure import item_commands, request_commands
from casework.disclosure.item_commands import Choice
from casework.disclosure.models import AccessRequest, Item, Mark
from casework.disclosure.request_commands import Asked
from casework.retention import closing_commands
from casework.retention import commands as retention
from casework.sharing import commands as sharing
from casework.subjects import commands as subjects
from casework.subjects.models import Case, Child

ASKS = "2044187"
"""The number of the young person who asked for a copy, and about whom a club asked."""
LOOKED_AFTER = [
    # name, born, looked after from, closed on, whether one officer has proposed it already
    ("Maureen", "Tilbrook", date(1949, 3, 11), date(1954, 9, 1), date(1967, 3, 10), True),
    ("Dennis", "Calloway", date(1947, 6, 2), date(1951, 2, 12), date(1965, 6, 1), False),
]
ARCHIVE = "Brought over from the paper archive"


def lay_out(*, authority: Authority, now: datetime) -> None:
    """Once: a copy that waits for the second officer, two old records, and a refusal to share."""
    officers = Post.objects.filter(authority=authority, role="information_governance")
    officer = officers.order_by("pk").first()
    child = Child.objects.filter(case__authority=authority, local_id=ASKS).first()
    if officer is None or child is None or AccessRequest.objects.filter(case=child.case).exists():
        return
    for old in LOOKED_AFTER:
        _old_record(authority, officer, now, *old)
    _not_shared(child.case, officer, now)
    _copy_to_release(child, officer, now)


def _old_record(
    authority: Authority, officer: Post, now: datetime, forename: str, surname: str, born: date,
    since: date, closed: date, proposed: bool,
) -> None:  # fmt: skip
    people = {"by": officer, "now": now}
    child = subjects.add_child(
        authority=authority, forename=forename, surname=surname, born=born, opened_on=since,
        **people,
    )  # fmt: skip
    at = timezone.make_aware(datetime.combine(since, time()))
    chronology.record(
        case=child.case, kind="legal_status.changed", at=at, precision="date",
        data={"value": "looked_after"}, note=ARCHIVE, **people,
    )  # fmt: skip
    closing_commands.close(case=child.case, on=closed, because=ARCHIVE, **people)
    if proposed:
        child.case.refresh_from_db()
        reason = "Nobody has asked for it since the archive was brought over"
        retention.propose(case=child.case, reason=reason, **people)


def _not_shared(case: Case, officer: Post, now: datetime) -> None:
    sharing.note(
        sharing=sharing.NewSharing(
            case=case, what="Whether he is known to children’s services",
            recipient="The secretary of a football club", purpose="Before he joins the under-16s",
            basis="None: no consent, and nobody is in danger because of it",
            refused_because="Not needed for training; told whom to ring if they are worried",
            compartments=("footprint",), told="child",
        ),
        by=officer, now=now,
    )  # fmt: skip


# --- a copy that waits for the second officer ------------------------------------------


def _copy_to_release(child: Child, officer: Post, now: datetime) -> None:
    people = {"by": officer, "now": now}
    asked = Asked(
        asked_by=AccessRequest.AskedBy.YOUNG_PERSON, asker=str(child),
        reach_them="Through his social worker", received_on=timezone.localdate(now - timedelta(8)),
        identity=AccessRequest.Identity.KNOWN, identity_note="Known to his social worker",
    )  # fmt: skip
    request = request_commands.take_in(case=child.case, asked=asked, **people)
    request_commands.gather(request=request, **people)
    _ask_agencies(request, officer, now)
    for item in request.items.prefetch_related("marks"):
        marks = {mark.pk: _of_mark(mark) for mark in item.marks.all()}
        item_commands.decide(
            item=item, choice=_of_item(item), marks=marks, revision=item.revision, **people
        )
    request_commands.hand_over(request=request, **people)


def _ask_agencies(request: AccessRequest, officer: Post, now: datetime) -> None:
    people, today = {"by": officer, "now": now}, timezone.localdate(now)
    items = request.items.filter(compartment__in=Item.NEEDS_VIEW, agency__isnull=False)
    for agency in {item.agency for item in items.select_related("agency")}:
        view = item_commands.ask_agency(
            request=request, agency=agency, asked_of="Their lead", on=today, **people
        )
        said = "Please withhold it: the enquiry is open"
        item_commands.agency_said(view=view, answer="withhold", said=said, on=today, **people)


def _of_item(item: Item) -> Choice:
    """What is kept close is withheld, and all else given: where he lives he knows himself."""
    own = item.section == Item.Section.CHILD
    if (item.proposed_withheld and not own) or item.needs_view:
        return Choice(Item.Decision.WITHHOLD, "crime" if item.needs_view else "third_party")
    return Choice(Item.Decision.GIVE)


def _of_mark(mark: Mark) -> Choice:
    """He knows who is around him and who works with him; who else is named is taken out."""
    known = {Mark.Found.PROFESSIONAL, Mark.Found.AROUND, Mark.Found.CONTACT}
    if mark.found in known:
        return Choice(Mark.Decision.STAYS)
    return Choice(Mark.Decision.OUT, "third_party", "Has not agreed")
