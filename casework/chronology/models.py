"""What happened, and what it obliges people to do."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.access.models import Compartment

OPEN_TO_RELATED = (Compartment.FOOTPRINT, Compartment.SHARED)
"""What everybody sees who has a working relation to a case."""


class FactQuerySet(models.QuerySet):
    def shared(self):
        """Those of the shared record alone, for what every reader of a record is shown."""
        return self.filter(compartment__in=OPEN_TO_RELATED)

    def standing(self, known_at=None):
        """Facts that stand now, or that stood for somebody reading at an earlier moment."""
        if known_at is None:
            return self.filter(withdrawn_at__isnull=True)
        return self.filter(recorded_at__lte=known_at).filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at)
        )

    def readable(self, *, open_to, agencies, entries, holder):
        """Facts that somebody may read who has these rights in their case.

        What an agency keeps to itself is for that agency and whom it names; sensitive
        intelligence is for who recorded it (`holder`) and whom they name, entry by entry.
        """
        seen = Q(compartment__in=open_to)
        seen |= Q(compartment=Compartment.AGENCY, agency__in=agencies)
        if entries:
            seen |= Q(compartment=Compartment.INTELLIGENCE, pk__in=entries)
        if holder is not None:
            seen |= Q(compartment=Compartment.INTELLIGENCE, recorded_by=holder)
        return self.filter(seen)


class Fact(models.Model):
    """One thing that happened, as it was told; appended, never edited.

    `at` is when it happened, as exactly as `precision` says (`instant`, `date`,
    `proxy`). A mistake is withdrawn, with a reason, and the right fact recorded beside
    it. `data` holds the fields of the kind (`holdfast policy facts` lists them) and no
    free text; words for people stand in `note`.
    """

    class Precision(models.TextChoices):
        INSTANT = "instant", "Time known"
        DATE = "date", "Day known"
        PROXY = "proxy", "Day of the record, not of the event"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.INSTANT)
    data = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    compartment = models.CharField(max_length=20, choices=Compartment, default=Compartment.SHARED)
    told_by = models.CharField(max_length=120, blank=True)
    sealed = models.TextField(blank=True, default="", db_default="")
    """For sensitive intelligence: note, source and words in `data`; see `chronology.sealed`."""
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    provenance = models.JSONField(null=True)
    """For an imported fact: run, file, SHA-256 of the file, row."""
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "at"], name="facts_by_case"),
            models.Index(fields=["kind", "case", "-at"], name="facts_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                name="withdrawn_by_somebody",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.CheckConstraint(
                name="intelligence_is_sealed",
                condition=~Q(compartment=Compartment.INTELLIGENCE)
                | (Q(note="", told_by="") & ~Q(sealed="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class ObligationQuerySet(models.QuerySet):
    def outstanding(self):
        """Still to be done, whether or not it has a date."""
        return self.filter(state=Obligation.State.OPEN, governed_by="")

    def shared(self):
        """Those that rest on the shared record alone; lists of many cases show no others."""
        return self.filter(compartment__in=OPEN_TO_RELATED)

    def late(self, now):
        """Still to be done although the moment has passed."""
        return self.outstanding().filter(due_at__lte=now)

    def visible_to(self, post, *, today):
        """Obligations of cases that exist for this post."""
        from casework.subjects.models import Case

        return self.filter(case__in=Case.objects.visible_to(post, today=today))


class Obligation(models.Model):
    """A duty that has arisen on a case, kept so that lists can be read quickly.

    Every row can be rebuilt from the facts; only `commands.record` and its sisters
    write here. No column says “late”: that depends on the reader's moment. Something
    due by the end of a day has `due_day` set and `due_at` at the first instant of the
    next day.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        MET = "met", "Done"
        MET_LATE = "met_late", "Done late"
        LAPSED = "lapsed", "Lapsed"
        SUPERSEDED = "superseded", "Superseded"
        NOT_REQUIRED = "not_required", "Not required"
        CANNOT_TELL = "cannot_tell", "Cannot tell"

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="obligations")
    key = models.CharField(max_length=200)
    duty = models.CharField(max_length=80)
    act = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    clauses = ArrayField(models.CharField(max_length=60), default=list)
    strength = models.CharField(max_length=10)
    bearer = models.CharField(max_length=60)
    owner = models.ForeignKey(
        "agencies.Post", models.PROTECT, null=True, related_name="obligations"
    )
    team = models.ForeignKey("agencies.Team", models.PROTECT, null=True, related_name="obligations")
    summary = models.CharField(max_length=500, blank=True)
    """One sentence of why, in the evaluator's words; the whole is computed on the page."""
    arose_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_day = models.DateField(null=True)
    proposed_day = models.DateField(null=True)
    tolerated_day = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=State)
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(Fact, models.PROTECT, null=True, related_name="+")
    governed_by = models.CharField(max_length=200, blank=True)
    compartment = models.CharField(max_length=20, choices=Compartment, default=Compartment.SHARED)
    """That of the facts behind it, where one of them lies outside the shared record."""

    fingerprint = models.BigIntegerField(db_default=0)
    """Of all the above, so that what is unchanged is known without reading it."""

    objects = ObligationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="one_obligation_per_key"),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="open_by_due",
                condition=Q(state="open", governed_by=""),
            ),
            models.Index(
                fields=["owner", "due_at", "id"],
                name="open_by_owner",
                condition=Q(state="open", governed_by=""),
            ),
            models.Index(
                fields=["team", "due_at", "id"],
                name="open_by_team",
                condition=Q(state="open", governed_by=""),
            ),
            models.Index(fields=["case", "state", "due_at"], name="obligations_by_case"),
        ]

    def __str__(self) -> str:
        return self.title


class PromptQuerySet(models.QuerySet):
    def shared(self):
        """Those that rest on the shared record alone; lists of many cases show no others."""
        return self.filter(compartment__in=OPEN_TO_RELATED)

    def waiting(self):
        """Questions that nobody has answered yet."""
        return self.filter(answered_at__isnull=True, ended_at__isnull=True)


class Prompt(models.Model):
    """A question for people: a threshold is reached, or it cannot be told whether it is."""

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="prompts")
    key = models.CharField(max_length=200)
    prompt = models.CharField(max_length=80)
    question = models.CharField(max_length=300)
    summary = models.CharField(max_length=500, blank=True)
    clauses = ArrayField(models.CharField(max_length=60), default=list)
    asked_of = ArrayField(models.CharField(max_length=60), default=list)
    answers = ArrayField(models.CharField(max_length=60), default=list)
    cannot_tell = models.BooleanField(default=False)
    missing = ArrayField(models.CharField(max_length=200), default=list)
    owner = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="prompts")
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=60, blank=True)
    answered_by = models.ForeignKey(Fact, models.PROTECT, null=True, related_name="+")
    compartment = models.CharField(max_length=20, choices=Compartment, default=Compartment.SHARED)
    """That of the facts behind it, where one of them lies outside the shared record."""
    ended_at = models.DateTimeField(null=True)

    fingerprint = models.BigIntegerField(db_default=0)
    """Of all the above, so that what is unchanged is known without reading it."""

    objects = PromptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="one_prompt_per_key"),
        ]
        indexes = [
            models.Index(
                fields=["owner", "raised_at"],
                name="waiting_by_owner",
                condition=Q(answered_at=None, ended_at=None),
            ),
        ]


class Standing(models.Model):
    """Where a case stands: when it was last worked out, and when time alone changes it."""

    case = models.OneToOneField("subjects.Case", models.PROTECT, related_name="standing")
    evaluated_at = models.DateTimeField()
    pack_identity = models.CharField(max_length=64)
    next_change_at = models.DateTimeField(null=True)
    rating = models.CharField(max_length=40, blank=True)
    """The level agreed last, as the scale of the authority names it."""
    key_risks = ArrayField(models.CharField(max_length=40), default=list)
    rated_at = models.DateTimeField(null=True)
    next_review_on = models.DateField(null=True)
    """The date that a meeting fixed for the next discussion, if it did."""

    class Meta:
        indexes = [
            models.Index(
                fields=["next_change_at"],
                name="cases_that_time_changes",
                condition=Q(next_change_at__isnull=False),
            ),
        ]
