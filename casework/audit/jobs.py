"""Every hour the ends of the chains are written down elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from casework.audit import anchors

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.periodic(cron="7 * * * *")
@app.task(name="audit.anchor", queue="upkeep", queueing_lock="audit.anchor", retry=AGAIN)
def anchor(timestamp: int) -> None:
    """Write an anchor to where `HOLDFAST_ANCHORS` says; one that fails is tried again."""
    anchors.write(settings.ANCHORS, now=timezone.now())
