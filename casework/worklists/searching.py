"""Search within what a post may see; what is not there and what is not yours read the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from casework.agencies.models import Post
from casework.meetings.models import Meeting
from casework.subjects import names
from casework.subjects import queries as subjects
from casework.web import words
from casework.web.forms import DateField

AT_MOST = 20
LONGEST = 100


def search(post: Post, text: str, *, today: date) -> dict[str, list[dict[str, Any]]]:
    """Children, people, places and meetings like this text, at most twenty of each."""
    text = text.strip()[:LONGEST]
    if not text:
        return {"children": [], "people": [], "places": [], "meetings": []}
    return {
        "children": [_child(one, today) for one in subjects.find_children(post, text, today=today)],
        "people": _labelled(subjects.people_of_concern(post, today=today), text),
        "places": _labelled(subjects.places(post, today=today), text),
        "meetings": _meetings(post, text, today),
    }


def _child(child: Any, today: date) -> dict[str, str]:
    age = words.age(child.born, today)
    known = [str(age) if age is not None else "", child.living_at, child.local_id]
    return {
        "href": f"/children/{child.case.reference}/",
        "text": str(child),
        "small": ", ".join(part for part in known if part),
    }


def _labelled(found: Any, text: str) -> list[dict[str, str]]:
    """People and places whose label holds every word."""
    for word in names.plain(text).split():
        found = found.filter(label__icontains=word)
    return [
        {"href": "/places/", "text": one.label, "small": one.kind}
        for one in found.select_related("case")[:AT_MOST]
    ]


def _meetings(post: Post, text: str, today: date) -> list[dict[str, str]]:
    """Meetings of the day that was typed, or of a forum whose name begins like the text."""
    found = Meeting.objects.visible_to(post, today=today).select_related("series")
    if day := _day(text):
        found = found.filter(starts_at__date=day).order_by("starts_at")
    else:
        found = found.filter(series__name__icontains=text, starts_at__date__gte=today)
    return [
        {
            "href": f"/meetings/{one.reference}/",
            "text": f"{one.series.name}, {words.day_and_year(one.starts_at)}",
            "small": words.time_of_day(one.starts_at),
        }
        for one in found.order_by("starts_at")[:AT_MOST]
    ]


def _day(text: str) -> date | None:
    try:
        return DateField(required=False).clean(text)
    except ValidationError:
        return None
