"""What must happen next for a child, as lines with a date, a person and a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.access import queries as access
from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.concerns import settling_queries, timeline_queries
from casework.subjects.models import Case
from casework.web import words

READING = "Read as: "
COUNTED = "Due: "
CONDITIONS = ("Yes: ", "No: ", "Cannot tell: ")
"""How the evaluator's sentences begin, by what they tell."""

SOON = 10
"""Up to so many working days ahead a date is told in working days, then in weeks."""


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


def reader(case: Case, *, now: datetime, facts: Iterable[Fact]) -> Reader:
    """Gather what every line of a case needs; `facts` are those that the reader may see."""
    people = access.holders(case, today=timezone.localdate(now))
    return Reader(case, now, people, {str(fact.pk): fact for fact in facts})


def due_lines(obligations: Iterable[Any], reader: Reader) -> list[dict[str, Any]]:
    """Obligations of the engine as items for the macro `due_list`, earliest first."""
    told = [one for one in obligations if _open(one.triggers, reader)]
    seen = {one.key for one in told}
    asked = [one for one in told if one.outstanding and one.governed_by not in seen]
    dated = [_line(one, told, reader) for one in asked if one.due]
    undated = _gathered([one for one in asked if not one.due], told, reader)
    return sorted(dated, key=lambda line: line["sort"]) + undated


def done_lines(obligations: Iterable[Any], reader: Reader) -> list[dict[str, Any]]:
    """What was done, in time or late, newest first."""
    done = sorted(_done(obligations, reader), key=lambda one: one.met_at, reverse=True)
    return [_settled(one, reader, one.met_at) for one in done]


def idle_lines(obligations: Iterable[Any], reader: Reader) -> list[dict[str, Any]]:
    """What is no longer needed, with the reason: lapsed, superseded, waived."""
    idle = _idle(obligations, reader)
    idle.sort(key=lambda one: one.ended_at or one.arose_at, reverse=True)
    return [_settled(one, reader, one.ended_at or one.arose_at) for one in idle]


def count_done(obligations: Iterable[Any], reader: Reader) -> int:
    return len(_done(obligations, reader))


def count_idle(obligations: Iterable[Any], reader: Reader) -> int:
    return len(_idle(obligations, reader))


def _done(obligations: Iterable[Any], reader: Reader) -> list[Any]:
    met = ("met", "met late")
    return [one for one in obligations if one.status in met and _open(one.triggers, reader)]


def _idle(obligations: Iterable[Any], reader: Reader) -> list[Any]:
    ended = ("lapsed", "superseded", "not required")
    return [one for one in obligations if one.status in ended and _open(one.triggers, reader)]


def questions(prompts: Iterable[Any], reader: Reader, *, may_answer: bool) -> list[dict[str, Any]]:
    """Open prompts of the engine as questions for the macro `ask`; cannot tell comes last."""
    asked = [
        one for one in prompts if one.open and one.truth != "no" and _open(one.evidence, reader)
    ]
    asked.sort(key=lambda one: one.truth == "cannot tell")
    return [_question(one, reader, may_answer) for one in asked]


def _open(facts: Iterable[str], reader: Reader) -> bool:
    """Whether the reader may see every fact behind something; else it is as absent."""
    return all(one in reader.facts for one in facts)


def late_by(day: date, reader: Reader) -> int:
    """How many working days lie between a day that is past and today."""
    return _calendar(reader).count(day, reader.today)


def state_of_day(day: date, reader: Reader) -> dict[str, str]:
    """Late, today, or in how many working days or weeks."""
    if day < reader.today:
        late = late_by(day, reader)
        return {"kind": "late", "text": f"{late} working day{'' if late == 1 else 's'} late"}
    if day == reader.today:
        return {"kind": "today", "text": "Today"}
    return {"kind": "next", "text": _ahead(day, reader)}


def bearer_of(role: str, reader: Reader) -> str:
    """The person who bears a duty, or the role where nobody is known to hold it."""
    post = reader.people.get(role)
    return post.holder if post else words.sentence(policy.label(reader.authority, role))


# --- one line -------------------------------------------------------------------------


def _line(one: Any, told: list[Any], reader: Reader) -> dict[str, Any]:
    day = one.due.day if one.due else None
    return {
        "key": one.key,
        "sort": (day or date.max, one.title),
        "when": {
            "text": words.day(day, reader.today) if day else "No date given",
            "small": bearer_of(one.bearer, reader),
        },
        "what": {"text": one.title},
        "note": "" if day else "The procedure sets no date.",
        "clauses": [] if day else list(one.clauses),
        "state": _state(one, reader),
        "answers": [
            {
                "text": "Record it, or say why not",
                "href": reverse("concerns:duty", args=[reader.case.reference, one.key]),
            }
        ],
        "why": why(one, told, reader),
    }


def _gathered(asked: list[Any], told: list[Any], reader: Reader) -> list[dict[str, Any]]:
    """One line for each thing without a date, although it may be asked for several times."""
    by_title: dict[tuple[str, str], list[Any]] = {}
    for one in sorted(asked, key=lambda one: one.arose_at, reverse=True):
        by_title.setdefault((one.title, one.bearer), []).append(one)
    lines = []
    for first, *more in by_title.values():
        line = _line(first, told, reader)
        if more:
            days = [_short(one.arose_at, reader) for one in more]
            line["note"] += f" Also open since {words.joined(days)}."
        lines.append(line)
    return sorted(lines, key=lambda line: line["sort"])


def _short(moment: datetime, reader: Reader) -> str:
    return words.day(moment, reader.today).split(" ", 1)[1]


def _state(one: Any, reader: Reader) -> dict[str, str]:
    if one.due is None:
        return {"kind": "next", "text": "Open"}
    if one.status == "overdue" and one.due.day == reader.today:
        return {"kind": "late", "text": f"Late since {words.time_of_day(one.due.moment)}"}
    state = state_of_day(one.due.day, reader)
    if one.due.by_day is None and state["kind"] == "today":
        state["text"] = f"Today by {words.time_of_day(one.due.moment)}"
    return state


def _ahead(day: date, reader: Reader) -> str:
    working = _calendar(reader).count(reader.today, day)
    if working <= SOON:
        return f"In {working} working day{'' if working == 1 else 's'}"
    return f"In {words.in_words(round((day - reader.today).days / 7))} weeks"


def _settled(one: Any, reader: Reader, at: datetime) -> dict[str, Any]:
    late = one.status == "met late"
    done = one.status in ("met", "met late")
    names = {"met": "Done", "met late": "Done late", "lapsed": "Lapsed"}
    return {
        "when": {"text": words.day(at, reader.today), "small": bearer_of(one.bearer, reader)},
        "what": {"text": one.title},
        "note": f"Was due {words.day(one.due.day, reader.today)}." if one.due else "",
        "clauses": list(one.clauses),
        "state": {
            "kind": "met" if done and not late else "plain",
            "text": names.get(one.status, words.sentence(str(one.status))),
        },
        "why": why(one, [one], reader, question="Why?"),
    }


# --- why ------------------------------------------------------------------------------


def why(one: Any, told: list[Any], reader: Reader, question: str = "") -> dict[str, Any]:
    """The evaluator's own trace of an obligation, for the macro `why`."""
    day = one.due.day if one.due else None
    asked = f"Why {day.day} {day:%B}?" if day else "Why is this asked?"
    answer = _trace(one.why, one.clauses, set(one.triggers), reader)
    return answer | {
        "question": question or asked,
        "arithmetic": one.due.arithmetic if one.due and not _count(one.due) else "",
        "count": _count(one.due),
        "also": answer["also"] + _governed(one, told, reader),
        "calendar": _calendar(reader).name,
    }


def _trace(
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
    found.sort(key=lambda fact: (fact.at, fact.recorded_at))
    return [
        {
            "text": f"{timeline_queries.title_of(fact, reader.authority)}, "
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


# --- decisions ------------------------------------------------------------------------


def _question(one: Any, reader: Reader, may_answer: bool) -> dict[str, Any]:
    cannot_tell = one.truth == "cannot tell"
    why_asked = _trace(one.why, one.clauses, set(one.evidence), reader)
    return {
        "key": one.key,
        "state": "Cannot tell" if cannot_tell else f"For {_askers(one, reader)} to decide",
        "title": one.question,
        "text": _told(one),
        "clauses": list(one.clauses),
        "cannot_tell": cannot_tell,
        "answers": _answers(one, reader, cannot_tell) if may_answer else [],
        "why": why_asked | {"question": "Why is this asked?"},
    }


def _told(one: Any) -> str:
    """What decided it: the conditions that hold, or those that cannot be told."""
    if one.truth == "cannot tell" and one.missing:
        return f"Cannot tell, because {words.joined(list(one.missing))}."
    leaves = [leaf for leaf in _leaves(one.why) if leaf.truth == one.truth]
    said = [leaf.text.split(": ", 1)[-1] for leaf in leaves if leaf.text.startswith(CONDITIONS)]
    return " ".join(words.sentence(text) for text in said) or one.why.text


def _leaves(reason: Any) -> list[Any]:
    """The ends of a trace, where something was looked up."""
    if not reason.parts:
        return [reason]
    return [leaf for part in reason.parts for leaf in _leaves(part)]


def _askers(one: Any, reader: Reader) -> str:
    """The people asked, as far as they are known; else the first role."""
    posts = [reader.people[role] for role in one.asked_of if role in reader.people]
    known = list(dict.fromkeys(post.holder for post in posts))
    if known:
        return " or ".join(known[:2])
    return bearer_of(one.asked_of[0], reader) if one.asked_of else "the network"


def _answers(one: Any, reader: Reader, cannot_tell: bool) -> list[dict[str, Any]]:
    """What can be done about a question; one way is always to answer with a reason."""
    own = reverse("concerns:answer", args=[reader.case.reference, one.key])
    if cannot_tell:
        times = reverse("concerns:missing", args=[reader.case.reference])
        judge = reverse("concerns:add", args=[reader.case.reference, "judgement"])
        mend = [{"text": "Add the times", "href": times}] if _lacks_time(one.why) else []
        if _lacks_judgement(one.why):
            mend.append({"text": "Answer what people decide", "href": judge})
        return [*mend, {"text": "It cannot be known", "href": own}]
    done = settling_queries.answers_of(reader.case, one.prompt)
    first = [answer | {"first": True} for answer in done]
    return [*first, {"text": "Answer with a reason", "href": own}]


def _lacks_time(reason: Any) -> bool:
    return any("only the day is known" in leaf.text for leaf in _leaves(reason))


def _lacks_judgement(reason: Any) -> bool:
    return any("nobody has answered yet" in leaf.text for leaf in _leaves(reason))


def _timeline(reader: Reader) -> str:
    return reverse("concerns:timeline", args=[reader.case.reference])


def _calendar(reader: Reader):
    return policy.calendar_for(policy.pack_for(reader.authority))
