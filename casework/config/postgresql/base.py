"""Django's PostgreSQL backend, which starts the embedded server when it first connects.

Started here and not in the settings, so that a command which needs no database
(`holdfast policy check`) starts none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.postgresql import base, operations

from casework.config import embedded_database


class PreparedCursor(psycopg.Cursor):
    """Each statement is parsed and planned once for a connection; rows come in binary.

    A pooler between us and the server must know prepared statements (PgBouncer from 1.21).
    """

    def execute(self, query: Any, params: Any = None, **_: Any) -> PreparedCursor:
        return super().execute(query, params, prepare=True, binary=True)


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str | None:
        """A prepared statement is logged with its values in place, as every other is."""
        if isinstance(cursor, PreparedCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def init_connection_state(self) -> None:
        """Plan a prepared statement once for all values, not again for each of them.

        Planning the home page's statement takes longer than carrying it out.
        """
        super().init_connection_state()
        self.connection.execute("set plan_cache_mode = force_generic_plan")

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
