"""What one can do from a list: say how an action stands."""

from __future__ import annotations

from datetime import date, datetime

from casework.agencies.models import Post
from casework.config.postgresql.acting import command
from casework.plans import commands as plans
from casework.plans.models import Action


@command
def say_how_it_stands(
    *,
    action: Action,
    state: str,
    by: Post,
    now: datetime,
    done_on: date | None = None,
    explanation: str = "",
) -> None:
    """Note that an action was done on a day, or why it is not done yet."""
    if state == Action.State.COMPLETED:
        plans.complete_action(
            action=action, completed_on=done_on or now.date(), by=by, now=now,
            explanation=explanation,
        )  # fmt: skip
        return
    plans.review_action(action=action, state=state, by=by, now=now, explanation=explanation)
