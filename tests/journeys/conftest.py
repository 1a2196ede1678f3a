"""A browser for the journeys: the machine's own Chromium, with scripts and without.

Every journey is watched: in each compartment of each child stands a word of its own, and all
that leaves the product meanwhile is looked through for one that reached the wrong reader
(`tests/canaries`).
"""

from __future__ import annotations

import json
import logging
import os
import shutil

import pytest
from django.conf import settings

from tests import figures
from tests.canaries import planting, recording

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


@pytest.fixture(scope="session", autouse=True)
def _all_answers_are_heard():
    """Puts the recorder around the product before its server starts, and into its log."""
    middleware = "tests.canaries.recording.Recorder"
    settings.MIDDLEWARE.insert(0, middleware)
    lines, loggers = recording.Lines(), [logging.getLogger(), logging.getLogger("django.server")]
    for each in loggers:
        each.addHandler(lines)
    yield
    for each in loggers:
        each.removeHandler(lines)
    settings.MIDDLEWARE.remove(middleware)


@pytest.fixture(autouse=True)
def watch(transactional_db):
    """What leaves the product during a journey; the journey fails where it went to the wrong."""
    recording.watching = watch = recording.Watch()
    yield watch
    watch.mails()
    recording.watching = None
    figures.add("canaries", watch.counted)
    assert watch.faults == []


@pytest.fixture
def cast(cast, watch):
    """The cast, with a canary in each compartment of each child."""
    watch.canaries |= planting.plant(cast)
    return cast


@pytest.fixture
def page(page, watch):
    """A page that fails the journey when its script fails or its content policy is broken."""
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: _keep_policy_faults(said, faults))
    yield page
    _look_into_the_browser(page.context, watch)
    assert faults == []


@pytest.fixture
def plain_page(new_context, watch):
    """A page in a browser without JavaScript."""
    page = new_context(java_script_enabled=False).new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    watch.stored("cookies", json.dumps(page.context.cookies()))


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


def _look_into_the_browser(context, watch) -> None:
    """What the browser keeps after a journey: cookies, local and session storage."""
    watch.stored("cookies and storage", json.dumps(context.storage_state()))
    for page in context.pages:
        if page.url.startswith("http"):
            kept = page.evaluate("JSON.stringify(Object.entries(sessionStorage))")
            watch.stored("storage of a session", kept)
