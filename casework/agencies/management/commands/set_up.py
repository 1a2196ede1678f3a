"""Bring the database up to date: migrations as the owner, then the runtime role's rights.

The procedures are read as well, and each that can be run is kept as the last good one.
"""

from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection

from casework.config import embedded_database, environment, runtime_role


class Command(BaseCommand):
    help = "Create or update the tables, and give the runtime role its rights."

    def _accept_procedures(self) -> None:
        """What is wrong with one authority's procedure does not hold up the others."""
        try:
            call_command("policy", "accept", stdout=self.stdout, stderr=self.stderr)
        except SystemExit:
            self.stderr.write("Not every procedure is in force; what is wrong stands above.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATABASE_ROLE != "owner":
            raise CommandError(
                "This needs the owner of the database. Set HOLDFAST_DATABASE_ROLE=owner, and "
                "DATABASE_OWNER_URL where the database is not the embedded one."
            )
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        call_command("createcachetable", verbosity=0)
        role = environment.text("HOLDFAST_RUNTIME_ROLE", embedded_database.RUNTIME)
        runtime_role.grant(connection, role)
        self._accept_procedures()
        self.stdout.write(f"The database is up to date; {role} may read and write rows.")
