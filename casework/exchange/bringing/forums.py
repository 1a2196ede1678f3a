"""The area forums: their meetings, and who was on which list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from casework.agencies.models import Area
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.exchange.bringing.people import relate_to_forum
from casework.exchange.bringing.world import Arrived, World
from casework.exchange.reading.cells import When
from casework.exchange.reading.profiles import Precision
from casework.meetings import series_commands
from casework.meetings.models import Invitation, Meeting, Series, Slot
from casework.subjects import commands as subjects
from casework.subjects.models import Case

KIND = "risk_meeting"
PLANNED_AHEAD = timedelta(days=28)
"""Files do not say when a meeting was put in the calendar; four weeks is our reading."""


def open_forums(rows: list[Arrived], world: World) -> None:
    """Make sure of the forum of every area that meets, as the files say, and of its members."""
    forums = world.notes.setdefault("forums", {})
    for case in Case.objects.filter(kind=Case.Kind.FORUM, authority=world.authority):
        forums[case.area_id] = case
    for row in rows:
        area = world.area_called(row["area"])
        met = row["starts_at"] or row["last_meeting_at"]
        if area and met and area.pk not in forums:
            forums[area.pk] = _open_forum(area, met.at, world)
    world.notes["series"] = {
        series.case.area_id: series
        for series in Series.objects.filter(case__authority=world.authority).select_related("case")
    }


def _place(role: str, world: World) -> str:
    """The place at the table that a role fills, as the pack has it."""
    kind = policy.meeting_kind(world.authority.pk, KIND)
    if role == kind.officers.get("admin"):
        return "admin"
    return next((one.id for one in kind.core_members if one.role == role), role)


def _open_forum(area: Area, starts_at: datetime, world: World) -> Case:
    case = subjects.open_case(
        kind=Case.Kind.FORUM,
        authority=world.authority,
        area=area,
        opened_on=timezone.localdate(starts_at),
        by=world.by,
        now=world.now,
    )
    local = timezone.localtime(starts_at)
    label = policy.label(world.authority.pk, KIND)
    series = series_commands.convene_series(
        case=case,
        kind=KIND,
        name=f"{label}, {world.authority.name} {area.name}",
        weekday=local.weekday(),
        starts_at=local.time(),
        other_weekday=2,
        by=world.by,
        now=world.now,
    )
    for post in world.notes.get("members", {}).get(area.pk, ()):
        relate_to_forum(world, post)
        series_commands.add_member(
            series=series,
            post=post,
            place=_place(post.role, world),
            starts_on=post.starts_on,
            by=world.by,
            now=world.now,
        )
    return case


def meeting(row: Arrived, world: World) -> None:
    """A meeting of an area: planned, moved, its papers sent, held."""
    area = world.area_called(row["area"])
    series = world.notes["series"].get(area.pk if area else None)
    if series is None:
        return
    starts_at = row["starts_at"].at
    known = world.notes.setdefault("meetings", {}).get((area.pk, starts_at))
    made = known or Meeting(series=series, starts_at=starts_at)
    _fill(made, row, world)
    made.save()
    world.notes["meetings"][(area.pk, starts_at)] = made
    if known is None and made.state == Meeting.State.PLANNED:
        for member in series_commands.members_on(series, timezone.localdate(starts_at)):
            Invitation.objects.get_or_create(
                meeting=made, slot=None, post=member.post, defaults={"place": member.place}
            )
    _facts(made, row, series.case, world)


def known_meetings(world: World) -> None:
    """The meetings that stand already, by area and moment."""
    world.notes["meetings"] = {
        (each.series.case.area_id, each.starts_at): each
        for each in Meeting.objects.filter(series__case__authority=world.authority)
        .exclude(state=Meeting.State.CANCELLED)
        .select_related("series__case")
    }


def _fill(made: Meeting, row: Arrived, world: World) -> None:
    held = (row["status"] or "").casefold() == "held" and made.starts_at < world.now
    if made.state == Meeting.State.PLANNED and held:
        made.state = Meeting.State.HELD
        made.began_at, made.ended_at = made.starts_at, _at(row["ends_at"])
        made.quorate = _quorate(row, world)
    moved = row["moved_from"]
    made.moved_from = moved.day if moved else made.moved_from
    made.moved_because = (row["moved_reason"] or made.moved_because)[:200]
    made.chair = world.post_named(row["chair"]) or made.chair
    made.list_sent_at = _at(row["list_sent_at"]) or made.list_sent_at
    made.papers_sent_at = _at(row["papers_sent_at"]) or made.papers_sent_at


def _at(when: When | None) -> Any:
    return when.at if when else None


def _quorate(row: Arrived, world: World) -> bool | None:
    """Whether the agencies of the quorum were there, where the file names any."""
    present = set(row["agencies_present"] or ())
    if not present:
        return None
    quorum = policy.meeting_kind(world.authority.pk, KIND).quorum
    return all(part.agency in present for part in quorum)


def _facts(made: Meeting, row: Arrived, forum: Case, world: World) -> None:
    starts = timezone.localtime(made.starts_at)
    about = {"meeting": made.reference}
    planned = min(made.starts_at - PLANNED_AHEAD, world.now)
    world.want(
        row,
        forum,
        "meeting.scheduled",
        When(planned, Precision.PROXY),
        about | {"starts_at": starts.isoformat(), "kind": KIND},
        after=lambda fact: _tie(made, "scheduled_by", fact, world),
    )
    if row["list_sent_at"]:
        world.want(row, forum, "meeting.list_sent", row["list_sent_at"], about)
    if row["papers_sent_at"]:
        world.want(row, forum, "meeting.papers_sent", row["papers_sent_at"], about)
    if made.state == Meeting.State.HELD:
        held: dict[str, Any] = {
            "quorate": made.quorate,
            "chair_role": made.chair.role if made.chair else None,
            "agencies": row["agencies_present"],
        }
        world.want(
            row, forum, "meeting.held", made.starts_at, about | held,
            after=lambda fact: _tie(made, "held_by", fact, world),
        )  # fmt: skip


def _tie(made: Meeting, name: str, fact: Any, world: World) -> None:
    setattr(made, name, fact)
    world.notes.setdefault("tied", {})[made.pk] = made


def listed(row: Arrived, world: World) -> None:
    """A child on the list of a meeting that took place, or that is to come."""
    case = world.case_of(row["la_child_id"])
    area = world.area_called(row["area"])
    made = world.notes.get("meetings", {}).get((area.pk if area else None, row["meeting_at"].at))
    if case is None or made is None:
        return
    world.belongs(row, case)
    kind = row["kind"] or Slot.Kind.REVIEW
    slot = Slot(
        meeting=made,
        case=case,
        position=row["slot"] or 99,
        kind=kind,
        planned_minutes=row["minutes"] or 15,
        state=Slot.State.DISCUSSED if made.state == Meeting.State.HELD else Slot.State.LISTED,
        listed_because="On the list of the authority’s own tracker",
        speaker=world.post_named(row["presenter"]),
    )
    world.notes.setdefault("slots", []).append((row, slot))
    if made.state == Meeting.State.HELD:
        data = {"meeting": made.reference, "forum": KIND, "kind": kind}
        at = When(made.starts_at - timedelta(days=7), Precision.PROXY)
        world.want(row, case, "discussion.listed", at, data)
        _afterwards(row, case, made, world)


AFTERWARDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    # column of the list, kind of fact, its fields
    ("record_completed_at", "record.completed", {}),
    ("record_sent_at", "record.circulated", {"audience": "members"}),
    ("record_sent_at", "record.circulated", {"audience": "health"}),
    ("record_sent_at", "lead.informed", {"of": "review_date"}),
    ("record_sent_at", "invitation.sent", {"to": "lead_professional"}),
    ("case_record_updated_at", "case_record.updated", {"what": "risk_assessment_tool"}),
    ("case_record_updated_at", "case_record.updated", {"what": "exploitation_record"}),
    ("case_record_updated_at", "case_record.updated", {"what": "exploitation_list"}),
    ("case_record_updated_at", "case_record.updated", {"what": "cin_plan"}),
    ("case_record_updated_at", "case_record.updated", {"what": "cp_plan"}),
    ("case_record_updated_at", "case_record.updated", {"what": "care_plan"}),
    ("case_record_updated_at", "case_record.updated", {"what": "placement_plan"}),
    ("agencies_copied_at", "case_record.updated", {"what": "case_summary"}),
    ("young_person_told_at", "young_person.told", {"of": "plan", "answer": "told"}),
    ("young_person_told_at", "plan.shared", {"audience": "young_person"}),
    ("family_told_at", "plan.shared", {"audience": "family"}),
    ("professionals_told_at", "plan.shared", {"audience": "professionals"}),
    ("missing_plan_given_at", "plan.shared", {"audience": "missing_plan_to_young_person"}),
)
"""What business support ticks off after a meeting, and the facts that it means."""
OF_PLANS = {
    "cin_plan": {"cin"},
    "cp_plan": {"cp"},
    "care_plan": {"care"},
    "placement_plan": {"care"},
}
"""Plans that can be updated only where the child has one."""
OF_THE_MEETING = {"record.completed", "record.circulated"}


def _afterwards(row: Arrived, case: Case, made: Meeting, world: World) -> None:
    plans = _plans_of(case, world)
    for column, kind, fields in AFTERWARDS:
        if row[column] and plans.issuperset(OF_PLANS.get(fields.get("what", ""), set())):
            about = {"meeting": made.reference} if kind in OF_THE_MEETING else {}
            if kind == "record.completed":
                forms = policy.meeting_kind(world.authority.pk, KIND).forms
                about |= {"form": forms["record"]} if "record" in forms else {}
            world.want(row, case, kind, row[column], fields | about)


def _plans_of(case: Case, world: World) -> set[str]:
    """The kinds of plans that children's services ever had for the child."""
    known: dict[int, set[str]] = world.notes.setdefault("plans_of", {})
    if case.pk not in known:
        wanted = (each.fact for each in world.wanted.get(case.pk, ()))
        arrived = {str(fact.data["kind"]) for fact in wanted if fact.kind == "care_plan.started"}
        stored = Fact.objects.standing().filter(case=case, kind="care_plan.started")
        known[case.pk] = arrived | set(stored.values_list("data__kind", flat=True))
    return known[case.pk]


def store_ties(world: World) -> None:
    """Tie meetings to the facts that planned and held them."""
    tied = list(world.notes.get("tied", {}).values())
    Meeting.objects.bulk_update(tied, ["scheduled_by", "held_by"], batch_size=1_000)
