"""The register of the crowd, the quadrants' meetings, their lists and their actions."""

from __future__ import annotations

from datetime import date, timedelta

from casework.exchange.demonstration.cast_rows import factors_for
from casework.exchange.demonstration.crowd import Somebody
from casework.exchange.demonstration.days import (
    at,
    is_working_day,
    meeting_on_or_before,
    working_day_on_or_after,
    working_day_on_or_before,
)
from casework.exchange.demonstration.writer import WEEKDAYS, Writer

LEVELS = {"emerging": 45, "significant": 35, "experiencing": 20}
WEEKS = {"emerging": (10, 12), "significant": (6, 7), "experiencing": (3, 4)}
RISKS = ("S", "C", "C,M", "S,M", "C,T", "M", "S,V", "C")
REASONS = ("more_known", "new_incident", "effective_support", "effective_disruption")
QUIET = "nw"
"""Where the cast is: the crowd there has nothing late, so that the cast can be seen."""
ACTIONS = (
    ("Visit at home", "childrens_services", "social worker"),
    ("Ask for a flag on the police system", "police", "police"),
    ("Appointment with the community nurse", "health", "nurse"),
    ("Safe route home from school", "education", "education"),
    ("Online safety session", "school", "school"),
    ("Talk with the young person about the plan", "childrens_services", "social worker"),
    ("Look at the address with housing", "housing", "housing"),
    ("Family group meeting", "early_help", "family support"),
)


def write_register(likely: list[Somebody], to: Writer) -> None:
    """Children of the crowd who are on the register now, and those who have left it."""
    teens = [each for each in likely if 11 * 365 < (to.today - each.born).days < 17.9 * 365]
    for place, somebody in enumerate(teens[: to.size.on_register + to.size.left_register]):
        _history(somebody, left=place >= to.size.on_register, to=to)


def _history(somebody: Somebody, left: bool, to: Writer) -> None:
    chance = to.chance
    weekday = WEEKDAYS[somebody.area]
    quiet = somebody.area == QUIET
    last = to.today - timedelta(days=chance.between(1, 20 if quiet else 40) + (60 if left else 0))
    days = [meeting_on_or_before(last, weekday)]
    levels = {name: LEVELS[name] for name in LEVELS if not quiet or name != "experiencing"}
    level = chance.weighted(levels)
    while len(days) < chance.between(2, 6):
        weeks = chance.between(*WEEKS[level])
        days.insert(0, meeting_on_or_before(days[0] - timedelta(weeks=weeks), weekday))
    worker = chance.one_of(to.staff)[1]
    referred = at(days[0] - timedelta(days=chance.between(3, 9)), chance.between(9, 16), 5)
    previous = None
    for place, day in enumerate(days):
        ends = left and place == len(days) - 1
        following = days[place + 1] if place + 1 < len(days) else None
        now = "minimal" if ends else level
        _line(somebody, referred, day, following, now, previous, worker, to)
        _actions(somebody, day, worker, to)
        to.list_child(somebody.area, day, somebody.id, worker)
        previous = now
        level = chance.weighted(levels) if chance.happens(0.25) else level


def _line(
    somebody: Somebody, referred, day: date, following: date | None, level: str,  # type: ignore[no-untyped-def]
    previous: str | None, worker: str, to: Writer,
) -> None:  # fmt: skip
    chance = to.chance
    next_day = following or _next(day, level, somebody.area, to)
    if next_day and not following and next_day > to.today:
        to.list_child(somebody.area, next_day, somebody.id, worker)
    risks = "" if level == "minimal" else chance.one_of(RISKS)
    to.row(
        "risk_register",
        la_child_id=somebody.id,
        forename=somebody.forename,
        surname=somebody.surname,
        dob=somebody.born,
        panel="RMM",
        area=somebody.area,
        referred_at=referred,
        risk_types=risks,
        risk_factors=factors_for(risks),
        young_person_told_at=working_day_on_or_after(referred.date() + timedelta(days=1)),
        risk_level=level.upper() if chance.happens(0.05) else level.title(),
        level_set_at=at(day),
        previous_level=previous,
        change_reasons=chance.one_of(REASONS) if previous and previous != level else None,
        assessment_date=working_day_on_or_before(day - timedelta(days=chance.between(2, 20))),
        plan_type=None if level == "minimal" else "Safety and disruption plan",
        plan_start=None if level == "minimal" else day,
        last_meeting_at=at(day),
        next_review_due=None if level == "minimal" else next_day,
        lead_professional=worker,
        lead_agency="Children’s Services",
        status="Closed" if level == "minimal" else "Open",
        closed_at=day if level == "minimal" else None,
        closure_reason="Support works" if level == "minimal" else None,
    )


def _next(day: date, level: str, area: str, to: Writer) -> date | None:
    if level == "minimal":
        return None
    if area == QUIET:
        return meeting_on_or_before(to.today + timedelta(weeks=to.chance.between(2, 4)))
    weeks = to.chance.between(*WEEKS[level])
    return meeting_on_or_before(day + timedelta(weeks=weeks), WEEKDAYS[area])


def _actions(somebody: Somebody, day: date, worker: str, to: Writer) -> None:
    chance = to.chance
    for what, agency, who in {chance.one_of(ACTIONS): None for _ in range(5)}:
        due = working_day_on_or_after(day + timedelta(days=chance.between(3, 28)))
        done = working_day_on_or_after(day + timedelta(days=chance.between(2, 30)))
        finished = done <= to.today and (somebody.area == QUIET or chance.happens(0.96))
        if somebody.area == QUIET and not finished:
            due = max(due, working_day_on_or_after(to.today + timedelta(days=3)))
        to.row(
            "actions",
            la_child_id=somebody.id,
            meeting_at=at(day),
            action=what,
            owner_name=worker if agency == "childrens_services" else who.title(),
            owner_agency=agency,
            due=due,
            status="Complete" if finished else "Open",
            completed_at=done if finished else None,
            explanation="-ring before" if chance.happens(0.004) else None,
        )


def write_meetings(lists: list[dict], to: Writer) -> None:  # type: ignore[type-arg]
    """Every quadrant's meetings, half a year back and ten weeks ahead, with their lists."""
    written = {each["day"]: each["slots"] for each in lists}
    for area, weekday in WEEKDAYS.items():
        own = to.today + timedelta(days=(weekday - to.today.weekday()) % 7)
        for week in range(-40, 10):
            _meeting(area, own + timedelta(weeks=week), written, to)


def _meeting(area: str, own: date, written: dict[date, list], to: Writer) -> None:  # type: ignore[type-arg]
    day = own if is_working_day(own) else meeting_on_or_before(own, own.weekday())
    held = day < to.today
    to.row(
        "meetings",
        panel="RMM",
        area=area,
        starts_at=at(day),
        status="Held" if held else "Planned",
        moved_from=at(own) if day != own else None,
        moved_reason="Bank holiday" if day != own else None,
        chair=CHAIRS[area],
        list_sent_at=to.past(at(working_day_on_or_before(day - timedelta(days=2)), 9, 12)),
        papers_sent_at=to.past(at(working_day_on_or_before(day - timedelta(days=2)), 9, 12)),
        agencies_present="childrens_services; police; health; education; camhs" if held else None,
    )
    if area == "nw" and own in written:
        for place, slot in enumerate(written[own], 1):
            _slot(area, day, place, slot, to)
        return
    for place, slot in enumerate(to.discussed.get((area, day), ()), 1):
        _slot(area, day, place, slot, to)


def _slot(area: str, day: date, place: int, slot: dict, to: Writer) -> None:  # type: ignore[type-arg]
    to.row(
        "meeting_list",
        la_child_id=slot["id"],
        area=area,
        meeting_at=at(day),
        slot=place,
        starts=slot.get("starts"),
        minutes=slot.get("minutes", 15),
        kind=slot.get("kind", "review"),
        presenter=slot.get("presenter"),
        presenter_coming=slot.get("coming"),
        also_invited=slot.get("invited"),
        tool_received_at=to.past(slot.get("tool")),
        update_received_at=to.past(slot.get("update")),
        outcome="discussed" if day < to.today else None,
        **(_afterwards(day, slot, to) if day < to.today else {}),
    )


DONE_AFTER = {
    "record_completed_at": 3,
    "record_sent_at": 4,
    "case_record_updated_at": 4,
    "agencies_copied_at": 5,
    "young_person_told_at": 3,
    "family_told_at": 3,
    "professionals_told_at": 4,
    "missing_plan_given_at": 5,
}
"""Days after a meeting within which each thing is usually done."""


def _afterwards(day: date, slot: dict, to: Writer) -> dict:  # type: ignore[type-arg]
    """What business support ticked off, but for what was left open."""
    done = {
        column: to.past(at(working_day_on_or_after(day + timedelta(days=days)), 11, 15))
        for column, days in DONE_AFTER.items()
        if column not in slot.get("left_open", ())
    }
    return {column: moment for column, moment in done.items() if moment}


CHAIRS = {
    "nw": "Marcus Aldridge",
    "ne": "Colette Marsh",
    "sw": "Anita Desai-Holm",
    "se": "Ruaridh Munro",
}


def write_people_and_places(likely: list[Somebody], to: Writer) -> None:
    """People and places of concern of the crowd."""
    chance = to.chance
    for number in range(to.size.people_of_concern):
        to.row(
            "people_of_concern",
            ref=f"POC-{100 + number}",
            label=f"‘{chance.forename('M')}’",
            type="adult",
            linked_child_ids="; ".join(sorted({chance.one_of(likely).id for _ in range(2)})),
            source=chance.one_of(("Police", "School", "One report")),
        )
    for number in range(to.size.places_of_concern):
        to.row(
            "places_of_concern",
            ref=f"PL-{100 + number}",
            label=f"{chance.surname()} {chance.one_of(('Parade', 'Park', 'Road flats', 'Arcade'))}",
            postcode=chance.postcode(),
            type=chance.one_of(("park", "shop", "dwelling", "station")),
            linked_child_ids=chance.one_of(likely).id,
            source=chance.one_of(("Police", "School", "One report")),
        )
