"""Who sees what, once more: plain Python over what happened, written from the documents.

Nothing of the product is imported here. What a relation opens, how long it lasts and what
goes before it is said a second time, so that a mistake in one of the two shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

FOOTPRINT, SHARED, CONFIDENTIAL, AGENCY = "footprint", "shared", "confidential", "agency"
INTELLIGENCE, SAFE_ADDRESS, THIRD_PARTY = "intelligence", "safe_address", "third_party"
RECORD = frozenset({FOOTPRINT, SHARED})
WHOLE = RECORD | {SAFE_ADDRESS, THIRD_PARTY}
OPENS: dict[str, frozenset[str]] = {
    "lead_professional": WHOLE,
    "team_manager": WHOLE,
    "reviewing_officer": WHOLE,
    "home_authority": RECORD | {SAFE_ADDRESS},
    "host_authority": RECORD | {SAFE_ADDRESS},
    "forum_member": RECORD | {CONFIDENTIAL, THIRD_PARTY},
    "chair": RECORD | {CONFIDENTIAL, THIRD_PARTY},
    "present": RECORD | {CONFIDENTIAL},
    "named_in_terms": frozenset(),
    "record_reader": frozenset(),
    "plan_reader": frozenset(),
    "named_by_agency": frozenset({AGENCY}),
    "intelligence_reader": frozenset({INTELLIGENCE}),
}
"""What relations open, where it is anything else than footprint and shared record."""
BY_ENTRY = frozenset({AGENCY, INTELLIGENCE})
"""Opened entry by entry: by who recorded it, and whom they name."""
IN_AN_EMERGENCY = frozenset({FOOTPRINT, SHARED, CONFIDENTIAL, AGENCY, SAFE_ADDRESS})
DAY = timedelta(hours=24)


@dataclass
class Person:
    """Somebody in a post."""

    account: str
    authority: str
    agency: str
    area: str | None
    reach: str
    ends: date | None = None


@dataclass
class File:
    """The case on a child, a place or a forum."""

    kind: str
    authority: str
    area: str | None


@dataclass
class Entry:
    """Something written in a file: in which compartment, by whom, for which agency."""

    file: str
    compartment: str
    by: str
    agency: str


@dataclass
class Tie:
    """That somebody has to do with a file."""

    person: str
    file: str
    relation: str
    starts: date
    ends: date | None
    source: str

    @property
    def opens(self) -> frozenset[str]:
        return OPENS.get(self.relation, RECORD)

    def holds(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass
class Bar:
    """That a file is closed to a human being."""

    account: str
    file: str
    ground: str
    starts: date
    ends: date | None
    lifted: bool = False

    def stands(self, day: date) -> bool:
        return not self.lifted and self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass
class Opening:
    """That somebody opened a file in an emergency, or tried to (`file` is None)."""

    person: str
    file: str | None
    at: datetime
    until: datetime
    reviewed: bool = False


@dataclass
class Time:
    """A child's time at a meeting."""

    meeting: str
    file: str
    on: bool = True
    recorded: bool = False
    guests: set[str] = field(default_factory=set)
    sent_to: set[str] = field(default_factory=set)


@dataclass
class Sitting:
    """A meeting of a forum: its day, who chairs it, and who is there."""

    key: str
    forum: str
    meets: date
    chair: str | None = None
    here: set[str] = field(default_factory=set)


@dataclass
class Oracle:
    """What happened so far; every answer is worked out afresh from it."""

    people: dict[str, Person] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    times: dict[int, Time] = field(default_factory=dict)
    """By a number that the record of such a time also has."""
    sittings: dict[str, Sitting] = field(default_factory=dict)
    places: dict[str, tuple[str, date | None]] = field(default_factory=dict)
    """Who has which place at the table of the forum, and until when."""
    _between: dict[tuple[str, str], list[Tie]] = field(default_factory=dict)
    """The ties of a person and a file: as many of `ties` as were looked through."""
    _looked_through: int = 0
    _unions: dict[tuple[str, str, date], frozenset[str]] | None = None

    # --- who sees what ----------------------------------------------------------------

    def acts(self, person: str, day: date) -> bool:
        """Whether the post is still held; a post that ended opens nothing."""
        ends = self.people[person].ends
        return ends is None or day <= ends

    def closed(self, person: str, file: str, day: date) -> bool:
        """Whether the file does not exist for this human being, in whatever post."""
        account = self.people[person].account
        return any(
            one.file == file and one.account == account and one.stands(day) for one in self.bars
        )

    def within_reach(self, person: str, file: str) -> bool:
        who, what = self.people[person], self.files[file]
        if who.reach not in {"area", "authority"} or who.authority != what.authority:
            return False
        return who.reach == "authority" or (who.area is not None and who.area == what.area)

    def related(self, person: str, file: str, day: date) -> list[Tie]:
        for tie in self.ties[self._looked_through :]:
            self._between.setdefault((tie.person, tie.file), []).append(tie)
        self._looked_through = len(self.ties)
        return [one for one in self._between.get((person, file), ()) if one.holds(day)]

    def listed(self, person: str, day: date) -> set[str]:
        """The files that lists, counts and searches know for a person: those open by a relation."""
        return {file for file in self.files if SHARED in self._union(person, file, day)}

    def exist(self, person: str, now: datetime, day: date) -> set[str]:
        """The files of which anything at all is there for a person, a sent record included."""
        return {
            file for file in self.files
            if SHARED in self.sections(person, file, now, day) or self._was_sent(person, file, day)
        }  # fmt: skip

    def _was_sent(self, person: str, file: str, day: date) -> bool:
        return (
            self.acts(person, day)
            and not self.closed(person, file, day)
            and any(
                tie.relation in {"record_reader", "plan_reader"}
                for tie in self.related(person, file, day)
            )
        )

    def sections(self, person: str, file: str, now: datetime, day: date) -> frozenset[str]:
        """The compartments of a file that are open to a person as they are, at a moment."""
        union = self._union(person, file, day)
        if SHARED in union:
            return union - BY_ENTRY
        if self._in_emergency(person, file, now, day):
            return IN_AN_EMERGENCY
        return union & {FOOTPRINT}

    def reads(self, person: str, file: str, now: datetime, day: date) -> set[str]:
        """The entries of a file that a person may read at a moment."""
        open_to = self.sections(person, file, now, day)
        is_there = SHARED in self._union(person, file, day)
        ties = self.related(person, file, day) if is_there else []
        return {
            key for key, entry in self.entries.items()
            if entry.file == file
            and (entry.compartment in open_to or (is_there and self._is_for(key, person, ties)))
        }  # fmt: skip

    def _is_for(self, key: str, person: str, ties: list[Tie]) -> bool:
        """Whether an entry of a record that is open is so too, by its writer or whom they named."""
        entry = self.entries[key]
        sources = {tie.source for tie in ties if entry.compartment in tie.opens}
        if entry.compartment == AGENCY:
            own = entry.agency == self.people[person].agency
            return own or f"agency:{entry.agency}" in sources
        return entry.compartment == INTELLIGENCE and (
            entry.by == person or f"fact:{key}" in sources
        )

    @contextmanager
    def meanwhile_nothing_happens(self) -> Iterator[None]:
        """Until the block ends, what was worked out once holds."""
        self._unions = {}
        yield
        self._unions = None

    def _union(self, person: str, file: str, day: date) -> frozenset[str]:
        key = (person, file, day)
        if self._unions is None:
            return self._opened_together(*key)
        if key not in self._unions:
            self._unions[key] = self._opened_together(*key)
        return self._unions[key]

    def _opened_together(self, person: str, file: str, day: date) -> frozenset[str]:
        """What relations and reach open together; nothing for who is excluded or has left."""
        if not self.acts(person, day) or self.closed(person, file, day):
            return frozenset()
        reach = RECORD if self.within_reach(person, file) else frozenset()
        return reach.union(*(tie.opens for tie in self.related(person, file, day)))

    def _in_emergency(self, person: str, file: str, now: datetime, day: date) -> bool:
        if not self.acts(person, day) or self.closed(person, file, day):
            return False
        return any(
            one.person == person and one.file == file and one.at <= now < one.until
            for one in self.openings
        )

    def records(self, person: str, day: date) -> dict[int, str]:
        """Which meeting records a person may read: by number of the time, whole or in part."""
        found = {}
        for number, time in self.times.items():
            if not time.recorded:
                continue
            source = f"record:{number}"
            sent = {
                tie.relation for tie in self.related(person, time.file, day) if tie.source == source
            }
            if time.file in self.listed(person, day):
                found[number] = "whole"
            elif sent and self.acts(person, day) and not self.closed(person, time.file, day):
                found[number] = "whole" if "record_reader" in sent else "plan"
        return found

    def times_seen(self, person: str, day: date, forum: str) -> set[int]:
        """The times at meetings that exist for a person: of the forum, as a guest, or there."""
        seen = self.listed(person, day)
        return {
            number for number, time in self.times.items()
            if time.file in seen
            and (
                forum in seen
                or person in time.guests
                or person in self.sittings[time.meeting].here
            )
        }  # fmt: skip
