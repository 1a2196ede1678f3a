"""The dates of a meeting as the chronology worked them out; nothing is counted here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.chronology import policy
from casework.chronology.models import Obligation
from casework.config.postgresql.acting import procedure
from casework.meetings.models import Meeting
from casework.subjects.models import Case


@dataclass(frozen=True, slots=True)
class Clocks:
    """When the list and the papers of a meeting have to be out; None where nothing says so."""

    list: Obligation | None = None
    papers: Obligation | None = None

    @property
    def papers_close_at(self) -> datetime | None:
        """What comes in after this moment waits for the next meeting."""
        return self.papers.due_at if self.papers else None

    @property
    def governing(self) -> Obligation | None:
        """The earlier of the two."""
        dated = [one for one in (self.list, self.papers) if one and one.due_at]
        return min(dated, key=lambda one: one.due_at, default=None)


def duties_met_by(authority: str, kind: str) -> set[str]:
    """The duties of the pack that a fact of this kind meets."""
    duties = policy.pack_for(authority).duties
    return {duty.id for duty in duties if any(one.kind == kind for one in duty.met_by)}


@dataclass(frozen=True, slots=True)
class ForumClocks:
    """The clocks of every meeting of one forum, read once."""

    lists: Mapping[str, Obligation]
    papers: Mapping[str, Obligation]
    """By the fact that scheduled the meeting."""

    def of(self, meeting: Meeting) -> Clocks:
        scheduled = str(meeting.scheduled_by_id)
        return Clocks(self.lists.get(scheduled), self.papers.get(scheduled))


@procedure("when a meeting's list and papers close is known to whoever may refer to it")
def clocks_of_forum(forum: Case) -> ForumClocks:
    """The clocks of all meetings of a forum, in one query."""
    lists = duties_met_by(forum.authority_id, "meeting.list_sent")
    papers = duties_met_by(forum.authority_id, "meeting.papers_sent")
    rows = list(Obligation.objects.filter(case=forum, duty__in=lists | papers))
    return ForumClocks(
        {row.key.rpartition(":")[2]: row for row in rows if row.duty in lists},
        {row.key.rpartition(":")[2]: row for row in rows if row.duty not in lists},
    )


def clocks_of(meetings: Iterable[Meeting]) -> dict[int, Clocks]:
    """The clocks of several meetings of one forum, in one query."""
    meetings = list(meetings)
    if not meetings:
        return {}
    clocks = clocks_of_forum(meetings[0].series.case)
    return {one.pk: clocks.of(one) for one in meetings}


def clocks_for(meeting: Meeting) -> Clocks:
    """The clocks of one meeting."""
    return clocks_of([meeting])[meeting.pk]
