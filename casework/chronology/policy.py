"""The policy of an authority, as the rest of the casework gets it.

Packs are read once and kept; a change on disk is seen at the next start, or by
`forget()`. One that cannot be read any more leaves its last good edition in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from casework.chronology import editions
from pathways import keeping
from pathways.answers import Deadline
from pathways.calendars import Calendar, load_calendar
from pathways.counting import add_months, due_before
from pathways.definitions import Form, MeetingKind, Pack, Scale, Vocabulary
from pathways.packs import PackRefused
from pathways.schedules import load_schedule


@cache
def vocabulary() -> Vocabulary:
    """The kinds of facts and states that all authorities share."""
    return editions.vocabulary(settings.POLICY, kept())


@cache
def in_force(authority: str) -> editions.InForce:
    """The edition that is run, where it lies, and what is wrong with a newer one, if anything."""
    return editions.in_force(settings.POLICY, kept(), authority)


def pack_for(authority: str) -> Pack:
    """The pack of an authority, whole and checked."""
    return in_force(authority).pack


def held_back() -> list[editions.InForce]:
    """The procedures that are run in an edition accepted before, because the newest is refused."""
    found = []
    for path in sorted(settings.POLICY.glob("*/pack.yaml")):
        try:
            found.append(in_force(path.parent.name))
        except PackRefused:
            continue
    return [each for each in found if each.refused]


def kept() -> Path:
    """Where the last good edition of each procedure lies."""
    return Path(settings.VAR) / "policy"


@cache
def retention(authority: str) -> keeping.Schedule:
    """How long an authority keeps records; PackRefused where its files cannot be read."""
    return load_schedule(settings.POLICY, authority)


def record_kept(
    authority: str, *, statuses: Iterable[tuple[str, date]] = (), **life: Any
) -> keeping.Kept:
    """Until when a record is kept; where the schedule cannot be read, for good."""
    known = tuple(keeping.Status(value, since) for value, since in sorted(set(statuses)))
    try:
        schedule = retention(authority)
    except PackRefused:
        return keeping.Kept(None, "no rule", None, "the schedule cannot be read")
    return keeping.kept(schedule, keeping.Life(statuses=known, **life))


@cache
def calendar_of(nation: str) -> Calendar:
    return load_calendar(settings.POLICY / "calendars" / f"{nation}.yaml")


def calendar_for(pack: Pack) -> Calendar:
    """The bank holidays of the nation that a pack is for."""
    return calendar_of(pack.nation)


def form(authority: str, form_id: str) -> Form:
    """A form of the authority's pack; KeyError when it has none of this name."""
    return pack_for(authority).forms[form_id]


def meeting_kind(authority: str, kind: str) -> MeetingKind:
    """A kind of meeting as the authority holds it."""
    return pack_for(authority).meeting_kinds[kind]


def assessment_form(authority: str) -> str:
    """The form with which a child is referred to the risk meeting; empty where there is none."""
    kind = pack_for(authority).meeting_kinds.get("risk_meeting")
    return kind.forms.get("referral", "") if kind else ""


def papers_close(authority: str, kind: str, starts_at: datetime) -> Deadline | None:
    """Until when papers for a meeting may come in; None where the procedure sets no cut-off."""
    cut_off = meeting_kind(authority, kind).cut_off
    if cut_off is None:
        return None
    return due_before(starts_at, cut_off, calendar_for(pack_for(authority)))


def months_after(authority: str, day: date, months: int) -> date:
    """The corresponding day some months later, or the next working day where it is none."""
    calendar, due = calendar_for(pack_for(authority)), add_months(day, months)
    return due if calendar.is_working(due) else calendar.add(due, 1)


def scale(authority: str) -> Scale | None:
    """The authority's scale of ratings, if it has one."""
    return next(iter(pack_for(authority).scales.values()), None)


def label(authority: str, term: str) -> str:
    """The authority's own word for a term of the common vocabulary."""
    pack = pack_for(authority)
    if term in pack.labels:
        return pack.labels[term]
    if term in pack.roles:
        return pack.roles[term].label
    return term.replace("_", " ")


def forget() -> None:
    """Read everything afresh at the next question."""
    for known in (vocabulary, in_force, retention, calendar_of):
        known.cache_clear()
