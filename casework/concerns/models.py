"""What worries people: referrals, assessments, missing episodes, interviews, the NRM."""

from django.db import models


class FormResponse(models.Model):
    """Answers to one published version of a form of the policy pack.

    A draft is saved without checks; completing it checks everything. `answers` holds a
    dict of answers for each section. `revision` counts the saves, so that two people who
    write in one section at once are told and both texts are kept.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        COMPLETE = "complete", "Complete"

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="responses")
    form = models.SlugField(max_length=60)
    form_version = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    section_revisions = models.JSONField(default=dict)
    """For each section, when it was last changed: `revision`, `by` (post) and `at`."""
    started_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    saved_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    fact = models.ForeignKey("chronology.Fact", models.PROTECT, null=True, related_name="responses")

    class Meta:
        indexes = [models.Index(fields=["case", "form", "-saved_at"], name="responses_by_case")]


class KeptText(models.Model):
    """What somebody wrote at the same time as another, kept until one of them decides."""

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="kept_texts")
    place = models.CharField(max_length=120)
    """Where it was written: `response:<id>:<section>` or `slot:<id>:<section>`."""
    text = models.JSONField()
    written_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)


class Referral(models.Model):
    """A child referred to a forum, with the papers that came along."""

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="referrals")
    forum = models.ForeignKey("subjects.Case", models.PROTECT, related_name="referrals_received")
    received_at = models.DateTimeField()
    referrer = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    referrer_kind = models.CharField(max_length=20, blank=True)
    response = models.ForeignKey(FormResponse, models.PROTECT, null=True, related_name="referrals")
    documents = models.JSONField(default=list)
    """Which papers came: `risk-assessment-tool`, `screening-tool`, `return-interview`."""
    reason = models.TextField(blank=True)
    crime_report_link = models.CharField(max_length=10, blank=True)
    told_child_on = models.DateField(null=True)
    not_told_because = models.CharField(max_length=300, blank=True)
    complete = models.BooleanField(default=False)
    fact = models.OneToOneField("chronology.Fact", models.PROTECT, related_name="referral")

    class Meta:
        ordering = ["-received_at"]


class MissingEpisode(models.Model):
    """A time when nobody who cares for a child knew where they were."""

    class Precision(models.TextChoices):
        INSTANT = "instant", "Time known"
        DATE = "date", "Day known"
        PROXY = "proxy", "Day of the record"

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="missing_episodes")
    key = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    started_precision = models.CharField(max_length=10, choices=Precision)
    ended_at = models.DateTimeField(null=True)
    ended_precision = models.CharField(max_length=10, choices=Precision, blank=True)
    missing_from = models.CharField(max_length=40, blank=True)
    reported_at = models.DateTimeField(null=True)
    police_reference = models.CharField(max_length=60, blank=True)
    risk_grade = models.CharField(max_length=40, blank=True)
    found_at_place = models.CharField(max_length=200, blank=True)
    harm = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="one_episode_per_key"),
        ]


class ReturnInterview(models.Model):
    """The talk with a child who has come back: offered, held or declined, and what was said."""

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="return_interviews")
    episode = models.ForeignKey(
        MissingEpisode, models.PROTECT, null=True, related_name="return_interviews"
    )
    key = models.CharField(max_length=80)
    offered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    not_offered_because = models.CharField(max_length=300, blank=True)
    held_at = models.DateTimeField(null=True)
    interviewer = models.CharField(max_length=120, blank=True)
    independent = models.BooleanField(null=True)
    seen_alone = models.BooleanField(null=True)
    said = models.JSONField(default=dict)
    """Push and pull factors, whereabouts, companions, travel, harm, indicators, actions."""
    shared_with_police_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="one_interview_per_key"),
        ]


class NationalReferral(models.Model):
    """A referral to the National Referral Mechanism and what came of it."""

    case = models.ForeignKey("subjects.Case", models.PROTECT, related_name="national_referrals")
    reference = models.CharField(max_length=60)
    first_responder = models.CharField(max_length=120, blank=True)
    submitted_at = models.DateTimeField()
    exploitation_types = models.JSONField(default=list)
    county_lines = models.BooleanField(null=True)
    reasonable_grounds = models.CharField(max_length=40, blank=True)
    reasonable_grounds_at = models.DateTimeField(null=True)
    conclusive_grounds = models.CharField(max_length=40, blank=True)
    conclusive_grounds_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reference"], name="one_national_referral_per_reference"
            ),
        ]
