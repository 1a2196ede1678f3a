"""What was told to whom about a case, and what was not: written once, never changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.access.models import Compartment


class Sharing(models.Model):
    """That information about a case was shared with somebody, or that it was decided not to.

    Kept in words, so that it can be read when posts and agencies are long gone; the keys
    beside them are for lists. The running product may neither change nor remove a row: a
    wrong one is followed by a right one that says so.
    """

    class Outcome(models.TextChoices):
        SHARED = "shared", "Shared"
        REFUSED = "refused", "Not shared"

    class Told(models.TextChoices):
        BOTH = "both", "The child and the family were told"
        CHILD = "child", "The child was told"
        FAMILY = "family", "The family was told"
        NOBODY = "nobody", "Neither was told"

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="sharings")
    outcome = models.CharField(max_length=10, choices=Outcome)
    what = models.CharField(max_length=500)
    compartments = ArrayField(models.CharField(max_length=20, choices=Compartment), default=list)
    document = models.CharField(max_length=120, blank=True)
    """Which one, by a reference: that of a meeting, or as the sender names it."""
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    recipient = models.CharField(max_length=200)
    """Who received it, or asked for it, as they were called that day."""
    purpose = models.CharField(max_length=500)
    basis = models.CharField(max_length=500)
    """Why it was lawful, or why asking for it was not enough."""
    clauses = ArrayField(models.CharField(max_length=60), default=list)
    """The rules of the procedure that it rests on."""
    decided_by = models.CharField(max_length=200)
    at = models.DateTimeField()
    until = models.DateField(null=True)
    asked_by = models.CharField(max_length=200, blank=True)
    refused_because = models.CharField(max_length=500, blank=True)
    told = models.CharField(max_length=10, choices=Told, blank=True)
    """Empty where the product wrote the row by itself and nobody was asked."""
    not_told_because = models.CharField(max_length=500, blank=True)
    signed_for_home = models.CharField(max_length=200, blank=True)
    signed_for_host = models.CharField(max_length=200, blank=True)
    """Both signatories, where a record is open to the authority in which the child lives."""
    source = models.CharField(max_length=80, blank=True)
    """What wrote it: `meeting:<reference>`, `release:<id>`; empty where a person did."""
    written_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case", "-at"], name="sharings_by_case")]
        constraints = [
            models.CheckConstraint(
                name="refused_for_a_reason",
                condition=Q(outcome="shared", refused_because="")
                | (Q(outcome="refused") & ~Q(refused_because="")),
            ),
            models.CheckConstraint(
                name="signed_for_both_or_neither",
                condition=Q(signed_for_home="", signed_for_host="")
                | (~Q(signed_for_home="") & ~Q(signed_for_host="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.recipient} {self.at:%Y-%m-%d}"

    @property
    def across_a_border(self) -> bool:
        """Whether it opened a record to the authority in which the child lives."""
        return bool(self.signed_for_host)
