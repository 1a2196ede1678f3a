"""The procedure as pages: who finds them, and that each clause says what it should."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import reverse

from casework.cast import NOW
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.chronology.handbook import way_through
from casework.chronology.handbook.books import handbook
from pathways.packs import load_pack


@pytest.fixture
def read(cast, signed_in, time_stands_still):
    """Reads an address as Hannah: `read("procedure:clause", "SURR-interval-04")`."""

    def _read(name: str, *args: str) -> str:
        page = signed_in(cast.hannah).get(reverse(name, args=args))
        assert page.status_code == 200
        return re.sub(r"\s+", " ", page.content.decode())

    return _read


def test_the_index_shows_the_authority_of_the_post(read):
    page = read("procedure:index")

    assert "Surrey" in page
    assert "229 clauses" in page


def test_the_handbook_shows_the_way_through_and_its_table(read):
    page = read("procedure:procedure", "surrey")

    assert "The published procedure prevails." in page
    assert "Surrey pathway" in page
    assert "The same as a table" in page


def test_a_duty_page_says_what_is_asked_how_it_is_read_and_how_it_is_kept(read):
    page = read("procedure:clause", "SURR-interval-04")

    assert "Discuss again at the RMM a child rated Significant" in page
    assert "8 weeks, to the end of the day. Late from the next day" in page
    assert "6 weeks" in page
    assert "<strong>We read</strong>" in page
    assert "Enforced, and proved" in page
    assert "SURR-ooc-09" in page


def test_a_worked_example_shows_its_arithmetic(read):
    page = read("procedure:clause", "SURR-interval-04")

    assert "Fri 1 Jan 2027" in page
    assert "Fri 15 Jan 2027" in page
    assert "as expected" in page


def test_what_is_late_is_counted_and_leads_to_the_list(cast, signed_in, time_stands_still):
    chronology.record(
        case=cast.ellis,
        kind="rating.set",
        at=NOW.replace(month=6),
        by=cast.hannah,
        now=NOW,
        data={"level": "significant", "risks": ["criminal"]},
    )

    page = signed_in(cast.hannah).get(reverse("procedure:clause", args=["SURR-interval-04"]))

    assert "1 late" in page.content.decode()
    assert "/late/?what=discuss_at_risk_meeting" in page.content.decode()


@pytest.mark.django_db
def test_every_clause_and_stage_has_a_page(read):
    pack = load_pack(settings.POLICY / "surrey")

    for stage in pack.stages:
        if stage.sections:
            assert stage.label in read("procedure:stage", "surrey", stage.id)
    for clause in pack.clauses:
        assert clause in read("procedure:clause", clause)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("procedure:clause", ["SURR-nowhere-99"]),
        ("procedure:clause", ["HERT-01"]),
        ("procedure:procedure", ["hertfordshire"]),
        ("procedure:stage", ["surrey", "nowhere"]),
        ("procedure:stage", ["surrey", "strategy"]),
    ],
)
def test_what_is_not_there_or_not_ones_own_is_not_found(
    cast, signed_in, time_stands_still, name, args
):
    page = signed_in(cast.hannah).get(reverse(name, args=args))

    assert page.status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_door(client, db):
    page = client.get(reverse("procedure:index"))

    assert page.status_code == 302


def test_the_table_adds_up_to_the_ledger():
    book = handbook("surrey")

    rows = way_through.table(book.pack, book.lines.values())

    assert rows[-1]["all"] == 229
    assert sum(row["all"] for row in rows[:-1]) == 229
    assert [sum(row["by"][n] for row in rows[:-1]) for n in range(6)] == rows[-1]["by"]


def test_no_two_boxes_of_the_way_lie_on_each_other():
    boxes = way_through.drawing(policy.pack_for("surrey"))["boxes"]

    places = {(box.x, box.y) for box in boxes}

    assert len(places) == len(boxes) == 11
