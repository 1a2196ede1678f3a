"""That somebody was not let in is written down, alike for theirs and for nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.access import commands as access
from casework.audit import check_commands
from casework.audit.models import REFUSED, Check, Entry
from casework.audit.verifying import verify
from casework.cast import NOW, TODAY
from casework.disclosure import from_work

NOBODYS = "2222222222"


@pytest.fixture(autouse=True)
def _the_clock(time_stands_still):
    """Every page is asked for on Friday 20 November 2026 at 10:40."""


@pytest.fixture
def ellis(cast):
    return cast.ellis.reference


def rows():
    found = Entry.objects.filter(action=REFUSED).order_by("pk")
    return list(found.values_list("who", "case_reference", "detail"))


def closed_to(person, case, by):
    access.exclude(
        account=person.account, case=case, ground="relative", starts_on=TODAY, by=by, now=NOW
    )  # fmt: skip


# --- what is written ------------------------------------------------------------------


def test_what_is_not_theirs_is_written_as_what_is_not_there(cast, signed_in, ellis):
    client = signed_in(cast.tom)

    for reference in (ellis, NOBODYS):
        assert client.get(f"/children/{reference}/").status_code == 404
        assert client.post(f"/children/{reference}/add/voice/").status_code == 404

    said = [
        {"page": "concerns:record", "status": 404}, {"page": "concerns:add", "status": 404},
    ]  # fmt: skip
    assert [detail for _, reference, detail in rows() if reference == ellis] == said
    assert [detail for _, reference, detail in rows() if reference == NOBODYS] == said


def test_it_costs_the_same_statements_whether_there_is_something_or_not(cast, signed_in, ellis):
    client = signed_in(cast.tom)
    client.get(f"/children/{NOBODYS}/")
    asked = []

    for reference in (ellis, NOBODYS):
        with CaptureQueriesContext(connection) as statements:
            client.get(f"/children/{reference}/")
        asked.append(
            [one["sql"].split()[:3] for one in statements if "SAVEPOINT" not in one["sql"]]
        )

    assert asked[0] == asked[1]


def test_who_may_not_do_it_is_written_down_too(cast, signed_in):
    signed_in(cast.amara).post("/emergency/", {})

    [(who, reference, detail)] = rows()
    assert who.startswith("Amara Nwosu")
    assert (reference, detail) == ("", {"page": "worklists:emergency", "status": 403})


def test_what_cannot_be_a_reference_is_not_kept(cast, signed_in):
    signed_in(cast.tom).get("/children/ellis-hartwood/")

    assert rows()[0][1:] == ("", {"page": "concerns:record", "status": 404})


def test_an_address_of_no_page_and_who_is_not_signed_in_leave_nothing(cast, signed_in, client):
    client.get(f"/children/{cast.ellis.reference}/")
    signed_in(cast.tom).get("/favicon.ico")

    assert rows() == []


def test_the_answer_leads_to_no_other_page_of_that_reference(cast, signed_in, ellis):
    page = signed_in(cast.tom).get(f"/children/{ellis}/").content.decode()

    assert ellis not in page


def test_it_hangs_on_the_chain_of_who_asked(cast, signed_in, ellis):
    signed_in(cast.tom).get(f"/children/{ellis}/")

    entry = Entry.objects.get(action=REFUSED)
    assert entry.authority == cast.tom.authority_id
    assert verify().faults == []


# --- who reads it ---------------------------------------------------------------------


def test_who_asked_learns_nothing_of_it(cast, signed_in, ellis):
    closed_to(cast.hannah, cast.ellis, cast.ruth)
    client = signed_in(cast.hannah)
    for reference in (ellis, NOBODYS):
        client.get(f"/children/{reference}/")

    page = client.get("/who-looked/").content.decode()

    assert ellis not in page
    assert NOBODYS not in page
    assert "not let in" not in page


def test_who_answers_for_the_record_reads_looks_and_no_refusals(cast, signed_in, ellis):
    signed_in(cast.tom).get(f"/children/{ellis}/")

    page = signed_in(cast.ruth).get(f"/who-looked/{ellis}/").content.decode()

    assert "Tom Heald" not in page


def test_neither_a_sample_nor_a_copy_for_who_asks_counts_it(cast, signed_in, ellis):
    before = [one.text for one in from_work.looks(cast.ellis)]
    signed_in(cast.tom).get(f"/children/{ellis}/")
    since = Entry.objects.get(action=REFUSED).at

    check_commands.draw(size=50, since=since, until=since.replace(hour=23), by=cast.judith, now=NOW)

    assert not Check.objects.filter(entry__action=REFUSED).exists()
    assert [one.text for one in from_work.looks(cast.ellis)] == before


def cells(page):
    """The words of each row of each table, tags and space taken away."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split())
         for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in found
    ]  # fmt: skip


def test_the_officer_reads_it_by_person_with_what_is_there(cast, signed_in, ellis):
    client = signed_in(cast.tom)
    for reference in (ellis, cast.skye.reference, NOBODYS):
        client.get(f"/children/{reference}/")

    page = signed_in(cast.judith).get("/evidence/not-let-in/").content.decode()

    assert "One person asked in the last 30 days" in page
    [by_person] = [row for row in cells(page) if row[0].startswith("Tom Heald")]
    assert by_person[1:3] == ["2", "3"]
    each = {row[3] for row in cells(page) if len(row) == 4 and "was not let in" in row[2]}
    assert each == {
        f"{ellis} A record here", f"{cast.skye.reference} A record here",
        f"{NOBODYS} Nothing of ours",
    }  # fmt: skip


def test_a_record_that_is_closed_to_the_officer_reads_as_nothing(cast, signed_in, ellis):
    closed_to(cast.judith, cast.ellis, cast.ruth)
    client = signed_in(cast.tom)
    for reference in (ellis, NOBODYS):
        client.get(f"/children/{reference}/")

    client = signed_in(cast.judith)
    page = client.get("/evidence/not-let-in/").content.decode()
    searched = [
        client.post("/evidence/", {"reference": each}).content.decode() for each in (ellis, NOBODYS)
    ]

    each = {row[3] for row in cells(page) if len(row) == 4 and "was not let in" in row[2]}
    assert each == {f"{ellis} Nothing of ours", f"{NOBODYS} Nothing of ours"}
    assert [len(cells(one)) for one in searched] == [2, 2], "a head and one row, both times"


def test_who_failed_at_the_door_is_named_where_they_work_here(cast, signed_in, client):
    client.post("/accounts/sign-in/", {"login": cast.tom.account.email, "password": "wrong"})
    client.post("/accounts/sign-in/", {"login": "nobody@example.org", "password": "wrong"})

    page = signed_in(cast.judith).get("/evidence/not-let-in/").content.decode()

    found = {(row[0], row[1]) for row in cells(page)}
    assert {("Tom Heald", "Sign-in failed"), ("Nobody known", "Sign-in failed")} <= found


def test_only_who_governs_information_reads_it(cast, signed_in):
    assert signed_in(cast.hannah).get("/evidence/not-let-in/").status_code == 404
    assert signed_in(cast.amara).get("/evidence/not-let-in/").status_code == 404
