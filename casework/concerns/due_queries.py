"""What must happen next for a child, as lines with a date, a person and a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.http import Http404

from casework.agencies.models import Post
from casework.chronology import queries as chronology
from casework.chronology.models import OPEN_TO_RELATED, Obligation, Prompt
from casework.concerns.why_queries import (
    Reader,
    bearer_of,
    calendar,
    open_to,
    why,
)
from casework.subjects.models import Case
from casework.web import words
from casework.web.addresses import address

SOON = 10
"""Up to so many working days ahead a date is told in working days, then in weeks."""


def due_lines(obligations: Iterable[Any], reader: Reader) -> list[dict[str, Any]]:
    """Obligations of the engine as items for the macro `due_list`, earliest first."""
    told = [one for one in obligations if open_to(one.triggers, reader)]
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
    return [one for one in obligations if one.status in met and open_to(one.triggers, reader)]


def _idle(obligations: Iterable[Any], reader: Reader) -> list[Any]:
    ended = ("lapsed", "superseded", "not required")
    return [one for one in obligations if one.status in ended and open_to(one.triggers, reader)]


def must_be_open(case: Case, asked: Obligation | Prompt, post: Post, *, now: datetime) -> None:
    """A duty or question that rests on what one may not read is not there: 404."""
    if asked.compartment in OPEN_TO_RELATED:
        return
    told = chronology.evaluation(case, now=now)
    behind = {one.key: one.triggers for one in told.obligations}
    behind |= {one.key: one.evidence for one in told.prompts}
    seen = {str(fact.pk) for fact in chronology.facts_seen(case, post=post, now=now)}
    if asked.key not in behind or not seen.issuperset(behind[asked.key]):
        raise Http404


def late_by(day: date, reader: Reader) -> int:
    """How many working days lie between a day that is past and today."""
    return calendar(reader).count(day, reader.today)


def state_of_day(day: date, reader: Reader) -> dict[str, str]:
    """Late, today, or in how many working days or weeks."""
    if day < reader.today:
        late = late_by(day, reader)
        return {"kind": "late", "text": f"{late} working day{'' if late == 1 else 's'} late"}
    if day == reader.today:
        return {"kind": "today", "text": "Today"}
    return {"kind": "next", "text": _ahead(day, reader)}


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
                "href": address("concerns:duty", reader.case.reference, one.key),
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
    working = calendar(reader).count(reader.today, day)
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


# --- decisions ------------------------------------------------------------------------
