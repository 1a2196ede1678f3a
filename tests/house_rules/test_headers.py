"""What the browser is told where no page answers, and what it keeps."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from casework.agencies import known_device
from casework.agencies.models import Account


def test_a_refusal_before_any_view_tells_the_same(client, db):
    refused = client.get("/", headers={"host": "elsewhere.example"})

    assert refused.status_code == 400
    assert "no-store" in refused.headers["Cache-Control"]
    assert refused.headers["Permissions-Policy"]


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
