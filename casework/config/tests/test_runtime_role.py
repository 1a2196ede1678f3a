"""The application refuses to run in a role that the second wall does not hold."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from casework.config import runtime_role


def answering(*faults):
    """A connection of the driver's whose role has these faults."""
    row = tuple(faults)
    return SimpleNamespace(execute=lambda _: SimpleNamespace(fetchone=lambda: row))


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ((True, False, False), "is a superuser"),
        ((False, True, False), "passes by row-level security"),
        ((False, False, True), "owns tables"),
    ],
)
def test_a_role_that_may_too_much_is_refused(faults, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        runtime_role.refuse_too_much(answering(*faults))


def test_a_role_of_its_own_that_owns_nothing_is_let_through():
    runtime_role.refuse_too_much(answering(False, False, False))


def test_the_owner_of_the_tables_is_refused(db):
    # The tests sign in as the owner and act as the application from then on.
    with pytest.raises(ImproperlyConfigured, match="owns tables"):
        runtime_role.refuse_too_much(connection.connection)
