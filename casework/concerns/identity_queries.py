"""The bar above every page of a child's record: who they are and where they stand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from casework.chronology import policy
from casework.chronology.models import Fact, Standing
from casework.concerns import queries
from casework.config.postgresql.kept import kept
from casework.subjects.models import Case, Child
from casework.web import words

STATUS_KINDS = ("legal_status.changed", "care_plan.started", "care_plan.ended")
PLANS = {
    "cin": "Child in Need plan",
    "cp": "Child Protection plan",
    "placement": "placement plan",
    "care": "care plan",
    "pathway": "pathway plan",
}
LEGAL = {"looked_after": "looked after", "care_leaver": "care leaver"}


def subject(case: Case, *, now: datetime) -> dict[str, Any]:
    """What `record_page.html` shows of a child."""
    today = timezone.localdate(now)
    return {
        "name": str(case.child),
        "facts": facts(case.child, today, status(case)),
        "lead": _lead(case, today),
        "flags": _flags(case, today),
        "rating": rating(case, today),
        "parts": parts(case),
    }


def facts(child: Child, today: date, status: str = "") -> list[str]:
    """Age and birth date, pronouns, number, status, home and school, as far as known."""
    told = [_age(child, today), child.pronouns, number(child.case.authority_id, child.local_id)]
    told += [status or child.legal_status, child.living_at, child.school]
    return [one for one in told if one]


def status(case: Case) -> str:
    """The plan that children's services hold, and whether the child is looked after."""
    plans: dict[str, str] = {}
    legal = ""
    for kind, data in _told(case=case.pk).rows():
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


def rating(case: Case, today: date) -> dict[str, Any] | None:
    """The rating agreed last, its key risks and the next date, or None before the first."""
    standing = standing_of(case)
    if standing is None or not standing.rating:
        return None
    forum = policy.label(case.authority_id, "risk_meeting")
    return level(case.authority_id, standing.rating, standing.key_risks) | {
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


def standing_of(case: Case) -> Standing | None:
    """Where a case stands, if it was ever worked out."""
    return _standing(case=case.pk).first()


@kept
def _standing(*, case: int) -> QuerySet[Standing]:
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
    ]
    record = reverse("concerns:record", args=[case.reference])
    meetings = [{"label": "Meetings", "href": f"{record}meetings/"}]
    return [*_linked(own, case), *meetings, *_linked(rest, case)]


def _linked(pages: list[tuple[str, str]], case: Case) -> list[dict[str, str]]:
    return [{"label": label, "href": reverse(name, args=[case.reference])} for label, name in pages]


def _age(child: Child, today: date) -> str:
    if child.born is None:
        return "Birth date not known"
    return f"{words.age(child.born, today)}, born {words.plain_date(child.born)}"


def _lead(case: Case, today: date) -> dict[str, str] | None:
    grant = queries.lead_of(case, today=today)
    if grant is None:
        return None
    post = grant.post
    title = post.title[:1].lower() + post.title[1:] if post.title[1:2].islower() else post.title
    return {"name": post.holder, "rest": f"{title}, since {words.plain_date(grant.starts_on)}"}


def _flags(case: Case, today: date) -> list[dict[str, str]]:
    """Said in words above everything else: the child is missing now."""
    episode = queries.open_episode(case)
    if episode is None:
        return []
    since = words.day(episode.started_at, today)
    if episode.started_precision == "instant":
        since += f", {words.time_of_day(episode.started_at)}"
    return [{"kind": "late", "text": f"Missing since {since}"}]


def _on(moment: datetime | None, today: date) -> str:
    if moment is None:
        return ""
    return "today" if timezone.localdate(moment) == today else words.day(moment, today)
