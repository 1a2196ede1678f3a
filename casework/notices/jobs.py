"""Delivery in the background: as often as it takes, and each notice once.

A job can be run again at any time: after an error, or because its worker was killed and
the sweep below put it back. So delivery first looks whether it has been done.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from casework.notices.messages import message
from casework.notices.models import Notice

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)
"""After 4 seconds, then 16, and so on: a mail server may be away for a day."""


@app.task(name="notices.deliver", queue="notices", retry=AGAIN)
def deliver(notice_id: str) -> None:
    """Send a notice unless it has been sent; the row stays locked until that is settled."""
    waiting = Notice.objects.waiting().filter(pk=notice_id)
    # Counted before and apart, so that an attempt that fails is counted too.
    waiting.update(attempts=F("attempts") + 1)
    with transaction.atomic():
        notice = waiting.select_for_update().first()
        if notice is not None:
            message(notice).send()
            notice.sent_at = timezone.now()
            notice.save(update_fields=["sent_at"])


@app.periodic(cron="* * * * *")
@app.task(name="notices.sweep", queue="upkeep", queueing_lock="notices.sweep", pass_context=True)
async def put_back_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put back the jobs of workers that have given no sign of life for half a minute."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="notices.tidy", queue="upkeep", queueing_lock="notices.tidy", pass_context=True)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Drop jobs that ended well a week ago; the notices themselves stay."""
    await context.app.job_manager.delete_old_jobs(nb_hours=24 * 7)
