"""What was agreed for a child: the plan, its points, and the actions."""

from django.db import models
from django.db.models import Q


class Plan(models.Model):
    """The safety and disruption plan, one version of it; a new version replaces the old.

    A child has at most one plan in effect. `agreed_by` is the fact of the meeting that
    signed it off; a plan without it is a draft.
    """

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField()
    agreed_by = models.ForeignKey(
        "chronology.Fact", models.PROTECT, null=True, related_name="plans"
    )
    in_effect_from = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    wider_plan = models.CharField(max_length=80, blank=True)
    child_took_part = models.CharField(max_length=300, blank=True)
    family_took_part = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="one_plan_per_version"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(agreed_by__isnull=False, ended_on__isnull=True),
                name="one_plan_in_effect",
            ),
        ]


class PlanPoint(models.Model):
    """One point of a plan under its heading; headings come from the pack's forms."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="points")
    part = models.SlugField(max_length=40)
    """`safety`, `disruption`, `support`, `missing`, `transition`."""
    heading = models.SlugField(max_length=60)
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["part", "heading", "position"]


class Action(models.Model):
    """Something that a person of an agency agreed to do by a day.

    Its date was agreed by people and does not follow from the procedure, so it is not
    an obligation. `owner` is empty only for imported actions whose owner is unknown.
    """

    class State(models.TextChoices):
        AGREED = "agreed", "Agreed"
        ONGOING = "ongoing", "Ongoing"
        OUTSTANDING = "outstanding", "Outstanding"
        COMPLETED = "completed", "Completed"
        WITHDRAWN = "withdrawn", "No longer needed"

    OPEN = [State.AGREED, State.ONGOING, State.OUTSTANDING]

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="actions")
    text = models.CharField(max_length=500)
    owner = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="actions")
    owner_name = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="actions")
    team = models.ForeignKey("agencies.Team", models.PROTECT, null=True, related_name="actions")
    immediate = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    agreed_on = models.DateField()
    agreed_by = models.ForeignKey(
        "chronology.Fact", models.PROTECT, null=True, related_name="actions"
    )
    state = models.CharField(max_length=12, choices=State, default=State.AGREED)
    completed_on = models.DateField(null=True)
    key = models.CharField(max_length=80, blank=True)
    """The key of an imported action in its source."""

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="open_actions_by_due",
                condition=Q(state__in=["agreed", "ongoing", "outstanding"]),
            ),
            models.Index(
                fields=["owner", "due_on", "id"],
                name="open_actions_by_owner",
                condition=Q(state__in=["agreed", "ongoing", "outstanding"]),
            ),
            models.Index(
                fields=["team", "due_on", "id"],
                name="open_actions_by_team",
                condition=Q(state__in=["agreed", "ongoing", "outstanding"]),
            ),
            models.Index(fields=["case", "state"], name="actions_by_case"),
        ]

    def __str__(self) -> str:
        return self.text


class ActionReview(models.Model):
    """What a meeting, or the owner, said of an action: its state and why."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=12, choices=Action.State)
    explanation = models.CharField(max_length=500, blank=True)
    to_satisfaction = models.BooleanField(null=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    fact = models.ForeignKey("chronology.Fact", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-reviewed_at"]
