"""Bringing files in behind the page: begun by a person's confirmation, watched by all."""

from __future__ import annotations

import json
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from casework.agencies.models import Post
from casework.exchange import commands, uploads
from casework.exchange.models import ImportRun

KEPT_FOR = timedelta(days=7)
EVERY = 0.7
"""Seconds between two notes of progress."""


@app.task(name="exchange.bring_in", queue="imports", lock="exchange.bring_in")
def bring_in(run_id: int, post_id: int) -> None:
    """Bring in a confirmed import; run again after a crash it begins afresh."""
    run = ImportRun.objects.select_related("authority").get(pk=run_id)
    if run.state != ImportRun.State.RUNNING:
        return
    by = Post.objects.select_related("agency", "account").get(pk=post_id)
    try:
        with Progress(run) as progress:
            commands.bring_in(run=run, by=by, now=timezone.now(), say=progress.say)
    except commands.CannotBringIn:
        pass  # The run says why; trying again by itself would not help.
    uploads.forget(run)


@app.periodic(cron="43 3 * * *")
@app.task(name="exchange.tidy", queue="upkeep", queueing_lock="exchange.tidy")
def leave_what_nobody_confirmed(timestamp: int) -> None:
    """Leave imports that were tried a week ago, and remove their files."""
    now = timezone.now()
    waiting = ImportRun.objects.filter(
        state=ImportRun.State.TRIED, started_at__lt=now - KEPT_FOR
    ).select_related("by__agency")
    for run in waiting:
        commands.cancel(run=run, by=run.by, now=now)
        uploads.forget(run)


class Progress:
    """Notes how far an import is, on a connection of its own.

    The import itself is one transaction and shows nothing until its end.
    """

    def __init__(self, run: ImportRun) -> None:
        self.run, self.noted = run, 0.0

    def __enter__(self) -> Progress:
        self.connection = connection.copy()
        self.connection.ensure_connection()
        return self

    def __exit__(self, *raised: object) -> None:
        self.connection.close()

    def say(self, what: str, done: int, of: int) -> None:
        if time.monotonic() - self.noted < EVERY:
            return
        self.noted = time.monotonic()
        note = json.dumps({"what": what, "done": done, "of": of})
        with self.connection.cursor() as cursor:
            cursor.execute(
                "update exchange_importrun set progress = progress || %s::jsonb where id = %s",
                [note, self.run.pk],
            )
