"""Children with where they stand, referrals and the meeting they go to, drafts of forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from casework.access import queries as access
from casework.access.models import Grant
from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.concerns.commands import LEAD_PROFESSIONAL
from casework.concerns.models import FormResponse, MissingEpisode, Referral, ReturnInterview
from casework.config.postgresql.acting import procedure
from casework.config.postgresql.kept import Text, kept, together
from casework.subjects.models import Case

RISK_MEETING = "risk_meeting"


def child_of(post: Post, reference: str, *, today: date) -> tuple[Case | None, access.Rights]:
    """The case of a child that exists for this post, with what every page of it shows.

    And what the post may read of it and do there; nothing where there is no such case.
    """
    given = {"post": post, "reference": Text(reference), "today": today}
    found, rows = together([_child_of(**given), access.granted(**given)])
    if not found:
        return None, access.NOTHING
    return found[0], access.rights_by(post, found[0], rows)


@kept
def _child_of(*, post: Post, reference: str, today: date) -> QuerySet[Case]:
    visible = Case.objects.visible_to(post, today=today)
    found = visible.filter(reference=reference, kind=Case.Kind.CHILD).order_by()
    return found.select_related("child", "area", "authority", "team")


def lead_of(case: Case, *, today: date) -> Grant | None:
    """The lead professional of a child, with the day since when."""
    return leads(case=case.pk, today=today).first()


@kept
def leads(*, case: int, today: date) -> QuerySet[Grant]:
    leads = Grant.objects.on(today).filter(case=case, relation=LEAD_PROFESSIONAL)
    return leads.select_related("post__agency").order_by("-starts_on", "-pk")[:1]


# --- referrals and the meeting they go to ---------------------------------------------


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """A meeting of a forum as its facts tell it, and until when its papers may come in."""

    reference: str
    starts_at: datetime
    closes: Any
    """`pathways.answers.Deadline`, or None where the procedure sets no cut-off."""

    def takes(self, moment: datetime) -> bool:
        """Whether papers of this moment are in time."""
        return moment < (self.closes.moment if self.closes else self.starts_at)


@dataclass(frozen=True, slots=True)
class GoesTo:
    """The meeting that a referral goes to, and the one that it came too late for."""

    meeting: PlannedMeeting | None
    missed: PlannedMeeting | None = None


def forums(authority_id: str) -> list[Case]:
    """The area forums of an authority, to which anybody there may refer."""
    found = Case.objects.filter(
        authority=authority_id, kind=Case.Kind.FORUM, closed_on__isnull=True
    )
    return list(found.select_related("area").order_by("area__name"))


def forum_for(case: Case) -> Case | None:
    """The forum that hears a child: that of the area where they live or are placed."""
    return next((one for one in forums(case.authority_id) if one.area_id == case.area_id), None)


def planned_meetings(forum: Case, *, now: datetime) -> list[PlannedMeeting]:
    """The meetings of a forum still to come, earliest first, by its facts."""
    starts = _meeting_starts(forum)
    return [
        PlannedMeeting(
            reference,
            starts_at,
            policy.papers_close(forum.authority_id, RISK_MEETING, starts_at),
        )
        for reference, starts_at in sorted(starts.items(), key=lambda item: item[1])
        if starts_at > now
    ]


def meeting_for(forum: Case, *, received_at: datetime, now: datetime) -> GoesTo:
    """Which meeting takes papers of this moment; what comes late waits for the next one."""
    coming = planned_meetings(forum, now=max(now, received_at))
    takes = next((one for one in coming if one.takes(received_at)), None)
    missed = coming[0] if coming and coming[0] != takes else None
    return GoesTo(takes, missed)


def referrals_of(case: Case) -> QuerySet[Referral]:
    """Every referral of a child, newest first."""
    return Referral.objects.filter(case=case).select_related(
        "forum__area", "referrer__agency", "response"
    )


@procedure("when a forum meets is known to whoever may refer to it")
def _meeting_starts(forum: Case) -> dict[str, datetime]:
    """When each meeting begins: as planned, as moved since, without those called off."""
    starts: dict[str, datetime] = {}
    facts = Fact.objects.standing().filter(
        case=forum, kind__in=["meeting.scheduled", "meeting.moved", "meeting.cancelled"]
    )
    for kind, data in facts.order_by("recorded_at").values_list("kind", "data"):
        if kind == "meeting.cancelled":
            starts.pop(data["meeting"], None)
        elif begins := _moment(data.get("starts_at")):
            starts[data["meeting"]] = begins
    return starts


def _moment(text: str | None) -> datetime | None:
    moment = parse_datetime(text) if text else None
    if moment is not None and timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return moment


# --- forms ----------------------------------------------------------------------------


def draft_of(case: Case, form_id: str) -> FormResponse | None:
    """The open draft of a form on a case."""
    drafts = FormResponse.objects.filter(case=case, form=form_id, state=FormResponse.State.DRAFT)
    return drafts.select_related("saved_by").order_by("-saved_at").first()


def completed(case: Case, form_id: str) -> list[FormResponse]:
    """Finished forms of a kind, newest first."""
    done = FormResponse.objects.filter(case=case, form=form_id, state=FormResponse.State.COMPLETE)
    return list(done.select_related("saved_by__agency").order_by("-completed_at"))


# --- missing --------------------------------------------------------------------------


def episodes_of(case: Case) -> list[MissingEpisode]:
    """Every missing episode, newest first, withdrawn ones too, with the talks after it."""
    return list(MissingEpisode.objects.filter(case=case).prefetch_related("return_interviews"))


def open_episode(case: Case) -> MissingEpisode | None:
    """The episode that has not ended, if the child is missing now."""
    return missing(case=case.pk).first()


@kept
def missing(*, case: int) -> QuerySet[MissingEpisode]:
    still = MissingEpisode.objects.filter(
        case=case, ended_at__isnull=True, withdrawn_at__isnull=True
    )
    return still.order_by("-started_at")[:1]


def latest_episode(case: Case) -> MissingEpisode | None:
    """The last episode that was not taken back."""
    return (
        MissingEpisode.objects.filter(case=case, withdrawn_at__isnull=True)
        .order_by("-started_at")
        .first()
    )


def open_interview(case: Case) -> ReturnInterview | None:
    """A talk that was offered about the last episode and has not been held or declined."""
    offered = ReturnInterview.objects.filter(
        case=case, episode=latest_episode(case), outcome="", held_at__isnull=True
    )
    return offered.order_by("-offered_at").first()


def case_by_reference(reference: str) -> Case:
    """A case that a form offered by its reference."""
    return Case.objects.get(reference=reference)


def post_by_key(key: str) -> Post:
    """A post that a form offered by its key."""
    return Post.objects.select_related("agency", "team").get(pk=key)


def colleagues(post: Post, *, today: date) -> list[tuple[str, str]]:
    """Posts of the same authority that may be named, as choices; agencies' people too."""
    found = Post.objects.colleagues_of(post, today=today).exclude(reach=Post.Reach.NONE)
    return [(str(one.pk), str(one)) for one in found.order_by("holder")]


def national_choices(case: Case) -> list[tuple[str, str]]:
    """National referrals of a child, as choices."""
    return [(str(one.pk), one.reference) for one in case.national_referrals.order_by("pk")]


def observation_choices(case: Case) -> list[tuple[str, str]]:
    """What stands on the front of a record, as choices."""
    front = case.observations.filter(ended_on__isnull=True)
    return [(str(one.pk), f"{one.get_kind_display()}: {one.text}") for one in front]
