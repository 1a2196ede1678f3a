"""The children on the home page as the template draws them: one row each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from casework.agencies.models import Post
from casework.web import words
from casework.worklists import (
    home,
    home_children,
    wording,
)


def rows(
    children: list[home_children.MyChild], news: home.Rows, post: Post, now: datetime
) -> dict[str, Any]:
    """The reader's children with their next date, and what others wrote about them."""
    found = [home.News(*row) for row in news]
    fresh = home.by_case(found)
    names = {child.case_id: child for child in children}
    recent = now - timedelta(days=home.NEW_DAYS)
    new = [one for one in found if one.since >= recent]
    return {
        "children": [_child(one, fresh.get(one.case_id, []), post, now) for one in children],
        "new": [_new(one, names[one.case_id], now) for one in new[:6]],
    }


def _child(
    child: home_children.MyChild, news: list[home.News], post: Post, now: datetime
) -> dict[str, Any]:
    today = words.local_day(now)
    return {
        "href": f"/children/{child.reference}/",
        "name": child.name,
        "about": _about(child, today),
        "rating": wording.rating(post.authority_id, child.rating),
        "risks": wording.key_risks(post.authority_id, child.risks or []),
        "next": _next(child, now),
        "limit": _limit(child, today),
        "since": _since(child, news, now),
    }


def _about(child: home_children.MyChild, today: Any) -> str:
    """“15, at home”; with the birthday where eighteen is near."""
    age = words.age(child.born, today)
    parts = [str(age)] if age is not None else []
    if age == 17:
        month, day = child.born.month, child.born.day
        turns = f"eighteen on {day} {child.born:%B}" if (month, day) != (2, 29) else "eighteen soon"
        parts.append(turns)
    elif child.living_at:
        parts.append(child.living_at)
    return ", ".join(parts)


def _next(child: home_children.MyChild, now: datetime) -> str:
    today = words.local_day(now)
    if child.next_on is None:
        return "No review"
    text = "Today" if child.next_on == today else words.day(child.next_on, today)
    if child.meeting_at and child.next_on == today:
        text += f" {words.time_of_day(child.meeting_at)}"
    return text


def _limit(child: home_children.MyChild, today: Any) -> str:
    """Until when the procedure wants the next discussion."""
    if child.limit_on is None:
        return "first time" if not child.rating and child.meeting_at else ""
    if child.limit_on == child.next_on:
        return "limit the same day"
    return f"limit {words.day(child.limit_on, today)}"


def _since(child: home_children.MyChild, news: list[home.News], now: datetime) -> str:
    """What has come since the reader last looked at the record."""
    looked = child.looked_at or now - timedelta(days=home.NEWS_DAYS)
    new = [one for one in news if max(one.since, one.at) > looked]
    if not new:
        return "Nothing new"
    newest = f"{new[0].label}, {day_or_yesterday(new[0].since, now)}"
    more = len(new) - 1
    return (
        f"{newest}, and {words.counted(more, 'other entry', 'other entries')}" if more else newest
    )


def _new(one: home.News, child: home_children.MyChild, now: datetime) -> dict[str, str]:
    who = one.told_by or (one.agency if one.imported else f"{one.who}, {one.agency}")
    return {
        "href": f"/children/{child.reference}/timeline/",
        "text": f"{one.label}, {child.name}",
        "small": f"{who}. {words.sentence(day_or_yesterday(one.since, now))}",
    }


def day_or_yesterday(moment: datetime, now: datetime) -> str:
    """“today 09:40”, “yesterday 16:10”, “Wed 18 Nov”; without a time where there is none."""
    local = timezone.localtime(moment)
    ago = (words.local_day(now) - local.date()).days
    time = "" if (local.hour, local.minute) == (0, 0) else f" {words.time_of_day(moment)}"
    if ago in {0, 1}:
        return f"{'yesterday' if ago else 'today'}{time}"
    return words.day(moment, words.local_day(now))
