"""The process that does what was deferred: sends notices and looks after the queue."""

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run background jobs until stopped, or with --once only those that wait now."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing waits")

    def handle(self, *args, once: bool, **options) -> None:
        call_command("procrastinate", "worker", *(["--one-shot"] if once else []))
