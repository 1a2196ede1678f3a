"""The procedure as pages: who finds them, and that each clause says what it should."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.conf import settings
from django.urls import reverse

from casework.cast import NOW
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.chronology.handbook import coverage, placing, way_through
from casework.chronology.handbook.books import Pages, handbook
from pathways.definitions import Stage
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
        ("procedure:procedure", ["nowhere"]),
        ("procedure:entries", ["nowhere", "duties"]),
        ("procedure:entry", ["surrey", "duties", "nothing"]),
        ("procedure:entry", ["surrey", "questions", "rating-review-significant"]),
        ("procedure:meeting", ["surrey", "nothing"]),
        ("procedure:form", ["surrey", "nothing"]),
        ("procedure:example", ["surrey", "nothing"]),
        ("procedure:stage", ["surrey", "nowhere"]),
        ("procedure:stage", ["surrey", "strategy"]),
    ],
)
def test_what_is_not_there_is_not_found(cast, signed_in, time_stands_still, name, args):
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


# --- the drawing of any way through ---------------------------------------------------


def a_stage(name, *leads_to, calls_for=()):
    return Stage(name, name.title(), (name,), leads_to=leads_to, calls_for=calls_for)


def test_stages_without_places_are_laid_out_by_what_leads_to_what():
    stages = (a_stage("one", "two"), a_stage("two", "three", calls_for=("aside",)),
              a_stage("three", "one"), a_stage("aside"), a_stage("apart"))  # fmt: skip

    found = placing.places(stages)

    assert found == {"one": (1, 1), "two": (2, 1), "three": (3, 1), "aside": (2, 2)}


def test_a_long_way_turns_back_below():
    names = "abcdefg"
    stages = [a_stage(x, y) for x, y in pairwise(names)] + [a_stage("g")]

    found = placing.places(tuple(stages))

    assert found["e"] == (5, 1)
    assert found["f"] == (5, 2)
    assert found["g"] == (4, 2)


def test_stages_that_lead_nowhere_stand_in_their_order():
    assert placing.places((a_stage("a"), a_stage("b"))) == {"a": (1, 1), "b": (2, 1)}


@pytest.mark.parametrize("authority", ["surrey", "bristol", "south-gloucestershire"])
def test_no_line_of_the_drawing_crosses_a_box_and_no_text_runs_out_of_one(authority):
    drawn = way_through.drawing(policy.pack_for(authority))

    for box in drawn["boxes"]:
        assert box.right <= drawn["width"]
        assert box.bottom <= drawn["height"]
        assert box.texts[-1].down < box.height
        assert all(len(line.text) <= 25 for line in box.texts)
    assert len({(box.x, box.y) for box in drawn["boxes"]}) == len(drawn["boxes"])
    assert len({arrow.path for arrow in drawn["arrows"]}) == len(drawn["arrows"])


# --- coverage -------------------------------------------------------------------------


def test_counts_by_kind_add_up_and_each_leads_to_its_list(read):
    book = handbook("surrey")

    *rows, total = coverage.by_kind(book, Pages("surrey"))

    assert sum(row["all"][0] for row in rows) == total["all"][0] == len(book.lines)
    for row in rows:
        number, address = row["all"]
        kind = address.rpartition("kind=")[2]
        assert len(coverage.narrowed(book, {"kind": kind})) == number


def test_a_list_of_clauses_is_narrowed_and_each_proof_is_a_link(cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)
    address = reverse("procedure:clauses", args=["surrey"])

    page = client.get(address, {"kind": "timescale", "honoured": "enforced"}).content.decode()

    assert "SURR-interval-04" in page
    assert "SURR-check-07" not in page
    assert "/procedure/surrey/examples/" in page


def test_what_a_filter_cannot_mean_leaves_nothing_and_says_so(cast, signed_in, time_stands_still):
    page = signed_in(cast.hannah).get(
        reverse("procedure:clauses", args=["surrey"]), {"kind": "colour"}
    )

    assert "No clause of the procedure is like this." in page.content.decode()


def test_a_day_that_is_none_is_told(cast, signed_in, time_stands_still):
    page = signed_in(cast.hannah).get(
        reverse("procedure:procedure", args=["surrey"]), {"on": "31 April"}
    )

    assert "“31 April” is not a day" in page.content.decode()


def test_the_procedure_of_another_authority_is_open_to_everybody(read):
    page = read("procedure:procedure", "bristol")

    assert "Bristol" in page
