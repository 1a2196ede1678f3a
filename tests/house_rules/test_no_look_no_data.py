"""What is shown of a child is written down, and what cannot be written down is not shown.

Every address of the permission matrix is asked for, by GET and by POST, with a canary word
in everything that a record says. Once with the audit as it is: whose word comes back has a
row, written by that request. Once with an audit that takes no row: no word comes back.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Max
from django.urls import reverse

from casework.audit.models import Entry
from casework.audit.tests.tampering import as_owner, run
from casework.cast import NOW, TODAY
from casework.chronology import commands as chronology
from casework.meetings.tests.stage import Stage
from casework.plans.models import Action
from casework.subjects.models import Case, Child
from tests import figures
from tests.house_rules import permission_matrix as matrix
from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.scene import set_scene

FULL = "HOLDFAST_PROOF_PLACES" in os.environ
OTHERS = ["ruth", "priya", "marcus", "colin", "lorna", "tom", "amara", "wen"]
PERSONAS = ["hannah", "dilys", "judith", *(OTHERS if FULL else [])]
IN_TURN = 3
"""Outside the full proof, one address in so many for each person, each another third."""
LISTS = {"list looked at", "searched", "spreadsheet taken"}
"""Entries that stand for all the names of one list."""
WORD = re.compile(r"Zkanari(\d+)")


@pytest.fixture
def marked(cast, time_stands_still):
    """The scene, with the same canary word in all that is known of one child."""
    for child in Child.objects.all():
        word = f"Zkanari{child.case_id}"
        child.surname, child.story, child.school = word, f"A story {word}", f"{word} School"
        child.save()
        chronology.record(
            case=child.case, kind="young_person.told", at=NOW, by=cast.hannah, now=NOW, note=word
        )
        Action.objects.create(
            case=child.case, text=f"Ring {word}", owner=cast.hannah, agency=cast.hannah.agency,
            due_on=TODAY, agreed_on=TODAY,
        )  # fmt: skip
    scene = set_scene(cast)
    Stage(cast, scene.things["slot"].meeting.series).list("tegan", "2026-11-27")
    return scene


def addresses(persona: str) -> list[tuple[str, matrix.Row]]:
    """What somebody asks for: everything, or a part that differs from person to person."""
    rows = [(name, row) for name, row in sorted(MATRIX.items()) if row.audience != matrix.OPEN]
    if FULL:
        return rows
    return rows[PERSONAS.index(persona) % IN_TURN :: IN_TURN]


def answers(
    client, scene, persona: str, *, broken: bool = False
) -> Iterator[tuple[str, set[int], set[int]]]:
    """Each address and method: whose words came back, and of whom that wrote a row."""
    for name, row in addresses(persona):
        with transaction.atomic():
            here = replace(scene, things=dict(scene.things))
            address = reverse(name, kwargs=row.where(here))
            if broken:
                with as_owner():
                    run("revoke insert on audit_entry from holdfast_app")
            last = Entry.objects.aggregate(last=Max("pk"))["last"]
            for method in sorted({row.method, "POST"}):
                with transaction.atomic():
                    words = ask(client, method.lower(), address)
                    noted = set() if broken else written_down(last, words)
                    transaction.set_rollback(True)
                yield f"{method} {name}", words, noted
            transaction.set_rollback(True)


def ask(client, method: str, address: str) -> set[int]:
    """Whose words are in the answer."""
    try:
        with transaction.atomic():
            response = getattr(client, method)(address)
            if response.status_code >= 500:
                transaction.set_rollback(True)
    except DatabaseError:
        return set()
    return {int(word) for word in WORD.findall(text_of(response))}


def text_of(response) -> str:
    """What a reader or a program could read of an answer, packed files included."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b" ".join(packed.read(name) for name in packed.namelist())
    return body.decode(errors="replace")


def written_down(last: int, words: set[int]) -> set[int]:
    new = list(Entry.objects.filter(pk__gt=last).values_list("action", "case_reference"))
    if any(action in LISTS for action, _ in new):
        return words
    references = [reference for _, reference in new if reference]
    return set(Case.objects.filter(reference__in=references).values_list("pk", flat=True))


@pytest.mark.parametrize("persona", PERSONAS)
def test_whoever_is_named_on_a_page_has_a_row_that_says_so(persona, marked, client):
    client.force_login(marked.cast.posts[persona].account)
    shown = list(answers(client, marked, persona))
    named = [name for name, words, _ in shown if words]

    figures.add(
        "who is named has a row", {"requests": len(shown), "that name somebody": len(named)}
    )
    assert {name: words - noted for name, words, noted in shown if words - noted} == {}
    if persona in ("hannah", "dilys"):
        least = 30 if FULL else 30 // IN_TURN
        assert len(named) > least, "the canaries sing"


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_page_that_cannot_write_its_row_shows_nothing(persona, marked, client):
    client.force_login(marked.cast.posts[persona].account)
    client.raise_request_exception = False

    asked = list(answers(client, marked, persona, broken=True))
    figures.add("no row can be written", {"requests": len(asked)})
    shown = {name for name, words, _ in asked if words}

    assert shown == set()
