"""What is due for somebody, for their own calendar: days and links, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from casework.documents import due_days
from casework.worklists.items import Item

AT_MOST = 200


def render(found: Iterable[Item], *, now: datetime) -> bytes:
    """One entry for each dated item; a calendar may be seen by anybody.

    The titles of duties come from the procedure and name nobody. What people agreed is
    in their own words, which may, so an action is only said to be one.
    """
    return due_days.render([_day(item) for item in found if item.day], now=now)


def _day(item: Item) -> due_days.DueDay:
    kind = "action" if item.is_action else "duty"
    where = f"/actions/{item.id}/" if item.is_action else "/due/"
    return due_days.DueDay(
        uid=f"{kind}-{item.id}@holdfast",
        day=item.day,
        at=item.due_at if item.at_a_time else None,
        summary="Holdfast: an action is due" if item.is_action else f"Holdfast: {item.title}",
        link=f"{settings.SITE_ADDRESS}{where}",
    )
