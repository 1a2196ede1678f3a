"""What is done about accounts and sessions while nobody asks."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from casework.agencies import sign_in_commands


@app.periodic(cron="*/10 * * * *")
@app.task(name="agencies.end_sessions", queue="upkeep", queueing_lock="agencies.end_sessions")
def end_sessions(timestamp: int) -> None:
    """Note the sessions that have ended by themselves; again changes nothing."""
    sign_in_commands.end_what_is_over(now=timezone.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="agencies.close_dormant", queue="upkeep", queueing_lock="agencies.close_dormant")
def close_dormant(timestamp: int) -> None:
    """Close accounts that nobody uses; again changes nothing."""
    sign_in_commands.close_dormant(now=timezone.now())
