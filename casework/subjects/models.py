"""Whom and what the work is about, and the case that is open on each."""

import secrets
import uuid

from django.apps import apps
from django.db import models
from django.db.models import Q

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """A reference that says nothing about the person and cannot be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


class CaseQuerySet(models.QuerySet):
    def visible_to(self, post, *, today):
        """The cases that exist for this post; all others answer as if they did not.

        A case is seen by the reach of the post (its area, its authority) or by a grant
        that a relation gave: allocation, management, membership of the forum, invitation.
        A grant that does not open the shared record opens no case: it is for one thing
        only. An exclusion of the person goes before all of it.
        """
        if post is None:
            return self.none()
        barred = apps.get_model("access", "Exclusion").objects.barring(post=post, today=today)
        granted = apps.get_model("access", "Grant").objects.live(post=post, today=today)
        granted = granted.filter(compartments__contains=["shared"])
        seen = Q(pk__in=granted.values("case_id"))
        if post.reach == post.Reach.AUTHORITY:
            seen |= Q(authority_id=post.authority_id)
        elif post.reach == post.Reach.AREA and post.area_id:
            seen |= Q(authority_id=post.authority_id, area_id=post.area_id)
        return self.filter(seen).exclude(pk__in=barred)


class Case(models.Model):
    """The file on one subject: a child, a place, a group, a person or an area's forum.

    Facts and obligations hang on it. A forum has a case because its weekly rhythm, its
    lists and its papers are duties with dates too.
    """

    class Kind(models.TextChoices):
        CHILD = "child", "Child or care leaver"
        PERSON_OF_CONCERN = "person_of_concern", "Person of concern"
        PLACE = "place", "Place"
        PEER_GROUP = "peer_group", "Peer group"
        FORUM = "forum", "Area forum"

    reference = models.CharField(max_length=20, unique=True, default=new_reference)
    kind = models.CharField(max_length=20, choices=Kind)
    authority = models.ForeignKey("agencies.Authority", models.PROTECT, related_name="cases")
    area = models.ForeignKey(
        "agencies.Area", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    team = models.ForeignKey(
        "agencies.Team", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["authority", "kind", "area"], name="cases_by_area"),
        ]

    def __str__(self) -> str:
        return self.reference


class Child(models.Model):
    """A child, or a care leaver up to 25, with what identifies them.

    `local_id` is the number that workers know (the LCS number in Surrey).
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="child")
    forename = models.CharField(max_length=100)
    surname = models.CharField(max_length=100)
    known_as = models.CharField(max_length=100, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=20, blank=True)
    born = models.DateField(null=True, blank=True)
    ethnicity = models.CharField(max_length=80, blank=True)
    local_id = models.CharField(max_length=60, blank=True)
    nhs_number_sealed = models.TextField(blank=True, default="", db_default="")
    nhs_number_digest = models.CharField(max_length=90, blank=True, default="", db_default="")
    """Both are written and read by `subjects.sealed` alone."""
    upn = models.CharField(max_length=13, blank=True)
    home_postcode = models.CharField(max_length=10, blank=True)
    living_at = models.CharField(max_length=200, blank=True)
    """Where the child lives, in words a colleague would use: “at home with his mum”."""
    address_is_safe = models.BooleanField(default=False, db_default=False)
    """True where the child lives at a safe address: then no ordinary one is kept here."""
    school = models.CharField(max_length=200, blank=True)
    gp_name = models.CharField(max_length=120, blank=True)
    gp_address = models.CharField(max_length=200, blank=True)
    legal_status = models.CharField(max_length=80, blank=True)
    first_known_on = models.DateField(null=True, blank=True)
    story = models.TextField(blank=True)
    """The story so far, in a few plain sentences."""
    story_by = models.CharField(max_length=200, blank=True)
    story_on = models.DateField(null=True, blank=True)
    name_sound = models.CharField(max_length=60, blank=True)
    """How the surname sounds, for matching at import and for search."""

    class Meta:
        verbose_name_plural = "children"
        ordering = ["surname", "forename"]
        indexes = [
            models.Index(fields=["surname", "forename"], name="children_by_name"),
            models.Index(fields=["local_id"], name="children_by_local_id"),
            models.Index(fields=["born", "name_sound"], name="children_by_birth_and_sound"),
            models.Index(fields=["nhs_number_digest"], name="children_by_nhs_number"),
        ]
        constraints = [
            models.CheckConstraint(
                name="safe_address_stands_alone",
                condition=Q(address_is_safe=False)
                | Q(living_at="", home_postcode="", gp_address=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.known_as or self.forename} {self.surname}"


class SafeAddress(models.Model):
    """Where a child lives who must not be found; sealed, and shown only to who asks for it.

    Written and opened by `subjects.safe_address` alone. It lies in the compartment of the
    same name; one stands at a time, and those before it stay for the history.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.PROTECT, related_name="safe_addresses")
    sealed = models.TextField()
    set_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_by = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "safe addresses"
        ordering = ["-set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="one_safe_address_at_a_time",
            ),
        ]


class ChildVoice(models.Model):
    """Something a child, or their family, said, in their own words."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="voices")
    words = models.TextField()
    said_by = models.CharField(max_length=120)
    said_to = models.CharField(max_length=120, blank=True)
    said_on = models.DateField()

    class Meta:
        ordering = ["-said_on"]


class Observation(models.Model):
    """A strength or a worry that stands on the front of a child's record."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "What is strong"
        WORRY = "worry", "What worries us"

    case = models.ForeignKey(Case, models.PROTECT, related_name="observations")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=300)
    noted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-noted_on", "pk"]


class Relation(models.Model):
    """Somebody around a child: family, a trusted adult, a professional outside."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="people_around")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)
    trusted = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]


class Identifier(models.Model):
    """A number by which another system knows the subject."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="identifiers")
    system = models.SlugField(max_length=40)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "system", "value"], name="one_identifier_per_value"
            ),
        ]
        indexes = [models.Index(fields=["system", "value"], name="cases_by_identifier")]


class PersonOfConcern(models.Model):
    """An adult or young person who is known or suspected to cause harm."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="person_of_concern")
    label = models.CharField(max_length=120)
    aliases = models.CharField(max_length=200, blank=True)
    born = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=80, blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "people of concern"

    def __str__(self) -> str:
        return self.label


class Place(models.Model):
    """A place of concern, or one where children are safe."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="place")
    label = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=80, blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.label


class Link(models.Model):
    """That two subjects belong together, how it is known, and since when."""

    from_case = models.ForeignKey(Case, models.PROTECT, related_name="links_from")
    to_case = models.ForeignKey(Case, models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=80)
    source = models.CharField(max_length=200, blank=True)
    confirmed = models.BooleanField(default=False)
    seen_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_case", "to_case", "kind"], name="one_link_per_kind"
            ),
        ]
