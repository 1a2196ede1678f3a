"""What is put up once for all tests of a file that need it.

Each worker of a run puts it up before the first of them and takes it down after the last.
Every test has a savepoint of its own, that of the fixture `db`, and a copy of what is held in
memory; so none sees what another did.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def put_up(blocker: Any) -> Iterator[None]:
    """The database, open for a fixture of a whole file; afterwards it is as it was."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
