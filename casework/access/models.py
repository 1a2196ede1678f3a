"""Who has to do with which case, who must not, and what follows for what they may see."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Compartment(models.TextChoices):
    """A label on every section of a record; a grant names the ones that it opens."""

    FOOTPRINT = "footprint", "Footprint"
    SHARED = "shared", "Shared record"
    CONFIDENTIAL = "confidential", "Confidential slot"
    AGENCY = "agency", "Agency-restricted"
    INTELLIGENCE = "intelligence", "Sensitive intelligence"
    PERSON_OF_CONCERN = "person_of_concern", "Person of concern"
    SAFE_ADDRESS = "safe_address", "Safe address"
    THIRD_PARTY = "third_party", "Third party"


class GrantQuerySet(models.QuerySet):
    def live(self, *, post, today):
        """Grants of this post that hold on this day, but for cases closed to its holder."""
        barred = Exclusion.objects.barring(post=post, today=today)
        return self.on(today).filter(post=post).exclude(case__in=barred)

    def on(self, today):
        """Grants that hold on this day."""
        return self.filter(starts_on__lte=today).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        )


class Grant(models.Model):
    """A relation of a post to a case, with the compartments that it opens.

    `relation` is a role of the procedure towards this case: `lead_professional`,
    `team_manager`, `rmm_chair`, `invited`. Who bears a duty is found by the same
    relation, so that whoever must act can also see.
    """

    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="grants")
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="grants")
    relation = models.SlugField(max_length=60)
    compartments = ArrayField(models.CharField(max_length=20, choices=Compartment), default=list)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=80, blank=True)
    """What gave the relation: `fact:<id>`, `meeting:<id>`, `import:<run>`."""

    objects = GrantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["post", "case"], name="grants_by_post"),
            models.Index(fields=["case", "relation"], name="grants_by_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "case", "relation", "starts_on", "source"],
                name="one_grant_per_relation",
            ),
        ]


class ExclusionQuerySet(models.QuerySet):
    def on(self, today):
        """Exclusions that stand on this day and were not lifted."""
        standing = self.filter(lifted_at__isnull=True, starts_on__lte=today)
        return standing.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))

    def barring(self, *, post, today):
        """The cases that are closed to the person who holds this post, as keys."""
        if post.account_id is None:
            return self.none().values("case_id")
        return self.on(today).filter(account=post.account_id).values("case_id")


class Exclusion(models.Model):
    """That a case is closed to a person, whatever their posts and relations open.

    It is the person who is excluded and not the post: whoever has two jobs has the same
    conflict of interest in both. Nothing goes before it, and it holds from the next
    request on.
    """

    class Ground(models.TextChoices):
        CONFLICT = "conflict", "Conflict of interest"
        RELATIVE = "relative", "A relative of the child"
        OWN_RECORD = "own_record", "Their own record"
        COURT_ORDER = "court_order", "Order of a court"

    account = models.ForeignKey("agencies.Account", models.PROTECT, related_name="exclusions")
    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="exclusions")
    ground = models.CharField(max_length=20, choices=Ground)
    note = models.CharField(max_length=300, blank=True)
    """Shown to nobody but those who hold the case, and never in a list."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    said_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    lifted_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.CharField(max_length=300, blank=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-pk"]
        indexes = [
            models.Index(fields=["case"], name="exclusions_by_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "case", "ground"],
                condition=Q(lifted_at__isnull=True),
                name="one_standing_exclusion_per_ground",
            ),
        ]


class OpeningQuerySet(models.QuerySet):
    def live(self, *, post, now, today):
        """Openings of this post that hold at this moment, but for cases closed to its holder."""
        barred = Exclusion.objects.barring(post=post, today=today)
        held = self.filter(post=post, opened_at__lte=now, ends_at__gt=now, case__isnull=False)
        return held.exclude(case__in=barred)

    def to_review(self):
        """Openings that nobody has looked into yet."""
        return self.filter(case__isnull=False, reviewed_at__isnull=True)


class Opening(models.Model):
    """That somebody opened a record in an emergency, or tried to.

    It opens one case for reading, for some hours, and is no relation: lists, counts and
    search know nothing of it, and nobody may write because of it. An attempt that opened
    nothing has no case, whatever the reason was.
    """

    class Category(models.TextChoices):
        MISSING = "missing", "A child is missing now"
        DANGER = "danger", "A child is in danger now"
        FOUND = "found", "A child was found or came to us"
        COVER = "cover", "Nobody who works with the child can be reached"

    class Verdict(models.TextChoices):
        RIGHT = "right", "It was right to open it"
        WRONG = "wrong", "It was not right to open it"

    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="openings")
    case = models.ForeignKey("subjects.Case", models.PROTECT, null=True, related_name="openings")
    category = models.CharField(max_length=20, choices=Category)
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_by = models.DateField()
    """The last working day for the review; after it the review is late and goes wider."""
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    review_note = models.CharField(max_length=500, blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["post", "opened_at"], name="openings_by_post"),
            models.Index(
                fields=["case"],
                condition=Q(case__isnull=False, reviewed_at__isnull=True),
                name="openings_to_review",
            ),
        ]
