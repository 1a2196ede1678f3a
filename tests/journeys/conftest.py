"""A browser for the journeys: the machine's own Chromium, with scripts and without."""

from __future__ import annotations

import os
import shutil

import pytest

LOOKED_FOR = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

PATIENCE = 10_000
"""Milliseconds after which a journey gives up waiting."""


def chromium() -> str | None:
    """The browser to use; None means the one that Playwright brought itself."""
    named = os.environ.get("HOLDFAST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, LOOKED_FOR)), None)


@pytest.fixture(scope="session")
def base_url():
    """Journeys name their whole address; the plug-in’s own fixture would raise a warning."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Build machines run as root, where Chromium's own sandbox does not start.
    args = {**browser_type_launch_args, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}
    return {**args, "executable_path": path} if (path := chromium()) else args


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def page(page):
    """A page that fails the journey when its script fails or its content policy is broken."""
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: _keep_policy_faults(said, faults))
    yield page
    assert faults == []


@pytest.fixture
def plain_page(new_context):
    """A page in a browser without JavaScript."""
    page = new_context(java_script_enabled=False).new_page()
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture
def enter(live_server, client):
    """Sign somebody in: `enter(page, cast.hannah)`; then `page.goto(live_server.url)`."""

    def sign(page, post):
        client.force_login(post.account)
        session = client.session
        session["post"] = post.pk
        session.save()
        cookie = {"name": "sessionid", "value": session.session_key, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return sign


def _keep_policy_faults(said, faults: list[str]) -> None:
    if said.type == "error" and "Content Security Policy" in said.text:
        faults.append(said.text)
