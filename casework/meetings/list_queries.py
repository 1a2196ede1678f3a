"""Which children are on a list, which wait to be put on one, and how their papers stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from casework.access.queries import holder
from casework.agencies.models import Post
from casework.chronology.models import Obligation, Standing
from casework.concerns.models import FormResponse, Referral
from casework.meetings.clocks import ForumClocks, clocks_for, clocks_of_forum, duties_met_by
from casework.meetings.models import Invitation, Meeting, Paper, Series, Slot
from casework.subjects.models import Case
from casework.subjects.queries import exist_for
from casework.web.numbers import whole


@dataclass(frozen=True, slots=True)
class Waiting:
    """A child who waits to be put on a list: which meeting, which kind, and why."""

    meeting: Meeting
    case: Case
    kind: str
    because: str
    referral: Referral | None = None


def to_come(series: Series, *, now: datetime) -> list[Meeting]:
    """Meetings that have not begun, the next one first."""
    meetings = series.meetings.filter(state=Meeting.State.PLANNED, starts_at__gt=now)
    return list(meetings.select_related("series__case").order_by("starts_at"))


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The meeting of the forum after this one that has not begun."""
    later = meeting.series.meetings.filter(
        state=Meeting.State.PLANNED, starts_at__gt=meeting.starts_at
    )
    return later.select_related("series__case").order_by("starts_at").first()


def in_time(meeting: Meeting, received_at: datetime) -> bool:
    """Whether something came in before the papers of a meeting closed."""
    close = clocks_for(meeting).papers_close_at
    return received_at < (close or meeting.starts_at)


def meeting_in_time(series: Series, received_at: datetime, *, now: datetime) -> Meeting | None:
    """The first meeting to come whose papers were still open at a moment."""
    meetings = to_come(series, now=now)
    return _first_open(meetings, clocks_of_forum(series.case), received_at)


def _first_open(
    meetings: list[Meeting], clocks: ForumClocks, received_at: datetime
) -> Meeting | None:
    for meeting in meetings:
        if received_at < (clocks.of(meeting).papers_close_at or meeting.starts_at):
            return meeting
    return None


def who_speaks(case: Case, *, today: date) -> Post | None:
    """The lead professional, or else their manager."""
    return holder(case, "lead_professional", today=today) or holder(
        case, "team_manager", today=today
    )


def waiting_to_be_listed(
    series: Series, *, now: datetime, clocks: ForumClocks | None = None
) -> list[Waiting]:
    """Referrals and reviews that belong on a list of this forum and are on none yet."""
    meetings = to_come(series, now=now)
    clocks = clocks or clocks_of_forum(series.case)
    return [*_referrals(series, meetings, clocks), *_reviews(series, meetings)]


def _referrals(series: Series, meetings: list[Meeting], clocks: ForumClocks) -> Iterator[Waiting]:
    open_ones = Referral.objects.filter(
        ~_listed_already(), forum=series.case, slots__isnull=True, fact__withdrawn_at__isnull=True
    ).annotate(known=_known())
    found = list(open_ones.select_related("case", "fact").order_by("received_at"))
    before = _not_cancelled(series) if found else []
    for referral in found:
        meeting = _first_open(meetings, clocks, referral.received_at)
        if meeting:
            kind = _kind(referral.known, _only_missing(referral))
            yield Waiting(meeting, referral.case, kind, _why(referral, meeting, before), referral)


def _reviews(series: Series, meetings: list[Meeting]) -> Iterator[Waiting]:
    """Children whose review falls due while meetings are planned, on the day proposed for it."""
    if not meetings:
        return
    reviews = Obligation.objects.outstanding().filter(
        ~_listed_already(),
        case__area=series.case.area_id,
        case__authority=series.case.authority_id,
        case__kind=Case.Kind.CHILD,
        duty__in=duties_met_by(series.case.authority_id, "discussion.held"),
        due_at__lte=meetings[-1].starts_at,
    )
    seen: set[int] = set()
    for review in reviews.annotate(known=_known()).select_related("case").order_by("due_at"):
        if review.case_id in seen:
            continue
        seen.add(review.case_id)
        yield Waiting(
            _meeting_for_review(meetings, review),
            review.case,
            _kind(review.known, missing_only=False),
            f"{review.title}, by {timezone.localdate(review.due_at):%-d %B}",
        )


def _meeting_for_review(meetings: list[Meeting], review: Obligation) -> Meeting:
    """The last meeting up to the proposed day, else the first one, which may still be in time."""
    proposed = review.proposed_day or timezone.localdate(review.due_at)
    early = [one for one in meetings if timezone.localdate(one.starts_at) <= proposed]
    in_time = [one for one in early if one.starts_at < review.due_at]
    return (in_time or meetings[:1])[-1]


def _listed_already() -> Exists:
    """The case stands on a list to come."""
    slots = Slot.objects.filter(
        case=OuterRef("case"), state__in=Slot.TO_COME, meeting__state__in=["planned", "open"]
    )
    return Exists(slots)


def _known() -> Exists:
    """The child was discussed before, or has a rating."""
    discussed = Slot.objects.filter(case=OuterRef("case"), state=Slot.State.DISCUSSED)
    rated = Standing.objects.filter(case=OuterRef("case")).exclude(rating="")
    return Exists(discussed) | Exists(rated)


def _kind(known: bool, missing_only: bool) -> str:
    """Whether a child is new to the forum, comes for review, or was missing only."""
    if known:
        return Slot.Kind.REVIEW
    return Slot.Kind.MISSING if missing_only else Slot.Kind.NEW


def _only_missing(referral: Referral) -> bool:
    """With an exploitation concern beside it the longer discussion applies."""
    concerns = referral.fact.data.get("concerns") or []
    return concerns == ["missing"] or (
        not concerns and list(referral.documents) == ["return_interview"]
    )


def _why(referral: Referral, meeting: Meeting, before: list[Meeting]) -> str:
    received = timezone.localtime(referral.received_at)
    text = f"Referral received {received:%a} {received.day} {received:%b %H:%M}"
    missed = _missed(before, referral.received_at, meeting)
    if missed:
        text += f", after the papers for {timezone.localdate(missed.starts_at):%-d %B} closed"
    return text


def _not_cancelled(series: Series) -> list[Meeting]:
    """The meetings of a forum in their order, those that were held too."""
    return list(series.meetings.exclude(state=Meeting.State.CANCELLED).order_by("starts_at"))


def _missed(meetings: list[Meeting], received_at: datetime, taken: Meeting) -> Meeting | None:
    """The meeting that was still to come at that moment but whose papers had closed."""
    between = (one for one in meetings if received_at < one.starts_at < taken.starts_at)
    return next(between, None)


# --- the list of one meeting ----------------------------------------------------------


def slots_on(meeting: Meeting, *, post: Post, today: date) -> list[Slot]:
    """The slots of a meeting that this post may see, in their order."""
    slots = Slot.objects.visible_to(post, today=today).filter(meeting=meeting)
    return list(
        slots.exclude(state__in=Slot.OFF)
        .select_related("case__child", "case__standing", "speaker", "meeting__series__case")
        .prefetch_related("papers", with_guests())
        .order_by("position")
    )


def with_guests() -> Prefetch:
    """Those who are asked to come for one child, read together with who they are."""
    return Prefetch("invitations", Invitation.objects.select_related("post__agency"))


def whole_list(meeting: Meeting, seen: list[Slot]) -> list[Slot]:
    """Every slot of a meeting in its order, for counting time only.

    Those that the reader sees stand as they were read; the others are bare, without child.
    """
    known = {slot.pk: slot for slot in seen}
    times = ("pk", "position", "planned_minutes", "began_at", "ended_at")
    rows = meeting.slots.exclude(state__in=Slot.OFF).order_by("position").values(*times)
    return [known.get(row["pk"]) or Slot(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class PaperState:
    """How one paper stands: `in`, `draft`, `waiting` or `late`, with its day."""

    kind: str
    label: str
    state: str
    day: datetime | None = None
    empty_sections: tuple[str, ...] = ()
    note: str = ""
    paper: Paper | None = None


def papers_of(slots: list[Slot]) -> dict[int, dict[str, PaperState]]:
    """The papers of each slot by kind, with what the record holds, in two queries."""
    responses: dict[tuple[int, str], FormResponse] = {}
    cases = [slot.case_id for slot in slots]
    kept = FormResponse.objects.filter(case__in=cases).order_by("saved_at")
    for response in kept.only("case", "form", "state", "completed_at"):
        responses[response.case_id, _paper_kind(response.form)] = response
    return {
        slot.pk: {
            paper.kind: _state(paper, responses.get((slot.case_id, paper.kind)))
            for paper in slot.papers.all()
        }
        for slot in slots
    }


def _paper_kind(form: str) -> str:
    named = form.replace("-", "_")
    return "update_and_plan" if named.startswith(("update", "review", "short")) else named


def _state(paper: Paper, response: FormResponse | None) -> PaperState:
    if paper.received_at:
        state = "in" if paper.in_time else "late"
        return PaperState(
            paper.kind, paper.label, state, paper.received_at, note=paper.note, paper=paper
        )
    if response and response.state == FormResponse.State.COMPLETE:
        return PaperState(
            paper.kind, paper.label, "in", response.completed_at, note=paper.note, paper=paper
        )
    state = "draft" if response else "waiting"
    return PaperState(paper.kind, paper.label, state, note=paper.note, paper=paper)


def came_too_late(meeting: Meeting, clocks: ForumClocks) -> list[Slot]:
    """Children whose referral came after the papers of this meeting closed."""
    close = clocks.of(meeting).papers_close_at or meeting.starts_at
    later = Slot.objects.filter(
        meeting__series=meeting.series,
        meeting__starts_at__gt=meeting.starts_at,
        referral__received_at__gte=close,
        referral__received_at__lt=meeting.starts_at,
    ).exclude(state__in=Slot.OFF)
    return list(later.select_related("case__child", "referral", "meeting", "speaker"))


def late_papers(meeting: Meeting) -> list[Paper]:
    """Papers that came after the papers of this meeting closed; the chair is told."""
    papers = Paper.objects.filter(slot__meeting=meeting, in_time=False)
    return list(papers.select_related("slot__case__child").order_by("received_at"))


# --- whom and whom to choose from -----------------------------------------------------


def children_to_list(meeting: Meeting, post: Post, *, today: date) -> dict[str, Case]:
    """The children of the area, as far as one may see them, who are not on this list."""
    on = meeting.slots.exclude(state__in=Slot.OFF).values("case")
    found = Case.objects.visible_to(post, today=today).filter(
        kind=Case.Kind.CHILD, area=meeting.series.case.area_id, closed_on__isnull=True
    )
    ordered = found.exclude(pk__in=on).select_related("child")
    return {case.reference: case for case in ordered.order_by("child__surname", "child__forename")}


def people_to_ask(slot: Slot, *, today: date) -> list[Post]:
    """People of the authority who could come for one child, by name."""
    asked = slot.invitations.values("post")
    posts = Post.objects.live(today).filter(authority_id=slot.case.authority_id)
    return list(posts.exclude(pk__in=asked).exclude(reach="none").order_by("holder")[:500])


def places_to_fill(slot: Slot) -> list[tuple[str, str]]:
    """The places that the procedure names for people asked for one child."""
    from casework.meetings import agenda

    kind = agenda.kind_of(slot.meeting.series)
    return [(one.id, one.label[:1].upper() + one.label[1:]) for one in kind.invitees]


def invitation_for(number: str, reference: str, post: Post, *, today: date) -> Invitation | None:
    """An invitation that this post may answer: its own, or any of a meeting that it runs."""
    from casework.meetings import room

    if whole(number) is None:
        return None
    found = Invitation.objects.filter(pk=number, meeting__reference=reference)
    invitation = found.select_related("meeting__series__case", "slot__case", "post").first()
    if invitation is None or invitation.post_id == post.pk:
        return invitation
    if invitation.slot and not exist_for(post, [invitation.slot.case_id], today=today):
        return None
    return invitation if room.may_run(invitation.meeting, post, today=today) else None


def people_of(meeting: Meeting, *, today: date) -> list[Post]:
    """People of the authority who could turn up at a meeting, by name."""
    posts = Post.objects.live(today).filter(authority_id=meeting.series.case.authority_id)
    return list(posts.exclude(reach="none").select_related("agency").order_by("holder")[:500])
