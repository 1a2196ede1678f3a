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

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cast import TODAY, at
from casework.chronology.models import Fact, Obligation
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
    address = address.format(ellis=cast.ellis.reference, meeting=meeting)
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


def test_each_page_asks_as_many_questions_as_is_written_down(counted, cast):
    many_more(cast)

    assert counted() == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_no_page_asks_more_where_there_are_more_rows(counted, cast):
    many_more(cast)
    before = counted()

    many_more(cast)

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
