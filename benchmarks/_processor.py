"""Time of the processor: ours and the database's, which neighbours on the machine cannot add to."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def clock() -> Callable[[], float]:
    """A clock of the milliseconds that this thread and its database session have worked.

    On Linux with the embedded server, whose session is a process here; elsewhere only ours
    is counted.
    """
    from django.db import connection

    connection.ensure_connection()
    session = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    known = session.exists()

    def now() -> float:
        theirs = int(session.read_text().split()[0]) / 1e6 if known else 0.0
        return time.thread_time() * 1000 + theirs

    return now
