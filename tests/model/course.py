"""What each step means, in plain words of the oracle: who is related, barred, asked, sent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.model.oracle import DAY, SHARED, Bar, File, Opening, Oracle, Sitting, Tie, Time


class Course(Oracle):
    """An oracle that is told what happens."""

    def relate(
        self, person: str, file: str, relation: str, source: str, *, starts: date,
        ends: date | None = None,
    ) -> None:  # fmt: skip
        """The same relation, from the same day and source, is one; the longer time counts."""
        key = (person, file, relation, starts, source)
        for tie in self.ties:
            if (tie.person, tie.file, tie.relation, tie.starts, tie.source) == key:
                if tie.ends is not None:
                    tie.ends = None if ends is None else max(tie.ends, ends)
                return
        self.ties.append(Tie(person, file, relation, starts, ends, source))

    def holder(self, file: str, relation: str, day: date) -> str | None:
        """Who stands in a relation to a file, or else to the forum of its area; the latest."""
        here = self.files[file]
        ranked = [
            (tie.file == file, tie.starts, number, tie.person)
            for number, tie in enumerate(self.ties)
            if tie.relation == relation and tie.holds(day)
            and (tie.file == file or self._is_its_forum(tie.file, here))
            and not self.closed(tie.person, tie.file, day)
            and not self.closed(tie.person, file, day)
        ]  # fmt: skip
        return max(ranked)[-1] if ranked else None

    def _is_its_forum(self, other: str, file: File) -> bool:
        forum = self.files[other]
        return (
            forum.kind == "forum" and file.kind != "forum" and file.area is not None
            and (forum.authority, forum.area) == (file.authority, file.area)
        )  # fmt: skip

    def transfer(self, file: str, person: str, day: date, source: str) -> None:
        """A new lead professional; whoever it was before lets go with that day."""
        for tie in self.ties:
            same = tie.file == file and tie.relation == "lead_professional"
            if same and tie.person != person and tie.holds(day):
                tie.ends = day
        self.relate(person, file, "lead_professional", source, starts=day)

    def exclude(
        self, person: str, file: str, ground: str, day: date, ends: date | None = None
    ) -> None:
        """Close a file to a human being, and what it opened to them elsewhere."""
        account = self.people[person].account
        for bar in self.bars:
            if (bar.account, bar.file, bar.ground, bar.lifted) == (account, file, ground, False):
                bar.starts, bar.ends = day, ends
                break
        else:
            self.bars.append(Bar(account, file, ground, day, ends))
        for tie in self.ties:
            own = self.people[tie.person].account == account
            if own and tie.source == f"case:{file}" and tie.holds(day):
                tie.ends = day - timedelta(days=1)

    def is_stopped(self, person: str, now: datetime) -> bool:
        """Three records opened or ten tries within a day, in all posts of a human being."""
        account = self.people[person].account
        tried = [
            one for one in self.openings
            if self.people[one.person].account == account and one.at > now - DAY
        ]  # fmt: skip
        return len(tried) >= 10 or len([one for one in tried if one.file]) >= 3

    def open_in_emergency(self, person: str, file: str, now: datetime, day: date) -> None:
        there = self.files[file]
        found = (
            there.kind == "child"
            and there.authority == self.people[person].authority
            and not self.closed(person, file, day)
        )
        until = now + timedelta(hours=4)
        self.openings.append(Opening(person, file if found else None, now, until))

    def close_to_guests(self, meeting: str, day: date, file: str | None = None) -> None:
        """Who came for one child, or for the meeting alone, sees nothing more from now on."""
        for tie in self.ties:
            ours = tie.relation in {"invited", "present"} and tie.source == f"meeting:{meeting}"
            if ours and tie.holds(day) and file in (None, tie.file):
                tie.ends = day - timedelta(days=1)

    def put_on(
        self, number: int, sitting: Sitting, file: str, *, starts: date, lasts: timedelta
    ) -> None:
        """A child comes on a list: who speaks is a guest, and who comes for all may read."""
        time = self.times.setdefault(number, Time(sitting.key, file))
        time.on = True
        manager = self.holder(file, "team_manager", starts)
        speaker = self.holder(file, "lead_professional", starts) or manager
        if speaker:
            self.invite(time, speaker, starts=starts, meets=sitting.meets)
            area = self.people[speaker].area
            if manager and area and area != self.files[sitting.forum].area:
                self.invite(time, manager, starts=starts, meets=sitting.meets)
        for person, (seat, _) in self.places.items():
            if self.has_place(person, sitting):
                relation = "minute_taker" if seat == "admin" else "forum_member"
                self._at(sitting, person, file, relation, starts)
        if sitting.chair and not self.has_place(sitting.chair, sitting):
            self._at(sitting, sitting.chair, file, "chair", starts, sitting.meets + lasts)
        for person in sitting.here - {sitting.chair}:
            if not self.has_place(person, sitting):
                self._at(sitting, person, file, "present", starts, sitting.meets)

    def has_place(self, person: str, sitting: Sitting) -> bool:
        """Whether somebody has a standing place on the day of a meeting."""
        if person not in self.places:
            return False
        ends = self.places[person][1]
        return ends is None or sitting.meets <= ends

    def sits(self, sitting: Sitting, chair: str, *, starts: date, lasts: timedelta) -> None:
        """Somebody takes the chair; without a place, forum and children are opened for it."""
        sitting.chair = chair
        sitting.here.add(chair)
        if not self.has_place(chair, sitting):
            for file in (sitting.forum, *self._on_the_list(sitting)):
                self._at(sitting, chair, file, "chair", starts, sitting.meets + lasts)

    def comes(self, sitting: Sitting, person: str, *, starts: date, is_open: bool) -> None:
        """Somebody is here for the whole meeting: without a place, they see the children on it."""
        sitting.here.add(person)
        if is_open and person != sitting.chair and not self.has_place(person, sitting):
            for file in self._on_the_list(sitting):
                self._at(sitting, person, file, "present", starts, sitting.meets)

    def goes(self, sitting: Sitting, person: str, day: date, *, is_open: bool) -> None:
        """Somebody left the meeting: what being there opened is closed at once."""
        sitting.here.discard(person)
        for tie in self.ties:
            ours = tie.relation == "present" and tie.source == f"meeting:{sitting.key}"
            if is_open and ours and tie.person == person and tie.holds(day):
                tie.ends = day - timedelta(days=1)

    def leaves_the_table(self, person: str, last: date, forum: str) -> None:
        """Somebody gives up a place; what it opened ends with the last day of it."""
        seat, _ = self.places[person]
        self.places[person] = (seat, last)
        for tie in self.ties:
            at_table = tie.relation in {"forum_member", "minute_taker"}
            of_meeting = at_table and tie.source.startswith("meeting:")
            if tie.person == person and tie.holds(last) and (of_meeting or tie.file == forum):
                tie.ends = last

    def _on_the_list(self, sitting: Sitting) -> list[str]:
        return [
            time.file for time in self.times.values() if time.on and time.meeting == sitting.key
        ]

    def _at(
        self, sitting: Sitting, person: str, file: str, relation: str, starts: date,
        ends: date | None = None,
    ) -> None:  # fmt: skip
        source = f"meeting:{sitting.key}"
        self.relate(person, file, relation, source, starts=starts, ends=ends)

    def invite(self, time: Time, person: str, *, starts: date, meets: date) -> None:
        """Somebody is asked to come for one child."""
        time.guests.add(person)
        self.relate(
            person, time.file, "invited", f"meeting:{time.meeting}", starts=starts, ends=meets
        )

    def send(self, number: int, copies: dict[str, str], *, day: date, until: date) -> None:
        """A record goes to each once; it is opened to who does not see the file for good."""
        time = self.times[number]
        for person, relation in copies.items():
            if person in time.sent_to or self.closed(person, time.file, day):
                continue
            time.sent_to.add(person)
            if not self.for_good(person, time.file):
                source = f"record:{number}"
                self.relate(person, time.file, relation, source, starts=day, ends=until)

    def for_good(self, person: str, file: str) -> bool:
        """Whether a person will see a file on every day to come."""
        if any(
            one.file == file and one.account == self.people[person].account
            and not one.lifted and one.ends is None
            for one in self.bars
        ):  # fmt: skip
            return False
        return self.within_reach(person, file) or any(
            one.person == person and one.file == file and one.ends is None and SHARED in one.opens
            for one in self.ties
        )
