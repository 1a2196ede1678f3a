"""Authorities, their areas and agencies, and the posts in which people act."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q


class AccountManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """Make an account; without a password it cannot sign in by password."""
        account = self.model(email=self.normalize_email(email), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One human being who can sign in; what they may see comes from their posts."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    """When it was opened, or opened again; unused since for long, it is closed."""
    demo_reason = models.CharField(max_length=200, blank=True)
    """Why one would enter as this person; shown on the demonstration's sign-in page."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = AccountManager()

    def __str__(self) -> str:
        return self.name


class PasskeyUse(models.Model):
    """How far a second factor has gone: a passkey's counter, or the half-minutes of an app.

    A passkey that goes back was copied; a code that goes back was used before.
    """

    authenticator = models.OneToOneField(
        "mfa.Authenticator", models.CASCADE, related_name="passkey_use"
    )
    count = models.BigIntegerField()
    used_at = models.DateTimeField()


class Session(AbstractBaseSession):
    """A time of being signed in; it names its account, so that both are read at once."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls):
        from casework.agencies.sessions import SessionStore

        return SessionStore


class Authority(models.Model):
    """A local authority, whose procedure (policy pack) governs its cases."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=120)
    records_open_days = models.PositiveSmallIntegerField(default=84)
    """For how many days somebody may read a meeting record that was sent to them."""

    class Meta:
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A part of an authority with its own forum: a quadrant, a locality, a district."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="areas")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    mailbox = models.EmailField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "code"], name="one_area_per_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An organisation whose people take part: a council service, a force, a school."""

    class Kind(models.TextChoices):
        CHILDRENS_SERVICES = "childrens_services", "Children’s services"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        MENTAL_HEALTH = "camhs", "CAMHS"
        EDUCATION = "education", "Education"
        YOUTH_JUSTICE = "youth_justice", "Youth justice"
        YOUTH_SUPPORT = "youth_support", "Targeted youth support"
        ADULT_SERVICES = "adult_services", "Adult services"
        PROBATION = "probation", "Probation"
        HOUSING = "housing", "Housing"
        COMMUNITY_SAFETY = "community_safety", "Community safety"
        VOLUNTARY = "voluntary", "Voluntary sector"
        OTHER_AUTHORITY = "other_authority", "Another authority"
        OTHER = "other", "Other"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="agencies")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)
    protocol_accepted_on = models.DateField(null=True, blank=True)
    """When the agency accepted the information sharing protocol."""

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "name"], name="one_agency_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team within an agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="teams")
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="one_team_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet):
    def live(self, today):
        """Posts that are held on this day."""
        return self.filter(starts_on__lte=today).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        )

    def colleagues_of(self, post, *, today):
        """Posts that somebody may name: those of their own authority."""
        return self.live(today).filter(authority=post.authority)


class Post(models.Model):
    """A seat that somebody holds: agency, authority and role, from one day to another.

    People act in one post at a time and rights never add up across posts. A post
    without an account belongs to a professional who is known but does not sign in.
    """

    class Reach(models.TextChoices):
        NONE = "none", "No records"
        GRANTED = "granted", "Cases with a relation"
        AREA = "area", "Cases of the area"
        AUTHORITY = "authority", "Cases of the authority"

    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="posts"
    )
    holder = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="posts")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="posts")
    role = models.SlugField(max_length=60)
    """A role of the authority's policy pack, such as `social_worker`."""
    title = models.CharField(max_length=120)
    """The role in the words that people see, such as “RMM admin”."""
    reach = models.CharField(max_length=20, choices=Reach, default=Reach.GRANTED)
    deputy_for = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="deputies"
    )
    local_id = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["holder"]
        indexes = [models.Index(fields=["authority", "role"], name="posts_by_role")]

    def __str__(self) -> str:
        return f"{self.holder}, {self.title}"

    def held_on(self, day) -> bool:
        """As `live` asks the database."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    @property
    def may_import(self) -> bool:
        """Whether files may be brought in from this post."""
        return self.role in {"analyst", "administrator"}

    @property
    def governs_information(self) -> bool:
        """Whether the audit of the authority is read from this post; it opens no record."""
        return self.role == "information_governance"
