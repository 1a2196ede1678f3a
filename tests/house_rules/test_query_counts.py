"""A page asks the database the same number of questions however many rows there are.

`query_counts.json` holds the numbers, for lists longer than a page shows. A page that
asks more fails here; so does one that asks less, until the lower number is written down.
A short list asks fewer: what was read whole need not be counted.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.audit import commands as audit
from casework.cast import NOW, TODAY, at
from casework.chronology.models import Fact, Obligation
from casework.config import sealing
from casework.disclosure.models import AccessRequest, Item, place_of
from casework.disclosure.tests import stage as copied
from casework.meetings import list_commands
from casework.meetings.models import Meeting
from casework.plans.models import Action
from tests.journeys import friday

GOLDEN = Path(__file__).with_name("query_counts.json")
PAGES = {
    "home of a social worker": ("hannah", "/"),
    "home of a team manager": ("ruth", "/"),
    "home of a chair": ("marcus", "/"),
    "home of a partner": ("colin", "/"),
    "home of an administrator": ("amara", "/"),
    "a child's record": ("hannah", "/children/{ellis}/"),
    "a meeting": ("dilys", "/meetings/{meeting}/"),
    "a child's slot at a meeting": ("marcus", "/meetings/{meeting}/slots/1/"),
    "late, first page": ("ruth", "/late/"),
    "late, second page": ("ruth", "second"),
    "actions": ("ruth", "/actions/"),
    "search": ("hannah", "found"),
    "who looked": ("hannah", "/who-looked/{ellis}/"),
    "home of an information officer": ("judith", "/"),
    "what is kept, and what may go": ("judith", "/evidence/retention/"),
    "who was not let in": ("judith", "/evidence/not-let-in/"),
    "requests for a copy": ("judith", "/subject-access/"),
    "a request for a copy": ("judith", "/subject-access/{request}/"),
    "an item of a copy": ("judith", "/subject-access/{request}/items/1/"),
    "a copy before its release": ("judith", "/subject-access/{request}/copy/"),
    "the procedures": ("hannah", "/procedure/"),
    "a procedure": ("hannah", "/procedure/surrey/"),
    "the clauses of a procedure": ("hannah", "/procedure/surrey/clauses/?kind=timescale"),
    "the duties of a procedure": ("hannah", "/procedure/surrey/duties/"),
    "a clause": ("hannah", "/procedure/SURR-interval-04/"),
    "procedures compared": ("hannah", "/procedure/compare/"),
}


@pytest.fixture
def counted(cast, client, time_stands_still):
    """How many queries each page asks."""

    def count() -> dict[str, int]:
        return {name: ask(cast, client, *page) for name, page in PAGES.items()}

    friday.stage(cast)
    copied.gathered(cast)
    not_let_in(cast, "2222222222")
    return count


def ask(cast, client, who, address):
    client.force_login(cast.posts[who].account)
    if address == "second":
        page = client.get("/late/").content.decode()
        [rest] = re.findall(r'href="([^"]+)"[^>]*rel="next"', page)
        address = f"/late/{rest.replace('&amp;', '&')}"
    if address == "found":
        address = client.post("/search/", {"q": "Hartwood"})["Location"]
    meeting = Meeting.objects.get(starts_at__date="2026-11-27").reference
    asked_for = AccessRequest.objects.order_by("pk").first()
    address = address.format(
        ellis=cast.ellis.reference, meeting=meeting, request=asked_for and asked_for.reference
    )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def many_more(cast):
    """Forty times the rows of the staged day, on the same lists."""
    days = [TODAY - timedelta(days=n % 60 - 15) for n in range(400)]
    there = Obligation.objects.count()
    Action.objects.bulk_create(
        Action(
            case=cast.ellis, text=f"Action {n}", owner=cast.posts[["hannah", "colin"][n % 2]],
            agency=cast.colin.agency, due_on=due, agreed_on=due - timedelta(days=30),
        )
        for n, due in enumerate(days)
    )  # fmt: skip
    Obligation.objects.bulk_create(
        Obligation(
            case=cast.skye, key=f"more:{n}:{there + n}", duty="more",
            act="complete_assessment", title="More",
            strength="must", bearer="lead_professional", owner=cast.hannah,
            arose_at=at("2026-01-05"),
            due_day=due, due_at=at(str(due + timedelta(days=1)), "00:00"), state="open",
        )
        for n, due in enumerate(days)
    )  # fmt: skip
    Fact.objects.bulk_create(
        Fact(
            case=cast.ellis, kind="missing.started", at=at("2026-11-19") - timedelta(minutes=n),
            recorded_at=at("2026-11-19"), recorded_by=cast.colin, agency=cast.colin.agency,
        )
        for n in range(400)
    )  # fmt: skip


def not_let_in(cast, reference):
    audit.not_let_in(by=cast.tom, page="concerns:record", reference=reference, status=404, now=NOW)


def many_more_copies(cast):
    """Ten times the items of a copy, more requests, and somebody who walks through addresses."""
    asked_for = AccessRequest.objects.order_by("pk").first()
    for n in range(asked_for.items.count(), asked_for.items.count() + 60):
        key = uuid4()
        Item.objects.create(
            id=key, request=asked_for, case=cast.ellis, number=n + 1, section="events",
            source=f"more:{n}", title="More", compartment="shared",
            sealed=sealing.seal("Celia rang again.", place=place_of(key)),
        )  # fmt: skip
    for n in range(12):
        copied.taken_in(cast)
        not_let_in(cast, f"222222222{n % 10}")


def test_each_page_asks_as_many_questions_as_is_written_down(counted, cast):
    many_more(cast)
    many_more_copies(cast)

    assert counted() == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_no_page_asks_more_where_there_are_more_rows(counted, cast):
    many_more(cast)
    before = counted()

    many_more(cast)
    many_more_copies(cast)

    assert counted() == before


def test_no_page_asks_more_where_there_are_few(counted):
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))

    assert {name: number for name, number in counted().items() if number > golden[name] + 1} == {}


def test_a_meeting_asks_no_more_for_eight_children_than_for_two(counted, cast, client):
    page = PAGES["a meeting"]
    with_two = ask(cast, client, *page)
    meeting = Meeting.objects.get(starts_at__date="2026-11-27")

    for name in ("jaden", "rafi", "imogen", "bryony", "zac", "priya_d"):
        list_commands.list_child(
            meeting=meeting, case=cast.cases[name], kind="review", because="Review",
            by=cast.dilys, now=at("2026-11-18"),
        )  # fmt: skip

    assert ask(cast, client, *page) <= with_two
