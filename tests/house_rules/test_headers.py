"""Every answer of every address tells the browser the same, and gives nobody away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from casework.agencies import known_device
from casework.agencies.models import Account
from casework.cast import CHILDREN, PEOPLE
from tests.house_rules.permission_matrix import CASE
from tests.house_rules.walking import ASKING

TOLD = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
NAMES = {name for first, last, *_ in CHILDREN for name in (first.title(), last)} | {
    part for _, full, *_ in PEOPLE for part in full.split() if part not in {"DS", "Dr", "Li"}
}
"""Whoever is in the cast, children and professionals: words that no address may hold."""
NAMED = re.compile(rf"\b({'|'.join(sorted(NAMES))})\b", re.IGNORECASE)
OTHERS = re.compile(rf"\b({'|'.join(sorted(NAMES - {'Tom', 'Heald'}))})\b")
"""Everybody but Tom, who may read his own name on any page."""


def lacking(response) -> list[str]:
    """What a browser should have been told and was not."""
    faults = [name for name, value in TOLD.items() if response.headers.get(name) != value]
    if "no-store" not in response.headers.get("Cache-Control", ""):
        faults.append("Cache-Control")
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        faults.append("Permissions-Policy")
    policy = response.headers.get("Content-Security-Policy", "")
    if not all(part in policy for part in POLICY) or "unsafe" in policy:
        faults.append("Content-Security-Policy")
    if "Access-Control-Allow-Origin" in response.headers:
        faults.append("Access-Control-Allow-Origin")
    if response.content and "charset" not in response.headers["Content-Type"]:
        kind = response.headers["Content-Type"]
        faults += ["charset"] if kind.startswith("text/") else []
    return faults


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ASKING)
def test_every_answer_is_kept_out_of_caches_and_frames(persona, everywhere):
    """And no address names anybody."""
    asked = everywhere.of(persona)

    assert {one.name: found for one in asked if (found := lacking(one.answer))} == {}
    assert [
        one.name
        for one in asked
        if NAMED.search(f"{one.answer.request['PATH_INFO']} {one.answer.headers.get('Location')}")
    ] == []


@pytest.mark.django_db
def test_what_is_not_for_one_reads_like_what_is_not_there_and_names_nobody(everywhere):
    absent, asked = plain(everywhere.absent), everywhere.of("tom")

    closed = {one.name: plain(one.answer) for one in asked if one.row.audience == CASE}
    refused = [(one.name, one.body.decode()) for one in asked if one.answer.status_code >= 400]

    assert len(closed) > 30
    assert {name for name, page in closed.items() if page != absent} == set()
    assert len(refused) > 50
    assert [(name, OTHERS.findall(page)) for name, page in refused if OTHERS.search(page)] == []


def test_a_refusal_before_any_view_tells_the_same(client, db):
    refused = client.get("/", headers={"host": "elsewhere.example"})

    assert refused.status_code == 400
    assert "no-store" in refused.headers["Cache-Control"]
    assert refused.headers["Permissions-Policy"]


def plain(response) -> tuple[int, str]:
    """Status and what the page says; around it stands what follows from the address alone."""
    return response.status_code, response.content.decode().split("<main")[1].split("</main>")[0]


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(cast, client):
    Account.objects.filter(pk=cast.hannah.account_id).update(demo_reason="Seven children")

    door = client.get("/accounts/sign-in/")
    inside = client.post("/accounts/demo/", {"as": cast.hannah.account_id})

    given = {**door.cookies, **inside.cookies}
    assert {settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME} <= set(given)
    assert set(given) <= {
        settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME, known_device.COOKIE
    }  # fmt: skip
    for cookie in given.values():
        assert cookie["httponly"]
        assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


def test_scripts_keep_nothing_in_the_browser():
    folder = Path(__file__).resolve().parents[2] / "casework/web/frontend"
    kept = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open")

    found = [path.name for path in folder.rglob("*.js") if kept.search(path.read_text())]

    assert found == []
