"""What the pages of a live meeting show: slots with their times, who is here, how time stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.agencies.models import Post
from casework.chronology import policy
from casework.meetings import agenda, list_queries, room
from casework.meetings.models import Invitation, Meeting, Slot, SlotSection
from casework.web import words

STATES = {"discussed": "Done", "deferred": "Put off", "open": "Now"}


def page(meeting: Meeting, *, post: Post, now: datetime) -> dict[str, Any]:
    """The overview of a meeting that is held, was held, or is about to begin."""
    today = timezone.localdate(now)
    slots = list_queries.slots_on(meeting, post=post, today=today)
    quorum = room.quorum_as_it_was(meeting)
    return {
        "meeting": meeting,
        "slots": slot_items(meeting, slots),
        "cases": [slot.case for slot in slots],
        "next": next((one for one in slots if one.state in Slot.TO_COME), None),
        "left": len([one for one in slots if one.state in Slot.TO_COME]),
        "quorum": quorum,
        "room": people_here(meeting, None),
        "not_in_line": room.not_in_line(meeting),
        "used": time_by_age(slots),
    }


def slot_items(meeting: Meeting, slots: list[Slot], here: Slot | None = None) -> list[dict]:
    """The slots with their times, for the list at the side."""
    levels = _agreed_levels(meeting)
    items = []
    for line in visible_lines(meeting, slots):
        slot = line.slot
        if slot is None:
            items.append(_break(line))
            continue
        age = agenda.age_at(slot)
        grown = f", {age}" if age is not None and age >= agenda.ADULT_AGE else ""
        items.append(
            {
                "time": words.time_of_day(line.starts_at),
                "name": f"{slot.case.child}{grown}",
                "href": reverse("meetings:slot", args=[meeting.reference, slot.position]),
                "note": _note(slot, levels, last=slot == slots[-1], ends=line.ends_at),
                "now": here is not None and slot.pk == here.pk,
            }
        )
    return items


def visible_lines(meeting: Meeting, slots: list[Slot]) -> list[agenda.Line]:
    """The timetable as far as the reader sees it; times count the others, and name nobody."""
    everybody = list_queries.whole_list(meeting, slots)
    seen = {slot.pk for slot in slots}
    lines = agenda.timetable(meeting, everybody)
    if len(everybody) == len(slots):
        return lines
    return [line for line in lines if line.slot is not None and line.slot.pk in seen]


def _break(line: agenda.Line) -> dict[str, Any]:
    minutes = int((line.ends_at - line.starts_at).total_seconds() // 60)
    return {
        "time": words.time_of_day(line.starts_at),
        "name": "Break",
        "note": f"{minutes} min",
        "pause": True,
    }


def _note(slot: Slot, levels: dict[int, str], *, last: bool, ends: datetime) -> str:
    if slot.state == Slot.State.DISCUSSED:
        return f"Done. {levels.get(slot.pk, 'No rating')}"
    if slot.state == Slot.State.DEFERRED:
        return "Put off"
    kind = slot.get_kind_display()
    if slot.state == Slot.State.OPEN:
        return f"Now. {kind}"
    missing = agenda.missing_adult_services(slot)
    if missing:
        return f"{words.joined(missing)} still to join"
    text = (
        "Out of county, short"
        if slot.kind == Slot.Kind.SHORT
        else f"{kind}, {slot.planned_minutes} min"
    )
    return f"{text}, ends {words.time_of_day(ends)}" if last else text


def _agreed_levels(meeting: Meeting) -> dict[int, str]:
    """The level agreed for each slot of a meeting, in the authority's words, in one query."""
    scale = policy.scale(meeting.series.case.authority_id)
    labels = {one.id: one.label for one in scale.levels} if scale else {}
    rows = SlotSection.objects.filter(slot__meeting=meeting, section="rating")
    return {
        pk: labels.get(content.get("level", ""), "No rating")
        for pk, content in rows.values_list("slot_id", "content")
    }


def people_here(meeting: Meeting, slot: Slot | None) -> list[dict[str, str]]:
    """Who is in the room: the members, and the guests of one child."""
    guests = list(slot.invitations.select_related("post__agency")) if slot else []
    return [
        {"name": one.post.holder, "note": f"{_title(one, slot)}. {presence_words(one, slot)}"}
        for one in [*room.standing(meeting), *guests]
    ]


def _title(invitation: Invitation, slot: Slot | None) -> str:
    post = invitation.post
    if slot and invitation.slot_id and slot.speaker_id == post.pk:
        name = slot.case.child.known_as or slot.case.child.forename
        return f"{name}’s {post.title[:1].lower()}{post.title[1:]}"
    agency = post.agency
    return post.title if agency.kind == "childrens_services" else f"{agency.name}, {post.title}"


def presence_words(invitation: Invitation, slot: Slot | None) -> str:
    """“Here since 09:50”, “Sent apologies, gave an update”."""
    here = invitation.Presence
    if invitation.presence == here.HERE:
        began = invitation.meeting.began_at
        late = invitation.here_from and began and invitation.here_from > began
        text = f"Here since {words.time_of_day(invitation.here_from)}" if late else "Here"
        return "Here for this slot" if invitation.slot_id else text
    if invitation.presence == here.LEFT:
        return f"Left {words.time_of_day(invitation.here_until)}"
    if invitation.presence == here.APOLOGIES:
        gave = slot and _gave_update(invitation, slot)
        return "Sent apologies, gave an update" if gave else "Sent apologies"
    if invitation.presence == here.ABSENT:
        return "Not here"
    return {"coming": "Said they are coming", "cannot": "Said they cannot come"}.get(
        invitation.answer, "Not recorded yet"
    )


def _gave_update(invitation: Invitation, slot: Slot) -> bool:
    section = next((one for one in slot.sections.all() if one.section == "agencies"), None)
    return bool(section and section.content.get(invitation.place))


def people_for_chair(meeting: Meeting, *, today: date) -> list[Post]:
    """Who could be in the chair: the members first, then others of children's services."""
    members = [one.post for one in room.standing(meeting)]
    known = {one.pk for one in members}
    others = [one for one in list_queries.people_of(meeting, today=today)
              if one.pk not in known and one.agency.kind == "childrens_services"]  # fmt: skip
    return [*members, *others]


def head(slot: Slot, slots: list[Slot], *, now: datetime) -> dict[str, Any]:
    """The head of a slot: where, which slot, how many minutes are used.

    Who sees one child only is not told how many others there are.
    """
    meeting = slot.meeting
    age = agenda.age_at(slot)
    everybody = list_queries.whole_list(meeting, slots)
    number = next((n for n, one in enumerate(everybody, 1) if one.pk == slot.pk), 1)
    sees_all = len(everybody) == len(slots)
    used = _minutes(slot.began_at, slot.ended_at or now)
    behind = _behind(slot, everybody) if sees_all and slot.ended_at is None else 0
    return {
        "place": meeting.series.name,
        "on": words.long_day_and_year(meeting.starts_at),
        "slot": f"slot {number} of {len(everybody)}" if sees_all else "",
        "title": f"{slot.case.child}{f', {age}' if age is not None else ''}",
        "began": slot.began_at if slot.state == Slot.State.OPEN else None,
        "now": now,
        "minutes": slot.planned_minutes,
        "used": used,
        "ends": slot.began_at + timedelta(minutes=slot.planned_minutes) if slot.began_at else None,
        "behind": behind if behind > 0 else None,
    }


def _minutes(start: datetime | None, end: datetime) -> int:
    return max(int((end - start).total_seconds() // 60), 0) if start else 0


def _behind(slot: Slot, everybody: list[Slot]) -> int:
    """Minutes by which the slot began later than the list had planned."""
    planned = agenda.timetable(_as_planned(slot.meeting), _unbegun(everybody))
    line = next((one for one in planned if one.slot and one.slot.pk == slot.pk), None)
    return _minutes(line.starts_at, slot.began_at) if slot.began_at and line else 0


def _as_planned(meeting: Meeting) -> Meeting:
    """The meeting as if it had begun on time, to see how far behind it is."""
    return Meeting(series=meeting.series, starts_at=meeting.starts_at)


def _unbegun(slots: list[Slot]) -> list[Slot]:
    return [
        Slot(pk=one.pk, position=one.position, planned_minutes=one.planned_minutes) for one in slots
    ]


def time_by_age(slots: list[Slot]) -> str:
    """Minutes used for under-18s and for others, where both were talked about."""
    used: dict[bool, int] = {}
    for slot in slots:
        if slot.began_at and slot.ended_at:
            minutes = int((slot.ended_at - slot.began_at).total_seconds() // 60)
            used[agenda.is_adult(slot)] = used.get(agenda.is_adult(slot), 0) + minutes
    if len(used) < 2:
        return ""
    return f"{used[False]} minutes for those under 18, {used[True]} for those of 18 and over"
