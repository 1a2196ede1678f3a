"""What goes on by itself: children who wait are put on the lists they belong on."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from casework.access.queries import holder
from casework.config.postgresql.acting import procedure
from casework.meetings import list_commands, list_queries
from casework.meetings.models import Series


@app.periodic(cron="*/5 * * * *")
@app.task(name="meetings.lists", queue="upkeep", queueing_lock="meetings.lists")
def bring_lists_up_to_date(timestamp: int) -> None:
    """Put referrals and reviews on the lists of every forum; what is listed already stays.

    It acts for whoever keeps the forum's lists; a forum without such a person waits.
    """
    now = timezone.now()
    for series in Series.objects.select_related("case__area"):
        bring_up_to_date(series, now=now)


@procedure("children who wait are put on the lists they belong on")
def bring_up_to_date(series: Series, *, now) -> int:
    """Put on the lists of one forum whatever waits; says how many children."""
    admin = holder(series.case, "rmm_admin", today=timezone.localdate(now))
    meeting = next(iter(list_queries.to_come(series, now=now)), None)
    if admin is None or meeting is None:
        return 0
    return len(list_commands.bring_up_to_date(meeting=meeting, by=admin, now=now))
