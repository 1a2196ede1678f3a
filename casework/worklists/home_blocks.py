"""The home page's blocks as the template draws them: plain rows and finished words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from casework.agencies.models import Post
from casework.agencies.queries import may_administer
from casework.chronology import policy
from casework.chronology.models import Prompt
from casework.web import words
from casework.worklists import home, items, queries, wording
from casework.worklists.items import Item
from casework.worklists.queries import Counts, Narrowed, Scope

LATE_SHOWN, NEXT_SHOWN, TEAM_SHOWN, UNDATED_SHOWN = 10, 40, 5, 5
MINE_READ = 150
SOON_DAYS = 30


def page(post: Post, *, now: datetime) -> dict[str, Any]:
    """Everything on the home page of a post; the number of queries depends on its ties alone."""
    today = timezone.localdate(now)
    ties = home.ties(post, today=today)
    blocks = _mine(post, now)
    blocks["meetings"] = home.next_meetings(post, now=now)
    blocks["chairs"] = any("chair" in relation for relation in ties.forums)
    blocks["runs"] = any(word in one for one in ties.forums for word in ("chair", "admin"))
    blocks["forums"] = ties.forums
    if not any("admin" in relation for relation in ties.forums):
        blocks["clocks"] = []
    blocks["invitations"] = _invitations(post, blocks["meetings"], now)
    if ties.manages or post.reach in {Post.Reach.AREA, Post.Reach.AUTHORITY}:
        blocks["wider"] = _wider(post, now)
    if ties.leads:
        blocks |= _children(post, now)
    blocks["drafts"] = home.drafts(post, today=today)
    if post.may_import:
        blocks["imports"] = home.imports()
    if may_administer(post):
        blocks["accounts"] = home.accounts(post.authority_id)
    if post.reach == Post.Reach.NONE:
        blocks["procedure"] = policy.pack_for(post.authority_id)
    return blocks


# --- what is due ----------------------------------------------------------------------


def _mine(post: Post, now: datetime) -> dict[str, Any]:
    """What the post itself must do, by day, with the questions that wait for it."""
    today = timezone.localdate(now)
    week_end = today + timedelta(days=13 - today.weekday())
    soon = today + timedelta(days=SOON_DAYS)
    late, coming, counts = _list(post, now, week_end, soon)
    spoken = _speaking(post, now, week_end)
    coming = sorted(
        [*coming, *spoken], key=lambda item: item.due_at or datetime.max.replace(tzinfo=UTC)
    )
    counts = replace(counts, today=counts.today + sum(item.day == today for item in spoken))
    questions = queries.questions(post, today=today)
    calendar = policy.calendar_for(policy.pack_for(post.authority_id))
    return {
        "sentence": wording.home_sentence(counts, len(questions)),
        "days": _days([*late, *_without_many_undated(coming)], now, calendar),
        "undated": max(0, counts.undated - UNDATED_SHOWN),
        "more_late": counts.late - len(late),
        "more": counts.soon,
        "more_until": soon,
        "questions": [_question(one, today) for one in questions],
        "clocks": [_clock(item, now, calendar) for item in coming if item.kind == "forum"][:2],
    }


def _list(
    post: Post, now: datetime, week_end: date, soon: date
) -> tuple[list[Item], list[Item], Counts]:
    """What is late, what comes until the end of next week, and how much there is of each.

    Only a list that is longer than what was read is counted by the database.
    """
    scope, today = queries.mine(post), timezone.localdate(now)
    read = queries.page(
        scope, post=post, today=today, narrowed=Narrowed(until=soon), limit=MINE_READ
    )
    if len(read) < MINE_READ:
        late = [item for item in read if wording.is_late(item, now)]
        coming = [item for item in read if not wording.is_late(item, now)]
        counts = _counted(late, coming, today, week_end)
    else:
        late, coming = queries.late_and_coming(
            scope, post=post, now=now, until=soon, late=LATE_SHOWN, coming=NEXT_SHOWN
        )
        counts = queries.counts(scope, post=post, now=now, soon_from=week_end, soon_until=soon)
    near = [item for item in coming if item.day is None or item.day <= week_end]
    return late[:LATE_SHOWN], near[:NEXT_SHOWN], counts


def _counted(late: list[Item], coming: list[Item], today: date, week_end: date) -> Counts:
    return Counts(
        late=len(late),
        today=sum(item.day == today for item in coming),
        soon=sum(item.day is not None and item.day > week_end for item in coming),
        undated=sum(item.day is None for item in coming),
    )


def _items(scope: Scope, post: Post, now: datetime, narrowed: Narrowed, limit: int):
    return queries.page(
        scope, post=post, today=timezone.localdate(now), narrowed=narrowed, limit=limit
    )


def _speaking(post: Post, now: datetime, until: date) -> list[Item]:
    """The reader's children on the lists of meetings to come, as things to do."""
    meeting = policy.label(post.authority_id, "risk_meeting")
    return [
        Item(
            due_at=items.end_of(timezone.localdate(one.starts_at)),
            due_day=timezone.localdate(one.starts_at),
            source=items.SLOT,
            title=f"Speak about {one.forename} at the {meeting}, "
            f"{wording.ordinal(one.position)} on the list",
            summary=f"It begins at {words.time_of_day(one.starts_at)}",
            reference=one.reference,
            kind="child",
            subject=f"{one.forename} {one.surname}",
            case_id=one.case_id,
        )
        for one in home.speaking(post, now=now, until=until)
    ]


def _without_many_undated(found: list[Item]) -> list[Item]:
    """All that has a date, and the first few of what has none."""
    dated = [item for item in found if item.day]
    return dated + [item for item in found if not item.day][:UNDATED_SHOWN]


def _days(found: Iterable[Any], now: datetime, calendar: Any) -> list[dict[str, Any]]:
    """Groups by day as the due list draws them."""
    return [
        {
            "title": day.title,
            "small": day.small,
            "late": day.late,
            "items": [wording.row(item, now, calendar) for item in day.items],
        }
        for day in wording.by_day(found, now)
    ]


def _clock(item: Item, now: datetime, calendar: Any) -> dict[str, Any]:
    """A duty of a forum that is still to come, as one of its clocks."""
    when = wording.when_of(item, now, calendar)
    return {
        "label": f"{item.subject}: {item.title}",
        "when": when["text"],
        "text": wording.note_of(item, now),
        "clauses": item.clauses,
    }


def _question(prompt: Prompt, today: Any) -> dict[str, Any]:
    """A decision asked of people, as its box shows it."""
    child = getattr(prompt.case, "child", None)
    text = prompt.question
    if prompt.cannot_tell and prompt.missing:
        text += f" What is missing: {words.joined(list(prompt.missing))}."
    since = f"Asked since {words.day(prompt.raised_at, today)}."
    return {
        "title": str(child) if child else prompt.case.reference,
        "href": f"/children/{prompt.case.reference}/questions/{prompt.key}/" if child else None,
        "text": text.strip(),
        "since": None if prompt.cannot_tell else since,
        "clauses": prompt.clauses,
        "cannot_tell": prompt.cannot_tell,
    }


def _wider(post: Post, now: datetime) -> dict[str, Any] | None:
    """What is late on the list that opens first for this post, if that is not its own."""
    today = timezone.localdate(now)
    scope = queries.scopes(post, today=today)[0]
    if scope.code == "mine":
        return None
    counts = _count(scope, post, now)
    calendar = policy.calendar_for(policy.pack_for(post.authority_id))
    shown = _items(scope, post, now, Narrowed(late_before=now), TEAM_SHOWN)
    return {
        "title": scope.title,
        "first": scope.code == "teams",
        "late": counts.late,
        "today": counts.today,
        "items": [wording.row(item, now, calendar) for item in shown],
    }


def _count(scope: Scope, post: Post, now: datetime) -> Counts:
    today = timezone.localdate(now)
    return queries.counts(scope, post=post, now=now, soon_from=today, soon_until=today)


def _invitations(post: Post, meetings: list[home.NextMeeting], now: datetime) -> list[home.Invited]:
    """Invitations that say more than the list of one's own meetings does."""
    own = {meeting.name for meeting in meetings}
    found = home.invitations(post, now=now)
    return [one for one in found if one.case_reference or one.name not in own]


# --- my children ----------------------------------------------------------------------


def _children(post: Post, now: datetime) -> dict[str, Any]:
    """The reader's children with their next date, and what others wrote about them."""
    children = home.my_children(post, now=now)
    found = home.news(post, [child.case_id for child in children], now=now)
    fresh = home.by_case(found)
    names = {child.case_id: child for child in children}
    recent = now - timedelta(days=home.NEW_DAYS)
    new = [one for one in found if one.since >= recent]
    return {
        "children": [_child(one, fresh.get(one.case_id, []), post, now) for one in children],
        "new": [_new(one, names[one.case_id], now) for one in new[:6]],
    }


def _child(child: home.MyChild, news: list[home.News], post: Post, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
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


def _about(child: home.MyChild, today: Any) -> str:
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


def _next(child: home.MyChild, now: datetime) -> str:
    today = timezone.localdate(now)
    if child.next_on is None:
        return "No review"
    text = "Today" if child.next_on == today else words.day(child.next_on, today)
    if child.meeting_at and child.next_on == today:
        text += f" {words.time_of_day(child.meeting_at)}"
    return text


def _limit(child: home.MyChild, today: Any) -> str:
    """Until when the procedure wants the next discussion."""
    if child.limit_on is None:
        return "first time" if not child.rating and child.meeting_at else ""
    if child.limit_on == child.next_on:
        return "limit the same day"
    return f"limit {words.day(child.limit_on, today)}"


def _since(child: home.MyChild, news: list[home.News], now: datetime) -> str:
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


def _new(one: home.News, child: home.MyChild, now: datetime) -> dict[str, str]:
    who = one.told_by or (one.agency if one.imported else f"{one.who}, {one.agency}")
    return {
        "href": f"/children/{child.reference}/timeline/",
        "text": f"{one.label}, {child.name}",
        "small": f"{who}. {words.sentence(day_or_yesterday(one.since, now))}",
    }


def day_or_yesterday(moment: datetime, now: datetime) -> str:
    """“today 09:40”, “yesterday 16:10”, “Wed 18 Nov”; without a time where there is none."""
    local = timezone.localtime(moment)
    ago = (timezone.localdate(now) - local.date()).days
    time = "" if (local.hour, local.minute) == (0, 0) else f" {words.time_of_day(moment)}"
    if ago in {0, 1}:
        return f"{'yesterday' if ago else 'today'}{time}"
    return words.day(moment, timezone.localdate(now))
