"""Who is expected at a meeting about somebody, given what has happened.

A place at the table may be narrowed by a condition (adult services, once a care leaver is
spoken about). Here the condition is asked; whether somebody came is for a gate to judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pathways import definitions as d
from pathways.answers import Reason, Truth
from pathways.calendars import Calendar
from pathways.engine import Prepared, prepare
from pathways.facts import Fact, Subject
from pathways.holding import Nodes, build
from pathways.nodes import NO, TRUTHS, YES
from pathways.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Attendance:
    """A place at the table for this meeting; it cannot always be told whether it is one."""

    member: d.Member
    core: bool
    """Whether the member comes to every such meeting, not only when asked."""
    truth: Truth
    why: Reason
    missing: tuple[str, ...] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.member.clauses

    @property
    def strength(self) -> d.Strength:
        return self.member.strength


def attending(
    pack: d.Pack,
    kind: str,
    facts: Iterable[Fact],
    subject: Subject,
    calendar: Calendar,
    moment: datetime,
    known_at: datetime | None = None,
    vocabulary: d.Vocabulary | None = None,
) -> tuple[Attendance, ...]:
    """Core members and invitees of a kind of meeting about this subject, in their order.

    Left out are those whose condition does not hold; KeyError where there is no such kind.
    """
    meeting = pack.meeting_kinds[kind]
    members = (*meeting.core_members, *meeting.invitees)
    asked = (pack, members, facts, subject, calendar, moment, known_at, vocabulary)
    core = {id(member) for member in meeting.core_members}
    return tuple(replace(each, core=id(each.member) in core) for each in applying(*asked))


def applying(
    pack: d.Pack,
    members: Iterable[d.Member],
    facts: Iterable[Fact],
    subject: Subject,
    calendar: Calendar,
    moment: datetime,
    known_at: datetime | None = None,
    vocabulary: d.Vocabulary | None = None,
) -> tuple[Attendance, ...]:
    """Those of these members, invitees or recipients, whose condition holds or cannot be told."""
    ready = prepare(pack, vocabulary)
    line = Timeline(facts, subject, calendar, moment, known_at, ready.words, pack.in_force_from)
    made: Nodes = {}
    found = (_place(member, line, ready, made) for member in members)
    return tuple(each for each in found if each is not None)


def _place(member: d.Member, line: Timeline, ready: Prepared, made: Nodes) -> Attendance | None:
    if member.when is None:
        return Attendance(member, False, TRUTHS[YES], Reason(f"{member.label}: always."))
    node = build(member.when, ready.vocabulary, made)
    truth = node.truth(line, line.moment)
    if truth == NO:
        return None
    why = node.reason(line, line.moment)
    missing = () if truth == YES else tuple(dict.fromkeys(node.missing(line, line.moment)))
    return Attendance(member, False, TRUTHS[truth], why, missing)
