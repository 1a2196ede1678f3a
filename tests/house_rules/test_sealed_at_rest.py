"""Whoever takes the whole database away reads no NHS number, no safe address, no intelligence.

Canary words go in by the product's own doors: pages, a file that is brought in, a meeting's
record that is completed and sent. Then the superuser reads every row of every table as text.
"""

from __future__ import annotations

import base64
import csv
from collections.abc import Iterator

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from psycopg import sql

from casework.access import commands as access
from casework.cast import NOW, TODAY
from casework.chronology import commands as chronology
from casework.exchange import commands as exchange
from casework.meetings import record_commands
from casework.meetings.tests.after import WRITTEN, complete, end, talk
from casework.meetings.tests.stage import north_west
from casework.subjects import commands as subjects
from casework.subjects import safe_address

NUMBER, GROUPED = "9434765919", "943 476 5919"
OF_A_FILE = "4010232137"
SAFE = ("Zafferano", "ZE3 9QX", "Quickthorn")
"""Of the address, its postcode, and what colleagues must know."""
BROUGHT_IN = ("Wolverdene", "ZE1 0AA")
"""Where a child lives, as a file says it."""
TOLD = ("Kestrelmoor", "Mrs Plumbago", "Yarrowgate", "Foxhollow")
"""The words of intelligence, its source, a field of words, and why a piece was taken back."""
SECRET = (NUMBER, GROUPED, OF_A_FILE, *SAFE, *TOLD)
pytestmark = pytest.mark.django_db(transaction=True)


def superuser() -> psycopg.Connection:
    server = connection.settings_dict
    return psycopg.connect(
        host=server["HOST"], port=server["PORT"], user="postgres", dbname=server["NAME"]
    )


def found(words: tuple[str, ...]) -> dict[str, list[str]]:
    """For each word, the tables in which it stands; in text, JSON, bytes and sessions."""
    with superuser() as reader:
        places = {word: [name for name, text in rows(reader) if word in text] for word in words}
    sessions = " ".join(str(one.get_decoded()) for one in Session.objects.all())
    return {
        word: sorted({*tables, *(["sessions, decoded"] if word in sessions else [])})
        for word, tables in places.items()
        if tables or word in sessions
    }


def rows(reader: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """Every row of every table as text; bytes as letters, and as base64 where they are that."""
    tables = reader.execute(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where c.relkind in ('r', 'p', 'm') and n.nspname not in ('information_schema')"
    ).fetchall()
    for schema, name in tables:
        columns = reader.execute(
            "select column_name, data_type from information_schema.columns "
            "where table_schema = %s and table_name = %s",
            [schema, name],
        ).fetchall()
        read = [
            sql.SQL("encode({}, 'escape')" if kind == "bytea" else "{}::text").format(
                sql.Identifier(column)
            )
            for column, kind in columns
        ]
        if not read or schema == "pg_catalog":
            continue
        query = sql.SQL("select {} from {}").format(
            sql.SQL(", ").join(read), sql.Identifier(schema, name)
        )
        for row in reader.execute(query):
            for value in filter(None, row):
                yield f"{schema}.{name}", f"{value} {unpacked(value)}"


def unpacked(value: str) -> str:
    """A value that is base64 as what it stands for."""
    try:
        return base64.b64decode(value, validate=True).decode()
    except ValueError:
        return ""


# --- what goes in ---------------------------------------------------------------------


def bring_in(cast, tmp_path) -> None:
    for table, row in {
        "ssd_person": {
            "pers_person_id": "100", "pers_forename": "Nia", "pers_surname": "Rook",
            "pers_dob": "2012-03-04", "pers_sex": "F", "pers_single_unique_id": OF_A_FILE,
        },
        "ssd_missing": {
            "miss_table_id": "M1", "miss_person_id": "100",
            "miss_missing_episode_start_date": "2026-10-01 21:00:00.000",
            "miss_missing_episode_type": "Missing from home",
            "miss_missing_episode_end_date": "2026-10-02 08:30:00.000",
        },
        "child_details": {
            "la_child_id": "100", "living_at": BROUGHT_IN[0], "home_postcode": BROUGHT_IN[1]
        },
    }.items():  # fmt: skip
        with (tmp_path / f"{table}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row)
    run, _ = exchange.try_import(
        folder=tmp_path, authority=cast.authority, source="lcs", by=cast.priya, now=NOW
    )
    exchange.bring_in(run=run, by=cast.priya, now=NOW)


def live_a_day(cast, signed_in, tmp_path) -> None:
    """Each kind goes in, is read, searched, frozen, sent, taken back and asked for."""
    for post, relation in [(cast.hannah, "lead_professional"), (cast.colin, "police")]:
        access.relate(
            post=post, case=cast.ellis, relation=relation, starts_on=TODAY, source="test",
            by=cast.ruth, now=NOW,
        )  # fmt: skip
    bring_in(cast, tmp_path)
    stage = north_west(cast)
    slot = talk(stage)
    subjects.correct_child(child=cast.ellis.child, nhs_number=NUMBER, by=cast.hannah, now=NOW)
    end(stage)
    complete(stage, slot, although="for the test")
    record_commands.circulate(slot=slot, by=cast.dilys, now=WRITTEN)
    of_addresses(signed_in(cast.hannah), cast.ellis)
    of_intelligence(cast, signed_in(cast.colin))


def of_addresses(client, case) -> None:
    address = reverse("concerns:safe_address_set", args=[case.reference])
    given = {"address": f"7 {SAFE[0]} Close", "postcode": SAFE[1], "note": f"Mind {SAFE[2]}"}
    assert client.post(address, given).status_code == 302
    asked = client.post(
        reverse("concerns:safe_address", args=[case.reference]), {"reason": "visit"}
    )
    assert SAFE[0] in asked.content.decode()
    for words in (NUMBER, GROUPED, SAFE[1]):
        assert client.post("/search/", {"q": words}, follow=True).status_code == 200


def of_intelligence(cast, client) -> None:
    address = reverse("concerns:intelligence_add", args=[cast.ellis.reference])
    given = {
        "on_day": "20", "on_month": "11", "on_year": "2026", "time": "09:00",
        "text": f"The {TOLD[0]} van", "source": TOLD[1],
    }  # fmt: skip
    assert client.post(address, given).status_code == 302
    fact = chronology.record(
        case=cast.ellis, kind="referral.received", at=NOW, data={"reason": TOLD[2]},
        compartment="intelligence", by=cast.colin, now=NOW,
    )  # fmt: skip
    chronology.withdraw(fact=fact, reason=f"It was {TOLD[3]}", by=cast.colin, now=NOW)
    page = client.get(reverse("concerns:intelligence", args=[cast.ellis.reference]))
    assert TOLD[0] in page.content.decode()


# --- the proof, and its control -------------------------------------------------------


def test_a_dump_of_the_database_holds_none_of_the_words(
    cast, signed_in, tmp_path, time_stands_still
):
    live_a_day(cast, signed_in, tmp_path)

    assert found(SECRET) == {}
    # Where a child lives stands once, in the child's row, and nowhere in what files said.
    assert found(BROUGHT_IN) == {word: ["public.subjects_child"] for word in BROUGHT_IN}


def test_the_search_finds_a_word_wherever_it_stands_open(cast, now):
    """The control: without sealing the words would be found."""
    chronology.record(
        case=cast.ellis, kind="young_person.told", at=now, by=cast.hannah, now=now, note=TOLD[0]
    )
    safe_address.SafeAddress.objects.create(
        case=cast.ellis, sealed=base64.b64encode(SAFE[0].encode()).decode(), set_by=cast.hannah,
        set_at=now,
    )  # fmt: skip

    assert found(SECRET) == {
        TOLD[0]: ["public.chronology_fact"], SAFE[0]: ["public.subjects_safeaddress"]
    }  # fmt: skip
