"""A small partnership in the product and, beside it, in the oracle: people, files, two meetings."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime, timedelta

from django.utils import timezone

from casework.access.models import Compartment, Grant
from casework.agencies.models import Agency, Area, Authority, Post
from casework.cast import LONG_AGO, NOW, Cast
from casework.chronology import commands as chronology
from casework.chronology.commands import NewFact
from casework.meetings.models import Invitation, Meeting, Record, Slot
from casework.meetings.tests import after
from casework.meetings.tests.stage import north_west
from casework.subjects import commands as subjects
from casework.subjects.models import Case
from tests.model.course import Course
from tests.model.oracle import Entry, File, Person, Sitting, Tie, Time

WATCHED = (
    "hannah", "quality", "ruth", "dilys", "colin", "lorna", "tom", "priya", "nia",
)  # fmt: skip
"""Whose view is compared; `quality` is the second post of Hannah, `nia` is of Bristol."""
FILES = ("ellis", "tegan", "nell", "forum_nw", "parade", "bristol")
CHILDREN = ("ellis", "tegan", "nell", "bristol")
CORE = {"marcus": "chair", "colin": "police", "graham": "education", "oluchi": "health",
        "sian": "camhs", "dilys": "admin"}  # fmt: skip
COPIES = {"dilys": "record_reader", "colin": "record_reader"}
"""Who gets the record of Ellis in any case, of those who are watched."""
WRITERS = ("hannah", "colin", "lorna")
"""Of three agencies: children’s services, police and a school."""
RECORD_DAYS = timedelta(days=84)


class World:
    """The product and the oracle at one moment, and how they began."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.stage = north_west(cast, until=date(2027, 1, 8))
        self.posts, self.cases = dict(cast.posts), dict(cast.cases)
        self._hire()
        self._open_files()
        self._hold_a_meeting()
        self._write_in_every_compartment()
        planned = self.stage.series.meetings.filter(state=Meeting.State.PLANNED, starts_at__gt=NOW)
        self.meetings = list(planned.order_by("starts_at").values_list("pk", flat=True))
        self._beginning, self._cases = self._as_it_is(), dict(self.cases)
        self.began = at_once(NOW, hours=6)
        self.begin()

    def begin(self) -> None:
        """Back to where every walk begins; the database is put back by whoever calls."""
        self.oracle = deepcopy(self._beginning)
        self.cases = dict(self._cases)
        self.called = {case.pk: name for name, case in self.cases.items()}
        """The files by the key of their rows."""
        self.now = self.began

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def by(self) -> Post:
        return self.cast.amara

    def pass_time(self, **how: int) -> None:
        self.now = max(self.began, at_once(self.now, **how))

    def grant_of(self, tie: Tie) -> Grant:
        """The row that stands for a tie of the oracle."""
        kind, _, rest = tie.source.partition(":")
        source = tie.source
        if kind == "case":
            source = f"case:{self.cases[rest].reference}"
        elif rest in self.entries:
            source = f"fact:{self.entries[rest]}"
        return Grant.objects.get(
            post=self.posts[tie.person], case=self.cases[tie.file], relation=tie.relation,
            starts_on=tie.starts, source=source,
        )  # fmt: skip

    # --- how it begins ----------------------------------------------------------------

    def _hire(self) -> None:
        hannah = self.cast.hannah
        self.posts["quality"] = self._post(
            hannah.agency, "authority", account=hannah.account, holder=hannah.holder
        )
        bristol = Authority.objects.create(code="bristol", name="Bristol")
        self.centre = Area.objects.create(authority=bristol, code="centre", name="Centre")
        council = Agency.objects.create(
            authority=bristol, kind="childrens_services", name="Children’s Services"
        )
        account = self.cast.wen.account
        self.posts["nia"] = self._post(council, "authority", account=account, holder="Nia Rees")

    def _post(self, agency: Agency, reach: str, **more) -> Post:
        return Post.objects.create(
            authority_id=agency.authority_id, agency=agency, role="quality_assurance",
            title="Quality assurance", reach=reach, starts_on=LONG_AGO, **more,
        )  # fmt: skip

    def _open_files(self) -> None:
        people = {"by": self.by, "now": NOW, "opened_on": LONG_AGO}
        self.cases["parade"] = subjects.add_place(
            authority=self.cast.authority, label="Station Parade", **people
        ).case
        self.cases["bristol"] = subjects.add_child(
            authority=self.centre.authority, area=self.centre, forename="Idris",
            surname="Vaughan", **people,
        ).case  # fmt: skip

    def _hold_a_meeting(self) -> None:
        """On 20 November Ellis is talked about and his record completed; it is not sent yet."""
        slot = after.talk(self.stage)
        after.end(self.stage)
        after.complete(self.stage, slot)

    def _write_in_every_compartment(self) -> None:
        """In each file a fact in each compartment by each of three agencies."""
        self.entries: dict[str, str] = {}
        """The key of each fact, by a name that can be read."""
        places = [(file, each.value) for file in FILES for each in Compartment]
        for by in WRITERS:
            facts = [
                NewFact(self.cases[file], "young_person.told", NOW, compartment=each)
                for file, each in places
            ]
            rows = chronology.record_many(facts=facts, by=self.posts[by], now=at_once(NOW, hours=5))
            names = [f"{file} {each} by {by}" for file, each in places]
            self.entries |= dict(zip(names, [str(row.pk) for row in rows], strict=True))
        self.named = {key: name for name, key in self.entries.items()}

    def _as_it_is(self) -> Course:
        """The oracle's beginning; from here on it learns nothing more from the database."""
        names = {case.pk: name for name, case in self.cases.items()}
        who = {post.pk: name for name, post in self.posts.items()}
        oracle = Course()
        for name, post in self.posts.items():
            oracle.people[name] = Person(
                str(post.account_id),
                post.authority_id,
                str(post.agency_id),
                area_of(post),
                post.reach,
            )
        for name, case in self.cases.items():
            oracle.files[name] = File(case.kind, case.authority_id, area_of(case))
        for row in Grant.objects.order_by("pk"):
            oracle.ties.append(
                Tie(who[row.post_id], names[row.case_id], row.relation, row.starts_on,
                    row.ends_on, row.source)
            )  # fmt: skip
        for name in self.entries:
            file, compartment, _, by = name.split()
            agency = str(self.posts[by].agency_id)
            oracle.entries[name] = Entry(file, compartment, by, agency)
        recorded = set(Record.objects.values_list("slot", flat=True))
        for slot in Slot.objects.all():
            oracle.times[slot.pk] = Time(
                str(slot.meeting_id), names[slot.case_id], recorded=slot.pk in recorded,
                guests={who[one.post_id] for one in Invitation.objects.filter(slot=slot)},
            )  # fmt: skip
        for meeting in self.stage.series.meetings.all():
            key = str(meeting.pk)
            day = timezone.localdate(meeting.starts_at)
            there = meeting.invitations.filter(slot=None, presence=Invitation.Presence.HERE)
            here = {who[one.post_id] for one in there}
            oracle.sittings[key] = Sitting(key, "forum_nw", day, here=here)
        oracle.places = {name: (place, None) for name, place in CORE.items()}
        return oracle


def area_of(one: Post | Case) -> str | None:
    return str(one.area_id) if one.area_id else None


def at_once(moment: datetime, **how: int) -> datetime:
    return moment + timedelta(**how)
