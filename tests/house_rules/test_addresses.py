"""What stands in an address is nobody's business: no words that people write, no changes by it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob("casework/*/jinja2/**/*.html"))
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
HARMLESS = {
    "procedure.html", "handbook.html",  # Words of a published procedure, and a day.
    "earlier.html",  # A day.
    "across.html",  # References, agencies and days; no names.
    "look.html",  # Invented people; only in a demonstration.
}  # fmt: skip


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


@pytest.mark.parametrize("address", ["/", "/accounts/sign-in/", "/search/"])
def test_what_gives_headers_back_is_refused(address, client, db):
    assert client.trace(address).status_code == 405
