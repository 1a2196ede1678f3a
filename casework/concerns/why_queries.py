"""Why something is asked: the evaluator's trace as people read it, for one reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import queries as access
from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.concerns import timeline_queries, timeline_titles
from casework.subjects.models import Case
from casework.web import words
from casework.web.addresses import address

READING = "Read as: "
COUNTED = "Due: "
CONDITIONS = ("Yes: ", "No: ", "Cannot tell: ")
"""How the evaluator's sentences begin, by what they tell."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The case and the moment for which lines are written, and the people around it."""

    case: Case
    now: datetime
    people: Mapping[str, Post]
    facts: Mapping[str, Fact]

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def authority(self) -> str:
        return self.case.authority_id


def reader(
    case: Case,
    *,
    now: datetime,
    facts: Iterable[Fact],
    people: Mapping[str, Post] | None = None,
) -> Reader:
    """Gather what every line of a case needs; `facts` are those that the reader may see.

    `people` are its holders where they were read already.
    """
    if people is None:
        people = access.holders(case, today=timezone.localdate(now))
    return Reader(case, now, people, {str(fact.pk): fact for fact in facts})


def open_to(facts: Iterable[str], reader: Reader) -> bool:
    """Whether the reader may see every fact behind something; else it is as absent."""
    return all(one in reader.facts for one in facts)


def bearer_of(role: str, reader: Reader) -> str:
    """The person who bears a duty, or the role where nobody is known to hold it."""
    post = reader.people.get(role)
    return post.holder if post else words.sentence(policy.label(reader.authority, role))


def why(one: Any, told: list[Any], reader: Reader, question: str = "") -> dict[str, Any]:
    """The evaluator's own trace of an obligation, for the macro `why`."""
    day = one.due.day if one.due else None
    asked = f"Why {day.day} {day:%B}?" if day else "Why is this asked?"
    answer = trace(one.why, one.clauses, set(one.triggers), reader)
    return answer | {
        "question": question or asked,
        "arithmetic": one.due.arithmetic if one.due and not _count(one.due) else "",
        "count": _count(one.due),
        "also": answer["also"] + _governed(one, told, reader),
        "calendar": calendar(reader).name,
    }


def trace(
    reason: Any, clauses: Iterable[str], triggers: set[str], reader: Reader
) -> dict[str, Any]:
    """A trace sorted by what it tells: the rule, its reading, facts, conditions, other dates."""
    asks = [{"text": reason.text, "clauses": list(clauses)}]
    conditions, also, facts = [], [], set(triggers)
    for part in reason.parts:
        if part.parts or part.text.startswith(CONDITIONS):
            conditions.append(part)
        elif part.text.startswith(READING):
            asks.append({"text": part.text, "clauses": []})
        elif part.facts:
            facts |= set(part.facts)
        elif not part.text.startswith(COUNTED):
            also.append({"text": part.text, "clauses": list(part.clauses)})
    return {
        "asks": asks,
        "facts": _facts(facts, reader),
        "conditions": conditions,
        "also": also,
    }


def _facts(ids: Iterable[str], reader: Reader) -> list[dict[str, str]]:
    found = [reader.facts[one] for one in ids if one in reader.facts]
    found.sort(key=lambda fact: (fact.at, fact.recorded_at, fact.pk))
    return [
        {
            "text": f"{timeline_titles.title_of(fact, reader.authority)}, "
            f"{timeline_queries.when_of(fact.at, fact.precision, reader.today)}.",
            "source": timeline_queries.source_of(fact, reader.today),
            "href": f"{_timeline(reader)}#fact-{fact.pk}",
        }
        for fact in found
    ]


def _count(due: Any) -> dict[str, Any] | None:
    days = due.days if due else ()
    if not any(row.number for row in days):
        return None
    back = days[-1].first < days[0].first
    return {"title": "Counted back" if back else "Counted day by day", "days": days}


def _governed(one: Any, told: list[Any], reader: Reader) -> list[dict[str, Any]]:
    """Later dates that bear on the same act; the earliest governs."""
    parts = []
    for other in told:
        if other.governed_by == one.key and other.due:
            when = words.day(other.due.day, reader.today)
            text = f"{other.title}, by {when}. The earlier date governs."
            parts.append({"text": text, "clauses": list(other.clauses)})
    return parts


def _timeline(reader: Reader) -> str:
    return address("concerns:timeline", reader.case.reference)


def calendar(reader: Reader):
    """The working days of the authority for which a line is written."""
    return policy.calendar_for(policy.pack_for(reader.authority))
