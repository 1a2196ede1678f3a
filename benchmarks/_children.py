"""Invented children of a working quadrant, as facts, for the benchmarks of the engine."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pathways.facts import Fact, Precision, Subject

NOW = datetime(2026, 11, 20, 14, 40, tzinfo=UTC)
CHILD = Subject(
    "child",
    date(2011, 5, 2),
    {
        "legal_status": "looked_after",
        "responsible_authority": "surrey",
        "placement_authority": "surrey",
    },
)
Add = Callable[..., None]


def child(number: int, facts: int) -> list[Fact]:
    """A child discussed every few weeks, most of whose duties were done; the latest facts."""
    chance = random.Random(number)
    found: list[Fact] = []

    def add(fact: str, at: datetime, **data: Any) -> None:
        name = f"{number:05}-{len(found):04}"
        found.append(Fact(name, fact, at, Precision.INSTANT, at, None, data))

    at = NOW - timedelta(days=900 + chance.randint(0, 60))
    _referred(add, at)
    meeting = 0
    while at < NOW - timedelta(days=3):
        meeting += 1
        _discussed(add, at, meeting, chance)
        at += timedelta(days=chance.choice((28, 35, 42, 49)))
    found.sort(key=lambda fact: (fact.at, fact.id))
    return [fact for fact in found if fact.at <= NOW][-facts:]


def _referred(add: Add, at: datetime) -> None:
    add("assessment.completed", at - timedelta(days=9), tool="risk-assessment-tool")
    add("referral.received", at - timedelta(days=8), documents=["risk_assessment_tool"])
    add("young_person.told", at - timedelta(days=7), stage="referral", answer="told")


def _discussed(add: Add, at: datetime, meeting: int, chance: random.Random) -> None:
    name, day = f"m{meeting}", timedelta(1)
    add("discussion.listed", at - 6 * day, meeting=name, forum="risk_meeting",
        starts_at=at.isoformat(), kind="review")  # fmt: skip
    add("discussion.held", at, meeting=name, forum="risk_meeting", kind="review", quorate=True,
        chair_role="service_manager")  # fmt: skip
    level = chance.choice(("emerging", "significant", "experiencing"))
    add("rating.set", at, level=level, risks=["criminal", "missing"], meeting=name)
    add("factor.recorded", at, factors=["debt"], concerns=[])
    if meeting % 6 == 1:
        add("plan.agreed", at, plan=f"p{meeting}", meeting=name)
        add("lead.allocated", at, person="lead")
        for audience in ("young_person", "family", "professionals"):
            add("plan.shared", at + day, plan=f"p{meeting}", audience=audience)
    _afterwards(add, at, name, day)
    if chance.random() < 0.5:
        _missing(add, at + chance.randint(1, 15) * day, name, chance)
    if meeting % 2 == 0:
        add("assessment.completed", at + 10 * day, tool="risk-assessment-tool")


def _afterwards(add: Add, at: datetime, name: str, day: timedelta) -> None:
    add("review.scheduled", at, due=(at + 28 * day).date().isoformat())
    add("lead.informed", at + day / 12, of="review_date")
    add("invitation.sent", at + day / 12, to="lead_professional", meeting=name)
    add("record.completed", at + day / 8, meeting=name)
    add("record.circulated", at + day, meeting=name, audience="members")
    for what in ("risk_assessment_tool", "exploitation_record"):
        add("case_record.updated", at + day, what=what)
    add("action.agreed", at, action=f"a-{name}")
    add("action.completed", at + 9 * day, action=f"a-{name}")


def _missing(add: Add, start: datetime, name: str, chance: random.Random) -> None:
    end = start + timedelta(hours=chance.randint(2, 60))
    add("missing.started", start, episode=f"e-{name}")
    add("missing.ended", end, episode=f"e-{name}")
    add("return_interview.held", end + timedelta(days=2), episode=f"e-{name}")
