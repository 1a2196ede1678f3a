"""Meetings: the series, each sitting, who came, each child's slot, and the record of it."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.subjects.models import Case, new_reference


class SeriesQuerySet(models.QuerySet):
    def visible_to(self, post, *, today):
        """The forums that exist for this post: those whose case it may see."""
        return self.filter(case__in=Case.objects.visible_to(post, today=today))


class Series(models.Model):
    """A forum that meets again and again, such as the weekly meeting of a quadrant.

    `kind` is a meeting kind of the policy pack. The series' case carries the forum's
    own facts: meetings scheduled, lists sent, meetings held.
    """

    case = models.OneToOneField("subjects.Case", models.PROTECT, related_name="series")
    kind = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    weekday = models.PositiveSmallIntegerField()
    """0 is Monday."""
    starts_at = models.TimeField()
    place = models.CharField(max_length=200, blank=True)
    other_weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    """The earlier day of the week on which it meets when its own day is a bank holiday."""
    break_minutes = models.PositiveSmallIntegerField(default=10)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A standing place at the table: which agency's place, and who fills it."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="memberships")
    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="memberships")
    place = models.SlugField(max_length=40)
    """The place by the pack: `chair`, `police`, `health`, `education`, `camhs`, `admin`."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def is_on(self, day) -> bool:
        """Whether the place is held on a day; its last day belongs to it."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, post, *, today):
        """Meetings of the forums that exist for this post."""
        return self.filter(series__case__in=Case.objects.visible_to(post, today=today))

    def of_forum(self, case):
        """The meetings of one forum that take or took place, oldest first."""
        return self.filter(series__case=case).exclude(state=Meeting.State.CANCELLED)


class Meeting(models.Model):
    """One sitting, from its planning to the circulation of its record."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Being held"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    class Held(models.TextChoices):
        FACE_TO_FACE = "face_to_face", "Face to face"
        TELEPHONE = "telephone", "Phone conference"
        VIDEO = "video", "Video conference"

    series = models.ForeignKey(Series, models.PROTECT, related_name="meetings")
    reference = models.CharField(max_length=20, unique=True, default=new_reference)
    starts_at = models.DateTimeField()
    moved_from = models.DateField(null=True)
    moved_because = models.CharField(max_length=200, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    place = models.CharField(max_length=200, blank=True)
    joining = models.CharField(max_length=300, blank=True)
    """How to join from elsewhere: a video link or a telephone number."""
    held_as = models.CharField(max_length=15, choices=Held, default=Held.FACE_TO_FACE)
    held_as_agreed = models.BooleanField(default=False)
    chair = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    chair_reason = models.CharField(max_length=300, blank=True)
    note_taker = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    list_sent_at = models.DateTimeField(null=True)
    papers_sent_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    scheduled_by = models.ForeignKey("chronology.Fact", models.PROTECT, null=True, related_name="+")
    held_by = models.ForeignKey("chronology.Fact", models.PROTECT, null=True, related_name="+")
    quorate = models.BooleanField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)
    """Why it ended although children on its list were not talked about."""

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "starts_at"],
                condition=~Q(state="cancelled"),
                name="one_meeting_per_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series.name} {self.starts_at:%Y-%m-%d}"


class Preparation(models.Model):
    """That one thing to do before a meeting was done: by whom and when."""

    class Step(models.TextChoices):
        ROOM = "room", "Room and video link"
        LOOKED_THROUGH = "looked_through", "Look through the pack as each member"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="preparations")
    step = models.CharField(max_length=20, choices=Step)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "step"], name="one_preparation_per_step"),
        ]


class SlotQuerySet(models.QuerySet):
    def visible_to(self, post, *, today):
        """Slots that exist for this post: the child does, and so does the meeting.

        The meeting does for those of its forum; somebody invited for one slot sees that
        slot and no other; somebody who came to the whole meeting sees each of its slots.
        """
        cases = Case.objects.visible_to(post, today=today)
        return self.filter(
            Q(meeting__series__case__in=cases) | Q(pk__in=_invited_to(post)), case__in=cases
        )


def _invited_to(post):
    asked = Invitation.objects.filter(post=post)
    for_one = asked.filter(slot__isnull=False).values("slot_id")
    here = asked.filter(slot__isnull=True, presence=Invitation.Presence.HERE)
    whole = Slot.objects.filter(meeting__in=here.values("meeting_id")).values("pk")
    return for_one.union(whole)


class Slot(models.Model):
    """One child's time at a meeting, from the list to the finished discussion."""

    class Kind(models.TextChoices):
        NEW = "new", "New case"
        REVIEW = "review", "Review"
        MISSING = "missing", "Missing"
        SHORT = "short", "Out of county, short update"

    class State(models.TextChoices):
        LISTED = "listed", "Listed"
        OPEN = "open", "Being talked about"
        DISCUSSED = "discussed", "Discussed"
        DEFERRED = "deferred", "Put off"
        MOVED = "moved", "Moved to the next meeting"
        TAKEN_OFF = "taken_off", "Taken off the list"

    TO_COME = [State.LISTED, State.OPEN]
    OFF = [State.MOVED, State.TAKEN_OFF]

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="slots")
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="slots")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=Kind)
    planned_minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.LISTED)
    listed_because = models.CharField(max_length=300, blank=True)
    speaker = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    speaker_coming = models.BooleanField(null=True)
    referral = models.ForeignKey(
        "concerns.Referral", models.PROTECT, null=True, related_name="slots"
    )
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    deferred_because = models.CharField(max_length=300, blank=True)
    """Why it was put off, moved to another meeting or taken off the list."""
    deferred_ground = models.SlugField(max_length=40, blank=True)
    put_off_by = models.SlugField(max_length=40, blank=True)
    """The agency that brought too little information."""
    confidential_part = models.BooleanField(default=False)
    """Whether the room is in the confidential part now: core members only."""
    still_open = ArrayField(models.CharField(max_length=200), default=list)
    """What was still open when the discussion was finished."""
    finished_because = models.CharField(max_length=300, blank=True)
    fact = models.ForeignKey("chronology.Fact", models.PROTECT, null=True, related_name="+")

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="one_slot_per_child"),
        ]


class Invitation(models.Model):
    """Somebody asked to come: to the whole meeting, or for one child's slot only."""

    class Answer(models.TextChoices):
        WAITING = "waiting", "Not answered"
        COMING = "coming", "Coming"
        CANNOT = "cannot", "Cannot come"

    class Presence(models.TextChoices):
        UNKNOWN = "unknown", "Not recorded"
        HERE = "here", "Here"
        APOLOGIES = "apologies", "Sent apologies"
        ABSENT = "absent", "Not here"
        LEFT = "left", "Left"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    slot = models.ForeignKey(
        Slot, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="invitations")
    place = models.SlugField(max_length=40)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.UNKNOWN)
    here_from = models.DateTimeField(null=True)
    here_until = models.DateTimeField(null=True)
    represented_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "slot", "post"],
                name="one_invitation_per_post",
                nulls_distinct=False,
            ),
        ]


class Paper(models.Model):
    """A paper for a child's slot: which, when it came, and whether in time."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="papers")
    kind = models.SlugField(max_length=60)
    """`risk_assessment_tool`, `update_and_plan`, `return_interview`, `school_update` …"""
    label = models.CharField(max_length=200)
    received_at = models.DateTimeField(null=True)
    response = models.ForeignKey(
        "concerns.FormResponse", models.PROTECT, null=True, related_name="+"
    )
    in_time = models.BooleanField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]


class SlotSection(models.Model):
    """What was written in one step of a slot, as it was last saved.

    `revision` counts the saves; who saves on top of an older revision is told, and both
    texts are kept (`concerns.KeptText`).
    """

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="sections")
    section = models.SlugField(max_length=60)
    """`agencies`, `actions`, `rating`, `plan`, `new_actions`, `next_review`, `checklist`,
    `additional_risks`, `confidential`."""
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    confidential = models.BooleanField(default=False)
    saved_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "section"], name="one_section_per_slot"),
        ]


class Writing(models.Model):
    """That somebody had a step of a slot under their hands a moment ago."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="writings")
    section = models.SlugField(max_length=60)
    post = models.ForeignKey("agencies.Post", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "section", "post"], name="one_writing_per_section"
            ),
        ]


RECORD_READER = "record_reader"
"""A relation that opens one record of a case and nothing else of it."""
PLAN_READER = "plan_reader"
"""A relation that opens plan and actions of one record."""


class RecordQuerySet(models.QuerySet):
    def visible_to(self, post, *, today):
        """Records that exist for this post: of cases that do, and those it was sent."""
        cases = Case.objects.visible_to(post, today=today)
        return self.filter(Q(slot__case__in=cases) | Q(slot__in=_sent_to(post, today)))


def _sent_to(post, today):
    """The slots whose record was opened to somebody by sending it: `record:<slot>`."""
    grants = apps.get_model("access", "Grant").objects.live(post=post, today=today)
    sources = grants.filter(relation__in=[RECORD_READER, PLAN_READER]).values_list(
        "source", flat=True
    )
    return [int(source.partition(":")[2]) for source in sources]


class Record(models.Model):
    """The meeting record of one child (in Surrey: appendix 2), frozen as it was completed.

    `content` is the whole record by the pack's recording template; a later correction
    is a new version and the old one stays.
    """

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="records")
    version = models.PositiveIntegerField(default=1)
    form = models.SlugField(max_length=60)
    form_version = models.CharField(max_length=20)
    content = models.JSONField()
    not_in_line = ArrayField(models.CharField(max_length=300), default=list)
    completed_at = models.DateTimeField()
    completed_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    fact = models.ForeignKey("chronology.Fact", models.PROTECT, null=True, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "version"], name="one_record_per_version"),
        ]


class Circulation(models.Model):
    """That something of a meeting was sent to somebody: what, when, on which ground."""

    class What(models.TextChoices):
        LIST = "list", "List of children"
        PAPERS = "papers", "Papers"
        RECORD = "record", "Meeting record"
        INVITATION = "invitation", "Calendar invitation"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="circulations")
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, related_name="circulations")
    what = models.CharField(max_length=12, choices=What)
    post = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    recipient = models.CharField(max_length=200)
    ground = models.CharField(max_length=200)
    not_sent_because = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    notice = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]
