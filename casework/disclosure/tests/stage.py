"""A record with something in every compartment, and two officers to give a copy of it."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass
from datetime import date

from casework.agencies.models import Account, Post
from casework.cast import LONG_AGO, NOW, Cast, at
from casework.chronology import commands as chronology
from casework.config import sealing
from casework.disclosure import item_commands, releasing, request_commands
from casework.disclosure.item_commands import Choice
from casework.disclosure.models import AccessRequest, Item, Mark, Release, ReleasedFile
from casework.disclosure.request_commands import Asked
from casework.plans import commands as plans
from casework.subjects.models import Case, ChildVoice, Link, PersonOfConcern, Relation

INTELLIGENCE = "A source says that Dario Krantz keeps a second telephone at Moorfield Wharf."
CONFIDENTIAL = "His aunt Celia told us in confidence that she is afraid of a neighbour."


@dataclass
class Officers:
    """Who prepares and who releases."""

    judith: Post
    farah: Post


def second_officer(cast: Cast) -> Officers:
    """Judith is in the cast; Farah joins her in the same team."""
    farah = Post.objects.create(
        account=Account.objects.create_user("farah@example.org", name="Farah Siddiqui"),
        holder="Farah Siddiqui", email="farah@example.org", authority=cast.authority,
        agency=cast.judith.agency, role="information_governance",
        title="Information governance officer", reach="none", starts_on=LONG_AGO,
    )  # fmt: skip
    return Officers(cast.judith, farah)


def fill_record(cast: Cast) -> None:
    """Ellis’s record: story, words, people around him, facts in every compartment, a plan."""
    case = cast.ellis
    case.child.story = "Ellis lives with Celia. He was found with Tegan Marlowe at the station."
    case.child.story_by, case.child.story_on = "Hannah Osei", date(2026, 10, 1)
    case.child.living_at, case.child.home_postcode = "with his aunt at 4 Mill Lane", "GU21 6XB"
    case.child.save()
    ChildVoice.objects.create(
        case=case, words="I want to go back to football.", said_by="Ellis", said_to="Hannah Osei",
        said_on=date(2026, 11, 3),
    )  # fmt: skip
    Relation.objects.create(case=case, name="Celia Hartwood", relation="aunt", trusted=True)
    _link(case, cast.tegan, "peer")
    _link(case, _person_of_concern(cast), "exploits")
    for note, compartment, by in [
        ("Celia rang: he was home by ten. Call her on 01483 555 019.", "shared", cast.hannah),
        (CONFIDENTIAL, "confidential", cast.marcus),
        ("Seen by the sleep clinic twice.", "agency", cast.sian),
        (INTELLIGENCE, "intelligence", cast.colin),
    ]:
        chronology.record(
            case=case, kind="young_person.told", at=at("2026-11-10"), by=by, now=NOW, note=note,
            compartment=compartment,
        )  # fmt: skip
    points = [plans.Point("safety", "home", "Celia rings Hannah if he is not back by ten")]
    plans.agree_plan(case=case, points=points, agreed_at=NOW, by=cast.marcus, now=NOW)


def _link(case: Case, other: Case, kind: str) -> None:
    Link.objects.create(from_case=case, to_case=other, kind=kind, source="Return interview")


def _person_of_concern(cast: Cast) -> Case:
    made = Case.objects.create(
        kind=Case.Kind.PERSON_OF_CONCERN, authority=cast.authority, opened_on=LONG_AGO
    )
    PersonOfConcern.objects.create(case=made, label="Dario Krantz", aliases="Dazza, The Count")
    return made


def asked(**more: object) -> Asked:
    told = {
        "asked_by": "young_person", "asker": "Ellis Hartwood", "reach_them": "ellis@example.org",
        "received_on": date(2026, 11, 16), "identity": "known",
    }  # fmt: skip
    return Asked(**(told | more))


def taken_in(cast: Cast, **more: object) -> AccessRequest:
    return request_commands.take_in(case=cast.ellis, asked=asked(**more), by=cast.judith, now=NOW)


def gathered(cast: Cast, **more: object) -> AccessRequest:
    fill_record(cast)
    request = taken_in(cast, **more)
    request_commands.gather(request=request, by=cast.judith, now=NOW)
    request.refresh_from_db()
    return request


def decide_all(request: AccessRequest, by: Post) -> None:
    """As a careful officer would: what is kept close withheld, others’ names out, ours stay."""
    _ask_agencies(request, by)
    for item in request.items.all():
        marks = {mark.pk: _choice(mark) for mark in item.marks.all()}
        choice = Choice("withhold", "third_party") if item.proposed_withheld else Choice("give")
        item_commands.decide(
            item=item, choice=choice, marks=marks, revision=item.revision, by=by, now=NOW
        )


def _choice(mark: Mark) -> Choice:
    if mark.found == Mark.Found.PROFESSIONAL:
        return Choice("stays")
    return Choice("out", "third_party", "Has not agreed")


def _ask_agencies(request: AccessRequest, by: Post) -> None:
    items = request.items.filter(compartment__in=Item.NEEDS_VIEW).select_related("agency")
    for agency in {item.agency for item in items}:
        view = item_commands.ask_agency(
            request=request, agency=agency, asked_of="their lead", on=NOW.date(), by=by, now=NOW
        )
        item_commands.agency_said(
            view=view, answer="withhold", said="Please withhold", on=NOW.date(), by=by, now=NOW
        )


def handed_over(cast: Cast) -> AccessRequest:
    request = gathered(cast)
    decide_all(request, cast.judith)
    request_commands.hand_over(request=request, by=cast.judith, now=NOW)
    request.refresh_from_db()
    return request


def given_out(cast: Cast) -> AccessRequest:
    """A request that was closed with a copy; its file is made of one line, not printed."""
    request = taken_in(cast)
    release = Release.objects.create(
        request=request, case=request.case, prepared_by=cast.judith,
        released_by=second_officer(cast).farah, released_at=NOW, items_given=1, codes={},
    )  # fmt: skip
    key = uuid.uuid4()
    content = base64.b64encode(b"A copy").decode()
    ReleasedFile.objects.create(
        id=key, release=release, case=request.case, kind="pdf", size=6, digest="0" * 64,
        sealed=sealing.seal(content, place=releasing.place_of_file(key)),
    )  # fmt: skip
    AccessRequest.objects.filter(pk=request.pk).update(
        outcome="given", closed_by=release.released_by, closed_at=NOW
    )
    return request
