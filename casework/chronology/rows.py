"""What stands in a row of `Obligation` or `Prompt` for something that the engine found.

A row is told apart from the one that is stored by its fingerprint, so that a fact more on a
case with years behind it reads and writes only the rows that it changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from marshal import dumps
from typing import Any, NamedTuple
from zlib import adler32, crc32

from django.utils import timezone

from casework.chronology.models import Obligation
from pathways.answers import Deadline, PromptRaised, Status, Truth
from pathways.answers import Obligation as Found
from pathways.definitions import Duty

Bearers = Mapping[str, tuple[int | None, int | None]]
"""For each role, the post and the team of whoever is in it."""
NOBODY = (None, None)
STATES = {
    Status.UPCOMING: "open",
    Status.DUE: "open",
    Status.OVERDUE: "open",
    Status.OPEN: "open",
    Status.MET: "met",
    Status.MET_LATE: "met_late",
    Status.LAPSED: "lapsed",
    Status.SUPERSEDED: "superseded",
    Status.NOT_REQUIRED: "not_required",
    Status.CANNOT_TELL: "cannot_tell",
}
assert set(STATES.values()) == set(Obligation.State.values)

SAID = ("duty", "act", "title", "clauses", "strength", "bearer")
"""Columns that the pack alone decides."""
OBLIGATION = (
    *SAID, "owner_id", "team_id", "summary", "arose_at", "due_at", "due_day", "proposed_day",
    "tolerated_day", "state", "met_at", "met_by_id", "governed_by", "compartment",
)  # fmt: skip
PROMPT = (
    "prompt", "question", "summary", "clauses", "asked_of", "answers", "cannot_tell", "missing",
    "owner_id", "raised_at", "answered_at", "answer", "answered_by_id", "compartment",
)  # fmt: skip


class Row(NamedTuple):
    """The values of a row, in the order of its columns, and their fingerprint."""

    values: tuple[Any, ...]
    fingerprint: int


def obligation(found: Found, people: Bearers, closed: Mapping[str, str]) -> Row:
    """The row of a duty; `closed` names the compartment of facts outside the shared record."""
    duty, due = found.definition, found.due
    said = _said_by(duty)
    owner, team = people.get(duty.bearer, NOBODY)
    rest = (
        owner,
        team,
        due.arithmetic[:500] if due else "",
        found.arose_at,
        due.moment if due else None,
        due.by_day if due else None,
        _day(found.proposal),
        _day(found.tolerated_until),
        STATES[found.status],
        found.met_at,
        _fact_id(found.met_by),
        found.governed_by or "",
        _compartment(found.triggers, closed) if closed else "shared",
    )
    return Row(said.values + rest, _duty_fingerprint(said.fingerprint, *rest))


def prompt(
    found: PromptRaised,
    people: Bearers,
    recorded: Mapping[str, datetime | None],
    closed: Mapping[str, str],
    now: datetime,
) -> Row:
    """The row of a question; `recorded` says when each fact was recorded."""
    asked = found.definition
    owner = next((people[role][0] for role in asked.asked_of if role in people), None)
    values = (
        asked.id,
        asked.title[:300],
        found.why.text[:500],
        list(asked.clauses),
        list(asked.asked_of),
        list(asked.answers),
        found.truth is Truth.CANNOT_TELL,
        [text[:200] for text in found.missing],
        owner,
        found.raised_at or now,
        recorded.get(found.answered_by or ""),
        found.answer or "",
        _fact_id(found.answered_by),
        _compartment(found.evidence, closed),
    )
    return Row(values, fingerprint(values))


def stored(columns: Sequence[str], values: Sequence[Any]) -> int:
    """The fingerprint that a stored row would have now, worked out from its columns."""
    if columns is PROMPT:
        return fingerprint(values)
    said, rest = values[: len(SAID)], values[len(SAID) :]
    return _duty_fingerprint(fingerprint(said), *rest)


def fingerprint(values: Sequence[Any]) -> int:
    """A number that differs where any of the values does, the same on every machine."""
    return _number(
        tuple([value if value.__class__ in PLAIN else _plain(value) for value in values])
    )


def _duty_fingerprint(
    said: int, owner: int | None, team: int | None, summary: str, arose_at: datetime,
    due_at: datetime | None, due_day: date | None, proposed: date | None, tolerated: date | None,
    state: str, met_at: datetime | None, met_by: object, governed: str, compartment: str,
) -> int:  # fmt: skip
    """As `fingerprint`, spelt out because a case with years behind it has hundreds of duties."""
    return _number(
        (
            said, owner, team, summary, arose_at.timestamp(), due_at and due_at.timestamp(),
            due_day and due_day.toordinal(), proposed and proposed.toordinal(),
            tolerated and tolerated.toordinal(), state, met_at and met_at.timestamp(),
            met_by and str(met_by), governed, compartment,
        )
    )  # fmt: skip


def _number(values: tuple[Any, ...]) -> int:
    """`marshal` writes plain values alike everywhere in the second version of its format."""
    text = dumps(values, 2)
    return crc32(text) << 31 | adler32(text) & 0x7FFFFFFF


def _plain(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else str(value)


PLAIN = {str, int, bool, list, type(None)}
_said: dict[int, tuple[Duty, Row]] = {}


def _said_by(duty: Duty) -> Row:
    """What the pack says of a duty, laid out once for as long as the pack is in use."""
    known = _said.get(id(duty))
    if known is None or known[0] is not duty:
        values = (
            duty.id, duty.act, duty.title[:300], list(duty.clauses), str(duty.strength),
            duty.bearer,
        )  # fmt: skip
        known = _said[id(duty)] = (duty, Row(values, fingerprint(values)))
    return known[1]


def _day(deadline: Deadline | None) -> date | None:
    """The last day on which something is in time."""
    if deadline is None:
        return None
    return deadline.by_day or timezone.localdate(deadline.moment - timedelta(microseconds=1))


def _compartment(facts: tuple[str, ...], closed: Mapping[str, str]) -> str:
    """The shared record, or the compartment of the first fact that lies outside it."""
    return next((closed[fact] for fact in facts if fact in closed), "shared")


def _fact_id(name: str | None) -> str | None:
    """The id, unless it is that of something only supposed."""
    return name if name and len(name) == 36 else None
