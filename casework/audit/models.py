"""Who looked at what and who changed what: written with the deed, never changed."""

from django.db import models


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

    class Meta:
        indexes = [
            models.Index(fields=["case_reference", "at"], name="audit_by_case"),
            models.Index(fields=["authority", "at"], name="audit_by_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}: {self.action}"
