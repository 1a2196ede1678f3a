"""What the plain pages of a record show, as rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.concerns import identity_queries, queries, timeline_queries
from casework.concerns.cursor import packed, unpacked
from casework.config.postgresql.kept import kept
from casework.subjects import queries as subjects
from casework.subjects.models import Case
from casework.web import words

# --- the timeline ---------------------------------------------------------------------


def timeline(
    case: Case, facts: Any, *, after: str, size: int, reading: timeline_queries.Reading
) -> dict[str, Any]:
    """A page of the timeline, newest first, behind the place that `after` names."""
    total = facts.count()
    place = unpacked(after, 2)
    rows = list(_behind(facts, place)[: size + 1])
    shown, more = rows[:size], len(rows) > size
    return {
        "entries": timeline_queries.entries(shown, reading),
        "total": total,
        "said": f"{words.sentence(words.counted(len(shown), 'entry', 'entries'))} of "
        f"{words.in_words(total)}."
        if more or place
        else f"{words.sentence(words.counted(total, 'entry', 'entries'))}.",
        "next": _older(shown[-1], reading) if more else None,
        "first": {"href": "?", "text": "From the newest"} if place else None,
    }


def _behind(facts: Any, place: list[Any] | None) -> Any:
    if place is None:
        return facts.order_by("-at", "-pk")
    try:
        at = datetime.fromisoformat(place[0])
    except (TypeError, ValueError):
        return facts.order_by("-at", "-pk")
    return facts.filter(Q(at__lt=at) | Q(at=at, pk__lt=place[1])).order_by("-at", "-pk")


def _older(last: Fact, reading: timeline_queries.Reading) -> dict[str, str]:
    after = packed(last.at.isoformat(), str(last.pk))
    query: dict[str, Any] = {"after": after}
    if reading.known_at:
        query["on"] = timezone.localdate(reading.known_at).isoformat()
    day = words.day(last.at, reading.today)
    return {"href": f"?{urlencode(query)}", "text": f"Older, before {day}"}


# --- ratings and assessments ----------------------------------------------------------


def ratings(case: Case, *, now: datetime) -> dict[str, Any]:
    """Each rating that a meeting agreed, newest first, and the tools that were completed."""
    today = timezone.localdate(now)
    tool = policy.assessment_form(case.authority_id)
    draft = queries.draft_of(case, tool)
    return {
        "ratings": rating_history(case, today=today),
        "tools": [
            {
                "on": words.day_and_year(one.completed_at),
                "by": f"{one.saved_by.holder}, {one.saved_by.agency.name}",
                "href": reverse("concerns:response", args=[case.reference, one.pk]),
            }
            for one in queries.completed(case, tool)
        ],
        "draft": draft,
        "has_tool": bool(tool),
        "rates": policy.scale(case.authority_id) is not None,
        "referrals": [_referral(one, today) for one in queries.referrals_of(case)],
        "assessment": policy.label(case.authority_id, "assessment"),
        "forum": policy.label(case.authority_id, "risk_meeting"),
    }


def rating_history(
    case: Case, *, today: date, facts: list[Fact] | None = None
) -> list[dict[str, Any]]:
    """Ratings by meeting: level, key risks, the day, and what changed and why."""
    told, before = [], None
    for fact in rated(case=case.pk).rows() if facts is None else facts:
        told.append(_rated(fact, before, case.authority_id, today))
        before = fact
    return told[::-1]


@kept
def rated(*, case: int) -> QuerySet[Fact]:
    facts = Fact.objects.standing().shared().filter(case=case, kind="rating.set")
    return facts.order_by("at", "recorded_at")


def _rated(fact: Fact, before: Fact | None, authority: str, today: date) -> dict[str, Any]:
    risks = list(fact.data.get("risks") or [])
    shown = identity_queries.level(authority, str(fact.data.get("level", "")), risks)
    day = words.day(fact.at, today).split(" ", 1)[1]
    said = f"{day}. {_change(fact, before, authority)}"
    return shown | {"small": f"{said}. {fact.note}" if fact.note else said, "fact": str(fact.pk)}


def _change(fact: Fact, before: Fact | None, authority: str) -> str:
    """What is different from the rating before, with the reasons that people gave."""
    if before is None:
        return "First rated"
    steps = _step(fact, authority) - _step(before, authority)
    reasons = _reasons(fact, authority)
    if steps:
        return ("Raised" if steps > 0 else "Lowered") + (f": {reasons}" if reasons else "")
    added = set(fact.data.get("risks") or []) - set(before.data.get("risks") or [])
    gone = set(before.data.get("risks") or []) - set(fact.data.get("risks") or [])
    if not added and not gone:
        return "Unchanged"
    return words.joined(
        [*(f"{_risk(one, authority)} added" for one in sorted(added)),
         *(f"{_risk(one, authority)} no longer" for one in sorted(gone))]
    )  # fmt: skip


def _step(fact: Fact, authority: str) -> int:
    return identity_queries.level(authority, str(fact.data.get("level", "")), [])["step"]


def _risk(risk: str, authority: str) -> str:
    [known] = identity_queries.level(authority, "", [risk])["risks"] or [{"label": risk}]
    return known["label"]


def _reasons(fact: Fact, authority: str) -> str:
    scale = policy.scale(authority)
    names = {one.id: one.label for one in scale.change_reasons} if scale else {}
    given = [names.get(one, one) for one in fact.data.get("reasons") or []]
    return "; ".join(one[:1].lower() + one[1:] for one in given)


def _referral(referral: Any, today: date) -> dict[str, Any]:
    return {
        "on": words.day(referral.received_at, today),
        "at": words.time_of_day(referral.received_at),
        "to": referral.forum.area.name if referral.forum.area else "",
        "by": f"{referral.referrer.holder}, {referral.referrer.agency.name}",
        "complete": referral.complete,
        "href": reverse("concerns:referred", args=[referral.case.reference, referral.pk]),
    }


# --- people, papers, places -----------------------------------------------------------


def people(case: Case, post: Post, *, today: date) -> dict[str, Any]:
    """Who is around a child, and the people and places that the child is linked with."""
    return {
        "around": list(case.people_around.all()),
        "links": [_link(one, case, today) for one in subjects.links_of(case, post, today=today)],
    }


def _link(link: Any, case: Case, today: date) -> dict[str, Any]:
    other = link.to_case if link.from_case_id == case.pk else link.from_case
    href = reverse("concerns:record", args=[other.reference]) if other.kind == "child" else None
    return {
        "name": subjects.name_of(other),
        "href": href,
        "what": other.get_kind_display(),
        "kind": link.kind,
        "confirmed": link.confirmed,
        "source": link.source,
        "seen": words.day(link.seen_on, today) if link.seen_on else "not known",
    }


def documents(case: Case, *, today: date) -> dict[str, Any]:
    """The forms on a record, drafts and finished ones, and the papers of each referral."""
    responses = case.responses.select_related("saved_by__agency").order_by("-saved_at")
    return {
        "responses": [_document(one, case, today) for one in responses],
        "referrals": [_referral(one, today) for one in queries.referrals_of(case)],
    }


def _document(response: Any, case: Case, today: date) -> dict[str, Any]:
    done = response.state == "complete"
    name = "concerns:response" if done else "concerns:tool"
    args = [case.reference, response.pk] if done else [case.reference]
    return {
        "label": policy.form(case.authority_id, response.form).label,
        "href": reverse(name, args=args),
        "state": "Complete" if done else "Draft",
        "done": done,
        "on": words.day(response.completed_at or response.saved_at, today),
        "by": f"{response.saved_by.holder}, {response.saved_by.agency.name}",
    }


def places(post: Post, *, today: date) -> dict[str, Any]:
    """The places and people of concern that exist for this post."""
    return {
        "places": list(subjects.places(post, today=today)),
        "people": list(subjects.people_of_concern(post, today=today)),
    }


def known_subjects(case: Case, post: Post, *, today: date) -> list[tuple[str, str]]:
    """People, places and children that this post may link a child with, by reference."""
    people = [(one.case.reference, f"{one} (person)") for one in
              subjects.people_of_concern(post, today=today).select_related("case")]  # fmt: skip
    places_ = [(one.case.reference, f"{one} (place)") for one in
               subjects.places(post, today=today).select_related("case")]  # fmt: skip
    children_ = subjects.children(post, today=today).exclude(case=case).select_related("case")
    named = [(one.case.reference, f"{one} (child)") for one in children_.order_by("surname")[:200]]
    return [*people, *places_, *named]


# --- missing --------------------------------------------------------------------------


def missing(case: Case, *, today: date) -> dict[str, Any]:
    """Every episode with how long it was, as exactly as that can be told, and the talk after."""
    episodes = queries.episodes_of(case)
    current = queries.open_episode(case)
    return {
        "episodes": [_episode(one, case, today) for one in episodes],
        "current": current,
        "standing": sum(one.withdrawn_at is None for one in episodes),
        "national": list(case.national_referrals.order_by("-submitted_at")),
    }


def _episode(episode: Any, case: Case, today: date) -> dict[str, Any]:
    args = [case.reference, episode.pk]
    exact = {episode.started_precision, episode.ended_precision} == {"instant"}
    return {
        "from": timeline_queries.when_of(episode.started_at, episode.started_precision, today),
        "until": timeline_queries.when_of(episode.ended_at, episode.ended_precision, today)
        if episode.ended_at
        else "",
        "long": _duration(episode) if exact and episode.ended_at else "",
        "vague": not exact,
        "place": episode.missing_from,
        "police": episode.police_reference,
        "gone": episode.withdrawn_at is not None,
        "interviews": [_interview(one, today) for one in episode.return_interviews.all()],
        "times": reverse("concerns:times", args=args),
        "withdraw": reverse("concerns:withdraw_episode", args=args),
    }


def _duration(episode: Any) -> str:
    hours = int((episode.ended_at - episode.started_at).total_seconds() // 3600)
    return words.counted(hours, "hour") if hours else "less than an hour"


def _interview(interview: Any, today: date) -> str:
    if interview.held_at:
        by = f", {interview.interviewer}" if interview.interviewer else ""
        return f"Interview held {words.day(interview.held_at, today)}{by}"
    if interview.outcome == "declined":
        return "Interview declined"
    if interview.offered_at:
        return f"Interview offered {words.day(interview.offered_at, today)}, no answer yet"
    return f"Interview not offered: {interview.not_offered_because}"
