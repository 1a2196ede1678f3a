"""Django's PostgreSQL backend, which starts the embedded server when it first connects.

Started here and not in the settings, so that a command which needs no database
(`holdfast policy check`) starts none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from casework.config import embedded_database


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        folder = self.settings_dict.get("EMBEDDED_IN")
        if folder and not self.settings_dict["HOST"]:
            where = embedded_database.address(Path(folder))
            self.settings_dict["HOST"], self.settings_dict["PORT"] = where.host, where.port
        return super().get_connection_params()
