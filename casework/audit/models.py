"""Who looked at what and who changed what: written with the deed, never changed."""

from django.db import models

COUNTED = {
    "search": ["searched", "audit searched"],
    "export": ["spreadsheet taken", "file taken"],
    "import": ["import tried"],
}
"""What counts towards a limit on how often somebody does it, by the name of the limit."""
LIMITED = sorted(action for actions in COUNTED.values() for action in actions)

REFUSED = "not let in"
"""Somebody asked for what is not theirs, or not there: the entry is the same for both."""
AT_THE_DOOR = ["second step failed", "sign-in failed", "sign-in held back"]
"""Somebody did not come in at all."""


class Entry(models.Model):
    """One look at a record, or one change to it, by one post.

    It holds plain values and no foreign keys, so that it outlives what it speaks of.
    """

    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200)
    authority = models.CharField(max_length=40)
    action = models.CharField(max_length=80)
    case_reference = models.CharField(max_length=20, blank=True)
    detail = models.JSONField(default=dict)
    bucket = models.SmallIntegerField()
    """Which of the authority's chains the entry hangs on."""
    number = models.BigIntegerField()
    """Its place in that chain, from 1."""
    digest = models.BinaryField(max_length=32)
    """Seals the entry and all before it; see `chain`."""

    class Meta:
        indexes = [
            models.Index(fields=["case_reference", "at"], name="audit_by_case"),
            models.Index(fields=["authority", "at"], name="audit_by_authority"),
            # Few entries are of these kinds: the others cost nothing.
            models.Index(
                fields=["account_id", "at"],
                name="audit_by_use",
                condition=models.Q(action__in=[*LIMITED, "limit reached"]),
            ),
            models.Index(
                fields=["at"],
                name="audit_refusals",
                condition=models.Q(action__in=[REFUSED, *AT_THE_DOOR]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "bucket", "number"], name="audit_one_entry_per_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}: {self.action}"


class Check(models.Model):
    """An entry that was drawn by lot, for somebody to ask whether it was in order."""

    class Outcome(models.TextChoices):
        IN_ORDER = "in_order", "In order"
        ASKED = "asked", "Asked about, no answer yet"
        NOT_IN_ORDER = "not_in_order", "Not in order"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="checks")
    drawn_at = models.DateTimeField()
    drawn_by = models.BigIntegerField()
    """The post that drew it; as with entries, no foreign key."""
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["outcome", "-drawn_at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_outcome_display() or 'to check'}"


class Head(models.Model):
    """The end of one chain: how many entries hang on it, and the digest of the last."""

    authority = models.CharField(max_length=40)
    bucket = models.SmallIntegerField()
    number = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "bucket"], name="audit_one_head_per_chain")
        ]

    def __str__(self) -> str:
        return f"{self.authority}, chain {self.bucket}: {self.number}"
