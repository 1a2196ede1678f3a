"""The bar above every page of a child's record: who they are and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from casework.access.models import Grant
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import policy
from casework.chronology.models import Fact, Standing
from casework.concerns import queries
from casework.concerns.models import MissingEpisode
from casework.config.postgresql.kept import Question, kept, together
from casework.subjects.models import Case, Child
from casework.web import words
from casework.web.addresses import address

STATUS_KINDS = ("legal_status.changed", "care_plan.started", "care_plan.ended")
PLANS = {
    "cin": "Child in Need plan",
    "cp": "Child Protection plan",
    "placement": "placement plan",
    "care": "care plan",
    "pathway": "pathway plan",
}
LEGAL = {"looked_after": "looked after", "care_leaver": "care leaver"}


class Bar(NamedTuple):
    """What the bar above a record is made of, as rows, and the end of the audit's chain."""

    told: Sequence[Sequence[Any]]
    standing: list[Standing]
    leads: list[Grant]
    missing: list[MissingEpisode]
    chain: Sequence[Sequence[Any]]


def asked(case: Case, post: Post, today: date) -> list[Question]:
    """What to ask for a `Bar`."""
    return [
        _told(case=case.pk),
        _standing(case=case.pk),
        queries.leads(case=case.pk, today=today),
        queries.missing(case=case.pk),
        audit.end_of_chain(post),
    ]


def read(case: Case, post: Post, today: date) -> Bar:
    """The same, asked at once."""
    return Bar(*together(asked(case, post, today)))


def subject(case: Case, bar: Bar, *, now: datetime) -> dict[str, Any]:
    """What `record_page.html` shows of a child."""
    today = timezone.localdate(now)
    return {
        "name": str(case.child),
        "facts": facts(case.child, today, _status(bar.told)),
        "lead": _lead(next(iter(bar.leads), None)),
        "flags": [
            *_flags(next(iter(bar.missing), None), today),
            *_kept_apart(case),
            *_closed(case),
        ],
        "rating": _rating(next(iter(bar.standing), None), case.authority_id, today),
        "parts": parts(case),
    }


def facts(child: Child, today: date, status: str = "") -> list[str]:
    """Age and birth date, pronouns, number, status, home and school, as far as known."""
    told = [_age(child, today), child.pronouns, number(child.case.authority_id, child.local_id)]
    told += [status or child.legal_status, child.living_at, child.school]
    return [one for one in told if one]


def _status(told: Iterable[Sequence[Any]]) -> str:
    """The plan that children's services hold, and whether the child is looked after."""
    plans: dict[str, str] = {}
    legal = ""
    for kind, data in told:
        if kind == "legal_status.changed":
            legal = LEGAL.get(data.get("value"), "")
        elif kind == "care_plan.started":
            plans[data.get("kind", "")] = PLANS.get(data.get("kind"), "")
        else:
            plans.pop(data.get("kind", ""), None)
    return ", ".join(one for one in (*plans.values(), legal) if one)


@kept
def _told(*, case: int) -> QuerySet[Fact]:
    told = Fact.objects.standing().filter(case=case, kind__in=STATUS_KINDS)
    return told.order_by("at", "recorded_at").values_list("kind", "data")


def number(authority: str, local_id: str) -> str:
    """The number that workers know, with the name of the system that gave it."""
    system = policy.pack_for(authority).labels.get("local_number", "LCS")
    return f"{system} {local_id}" if local_id else ""


def _rating(standing: Standing | None, authority: str, today: date) -> dict[str, Any] | None:
    """The rating agreed last, its key risks and the next date, or None before the first."""
    if standing is None or not standing.rating:
        return None
    forum = policy.label(authority, "risk_meeting")
    return level(authority, standing.rating, standing.key_risks) | {
        "caption": f"Rating agreed at {forum} {_on(standing.rated_at, today)}".strip(),
        "next": f"Next at {forum}",
        "next_on": words.day(standing.next_review_on, today),
    }


def level(authority: str, rated: str, risks: list[str]) -> dict[str, Any]:
    """A level as steps and word, with its key risks as letters and names."""
    scale = policy.scale(authority)
    levels = [one.id for one in scale.levels] if scale else []
    names = {one.id: one.label for one in scale.levels} if scale else {}
    known = {one.id: one for one in scale.key_risks} if scale else {}
    return {
        "step": levels.index(rated) + 1 if rated in levels else 0,
        "label": names.get(rated, rated),
        "risks": [
            {"letter": known[one].meaning, "label": known[one].label}
            for one in risks
            if one in known
        ],
    }


@kept
def _standing(*, case: int) -> QuerySet[Standing]:
    """Where a case stands, if it was ever worked out."""
    return Standing.objects.filter(case=case)


def parts(case: Case) -> list[dict[str, str]]:
    """The pages of a record, in the order of the side navigation."""
    own = [
        ("Overview", "concerns:record"),
        ("Timeline", "concerns:timeline"),
        ("Rating and assessments", "concerns:ratings"),
        ("Plan and actions", "plans:plan"),
    ]
    rest = [
        ("Missing", "concerns:missing"),
        ("People and places", "concerns:people"),
        ("Documents", "concerns:documents"),
        ("Sharing", "plans:sharing"),
        ("Safe address", "concerns:safe_address"),
        ("Intelligence", "concerns:intelligence"),
    ]
    record = address("concerns:record", case.reference)
    meetings = [{"label": "Meetings", "href": f"{record}meetings/"}]
    return [*_linked(own, case), *meetings, *_linked(rest, case)]


def in_an_emergency(parts: list[dict[str, str]]) -> list[dict[str, str]]:
    """The parts without the one that an emergency never opens."""
    return [one for one in parts if one["label"] != "Intelligence"]


def _linked(pages: list[tuple[str, str]], case: Case) -> list[dict[str, str]]:
    return [{"label": label, "href": address(name, case.reference)} for label, name in pages]


def _age(child: Child, today: date) -> str:
    if child.born is None:
        return "Birth date not known"
    return f"{words.age(child.born, today)}, born {words.plain_date(child.born)}"


def _lead(grant: Grant | None) -> dict[str, str] | None:
    if grant is None:
        return None
    post = grant.post
    title = post.title[:1].lower() + post.title[1:] if post.title[1:2].islower() else post.title
    return {"name": post.holder, "rest": f"{title}, since {words.plain_date(grant.starts_on)}"}


def _flags(episode: MissingEpisode | None, today: date) -> list[dict[str, str]]:
    """Said in words above everything else: the child is missing now."""
    if episode is None:
        return []
    since = words.day(episode.started_at, today)
    if episode.started_precision == "instant":
        since += f", {words.time_of_day(episode.started_at)}"
    return [{"kind": "late", "text": f"Missing since {since}"}]


def _kept_apart(case: Case) -> list[dict[str, str]]:
    """Said on every page, so that nobody gives away where the child is."""
    if not case.child.address_is_safe:
        return []
    return [{"kind": "decide", "text": "Safe address: do not say where they are"}]


def _closed(case: Case) -> list[dict[str, str]]:
    """That the work is done; the record stays to be read."""
    if case.closed_on is None:
        return []
    return [{"kind": "plain", "text": f"Record closed {words.day_and_year(case.closed_on)}"}]


def _on(moment: datetime | None, today: date) -> str:
    if moment is None:
        return ""
    return "today" if timezone.localdate(moment) == today else words.day(moment, today)
