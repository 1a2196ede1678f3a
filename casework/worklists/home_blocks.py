"""The home page's blocks as the template draws them: plain rows and finished words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from casework.agencies.models import Post
from casework.agencies.queries import may_administer
from casework.audit import commands as audit
from casework.chronology import policy
from casework.config.postgresql.kept import together
from casework.web import words
from casework.web.addresses import address
from casework.worklists import (
    emergency_queries,
    home,
    home_child_rows,
    home_children,
    items,
    officer_blocks,
    queries,
    questions,
    scopes,
    wording,
)
from casework.worklists.items import Item, Rows
from casework.worklists.queries import Counts, Narrowed
from casework.worklists.scopes import Scope

TEAM_SHOWN, UNDATED_SHOWN = 5, 5
SOON_DAYS = 30


def page(post: Post, *, now: datetime) -> dict[str, Any]:
    """Everything on the home page of a post, mostly from two statements.

    The first reads what the post is related to and what it must do; the second reads the
    names for that, and what is new about the children of the first.
    """
    read = _read(post, now)
    ties = home.ties(read.relations)
    blocks = _mine(post, read, now)
    blocks["meetings"] = [home.NextMeeting(*row) for row in read.meetings]
    blocks["chairs"] = any("chair" in relation for relation in ties.forums)
    blocks["runs"] = any(word in one for one in ties.forums for word in ("chair", "admin"))
    blocks["forums"] = ties.forums
    if not any("admin" in relation for relation in ties.forums):
        blocks["clocks"] = []
    blocks["invitations"] = _invitations(read.invitations, blocks["meetings"])
    if ties.manages or post.reach in {Post.Reach.AREA, Post.Reach.AUTHORITY}:
        blocks["wider"] = _wider(post, now)
    if ties.leads:
        blocks |= home_child_rows.rows(read.children, read.news, post, now)
    blocks["to_review"] = to_review(read.openings, today=words.local_day(now))
    blocks["drafts"] = [home.Draft(*row) for row in read.drafts]
    blocks["chain"] = read.chain
    if post.may_import:
        blocks["imports"] = home.imports()
    if may_administer(post):
        blocks["accounts"] = home.accounts(post.authority_id)
    if post.governs_information:
        blocks["officer"] = officer_blocks.waiting(post, today=words.local_day(now))
    if post.reach == Post.Reach.NONE:
        blocks["procedure"] = policy.pack_for(post.authority_id)
    return blocks


class Read(NamedTuple):
    """What the home page is made of, as rows."""

    mine: list[Item]
    """The first of the reader's own list, with names."""
    counts: Rows
    relations: Rows
    speaking: Rows
    questions: Rows
    meetings: Rows
    invitations: Rows
    drafts: Rows
    openings: Rows
    children: list[home_children.MyChild]
    news: Rows
    chain: Rows
    """The end of the audit's chain; see `audit.commands.end_of_chain`."""


def _read(post: Post, now: datetime) -> Read:
    today = words.local_day(now)
    pack = policy.pack_for(post.authority_id).identity
    given = {"post": post, "today": today}
    mine, counts, *rest, children = together(
        [
            queries.late_and_coming(**given, now=now, until=_soon(today), pack=pack),
            queries.asked_counts(scopes.mine(post), post, now, _week_end(today), _soon(today)),
            home.relations(**given),
            home.speaking(**given, until=_week_end(today)),
            questions.questions(**given),
            home.next_meetings(**given),
            home.invitations(**given),
            home.drafts(**given),
            emergency_queries.waiting(**given),
            home_children.led_children(**given, pack=pack),
        ]
    )
    items_ = [Item(*row) for row in mine]
    led = home_children.by_next_date(children)
    since = now - timedelta(days=home.NEWS_DAYS)
    cases = [child.case_id for child in led]
    names, people, news, chain = together(
        [
            *items.names_of(items_, post, today),
            home.news(post=post, cases=cases, since=since, now=now),
            audit.end_of_chain(post),
        ]
    )
    named = items.named(items_, names, people, post=post)
    return Read(named, counts, *rest, led, news, chain)


def _soon(today: date) -> date:
    return today + timedelta(days=SOON_DAYS)


def _week_end(today: date) -> date:
    """The end of next week."""
    return today + timedelta(days=13 - today.weekday())


# --- what is due ----------------------------------------------------------------------


def _mine(post: Post, read: Read, now: datetime) -> dict[str, Any]:
    """What the post itself must do, by day, with the questions that wait for it."""
    today = words.local_day(now)
    late, coming = _list(read, now)
    counts = queries.summed(read.counts)
    spoken = _speaking(post, read.speaking)
    coming = sorted(
        [*coming, *spoken], key=lambda item: item.due_at or datetime.max.replace(tzinfo=UTC)
    )
    counts = replace(counts, today=counts.today + sum(item.day == today for item in spoken))
    calendar = policy.calendar_for(policy.pack_for(post.authority_id))
    return {
        "sentence": wording.home_sentence(counts, len(read.questions)),
        "days": _days([*late, *_without_many_undated(coming)], now, calendar),
        "undated": max(0, counts.undated - UNDATED_SHOWN),
        "more_late": counts.late - len(late),
        "more": counts.soon,
        "more_until": _soon(today),
        "questions": [_question(questions.Question(*row), today) for row in read.questions],
        "clocks": [_clock(item, now, calendar) for item in coming if item.kind == "forum"][:2],
    }


def _list(read: Read, now: datetime) -> tuple[list[Item], list[Item]]:
    """What is late, and what comes until the end of next week."""
    late = [item for item in read.mine if wording.is_late(item, now)]
    coming = [item for item in read.mine if not wording.is_late(item, now)][: queries.COMING]
    week_end = _week_end(words.local_day(now))
    return late[: queries.LATE], [
        item for item in coming if item.day is None or item.day <= week_end
    ]


def _items(scope: Scope, post: Post, now: datetime, narrowed: Narrowed, limit: int):
    return queries.page(
        scope, post=post, today=words.local_day(now), narrowed=narrowed, limit=limit
    )


def _speaking(post: Post, rows: Rows) -> list[Item]:
    """The reader's children on the lists of meetings to come, as things to do."""
    meeting = policy.label(post.authority_id, "risk_meeting")
    return [
        Item(
            due_at=items.end_of(words.local_day(one.starts_at)),
            due_day=words.local_day(one.starts_at),
            source=items.SLOT,
            title=f"Speak about {one.forename} at the {meeting}, "
            f"{wording.ordinal(one.position)} on the list",
            summary=f"It begins at {words.time_of_day(one.starts_at)}",
            reference=one.reference,
            kind="child",
            subject=f"{one.forename} {one.surname}",
            case_id=one.case_id,
        )
        for one in [home.Speaking(*row) for row in rows]
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


def _question(asked: questions.Question, today: date) -> dict[str, Any]:
    """A decision asked of people, as its box shows it."""
    text = asked.question
    if asked.cannot_tell and asked.missing:
        text += f" What is missing: {words.joined(asked.missing)}."
    since = f"Asked since {words.day(asked.raised_at, today)}."
    address = f"/children/{asked.reference}/questions/{asked.key}/"
    return {
        "title": asked.child or asked.reference,
        "href": address if asked.child else None,
        "text": text.strip(),
        "since": None if asked.cannot_tell else since,
        "clauses": asked.clauses,
        "cannot_tell": asked.cannot_tell,
    }


def _wider(post: Post, now: datetime) -> dict[str, Any] | None:
    """What is late on the list that opens first for this post, if that is not its own."""
    today = words.local_day(now)
    scope = scopes.scopes(post, today=today)[0]
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
    today = words.local_day(now)
    return queries.counts(scope, post=post, now=now, soon_from=today, soon_until=today)


def _invitations(rows: Rows, meetings: list[home.NextMeeting]) -> list[home.Invited]:
    """Invitations that say more than the list of one's own meetings does."""
    own = {meeting.name for meeting in meetings}
    found = [home.Invited(*row) for row in rows]
    return [one for one in found if one.case_reference or one.name not in own]


def to_review(rows: Rows, *, today: date) -> list[dict[str, Any]]:
    """Records opened in an emergency that wait for the reader, the one due first in front."""
    return [
        {
            "href": address("worklists:opening", one.pk),
            "text": f"Opened {words.day(one.opened_at, today)} {words.time_of_day(one.opened_at)}",
            "small": f"To be looked into by {words.day(one.review_by, today)}",
            "late": one.review_by < today,
        }
        for one in [emergency_queries.ToReview(*row) for row in rows]
    ]


# --- my children ----------------------------------------------------------------------
