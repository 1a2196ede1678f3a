"""Fixtures for every test: the database with its runtime role, the fixed cast, the clock."""

from __future__ import annotations

import os

import pytest
from django.db import connection, connections

from casework import cast as casting
from casework.config import embedded_database, runtime_role
from casework.config.postgresql import acting

# Playwright keeps an event loop in the thread of the test; Django only reads there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make the tables as the owner, then go on as the role that owns nothing.

    Only tests that commit (browser journeys) empty tables between them, which the
    product never does: for that alone the role may truncate here.
    """
    with django_db_blocker.unblock():
        runtime_role.grant(connection, embedded_database.RUNTIME)
        with connection.cursor() as cursor:
            cursor.execute(
                f"grant truncate on all tables in schema public to {embedded_database.RUNTIME}"
            )
        for one in connections.all():
            one.close()
            options = dict(one.settings_dict.get("OPTIONS") or {})
            options["options"] = f"{options.get('options', '')} -c role={embedded_database.RUNTIME}"
            one.settings_dict["OPTIONS"] = options
        # What a test itself reads and writes it does as the procedure; its requests do not.
        acting.otherwise = acting.PROCEDURE
        yield
        acting.otherwise = acting.NOBODY
        for one in connections.all():
            one.close()
            one.settings_dict["OPTIONS"]["options"] = one.settings_dict["OPTIONS"][
                "options"
            ].replace(f" -c role={embedded_database.RUNTIME}", "")
        _end_other_sessions()


def _end_other_sessions():
    """A page that a journey left while it was still asking keeps a session open: end it.

    The test database cannot be taken down while anybody is in it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and usename = current_user "
            "and pid <> pg_backend_pid()"
        )
    connection.close()


@pytest.fixture
def now():
    """The moment of the tests: Friday 20 November 2026, 10:40 in London."""
    return casting.NOW


@pytest.fixture
def cast(db):
    """Everybody: Surrey, its North West quadrant, the people and the children of the tests."""
    return casting.surrey()


@pytest.fixture
def signed_in(client):
    """Sign somebody in: `signed_in(cast.hannah)` gives a client acting in that post."""

    def sign(post):
        client.force_login(post.account)
        session = client.session
        session["post"] = post.pk
        session.save()
        return client

    return sign


@pytest.fixture
def time_stands_still(monkeypatch):
    """Every request happens at the moment of the tests."""
    monkeypatch.setattr("casework.agencies.middleware.timezone.now", lambda: casting.NOW)
