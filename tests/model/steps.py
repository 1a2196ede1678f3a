"""The steps: each is taken by a command of the product and told to the oracle in plain words."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st

from casework.access import commands as access
from casework.access import emergency
from casework.access.models import Exclusion, Opening
from casework.agencies import commands as agencies
from casework.agencies.models import Post
from casework.concerns import commands as concerns
from casework.meetings import (
    holding_commands,
    list_commands,
    record_commands,
    record_note_commands,
    series_commands,
)
from casework.meetings.models import Invitation, Meeting, Membership, Slot
from casework.subjects import commands as subjects
from casework.subjects.models import Case
from casework.worklists import access_commands, emergency_commands
from tests.model.oracle import BY_ENTRY, SHARED, Sitting, Tie
from tests.model.walking import Walker, one_in
from tests.model.world import CHILDREN, COPIES, FILES, RECORD_DAYS, WATCHED

PEOPLE = st.sampled_from(WATCHED)
SOME_FILE = st.sampled_from(FILES)
CHILD = st.sampled_from(CHILDREN)
OF_SURREY = st.sampled_from([name for name in CHILDREN if name != "bristol"])
GUEST = st.sampled_from([name for name in WATCHED if name != "nia"])
WHICH = st.integers(0, 1000)
"""Picks one of however many there are."""
SOON = st.integers(-3, 12)
RELATION = st.sampled_from(
    ["lead_professional", "team_manager", "reviewing_officer", "home_authority",
     "host_authority", "panel_member", "quality_sampler", "forum_member", "minute_taker",
     "present", "invited", "around_child", "named_in_terms", "responsible_social_worker",
     "mentor"]
)  # fmt: skip
GROUND = st.sampled_from(Exclusion.Ground.values)

JUMPS = [
    {"hours": 1}, {"hours": 5}, {"days": 1}, {"days": 4}, {"days": 30}, {"days": 90},
    {"days": -2}, {"hours": -3},
]  # fmt: skip
"""Clocks are put back, too."""


class Walk(Walker):
    """All that can happen."""

    def a_tie(self, which: int) -> Tie:
        ties = self.world.oracle.ties
        watched = [tie for tie in ties if tie.person in WATCHED]
        return watched[which % len(watched)]

    def a_meeting(self, which: int) -> Meeting:
        meetings = self.world.meetings
        found = Meeting.objects.select_related("series__case")
        return found.get(pk=meetings[which % 3])

    def a_slot(self, which: int) -> Slot:
        slots = Slot.objects.filter(meeting__in=self.world.meetings)
        numbers = list(slots.order_by("pk").values_list("pk", flat=True))
        found = Slot.objects.select_related("meeting__series__case", "case")
        return found.get(pk=numbers[which % len(numbers)])

    # --- relations --------------------------------------------------------------------

    @one_in(16, who=PEOPLE, file=SOME_FILE, relation=RELATION, starts=st.integers(-3, 3),
          lasts=st.none() | st.integers(0, 20))  # fmt: skip
    def grant(self, who, file, relation, starts, lasts):
        w = self.world
        first = w.today + timedelta(days=starts)
        last = None if lasts is None else first + timedelta(days=lasts)
        with self.step("grant", who) as given:
            access.relate(
                post=w.posts[who], case=w.cases[file], relation=relation, starts_on=first,
                ends_on=last, source="model", **given,
            )  # fmt: skip
            w.oracle.relate(who, file, relation, "model", starts=first, ends=last)

    @one_in(6, who=PEOPLE, which=WHICH, lasts=st.integers(0, 20))
    def name(self, who, which, lasts):
        """An agency, or who holds intelligence, names somebody for what they keep to themselves."""
        w = self.world
        kept = [key for key, one in w.oracle.entries.items() if one.compartment in BY_ENTRY]
        key = kept[which % len(kept)]
        entry, last = w.oracle.entries[key], w.today + timedelta(days=lasts)
        by_agency = entry.compartment == "agency"
        relation = "named_by_agency" if by_agency else "intelligence_reader"
        source = f"agency:{entry.agency}" if by_agency else f"fact:{w.entries[key]}"
        self.file = entry.file
        with self.step("name", who) as given:
            access.relate(
                post=w.posts[who], case=w.cases[entry.file], relation=relation,
                starts_on=w.today, ends_on=last, source=source, **given,
            )  # fmt: skip
            named = source if by_agency else f"fact:{key}"
            w.oracle.relate(who, entry.file, relation, named, starts=w.today, ends=last)

    @one_in(6, which=WHICH, days=SOON)
    def end(self, which, days):
        tie, last = self.a_tie(which), self.world.today + timedelta(days=days)
        with self.step("end", tie.person) as given:
            access.end_relation(grant=self.world.grant_of(tie), ends_on=last, **given)
            tie.ends = last

    @one_in(8, which=WHICH)
    def revoke(self, which):
        tie = self.a_tie(which)
        with self.step("revoke", tie.person) as given:
            access.revoke(grant=self.world.grant_of(tie), **given)
            tie.ends = self.world.today - timedelta(days=1)

    @one_in(4, who=PEOPLE, file=OF_SURREY)
    def transfer(self, who, file):
        w = self.world
        with self.step("transfer", who, "hannah", "tom") as given:
            grant = concerns.allocate(
                case=w.cases[file], post=w.posts[who], starts_on=w.today, **given
            )
            w.oracle.transfer(file, who, w.today, grant.source)

    @one_in(4, file=OF_SURREY, area=st.sampled_from(["north_west", "south_east"]))
    def move(self, file, area):
        """A child moves to another quadrant, whose people see them from now on."""
        w = self.world
        with self.step("move", "ruth", "dilys") as given:
            case = Case.objects.get(pk=w.cases[file].pk)
            subjects.assign(case=case, area=getattr(w.cast, area), team=None, **given)
            w.oracle.files[file].area = str(case.area_id)
            w.cases[file] = case

    @one_in(5, file=OF_SURREY)
    def share(self, file):
        """Those who work with a child see the place that was named around them."""
        w = self.world
        with self.step("share", *WATCHED) as given:
            concerns.share_with_network(subject=w.cases["parade"], case=w.cases[file], **given)
            for tie in [one for one in w.oracle.ties if one.file == file and one.holds(w.today)]:
                if SHARED in tie.opens and not w.oracle.closed(tie.person, file, w.today):
                    w.oracle.relate(
                        tie.person, "parade", "around_child", f"case:{file}", starts=w.today,
                        ends=tie.ends,
                    )  # fmt: skip

    # --- meetings ---------------------------------------------------------------------

    @one_in(5, which=WHICH, file=OF_SURREY)
    def put_on(self, which, file):
        w, meeting = self.world, self.a_meeting(which)
        with self.step("put on a list", *WATCHED) as given:
            there = meeting.slots.filter(case=w.cases[file]).exclude(state__in=Slot.OFF)
            known = there.exists()
            slot = list_commands.list_child(
                meeting=meeting, case=w.cases[file], kind="review", because="model", **given
            )
            if not known:
                self.listed(slot, file)

    @one_in(10, which=WHICH, who=GUEST)
    def invite(self, which, who):
        slot = self.a_slot(which)
        with self.step("invite", who) as given:
            list_commands.invite(slot=slot, post=self.world.posts[who], place="school", **given)
            self.world.oracle.invite(
                self.world.oracle.times[slot.pk], who, starts=self.world.today,
                meets=timezone.localdate(slot.meeting.starts_at),
            )  # fmt: skip

    @one_in(5, which=WHICH)
    def take_off(self, which):
        w, slot = self.world, self.a_slot(which)
        with self.step("take off a list", *WATCHED) as given:
            list_commands.take_off(slot=slot, because="model", **given)
            time = w.oracle.times[slot.pk]
            time.on = False
            w.oracle.close_to_guests(time.meeting, w.today, time.file)

    @one_in(2, which=WHICH, days=st.integers(1, 6))
    def move_meeting(self, which, days):
        """What was open to guests until the day of a meeting is open until its new day."""
        meeting = self.a_meeting(which)
        moment = meeting.starts_at + timedelta(days=days)
        with self.step("move a meeting", *WATCHED) as given:
            series_commands.move_meeting(
                meeting=meeting, starts_at=moment, because="model", **given
            )
            for tie in self.world.oracle.ties:
                if tie.relation == "invited" and tie.source == f"meeting:{meeting.pk}":
                    tie.ends = timezone.localdate(moment)

    @one_in(3, which=WHICH, chair=st.sampled_from(["marcus", "ruth"]))
    def begin_a_meeting(self, which, chair):
        """Who sits in the chair without a place at the table sees what the meeting is about."""
        w, meeting = self.world, self.a_meeting(which)
        with self.step("begin a meeting", *WATCHED) as given:
            holding_commands.start_meeting(
                meeting=meeting, chair=w.posts[chair], chair_reason="model", **given
            )
            w.oracle.sits(self.of(meeting), chair, starts=w.today, lasts=RECORD_DAYS)

    @one_in(5, which=WHICH, who=GUEST)
    def come(self, which, who):
        """Somebody is here for the whole meeting, with or without a place."""
        w, meeting = self.world, self.a_meeting(which)
        with self.step("come", who) as given:
            holding_commands.add_attendee(
                meeting=meeting, post=w.posts[who], place="guest", **given
            )
            is_open = meeting.state == Meeting.State.OPEN
            w.oracle.comes(self.of(meeting), who, starts=w.today, is_open=is_open)

    @one_in(2, which=WHICH, who=GUEST)
    def go(self, which, who):
        w, meeting = self.world, self.a_meeting(which)
        there = meeting.invitations.filter(slot=None, post=w.posts[who]).first()
        if there is None:
            return
        with self.step("go", who) as given:
            there = Invitation.objects.select_related("meeting__series__case").get(pk=there.pk)
            holding_commands.mark_presence(invitation=there, presence="left", **given)
            is_open = meeting.state == Meeting.State.OPEN
            w.oracle.goes(self.of(meeting), who, w.today, is_open=is_open)

    @one_in(3, which=WHICH)
    def end_a_meeting(self, which):
        """Whoever was there for the meeting alone goes; the children who are left go on."""
        w, meeting = self.world, self.a_meeting(which)
        with self.step("end a meeting", *WATCHED) as given:
            left = list(meeting.slots.filter(state=Slot.State.LISTED))
            holding_commands.end_meeting(meeting=meeting, reason="model", **given)
            for slot in left:
                self.rolled(slot)
            w.oracle.close_to_guests(str(meeting.pk), w.today)

    @one_in(1, who=st.sampled_from(["colin", "dilys"]), days=st.integers(-1, 10))
    def leave_the_table(self, who, days):
        """What a place opened, forum and children, ends with the last day of that place."""
        w, last = self.world, self.world.today + timedelta(days=days)
        with self.step("leave the table", who) as given:
            member = Membership.objects.select_related("series__case", "post").get(
                series=w.stage.series, post=w.posts[who]
            )
            series_commands.end_membership(member=member, ends_on=last, **given)
            w.oracle.leaves_the_table(who, last, "forum_nw")

    @one_in(4, who=st.none() | GUEST)
    def send(self, who):
        """The record of Ellis goes to whom the procedure names; somebody may be added."""
        w = self.world
        slot = Slot.objects.get(meeting__state=Meeting.State.HELD, records__isnull=False)
        lead = w.oracle.holder("ellis", "responsible_social_worker", w.today)
        with self.step("send", *WATCHED) as given:
            if who:
                record_note_commands.add_recipient(slot=slot, post=w.posts[who], **given)
                self.added.add(who)
            record_commands.circulate(slot=slot, **given)
            copies = {lead: "plan_reader"} if lead else {}
            copies |= COPIES | dict.fromkeys(self.added, "record_reader")
            w.oracle.send(slot.pk, copies, day=w.today, until=w.today + RECORD_DAYS)

    def of(self, meeting: Meeting) -> Sitting:
        """The oracle's own notes of a meeting."""
        found = self.world.oracle.sittings[str(meeting.pk)]
        found.meets = timezone.localdate(meeting.starts_at)
        return found

    def listed(self, slot: Slot, file: str) -> None:
        """In the oracle: a child came on a list today."""
        w = self.world
        w.oracle.put_on(slot.pk, self.of(slot.meeting), file, starts=w.today, lasts=RECORD_DAYS)

    def rolled(self, slot: Slot) -> None:
        """In the oracle: a child goes on to the next planned meeting, if there is one."""
        w, time = self.world, self.world.oracle.times[slot.pk]
        rest = Meeting.objects.filter(pk__in=w.meetings, state=Meeting.State.PLANNED)
        later = rest.filter(starts_at__gt=slot.meeting.starts_at).order_by("starts_at").first()
        if later is None:
            return
        time.on = False
        new = later.slots.get(case=slot.case)
        known = w.oracle.times.get(new.pk)
        if known is None or not known.on:
            self.listed(new, time.file)

    # --- closing and opening ----------------------------------------------------------

    @one_in(10, who=PEOPLE, file=SOME_FILE, ground=GROUND, lasts=st.none() | st.integers(0, 10))
    def exclude(self, who, file, ground, lasts):
        w = self.world
        last = None if lasts is None else w.today + timedelta(days=lasts)
        with self.step("exclude", who, "hannah", "quality") as given:
            access_commands.close_to(
                person=w.posts[who], case=w.cases[file], ground=ground, until=last, **given
            )
            w.oracle.exclude(who, file, ground, w.today, last)

    @one_in(4, who=PEOPLE, file=CHILD)
    def declare(self, who, file):
        """Somebody says that they know the child: closed to themselves at once."""
        w = self.world
        with self.step("declare", who, "hannah", "quality") as given:
            access_commands.declare_conflict(
                case=w.cases[file], note="", by=w.posts[who], now=given["now"]
            )
            w.oracle.exclude(who, file, "conflict", w.today)

    @one_in(8, which=WHICH)
    def lift(self, which):
        w = self.world
        standing = [one for one in w.oracle.bars if not one.lifted]
        if not standing:
            return
        bar = standing[which % len(standing)]
        with self.step("lift", *WATCHED) as given:
            row = Exclusion.objects.select_related("case").get(
                account=int(bar.account), case=w.cases[bar.file], ground=bar.ground,
                lifted_at=None,
            )  # fmt: skip
            access_commands.open_again(exclusion=row, because="model", **given)
            bar.lifted = True

    @one_in(10, who=PEOPLE, file=CHILD)
    def break_glass(self, who, file):
        """As the page does: not for a post without records, and not where one sees the record."""
        w = self.world
        seen = w.oracle.sections(who, file, w.now, w.today)
        if w.oracle.people[who].reach == "none" or SHARED in seen:
            return
        with self.step("break glass", who) as given:
            post, stopped = w.posts[who], w.oracle.is_stopped(who, w.now)
            found = emergency.wanted(
                post, reference=w.cases[file].reference, forename="", surname="", born=None,
                today=w.today,
            )  # fmt: skip
            try:
                emergency_commands.open_record(
                    case=found, category="missing", reason="model", by=post, now=given["now"]
                )
            except emergency.Locked:
                assert stopped
            else:
                assert not stopped
                w.oracle.open_in_emergency(who, file, w.now, w.today)

    @one_in(4, which=WHICH, verdict=st.sampled_from(Opening.Verdict.values))
    def review(self, which, verdict):
        openings = list(Opening.objects.to_review().order_by("pk"))
        if not openings:
            return
        number = which % len(openings)
        one = [o for o in self.world.oracle.openings if o.file and not o.reviewed][number]
        with self.step("review", one.person) as given:
            emergency.review(opening=openings[number], verdict=verdict, note="", **given)
            one.reviewed = True
            if verdict == "wrong":
                one.until = min(one.until, self.world.now)

    # --- posts and time ---------------------------------------------------------------

    @one_in(1, who=PEOPLE, days=st.integers(-1, 20))
    def end_a_post(self, who, days):
        w, last = self.world, self.world.today + timedelta(days=days)
        with self.step("end a post", who) as given:
            post = Post.objects.get(pk=w.posts[who].pk)
            agencies.end_post(post=post, ends_on=last, **given)
            w.oracle.people[who].ends = last

    @one_in(10, how=st.sampled_from(JUMPS))
    def jump(self, how):
        with self.step("jump", *WATCHED):
            self.world.pass_time(**how)
