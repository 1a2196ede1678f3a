"""Django's PostgreSQL backend, which starts the embedded server when it first connects.

Started here and not in the settings, so that a command which needs no database
(`holdfast policy check`) starts none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base, operations
from psycopg.pq import ExecStatus, TransactionStatus

from casework.config import embedded_database, runtime_role
from casework.config.postgresql import acting

PLACE = re.compile(r"%%|%s|%\((\w+)\)s")


class PreparedCursor(psycopg.RawCursor):
    """Each statement is parsed and planned once for a connection; rows come in binary.

    Its places are counted through once as well: the driver would look for them in a long
    statement each time. A pooler between us and the server must know prepared statements
    (PgBouncer from 1.21).
    """

    def execute(self, query: str, params: Any = None, **_: Any) -> PreparedCursor:
        text, names = numbered(query)
        if names is not None:
            params = [params[name] for name in names]
        return super().execute(text, params or None, prepare=True, binary=True)


@lru_cache(maxsize=2_000)
def numbered(query: str) -> tuple[str, tuple[str, ...] | None]:
    """A statement with `$1` for its first place, and the names of its places if they have any."""
    number, names = count(1), {}

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if found[1] is None:
            return f"${next(number)}"
        return f"${names.setdefault(found[1], len(names) + 1)}"

    text = PLACE.sub(place, query)
    return text, tuple(names) or None


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str | None:
        """A prepared statement is logged with its values in place, as every other is."""
        if isinstance(cursor, PreparedCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: acting.Acting | None = None
        """Who acts, as the present transaction was told last; None where that is not known."""
        self.execute_wrappers.append(self._tell_who_acts)

    def _tell_who_acts(self, execute: Any, *statement: Any) -> Any:
        """Before each statement see to it that its transaction knows who acts.

        Told together with BEGIN, it costs no round trip. Where no transaction is open the
        statement gets one of its own.
        """
        who = acting.present()
        status = self.connection.pgconn.transaction_status
        if status == TransactionStatus.INTRANS:
            if self.told is not who and self.told != who:
                self._send(who.telling())
                self.told = who
        elif status == TransactionStatus.IDLE:
            self.told = who
            if who is not acting.NOBODY:
                self._send(f"begin; {who.telling()}")
                if self.connection.autocommit:
                    return self._alone(execute, *statement)
        return execute(*statement)

    def _alone(self, execute: Any, *statement: Any) -> Any:
        try:
            answer = execute(*statement)
        except BaseException:
            if self.connection.pgconn.transaction_status == TransactionStatus.INERROR:
                self._send("rollback")
            elif not self.connection.closed:
                self.close()
            raise
        self._send("commit")
        return answer

    def _send(self, text: str) -> None:
        """Several statements in one round trip, which no cursor of the driver's would send."""
        result = self.connection.pgconn.exec_(text.encode())
        if result.status not in {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}:
            message = result.error_message.decode(errors="replace").strip()
            raise psycopg.OperationalError(f"The database was not told who acts: {message}")

    def _savepoint_rollback(self, sid: str) -> None:
        """What was told since the savepoint is forgotten with everything else."""
        super()._savepoint_rollback(sid)
        self.told = None

    def init_connection_state(self) -> None:
        """Plan a prepared statement once for all values, not again for each of them.

        Planning the home page's statement takes longer than carrying it out. And refuse to
        go on in a role that the second wall does not hold.
        """
        super().init_connection_state()
        self.connection.execute("set plan_cache_mode = force_generic_plan")
        if settings.DATABASE_ROLE == "runtime":
            runtime_role.refuse_too_much(self.connection)

    def prepared_cursor(self) -> Any:
        """A cursor for statements that are asked again and again, inside Django's wrappers."""
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(PreparedCursor(self.connection))

    def get_connection_params(self) -> dict[str, Any]:
        folder = self.settings_dict.get("EMBEDDED_IN")
        if folder and not self.settings_dict["HOST"]:
            where = embedded_database.address(Path(folder))
            self.settings_dict["HOST"], self.settings_dict["PORT"] = where.host, where.port
        # For `prepared_cursor` alone: Django's own cursors never prepare anything.
        return super().get_connection_params() | {"prepare_threshold": 0}
