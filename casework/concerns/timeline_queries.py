"""The timeline as people read it: each entry as precise as known, with who recorded it.

What was said in one breath is read in one breath: the return folds into the missing
episode that it ends, and what a meeting decided folds into the discussion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.chronology.models import Fact
from casework.concerns.timeline_titles import rating_of, title_of
from casework.web import words

DECISIONS = ("rating.set", "plan.agreed", "review.scheduled", "action.agreed", "action.reviewed")
ALONG = ("action.", "factor.recorded", "discussion.listed", "young_person.told", "lead.informed")
"""What is read with a discussion that was recorded in the same moment."""
PAPERWORK = (
    "case_record.updated",
    "record.completed",
    "record.circulated",
    "invitation.sent",
    "lead.informed",
    "plan.shared",
    "discussion.listed",
    "information.shared",
    "action.reviewed",
    "young_person.told",
)
"""What stands in the whole timeline and not on the front of a record."""
VAGUE = ("missing.started", "missing.ended")


@dataclass(frozen=True, slots=True)
class Reading:
    """For whom a timeline is written: authority, the reader's day, and what was known when."""

    authority: str
    today: date
    known_at: datetime | None = None
    correct: Callable[[Fact], str] | None = None
    """Gives the address at which a fact can be taken back, where the reader may."""
    is_safe: bool = False
    """True where the child lives at a safe address: then nothing says to where they moved."""

    def withdrawn(self, fact: Fact) -> bool:
        if fact.withdrawn_at is None:
            return False
        return self.known_at is None or fact.withdrawn_at <= self.known_at


def entries(
    facts: Iterable[Fact], reading: Reading, at_most: int | None = None
) -> list[dict[str, Any]]:
    """Facts, newest first, as entries for the macro `timeline`; the first of them, or all."""
    told = [_kept_apart(fact) for fact in facts] if reading.is_safe else list(facts)
    folded = _folded(told, reading)
    actions = {one.data.get("action"): one.note for one in told if one.kind == "action.agreed"}
    inside = {fact.pk for parts in folded.values() for fact in parts}
    first = [fact for fact in told if fact.pk not in inside][:at_most]
    shown = [_entry(fact, folded[fact.pk], reading) for fact in first]
    about = {str(one.pk): one for one in told if one.kind.startswith("action.")}
    for entry in shown:
        fact = about.get(entry["id"])
        if fact and fact.kind != "action.agreed" and actions.get(fact.data.get("action")):
            entry["title"] += f": {actions[fact.data.get('action')]}"
    return shown


def _kept_apart(fact: Fact) -> Fact:
    """A move without the place; the fact itself stays as it is."""
    if fact.kind != "placement.changed":
        return fact
    shown = copy(fact)
    shown.note, shown.data = "", {}
    return shown


def when_of(at: datetime, precision: str, today: date) -> str:
    """A moment as exactly as it is known, in one piece: `Fri 20 Nov 09:46`, `around 6 Oct`."""
    day = words.day(at, today)
    if precision == Fact.Precision.INSTANT:
        return f"{day} {words.time_of_day(at)}"
    return day if precision == Fact.Precision.DATE else f"around {day}"


def source_of(fact: Fact, today: date) -> str:
    """`Recorded 16 Nov 11:25, Hannah Osei, Children’s Services, from his mum`."""
    recorded = words.local(fact.recorded_at)
    day = "" if recorded.date() == words.local(fact.at).date() else f"{short(recorded, today)} "
    parts = [f"Recorded {day}{words.time_of_day(recorded)}", fact.recorded_by.holder]
    parts.append(fact.recorded_by.agency.name)
    if fact.told_by:
        parts.append(f"from {fact.told_by}")
    return ", ".join(parts)


# --- what folds into what -------------------------------------------------------------


def _folded(facts: list[Fact], reading: Reading) -> dict[Any, list[Fact]]:
    """For each fact, those that are read with it."""
    inside: dict[Any, list[Fact]] = defaultdict(list)
    starts = {
        fact.data.get("episode"): fact
        for fact in facts
        if fact.kind == "missing.started" and not reading.withdrawn(fact)
    }
    talks = {
        (fact.case_id, fact.data.get("meeting") or fact.pk): fact
        for fact in facts
        if fact.kind == "discussion.held" and not reading.withdrawn(fact)
    }
    held = {
        fact.data.get("episode"): fact
        for fact in facts
        if fact.kind == "return_interview.held" and not reading.withdrawn(fact)
    }
    for fact in facts:
        if reading.withdrawn(fact):
            continue
        host = None
        if fact.kind == "missing.ended":
            host = starts.get(fact.data.get("episode"))
        elif fact.kind == "return_interview.offered":
            host = held.get(fact.data.get("episode"))
        elif fact.kind in DECISIONS or fact.kind.startswith(ALONG):
            host = _talk_of(fact, talks)
        if host is not None:
            inside[host.pk].append(fact)
    return inside


def _talk_of(fact: Fact, talks: dict[Any, Fact]) -> Fact | None:
    """The discussion to which something belongs: by its meeting, else by its day."""
    own = talks.get((fact.case_id, fact.data.get("meeting"))) if fact.data.get("meeting") else None
    if own is not None and fact.kind in DECISIONS:
        return own
    return next((talk for talk in talks.values() if _same_breath(fact, talk)), None)


def _same_breath(fact: Fact, talk: Fact) -> bool:
    """Whether something was recorded together with a discussion, of the same day."""
    return (
        fact.recorded_at == talk.recorded_at
        and words.local(fact.at).date() == words.local(talk.at).date()
    )


# --- one entry ------------------------------------------------------------------------


def _entry(fact: Fact, parts: list[Fact], reading: Reading) -> dict[str, Any]:
    gone = reading.withdrawn(fact)
    entry = _when(fact, parts, reading) | {
        "id": str(fact.pk),
        "title": _title(fact, parts, reading),
        "text": _text(fact, parts, reading),
        "recorded": _recorded(fact, reading, gone),
        "withdrawn": _withdrawn(fact, reading) if gone else None,
        "answers": [],
    }
    if reading.correct and not gone:
        entry["answers"] = [{"text": "Take back", "href": reading.correct(fact)}]
    return entry


def _when(fact: Fact, parts: list[Fact], reading: Reading) -> dict[str, Any]:
    ended = next((part for part in parts if part.kind == "missing.ended"), None)
    if ended is not None:
        return _from_to(fact, ended, reading)
    exact = fact.precision == Fact.Precision.INSTANT
    day = words.day(fact.at, reading.today)
    if fact.precision == Fact.Precision.PROXY:
        return {"when": f"Around {day}", "small": "day of the record", "vague": True}
    vague = not exact and fact.kind in VAGUE
    return {
        "when": day,
        "small": words.time_of_day(fact.at) if exact else ("time not known" if vague else ""),
        "vague": vague,
        "datetime": None if vague else words.local(fact.at).date().isoformat(),
    }


def _from_to(start: Fact, end: Fact, reading: Reading) -> dict[str, Any]:
    exact = {start.precision, end.precision} == {Fact.Precision.INSTANT}
    first, last = words.local(start.at), words.local(end.at)
    if exact:
        until = words.time_of_day(end.at)
        if first.date() != last.date():
            until = f"{short(last, reading.today)} {until}"
        small = f"{words.time_of_day(start.at)} to {until}"
        return {"when": words.day(start.at, reading.today), "small": small, "vague": False}
    if first.date() == last.date():
        when = words.day(start.at, reading.today)
    else:
        begun = str(first.day) if first.month == last.month else short(first, reading.today)
        when = f"{begun} to {short(last, reading.today)}"
    return {"when": when, "small": "days known, times not", "vague": True}


def _title(fact: Fact, parts: list[Fact], reading: Reading) -> str:
    title = title_of(fact, reading.authority)
    rating = next((part for part in parts if part.kind == "rating.set"), None)
    return f"{title}: {rating_of(rating, reading.authority)}" if rating else title


def _text(fact: Fact, parts: list[Fact], reading: Reading) -> str:
    told = [_stop(fact.note)] if fact.note else []
    if any(part.kind == "plan.agreed" for part in parts):
        told.append("Plan agreed, in effect that day.")
    new = sum(part.kind == "action.agreed" for part in parts)
    if new:
        told.append(words.sentence(words.counted(new, "new action")) + ".")
    for part in parts:
        if part.kind == "missing.ended":
            told.append(_back(part))
        elif part.kind == "review.scheduled":
            due = date.fromisoformat(str(part.data["due"])[:10])
            told.append(f"Next on {words.day(due, reading.today)}.")
        elif part.kind == "rating.set" and part.note:
            told.append(_stop(part.note))
    return " ".join(told)


def _back(fact: Fact) -> str:
    told = f"Back: {fact.data['found']}" if fact.data.get("found") else "Back."
    return f"{_stop(told)} {_stop(fact.note)}".strip()


def _recorded(fact: Fact, reading: Reading, gone: bool) -> str:
    source = source_of(fact, reading.today)
    if not gone:
        return source
    when = source.split(",")[0]
    return f"{when}, withdrawn by {fact.withdrawn_by.holder}"


def _withdrawn(fact: Fact, reading: Reading) -> dict[str, str]:
    moment = words.local(fact.withdrawn_at)
    when = f"Withdrawn {short(moment, reading.today)} {words.time_of_day(moment)}"
    return {"when": when, "text": f"{_why_withdrawn(fact)} Not counted in any date.".strip()}


def _why_withdrawn(fact: Fact) -> str:
    """The reason; of intelligence it is read where its words are."""
    return "" if fact.sealed else _stop(fact.withdrawn_reason)


def short(moment: datetime | date, today: date) -> str:
    """`5 Nov`, without the weekday."""
    return words.day(moment, today).split(" ", 1)[1]


def _stop(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?”" else f"{text}."


# --- titles ---------------------------------------------------------------------------
