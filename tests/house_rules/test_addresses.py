"""What stands in an address is nobody's business: no words that people write, no changes by it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.scene import set_scene

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob("casework/*/jinja2/**/*.html"))
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
HARMLESS = {
    "procedure.html", "handbook.html",  # Words of a published procedure, and a day.
    "earlier.html",  # A day.
    "across.html",  # References, agencies and days; no names.
    "look.html",  # Invented people; only in a demonstration.
}  # fmt: skip
CHANGES = re.compile(r"^\s*(insert|update|delete|with)\b", re.IGNORECASE)
MAY_CHANGE = re.compile(r"audit_entry|audit_head|agencies_session|agencies_attempts|usersession")
"""That somebody looked, and that they are here."""


def by_get(text: str) -> list[str]:
    return [one for one in FORM.findall(text) if 'method="post"' not in one.split(">")[0]]


def test_no_form_puts_what_somebody_writes_into_an_address():
    writing = re.compile(r'<(textarea|input(?![^>]*type="(hidden|date|submit)"))')

    found = {
        path.name
        for path in TEMPLATES
        for one in by_get(path.read_text())
        if writing.search(one) or "fields(" in one
    }

    # The filter of lists has a field to write in only where it is sent by POST.
    assert found - HARMLESS == {"lists.html"}


@pytest.mark.parametrize("persona", ["hannah", "dilys"])
def test_reading_changes_nothing_but_that_it_was_read(persona, cast, client, time_stands_still):
    scene = set_scene(cast)
    client.force_login(cast.posts[persona].account)
    changed = {}

    for name, row in sorted(MATRIX.items()):
        with transaction.atomic():
            address = reverse(name, kwargs=row.where(replace(scene, things=dict(scene.things))))
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found = [one["sql"] for one in asked if CHANGES.match(one["sql"])]
            if wrong := [sql[:120] for sql in found if not MAY_CHANGE.search(sql)]:
                changed[name] = wrong
            transaction.set_rollback(True)

    assert changed == {}


@pytest.mark.parametrize("address", ["/", "/accounts/sign-in/", "/search/"])
def test_what_gives_headers_back_is_refused(address, client, db):
    assert client.trace(address).status_code == 405
