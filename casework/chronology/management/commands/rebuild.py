"""Work out every case again from its facts; with --check, only say whether anything differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from casework.chronology import projection
from casework.config.postgresql.acting import procedure
from casework.subjects.models import Case


class Command(BaseCommand):
    help = "Make obligations and questions again from the facts, case by case."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; say what differs")

    @procedure("every case is worked out afresh and compared")
    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        different = [
            case.reference
            for case in Case.objects.order_by("pk").iterator()
            if self._refresh(case, now, keep=not options["check"])
        ]
        self.stdout.write(f"{len(different)} cases differed. {' '.join(different[:50])}".strip())
        if options["check"] and different:
            raise SystemExit(1)

    def _refresh(self, case: Case, now: Any, keep: bool) -> bool:
        with transaction.atomic():
            locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
            changed = projection.refresh(locked, now, whole=True)
            if not keep:
                transaction.set_rollback(True)
        return changed
