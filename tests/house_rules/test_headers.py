"""Every answer of every address tells the browser the same, and gives nobody away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from casework.agencies import known_device
from casework.agencies.models import Account
from casework.cast import CHILDREN, PEOPLE
from tests.house_rules.permission_matrix import CASE, MATRIX
from tests.house_rules.scene import set_scene
from tests.house_rules.test_permissions import answers

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


@pytest.mark.parametrize("persona", ["hannah", "amara", "priya", "tom", None])
def test_every_answer_is_kept_out_of_caches_and_frames(persona, cast, client, time_stands_still):
    scene = set_scene(cast)
    if persona:
        client.force_login(cast.posts[persona].account)

    wrong = {name: found for name, each in answers(client, scene) if (found := lacking(each))}

    assert wrong == {}


def test_a_refusal_before_any_view_tells_the_same(client, db):
    refused = client.get("/", headers={"host": "elsewhere.example"})

    assert refused.status_code == 400
    assert "no-store" in refused.headers["Cache-Control"]
    assert refused.headers["Permissions-Policy"]


@pytest.mark.parametrize("persona", ["hannah", "marcus", "amara", "priya"])
def test_no_address_names_anybody(persona, cast, client, time_stands_still):
    scene = set_scene(cast)
    client.force_login(cast.posts[persona].account)

    asked = [
        (name, each.request["PATH_INFO"], each.headers.get("Location", ""))
        for name, each in answers(client, scene)
    ]

    assert [row for row in asked if NAMED.search(" ".join(row[1:]))] == []


def test_an_error_page_names_nobody_but_its_reader(cast, client, time_stands_still):
    scene, others = set_scene(cast), NAMES - {"Tom", "Heald"}
    client.force_login(cast.tom.account)
    named = re.compile(rf"\b({'|'.join(sorted(others))})\b")

    pages = [(name, each) for name, each in answers(client, scene) if each.status_code >= 400]

    assert len(pages) > 50
    assert [(name, named.findall(each.content.decode())) for name, each in pages
            if named.search(each.content.decode())] == []  # fmt: skip


def test_what_is_not_for_one_reads_like_what_is_not_there(cast, client, time_stands_still):
    scene = set_scene(cast)
    client.force_login(cast.tom.account)
    absent = plain(client.get("/children/RMM-NOT-THERE/"))

    pages = {
        name: plain(each) for name, each in answers(client, scene) if MATRIX[name].audience == CASE
    }

    assert len(pages) > 30
    assert {name for name, page in pages.items() if page != absent} == set()


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
