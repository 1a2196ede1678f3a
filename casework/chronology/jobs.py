"""What time alone changes: a window that empties, an 18th birthday, 48 hours reached.

Being late needs no job: it is a comparison made by whoever reads. Only the cases whose
next moment has come are worked out again, and doing so twice changes nothing.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from casework.chronology.models import Standing
from casework.config.postgresql.acting import procedure
from casework.subjects.models import Case

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="what-time-changes", pass_context=False)
def what_time_changes(timestamp: int) -> None:
    """Every minute, work out the cases whose moment has come."""
    work_out_due(timezone.now())


@procedure("what time alone changes is worked out on every case")
def work_out_due(now: datetime, at_most: int = 500) -> int:
    """Work out the cases that time has changed, each on its own; says how many.

    One that fails is logged and does not hold up the others.
    """
    from casework.chronology import commands

    due = Standing.objects.filter(next_change_at__lte=now).order_by("next_change_at")
    done = 0
    for case_id in due.values_list("case_id", flat=True)[:at_most]:
        try:
            with transaction.atomic():
                case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
                commands.work_out(case=case, now=now)
            done += 1
        except Exception:
            log.exception("Case %s could not be worked out; the next minute tries again", case_id)
    return done
