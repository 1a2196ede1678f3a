"""An information-governance officer reads the audit, and is in it."""

import re
from datetime import timedelta

import pytest

from casework.audit import commands as audit
from casework.audit.models import Check, Entry
from casework.cast import at


@pytest.fixture(autouse=True)
def _the_clock(time_stands_still):
    """Every page is asked for on Friday 20 November 2026 at 10:40."""


@pytest.fixture
def written(cast, now):
    audit.looked(by=cast.hannah, case=cast.ellis, section="timeline", now=now - timedelta(days=3))
    audit.looked(by=cast.marcus, case=cast.ellis, section="Overview", now=now - timedelta(hours=1))
    audit.looked(by=cast.marcus, case=cast.skye, section="Overview", now=now)


ROW = re.compile(
    r'<th scope="row">([^,<]+)[^<]*</th><td data-l="\w+">([^<]+)</td><td data-l="\w+">([^<]+)<'
)


def rows_of(response):
    """Of each row the name, without its post, and the next two cells."""
    assert response.status_code == 200, response.status_code
    return ROW.findall(response.content.decode())


@pytest.fixture
def asked(cast, signed_in, written):
    """What a search finds, as (who, what)."""
    client = signed_in(cast.judith)
    return lambda **wanted: [
        (who, did) for who, did, _ in rows_of(client.post("/evidence/", {"what": "looks"} | wanted))
    ]


def test_entries_are_found_by_record_person_and_day(asked, cast):
    ellis = cast.ellis.reference

    assert asked(reference=ellis.lower()) == [
        ("Marcus Aldridge", "Looked at: Overview"),
        ("Hannah Osei", "Looked at: timeline"),
    ]
    assert asked(reference=ellis, person="osei") == [("Hannah Osei", "Looked at: timeline")]
    assert asked(reference=ellis, since="2026-11-16", until="2026-11-18") == [
        ("Hannah Osei", "Looked at: timeline")
    ]


def test_a_search_is_written_down_without_the_name_that_was_asked_for(asked, cast):
    asked(reference=cast.ellis.reference, person="Osei")

    entry = Entry.objects.get(action="audit searched")
    assert entry.case_reference == cast.ellis.reference
    assert entry.detail == {"by": ["person", "reference", "what"], "rows": 1}


def test_no_name_of_a_child_is_shown_to_who_only_reads_the_audit(cast, signed_in, written):
    client = signed_in(cast.judith)
    pages = [
        client.post("/evidence/", {"reference": cast.ellis.reference}),
        client.get(f"/evidence/{cast.ellis.reference}/"),
    ]

    assert all("Hartwood" not in page.content.decode() for page in pages)


def test_who_looked_at_a_child_is_one_list_to_print(cast, signed_in, written):
    page = signed_in(cast.judith).get(f"/evidence/{cast.ellis.reference}/")

    people = {who: (looks, changes) for who, looks, changes in rows_of(page)}
    assert people["Marcus Aldridge"] == ("1", "0")
    assert people["Hannah Osei"] == ("1", "0")
    assert people["Judith Amoah"] == ("1", "0"), "her own look is on it"
    assert people["Amara Nwosu"][0] == "0", "she changed who may see it, and did not look"


def test_a_record_of_another_authority_is_not_there(cast, signed_in, written):
    assert signed_in(cast.judith).get("/evidence/NOTHERE/").status_code == 404


def test_last_day_before_first_day_is_said(cast, signed_in):
    days = {"since": "2026-11-18", "until": "2026-11-10"}

    page = signed_in(cast.judith).post("/evidence/", days)

    assert page.status_code == 422
    assert "Last day must be the same as or after the first day" in page.content.decode()


def test_a_sample_is_drawn_by_lot_and_each_entry_once(cast, signed_in, written):
    client = signed_in(cast.judith)
    days = {"since": "2026-11-17", "until": "2026-11-20"}

    client.post("/evidence/sample/", days | {"size": "2"})
    client.post("/evidence/sample/", days | {"size": "50"})

    entries = list(Check.objects.values_list("entry", flat=True))
    assert len(entries) == len(set(entries)) >= 3
    assert Check.objects.filter(entry__at__lt=at("2026-11-17", "00:00")).count() == 0
    drawn = Entry.objects.filter(action="sample drawn").order_by("pk").first()
    assert len(drawn.detail["checks"]) == 2


def test_what_came_of_a_check_is_recorded_and_only_that_it_was_is_in_the_audit(
    cast, signed_in, written
):
    client = signed_in(cast.judith)
    client.post("/evidence/sample/", {"size": "1", "since": "2026-11-17", "until": "2026-11-20"})
    [check] = Check.objects.all()

    client.post(
        f"/evidence/sample/{check.pk}/", {"outcome": "in_order", "note": "She led the work."}
    )

    check.refresh_from_db()
    assert (check.outcome, check.note) == ("in_order", "She led the work.")
    noted = Entry.objects.get(action="entry checked")
    assert noted.detail == {"check": check.pk, "outcome": "in_order"}


def test_an_outcome_wants_its_grounds(cast, signed_in, written):
    client = signed_in(cast.judith)
    client.post("/evidence/sample/", {"size": "1", "since": "2026-11-17", "until": "2026-11-20"})

    page = client.post(f"/evidence/sample/{Check.objects.get().pk}/", {"outcome": "asked"})

    assert page.status_code == 422
    assert "Enter how you know" in page.content.decode()


def test_nobody_else_finds_the_audit(cast, signed_in):
    for who in ("hannah", "amara", "marcus", "priya"):
        assert signed_in(cast.posts[who]).get("/evidence/").status_code == 404
