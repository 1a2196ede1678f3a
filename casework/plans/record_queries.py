"""What the overview of a record shows, worked out afresh for its reader."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from casework.access import queries as access
from casework.access.queries import Rights
from casework.agencies.models import Post
from casework.chronology import guidance, policy
from casework.chronology import queries as chronology
from casework.chronology.models import Fact
from casework.concerns import (
    due_queries,
    identity_queries,
    page_queries,
    question_queries,
    timeline_queries,
    timeline_titles,
    why_queries,
)
from casework.concerns.why_queries import Reader
from casework.config.postgresql.kept import together
from casework.plans import queries
from casework.plans.models import Action
from casework.subjects import queries as subjects
from casework.subjects.models import Case, ChildVoice, Observation, Relation
from casework.web import words

ENTRIES = 6
RATINGS = 5
UNDATED = 3
"""So many things without a date stand open; the rest is folded, the reader's own first."""


def overview(case: Case, post: Post, rights: Rights, *, now: datetime) -> dict[str, Any]:
    """Due, asked, story, strengths and worries, timeline, ratings, people around.

    All that is read of it, with the bar above it, comes in one statement; what the engine
    goes by in another.
    """
    front, bar, people, facts = _read(case, post, rights, words.local_day(now))
    reader = why_queries.reader(case, now=now, facts=facts, people=people)
    found = chronology.evaluation(case, now=now)
    items = _due(front.actions, found, reader)
    dated = [item for item in items if item["sort"][0] != date.max]
    undated = sorted(
        (item for item in items if item["sort"][0] == date.max),
        key=lambda item: item["when"]["small"] != post.holder,
    )
    asked = question_queries.questions(found.prompts, reader, may_answer=True)
    return {
        "now_words": f"{words.time_of_day(now)} today",
        "items": [*dated, *undated[:UNDATED]],
        "more": undated[UNDATED:],
        "questions": asked,
        "standing_in_words": _in_words(items, asked),
        "done": due_queries.count_done(found.obligations, reader),
        "idle": due_queries.count_idle(found.obligations, reader),
        "entries": _timeline(case, facts, reader),
        "total": len(facts),
        "ratings": page_queries.rating_history(case, today=reader.today, facts=front.ratings)[
            :RATINGS
        ],
        "rates": policy.scale(case.authority_id) is not None,
        "around": _around(front.around, reader),
        "missing_now": next(iter(bar.missing), None),
        "first_name": str(case.child).split(" ")[0],
        "guidance": guidance.said(found, ["record", *_strategy(found)], seen=set(reader.facts)),
        "bar": bar,
    } | _story(case, front, facts)


class Front(NamedTuple):
    """What stands on the front of a record beside its facts, read in one statement."""

    actions: list[Action]
    ratings: list[Fact]
    around: list[Relation]
    observations: list[Observation]
    said: list[ChildVoice]


FRONT = (
    queries.still_open, page_queries.rated, subjects.people_around, subjects.observations,
    subjects.last_said,
)  # fmt: skip


def _read(
    case: Case, post: Post, rights: Rights, today: date
) -> tuple[Front, identity_queries.Bar, dict[str, Post], list[Fact]]:
    parts = [
        [ask(case=case.pk) for ask in FRONT],
        identity_queries.asked(case, post, today),
        [access.holding(case=case, today=today)],
        chronology.facts_of_reader(case, post, rights),
    ]
    answers = iter(together([one for part in parts for one in part]))
    front, bar, [grants], facts = [[next(answers) for _ in part] for part in parts]
    people = access.by_relation(case, grants)
    return Front(*front), identity_queries.Bar(*bar), people, chronology.with_authors(*facts)


def _strategy(found: Any) -> list[str]:
    """The point of use of a strategy discussion, while one is still to be held."""
    held = "strategy_discussion.held"
    wanted = any(sel.kind == held for duty in found.outstanding for sel in duty.definition.met_by)
    return ["strategy"] if wanted else []


def done(case: Case, post: Post, *, now: datetime) -> dict[str, Any]:
    """Duties that were met and actions that were done."""
    reader = why_queries.reader(case, now=now, facts=_seen(case, post, now))
    found = chronology.evaluation(case, now=now)
    closed = [one for one in queries.closed_actions(case) if one.state == "completed"]
    return {
        "items": due_queries.done_lines(found.obligations, reader),
        "actions": queries.closed_lines(closed, reader),
    }


def idle(case: Case, post: Post, *, now: datetime) -> dict[str, Any]:
    """Duties that lapsed, were superseded or waived, and actions taken back."""
    reader = why_queries.reader(case, now=now, facts=_seen(case, post, now))
    found = chronology.evaluation(case, now=now)
    closed = [one for one in queries.closed_actions(case) if one.state == "withdrawn"]
    return {
        "items": due_queries.idle_lines(found.obligations, reader),
        "actions": queries.closed_lines(closed, reader),
    }


def as_known(case: Case, post: Post, *, now: datetime, moment: datetime) -> dict[str, Any]:
    """What was due at a moment, by what was known at that moment."""
    facts = list(chronology.timeline(case, post=post, now=now, known_at=moment))
    reader = why_queries.reader(case, now=moment, facts=facts)
    found = chronology.evaluation(case, now=moment, known_at=moment)
    reading = timeline_queries.Reading(
        case.authority_id, reader.today, moment, is_safe=case.child.address_is_safe
    )
    standing = [fact for fact in facts if not reading.withdrawn(fact)]
    rating = next((fact for fact in standing if fact.kind == "rating.set"), None)
    return {
        "moment": moment,
        "on": words.long_day_and_year(moment),
        "items": due_queries.due_lines(found.obligations, reader),
        "questions": question_queries.questions(found.prompts, reader, may_answer=False),
        "entries": timeline_queries.entries(facts[: ENTRIES * 2], reading),
        "rated": timeline_titles.title_of(rating, case.authority_id) if rating else "",
        "unknown": _told_later(case, moment),
    }


def _told_later(case: Case, moment: datetime) -> int:
    """How much of the shared record had happened at a moment and was not known yet."""
    later = Fact.objects.shared().filter(case=case, at__lte=moment, recorded_at__gt=moment)
    return later.count()


def _seen(case: Case, post: Post, now: datetime) -> list[Fact]:
    return chronology.facts_seen(case, post=post, now=now)


def _due(actions: list[Action], found: Any, reader: Reader) -> list[dict[str, Any]]:
    lines = due_queries.due_lines(found.obligations, reader)
    lines += queries.action_lines(actions, reader)
    return sorted(lines, key=lambda line: line["sort"])


def _in_words(items: list[dict[str, Any]], asked: list[dict[str, Any]]) -> str:
    """How things stand: what is late, what is for today, what waits for an answer."""
    kinds = [item["state"]["kind"] for item in items]
    late, today = kinds.count("late"), kinds.count("today")
    told = []
    if late:
        told.append(f"{words.counted(late, 'thing')} {'is' if late == 1 else 'are'} late")
    if today:
        told.append(f"{words.in_words(today)} {'is' if today == 1 else 'are'} for today")
    if asked:
        told.append(f"{words.counted(len(asked), 'question')} for people to answer")
    return words.sentence(words.joined(told)) if told else "Nothing is late"


def _timeline(case: Case, facts: list[Fact], reader: Reader) -> list[dict[str, Any]]:
    reading = timeline_queries.Reading(
        reader.authority, reader.today, is_safe=case.child.address_is_safe
    )
    front = [fact for fact in facts if fact.kind not in timeline_queries.PAPERWORK]
    return timeline_queries.entries(front, reading, at_most=ENTRIES)


def _story(case: Case, front: Front, facts: list[Fact]) -> dict[str, Any]:
    child, noted = case.child, front.observations
    return {
        "paragraphs": [one for one in child.story.split("\n") if one.strip()],
        "story_by": child.story_by,
        "story_on": words.plain_date(child.story_on),
        "voice": next(iter(front.said), None),
        "strengths": [one for one in noted if one.kind == Observation.Kind.STRENGTH],
        "worries": [one for one in noted if one.kind == Observation.Kind.WORRY],
        "factors": _factors(case, facts),
    }


def _factors(case: Case, facts: list[Fact]) -> dict[str, Any] | None:
    """How many of the procedure's factors were ticked last, and when."""
    scale = policy.scale(case.authority_id)
    standing = (one for one in facts if one.withdrawn_at is None)
    latest = next((one for one in standing if one.kind == "factor.recorded"), None)
    if latest is None or scale is None:
        return None
    ticked = len(latest.data.get("factors") or [])
    return {
        "text": f"{words.sentence(words.in_words(ticked))} of "
        f"{words.in_words(len(scale.factors))} factors ticked; looked at "
        f"{words.plain_date(latest.at)}.",
        "clauses": list(scale.factors[0].clauses) if scale.factors else [],
    }


def _around(around: list[Relation], reader: Reader) -> list[dict[str, str]]:
    """Family and trusted adults first, then the professionals who have to do with the child."""
    people = [
        {
            "name": one.name,
            "small": ". ".join(
                part
                for part in (one.relation, one.note, "Trusted adult" if one.trusted else "")
                if part
            ),
        }
        for one in around
    ]
    # The child's own people stand before those of the area's forum.
    posts = {post.pk: post for post in reversed(reader.people.values())}
    return people + [
        {"name": post.holder, "small": f"{post.title}, {post.agency.name}"}
        for post in posts.values()
    ]
