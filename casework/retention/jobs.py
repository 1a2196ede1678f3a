"""A certificate is put aside, where a restored backup does not reach it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from casework.retention import certificates
from casework.retention.models import Certificate

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="retention.put_aside", queue="upkeep", retry=AGAIN)
def put_aside(reference: str) -> None:
    """Write one certificate into the folder of certificates; written already, it stays."""
    one = Certificate.objects.get(reference=reference)
    certificates.write(one, Path(settings.CERTIFICATES))
