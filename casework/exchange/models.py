"""What came in from files: each run, each file, each row, and what people must look at."""

from django.db import models

from casework.exchange.reading.profiles import PROFILES


class ImportRun(models.Model):
    """One attempt to bring in a folder of files: tried first, then confirmed by a person."""

    class State(models.TextChoices):
        TRIED = "tried", "Tried, waiting for confirmation"
        RUNNING = "running", "Being brought in"
        DONE = "done", "Brought in"
        FAILED = "failed", "Failed, nothing was brought in"
        CANCELLED = "cancelled", "Cancelled"

    authority = models.ForeignKey("agencies.Authority", models.PROTECT, related_name="+")
    source = models.SlugField(max_length=20)
    """The source profile: `lcs`, `mosaic`, `eclipse`, `903`, `annexa`, `manual`."""
    folder = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    progress = models.JSONField(default=dict)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def source_label(self) -> str:
        """The system that the files came from, by its name."""
        return PROFILES[self.source].label

    @property
    def sign(self) -> str:
        """How the state is shown: done, waiting for a person, under way, or failed."""
        return {"done": "met", "tried": "decide", "running": "next", "failed": "late"}.get(
            self.state, "plain"
        )


class SourceFile(models.Model):
    """One file of a run, with its hash and its counts."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    table = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    """read, new, changed, unchanged, dropped, refused."""
    problems = models.JSONField(default=list)
    """Row, column, what and why; also ignored columns and warnings."""


class SourceRow(models.Model):
    """A row as it stood in its file, the last time that it changed: the provenance."""

    authority = models.ForeignKey("agencies.Authority", models.PROTECT, related_name="+")
    source = models.SlugField(max_length=20)
    table = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    content_hash = models.BinaryField(max_length=32)
    raw = models.JSONField()
    row = models.PositiveIntegerField()
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="rows")
    case = models.ForeignKey("subjects.Case", models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=list)
    """The facts that this row gave rise to, to be withdrawn should the row change."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="source_rows_by_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "source", "table", "key"], name="one_row_per_key"
            ),
        ]


class ImportException(models.Model):
    """Something in a file that a person must look at before it counts."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", "Perhaps the same person"
        DATES = "dates", "Impossible or doubtful dates"
        DURATION = "duration", "Duration cannot be told"
        OVERLAP = "overlap", "Episodes overlap"

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="exceptions")
    authority = models.ForeignKey("agencies.Authority", models.PROTECT, related_name="+")
    source = models.SlugField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind)
    table = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    row = models.PositiveIntegerField()
    case = models.ForeignKey("subjects.Case", models.PROTECT, null=True, related_name="+")
    other_case = models.ForeignKey("subjects.Case", models.PROTECT, null=True, related_name="+")
    score = models.FloatField(null=True)
    text = models.CharField(max_length=500)
    detail = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["authority", "kind"],
                name="exceptions_to_decide",
                condition=models.Q(decided_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "source", "kind", "table", "key", "other_case"],
                name="one_exception_per_row",
                nulls_distinct=False,
            ),
        ]
