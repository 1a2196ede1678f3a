"""Close accounts that nobody uses; the worker does the same every night."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from casework.agencies import sign_in_commands


class Command(BaseCommand):
    help = "Close each account that nobody has signed in to for HOLDFAST_DORMANT_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        closed = sign_in_commands.close_dormant(now=timezone.now())
        self.stdout.write(f"Closed, unused for {settings.DORMANT_DAYS} days: {closed}.")
