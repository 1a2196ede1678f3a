"""How a clause stands today among the cases that somebody may see."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q

from casework.agencies.models import Post
from casework.chronology.models import Obligation, Prompt
from casework.subjects.models import Case
from pathways.definitions import Duty, Entry
from pathways.definitions import Prompt as Question


def today_in_reach(
    entries: tuple[Entry, ...], *, post: Post, today: date, now: datetime
) -> list[dict[str, object]]:
    """For each duty and question how much is open and late, with the way to the list."""
    if post.reach == Post.Reach.NONE:
        return []
    duties = [entry for entry in entries if isinstance(entry, Duty)]
    questions = [entry for entry in entries if isinstance(entry, Question)]
    found = [each for duty in _open_and_late(duties, post, today, now) for each in duty]
    return found + _waiting(questions, post, today)


def _open_and_late(
    duties: list[Duty], post: Post, today: date, now: datetime
) -> list[list[dict[str, object]]]:
    if not duties:
        return []
    rows = Obligation.objects.visible_to(post, today=today).outstanding().shared()
    counted = {
        row["duty"]: row
        for row in rows.filter(duty__in=[duty.id for duty in duties])
        .values("duty")
        .annotate(all=Count("id"), late=Count("id", filter=Q(due_at__lte=now)))
    }
    return [_said(duty, counted.get(duty.id, {"all": 0, "late": 0})) for duty in duties]


def _said(duty: Duty, counted: dict[str, int]) -> list[dict[str, object]]:
    number, late = counted["all"], counted["late"]
    small = duty.title
    if not number:
        return [{"text": "Nothing open", "href": "", "small": small}]
    said: list[dict[str, object]] = [
        {"text": f"{number} open", "href": f"/due/?what={duty.act}", "small": small}
    ]
    if late:
        said.append({"text": f"{late} late", "href": f"/late/?what={duty.act}", "small": ""})
    return said


def _waiting(questions: list[Question], post: Post, today: date) -> list[dict[str, object]]:
    if not questions:
        return []
    cases = Case.objects.visible_to(post, today=today)
    rows = (
        Prompt.objects.waiting()
        .shared()
        .filter(case__in=cases, prompt__in=[question.id for question in questions])
    )
    number = rows.count()
    return [
        {"text": f"{number or 'No'} question{'s' * (number != 1)} open", "href": "", "small": ""}
    ]
