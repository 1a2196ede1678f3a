"""The policy of an authority, as the rest of the casework gets it.

Packs are read once and kept; a change on disk is seen at the next start, or by
`forget()`.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.conf import settings

from pathways.answers import Deadline
from pathways.calendars import Calendar, load_calendar
from pathways.counting import due_before
from pathways.definitions import Form, MeetingKind, Pack, Scale, Vocabulary
from pathways.packs import load_pack, load_vocabulary


@cache
def vocabulary() -> Vocabulary:
    """The kinds of facts and states that all authorities share."""
    return load_vocabulary(settings.POLICY / "vocabulary.yaml")


@cache
def pack_for(authority: str) -> Pack:
    """The pack of an authority, whole and checked."""
    return load_pack(settings.POLICY / authority)


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


def papers_close(authority: str, kind: str, starts_at: datetime) -> Deadline | None:
    """Until when papers for a meeting may come in; None where the procedure sets no cut-off."""
    cut_off = meeting_kind(authority, kind).cut_off
    if cut_off is None:
        return None
    return due_before(starts_at, cut_off, calendar_for(pack_for(authority)))


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
    for known in (vocabulary, pack_for, calendar_of):
        known.cache_clear()
