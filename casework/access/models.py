"""Who has to do with which case, and what follows for what they may see."""

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
        """Grants of this post that hold on this day."""
        return self.on(today).filter(post=post)

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
