"""The North West forum on its feet: its members, its dates, and discussions to hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from casework.cast import Cast, at
from casework.meetings import holding_commands, list_commands, series_commands, slot_commands
from casework.meetings.models import Meeting, Series, Slot

PLANNED = at("2026-11-09", "09:00")
MEMBERS = [
    ("marcus", "chair"),
    ("colin", "police"),
    ("graham", "education"),
    ("oluchi", "health"),
    ("sian", "camhs"),
    ("dilys", "admin"),
]


@dataclass
class Stage:
    """The forum of the North West with its meetings by day."""

    cast: Cast
    series: Series

    def meeting(self, day: str) -> Meeting:
        return self.series.meetings.get(starts_at__date=date.fromisoformat(day))

    def list(self, first: str, day: str = "2026-11-20", kind: str = "review", now=PLANNED) -> Slot:
        return list_commands.list_child(
            meeting=self.meeting(day),
            case=self.cast.cases[first],
            kind=kind,
            because="for the test",
            by=self.cast.dilys,
            now=now,
        )

    def begin(self, day: str = "2026-11-20", chair: str = "marcus", **more) -> Meeting:
        meeting = self.meeting(day)
        return holding_commands.start_meeting(
            meeting=meeting,
            chair=self.cast.posts[chair],
            note_taker=self.cast.dilys,
            by=self.cast.dilys,
            now=meeting.starts_at,
            **more,
        )

    def here(self, meeting: Meeting, *names: str) -> None:
        for name in names:
            holding_commands.mark_presence(
                invitation=meeting.invitations.get(post=self.cast.posts[name], slot=None),
                presence="here",
                by=self.cast.dilys,
                now=meeting.starts_at,
            )

    def speaker_here(self, slot: Slot) -> None:
        """Whoever speaks about the child came."""
        holding_commands.mark_presence(
            invitation=slot.invitations.get(post=slot.speaker),
            presence="here",
            by=self.cast.dilys,
            now=slot.meeting.starts_at,
        )

    def talk_about(self, first: str, *, now=None) -> Slot:
        """The slot of a child, open, at a quorate meeting of 20 November."""
        slot = self.list(first)
        meeting = self.begin()
        self.here(meeting, "colin", "oluchi")
        return slot_commands.open_slot(
            slot=slot, by=self.cast.dilys, now=now or at("2026-11-20", "10:13")
        )


def north_west(cast: Cast, until: date = date(2027, 2, 28)) -> Stage:
    """Convene the forum on Fridays at 09:30, with everybody, planned up to a day."""
    series = series_commands.convene_series(
        case=cast.forum_nw,
        kind="risk_meeting",
        name="RMM, Surrey North West",
        weekday=4,
        starts_at=time(9, 30),
        place="Quadrant Court",
        other_weekday=2,
        by=cast.dilys,
        now=PLANNED,
    )
    for first, place in MEMBERS:
        series_commands.add_member(
            series=series,
            post=cast.posts[first],
            place=place,
            starts_on=date(2026, 1, 5),
            by=cast.dilys,
            now=PLANNED,
        )
    series_commands.plan_meetings(series=series, until=until, by=cast.dilys, now=PLANNED)
    return Stage(cast, series)
