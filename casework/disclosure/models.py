"""Requests to see what is held on somebody: what was gathered, decided and given out."""

import uuid
from functools import cached_property

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from casework.access.models import Compartment
from casework.config import sealing
from casework.disclosure.reasons import Reason
from casework.subjects.models import new_reference


class AccessRequestQuerySet(models.QuerySet):
    def visible_to(self, post, *, today):
        """The requests of the authority for who governs its information.

        None on a case that is closed to the person, whatever their post.
        """
        if post is None or not post.governs_information:
            return self.none()
        barred = apps.get_model("access", "Exclusion").objects.barring(post=post, today=today)
        return self.filter(authority=post.authority_id).exclude(case__in=barred)


class AccessRequest(models.Model):
    """Somebody asks for a copy of what is held on a child.

    `case` is empty where nothing is held. What stays open has no `outcome`.
    """

    class AskedBy(models.TextChoices):
        YOUNG_PERSON = "young_person", "The young person themselves"
        PARENT = "parent", "A parent with parental responsibility"
        SOLICITOR = "solicitor", "A solicitor"
        SOMEBODY = "somebody", "Somebody else on their behalf"

    class Identity(models.TextChoices):
        KNOWN = "known", "Somebody who works with them knows them"
        DOCUMENTS = "documents", "Documents were seen"
        LETTER = "letter", "A signed letter from them, checked with them"
        NOT_YET = "not_yet", "Not checked yet"

    class Outcome(models.TextChoices):
        GIVEN = "given", "Given"
        REFUSED = "refused", "Refused"
        NOTHING_HELD = "nothing_held", "Nothing is held"
        TAKEN_BACK = "taken_back", "The request was taken back"

    reference = models.CharField(max_length=20, unique=True, default=new_reference)
    authority = models.ForeignKey("agencies.Authority", models.PROTECT, related_name="+")
    case = models.ForeignKey(
        "subjects.Case", models.PROTECT, null=True, related_name="access_requests"
    )
    asked_by = models.CharField(max_length=20, choices=AskedBy)
    asker = models.CharField(max_length=120)
    reach_them = models.CharField(max_length=300)
    """Where a copy may go: an address, a telephone number or an e-mail address."""
    entitled_because = models.CharField(max_length=300, blank=True)
    """Why somebody other than the young person may ask for them."""
    wanted = models.CharField(max_length=500, blank=True)
    """What was asked for, where it was not everything."""
    identity = models.CharField(max_length=20, choices=Identity)
    identity_note = models.CharField(max_length=300, blank=True)
    identity_on = models.DateField(null=True)
    received_on = models.DateField()
    due_on = models.DateField()
    extended_on = models.DateField(null=True)
    extended_because = models.CharField(max_length=500, blank=True)
    taken_in_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    taken_in_at = models.DateTimeField()
    gathered_at = models.DateTimeField(null=True)
    prepared_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    """When it was handed over to be released; until it is taken back nothing changes."""
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    outcome_because = models.CharField(max_length=500, blank=True)
    closed_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["authority", "due_on"],
                name="open_access_requests",
                condition=Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def may_change(self) -> bool:
        """Whether items can still be gathered and decided on."""
        return not self.outcome and self.prepared_at is None


class Decided(models.Model):
    """What somebody decides on, with the reason where something is left out."""

    code = models.CharField(max_length=20, choices=Reason, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ItemQuerySet(models.QuerySet):
    def decided(self):
        """Items on which nothing is open: each proposal was answered, too."""
        waiting = Mark.objects.filter(item=OuterRef("pk"), decision=Mark.Decision.PROPOSED)
        withheld = Q(decision=Item.Decision.WITHHOLD) & ~Q(code="")
        given = Q(decision=Item.Decision.GIVE) & ~Exists(waiting)
        return self.filter(withheld | given)

    def given(self):
        return self.filter(decision=Item.Decision.GIVE)

    def withheld(self):
        return self.filter(decision=Item.Decision.WITHHOLD)


class Item(Decided):
    """One thing that is held on a child, as it stood when it was gathered.

    It is a copy: nothing that is decided here touches the record. The text is sealed, as
    it may hold what is kept most closely, and opens in this row only.
    """

    class Section(models.TextChoices):
        CHILD = "child", "Who they are"
        STORY = "story", "Story and own words"
        AROUND = "around", "People and places around them"
        EVENTS = "events", "What happened"
        FORMS = "forms", "Assessments and forms"
        MEETINGS = "meetings", "Meetings"
        PLANS = "plans", "Plans"
        ACTIONS = "actions", "Actions"
        SHARED = "shared", "Who was sent what"
        LOOKS = "looks", "Who looked"

    class Decision(models.TextChoices):
        OPEN = "", "Not decided"
        GIVE = "give", "Give, without the parts taken out"
        WITHHOLD = "withhold", "Withhold all of it"

    NEEDS_VIEW = (Compartment.AGENCY, Compartment.INTELLIGENCE)
    """What is decided only with the view of the agency that brought it."""
    SHOWN_ON_ASKING = (Compartment.INTELLIGENCE, Compartment.SAFE_ADDRESS)
    """What is shown only to who asks for it and says once more who they are."""
    KEPT_CLOSE = (
        Compartment.CONFIDENTIAL, Compartment.INTELLIGENCE, Compartment.PERSON_OF_CONCERN,
        Compartment.SAFE_ADDRESS, Compartment.THIRD_PARTY,
    )  # fmt: skip
    """What is proposed as withheld; a person still decides, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="items")
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    section = models.CharField(max_length=20, choices=Section)
    source = models.CharField(max_length=80)
    """Where it stands in the record: `fact:<id>`, `plan:<id>`, `record:<id>:<section>`."""
    title = models.CharField(max_length=200)
    """Words of the product or of the procedure, never of somebody who wrote in the record."""
    on = models.DateField(null=True)
    author = models.CharField(max_length=250, blank=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    compartment = models.CharField(max_length=20, choices=Compartment)
    sealed = models.TextField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    """Who saved last: only what another one saved is in anybody’s way."""

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="one_item_per_number"),
            models.CheckConstraint(
                name="item_decided_by_somebody",
                condition=Q(decision="") | Q(decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @cached_property
    def text(self) -> str:
        """The text as it stood."""
        return sealing.unseal(self.sealed, place=place_of(self.pk))

    @property
    def proposed_withheld(self) -> bool:
        return self.compartment in self.KEPT_CLOSE

    @property
    def shown_on_asking(self) -> bool:
        return self.compartment in self.SHOWN_ON_ASKING

    @property
    def needs_view(self) -> bool:
        return self.compartment in self.NEEDS_VIEW and self.agency_id is not None


def place_of(key: uuid.UUID) -> str:
    """The place for which the text of an item is sealed."""
    return f"disclosure.item.sealed:{key}"


class Mark(Decided):
    """A part of an item that is, or may be, taken out: from one character to another."""

    class Found(models.TextChoices):
        AROUND = "around", "Somebody around the child"
        CHILD = "child", "Another child"
        CONCERN = "concern", "A person of concern"
        PROFESSIONAL = "professional", "A professional"
        CONTACT = "contact", "A way to reach somebody"
        OWN = "own", "Marked by hand"

    class Decision(models.TextChoices):
        PROPOSED = "", "Not decided"
        OUT = "out", "Take out"
        STAYS = "stays", "Leave in"

    item = models.ForeignKey(Item, models.CASCADE, related_name="marks")
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    found = models.CharField(max_length=15, choices=Found)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    code = models.CharField(max_length=20, choices=Reason, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["start", "end", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "start", "end"], name="one_mark_per_place"),
            models.CheckConstraint(
                name="taken_out_for_a_reason", condition=~Q(decision="out") | ~Q(code="")
            ),
            models.CheckConstraint(name="mark_has_a_length", condition=Q(start__lt=F("end"))),
        ]


class AgencyView(models.Model):
    """What an agency was asked about the things it keeps to itself, and what it said."""

    class Answer(models.TextChoices):
        GIVE = "give", "It may be given"
        IN_PART = "in_part", "A part of it may be given"
        WITHHOLD = "withhold", "It should be withheld"

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="views")
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    asked_of = models.CharField(max_length=120)
    asked_on = models.DateField()
    asked_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    said = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "agency"], name="one_view_per_agency"),
        ]


class Stay(models.Model):
    """That words taken out of one item may stand in another, because they mean something else."""

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="stays")
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="+")
    taken_from = models.ForeignKey(Item, models.PROTECT, related_name="+")
    stands_in = models.ForeignKey(Item, models.PROTECT, related_name="+")
    because = models.CharField(max_length=300)
    said_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "taken_from", "stands_in"], name="one_stay_per_pair"
            ),
        ]


class Release(models.Model):
    """What was given out: by whom prepared and released, with how many of each reason."""

    class Handed(models.TextChoices):
        PAPER = "paper", "Collected, on paper"
        BROUGHT = "brought", "Brought by somebody who works with them"
        POST = "post", "Recorded post"
        FILE = "file", "As a protected file, its password told in another way"

    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="release")
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    released_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    items_given = models.PositiveIntegerField()
    codes = models.JSONField()
    """How many parts and whole items were left out, by reason."""
    handed_on = models.DateField(null=True)
    """When the asker had it in hand."""
    handed_as = models.CharField(max_length=10, choices=Handed, blank=True)
    handed_to = models.CharField(max_length=200, blank=True)
    """Who took it, and how it was known that it was they."""
    handed_by = models.CharField(max_length=120, blank=True)
    """Who gave it to them: often somebody who works with them and not an officer."""
    handed_noted_by = models.ForeignKey(
        "agencies.Post", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handed_over_with_how_by_whom_and_to_whom",
                condition=Q(handed_on__isnull=True, handed_as="", handed_to="", handed_by="")
                | Q(handed_on__isnull=False, handed_noted_by__isnull=False)
                & ~Q(handed_as="")
                & ~Q(handed_to="")
                & ~Q(handed_by=""),
            ),
            models.CheckConstraint(
                name="released_by_somebody_else", condition=~Q(released_by=F("prepared_by"))
            ),
        ]


class ReleasedFile(models.Model):
    """One of the files that were given out, sealed, with its fingerprint."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        JSON = "json", "JSON"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    digest = models.CharField(max_length=64)
    """SHA-256 of the file."""
    size = models.PositiveIntegerField()
    sealed = models.TextField()

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["release", "kind"], name="one_file_per_kind"),
        ]
