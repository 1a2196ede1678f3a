"""What keeps a record beyond its day, who agreed that it goes, and what is left of it."""

from django.db import models
from django.db.models import F, Q

from casework.subjects.models import new_reference


class HoldQuerySet(models.QuerySet):
    def on(self, today):
        """Holds that stand on this day and were not lifted."""
        standing = self.filter(lifted_at__isnull=True)
        return standing.filter(Q(until__isnull=True) | Q(until__gte=today))


class Hold(models.Model):
    """A legal hold: nothing of a case is disposed of, or without a case nothing at all.

    It goes before every schedule. It ends with its last day or when it is lifted, and
    stays readable with who put it on and who took it off.
    """

    authority = models.ForeignKey("agencies.Authority", models.PROTECT, related_name="+")
    case = models.ForeignKey("subjects.Case", models.PROTECT, null=True, related_name="holds")
    reason = models.CharField(max_length=500)
    put_on_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    put_on_at = models.DateTimeField()
    until = models.DateField(null=True)
    lifted_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.CharField(max_length=500, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-put_on_at", "-pk"]
        indexes = [models.Index(fields=["case"], name="holds_by_case")]


class DisposalQuerySet(models.QuerySet):
    def waiting(self):
        """Proposals that nobody has confirmed or withdrawn."""
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)


class Disposal(models.Model):
    """That one person proposed to dispose of a record, and what a second one decided.

    The two are different people, whatever their posts. The row outlives the case.
    """

    authority = models.ForeignKey("agencies.Authority", models.PROTECT, related_name="+")
    case = models.ForeignKey("subjects.Case", models.PROTECT, null=True, related_name="disposals")
    case_reference = models.CharField(max_length=20)
    entry = models.SlugField(max_length=60)
    """The entry of the schedule because of which its day has come."""
    because = models.CharField(max_length=300)
    kept_until = models.DateField()
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    proposed_account = models.ForeignKey("agencies.Account", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    confirmed_account = models.ForeignKey(
        "agencies.Account", models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="disposed_of_by_two_people",
                condition=Q(confirmed_account__isnull=True)
                | ~Q(confirmed_account=F("proposed_account")),
            ),
            models.CheckConstraint(
                name="confirmed_by_somebody_or_not",
                condition=Q(
                    confirmed_by__isnull=True,
                    confirmed_account__isnull=True,
                    confirmed_at__isnull=True,
                )
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_account__isnull=False,
                    confirmed_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
                name="one_proposal_at_a_time",
            ),
        ]


class Certificate(models.Model):
    """What is left of a record that was disposed of: what went, why, when and by whom.

    Written by the database itself with the removal (`dispose.sql`); the running product
    can neither write, change nor remove one. It says nothing of what the record held.
    """

    reference = models.CharField(max_length=20, unique=True, default=new_reference)
    disposal = models.OneToOneField(Disposal, models.PROTECT, related_name="certificate")
    authority = models.ForeignKey("agencies.Authority", models.PROTECT, related_name="+")
    case_reference = models.CharField(max_length=20)
    entry = models.SlugField(max_length=60)
    because = models.CharField(max_length=300)
    kept_until = models.DateField()
    contents = models.JSONField()
    """What went: kind in words and number of rows, in pairs."""
    proposed_by = models.CharField(max_length=250)
    proposed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=250)
    confirmed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    """SHA-256 of all the above as `text` writes it; the audit holds it as well."""

    class Meta:
        ordering = ["-confirmed_at", "-pk"]
        indexes = [models.Index(fields=["case_reference"], name="certificates_by_case")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.case_reference}"

    @property
    def rows(self) -> int:
        """How many rows went."""
        return sum(number for _, number in self.contents)
