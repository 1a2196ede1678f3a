"""The `holdfast` command: every task of the product, with the database role that it needs."""

from __future__ import annotations

import os
import sys

AS_OWNER = {
    "set_up",
    "migrate",
    "makemigrations",
    "sqlmigrate",
    "showmigrations",
    "flush",
    "keys",
    "dbshell",
}


def main() -> None:
    """Run one command; `holdfast help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in AS_OWNER:
        os.environ.setdefault("HOLDFAST_DATABASE_ROLE", "owner")
        os.environ.setdefault("HOLDFAST_FIRST_KEYS", "no" if sys.argv[1] == "keys" else "yes")
    if sys.argv[1:2] == ["serve"]:
        from casework.config.serving import serve

        serve()
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(["holdfast", *sys.argv[1:]])


if __name__ == "__main__":
    main()
