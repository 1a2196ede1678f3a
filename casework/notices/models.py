"""Messages that leave the building: a link, and nothing about anybody."""

import uuid

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """What the reader is asked to do; the wording of each stands in `wording.py`."""

    WELCOME = "welcome", "A way to sign in"
    READ = "read", "Something to read"
    ACT = "act", "Something to do"
    CONTRIBUTE = "contribute", "Something to add before a meeting"
    DECIDE = "decide", "A decision is asked"
    DATE = "date", "A date to keep free"
    DATE_MOVED = "date_moved", "A date has moved"
    DATE_CANCELLED = "date_cancelled", "A date is free again"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> "NoticeQuerySet":
        return self.filter(sent_at=None)


class Notice(models.Model):
    """One message to one reader: sent once, however often its job is run.

    It knows its reader by an e-mail address and the number of their post, and no other
    record at all, so that nothing can find its way from a record into a message.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient_email = models.EmailField()
    recipient_post = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    link = models.CharField(max_length=200)
    invitation = models.JSONField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["-created_at", "id"], name="notices_newest_first"),
            models.Index(fields=["created_at"], name="notices_waiting", condition=Q(sent_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_link_is_a_path_of_ours",
                condition=Q(link__startswith="/") & ~Q(link__startswith="//"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.id})"
