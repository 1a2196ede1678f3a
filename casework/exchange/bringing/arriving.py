"""The order in which things come in, and everything that follows from the new rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from casework.access.models import Grant
from casework.audit import commands as audit
from casework.exchange import staging
from casework.exchange.bringing import around, away, care, facts, forums, lists, people, register
from casework.exchange.bringing.world import Arrived, World
from casework.exchange.reading.cells import convert
from casework.exchange.reading.logs import TABLES
from casework.exchange.reading.profiles import PROFILES
from casework.subjects.models import Case

Say = Callable[[str, int, int], None]
Handler = Callable[[Arrived, World], None]

CARE: dict[str, Handler] = {
    "ssd_cin_episodes": care.episode,
    "ssd_cin_assessments": care.assessment,
    "ssd_assessment_factors": care.factors,
    "ssd_s47_enquiry": care.enquiry,
    "ssd_cin_plans": care.need_plan,
    "ssd_cp_plans": care.protection_plan,
    "ssd_cla_episodes": care.care_episode,
    "ssd_cla_placement": care.placement,
    "ssd_legal_status": care.legal_status,
    "ssd_care_leavers": care.care_leaver,
    "ssd_involvements": care.involvement,
    "ssd_missing": away.missing,
}
LOGS: dict[str, Handler] = {
    "police_missing": away.police,
    "return_interviews": away.interview,
    "risk_register": register.line,
    "meeting_list": forums.listed,
    "actions": register.action,
    "people_of_concern": around.person_of_concern,
    "places_of_concern": around.place_of_concern,
    "nrm": away.national_referral,
    "timeline": around.entry,
    "child_details": around.details,
    "around_the_child": around.around,
    "plan_points": around.plan_point,
}


def arrive(world: World, say: Say = lambda *_: None) -> int:
    """Bring the staged rows in and count the facts that were recorded."""
    _people(world)
    _forums(world)
    _each(CARE, world, say)
    care.legal_statuses(world)
    _each(LOGS, world, say)
    _store(world)
    recorded = facts.settle(world, lambda done, of: say("Working out what follows", done, of))
    register.after_facts(world)
    around.store_plans(world)
    lists.store_slots(world)
    forums.store_ties(world)
    _note(world)
    return recorded


def _people(world: World) -> None:
    for row in _rows("ssd_department", world):
        people.department(row, world)
    for row in _rows("ssd_professionals", world):
        people.professional(row, world)
    for row in _rows("professionals", world):
        people.partner(row, world)
    people.children(list(_rows("ssd_person", world)), world)


def _forums(world: World) -> None:
    meetings = list(_rows("meetings", world))
    forums.open_forums([*meetings, *_rows("risk_register", world)], world)
    forums.known_meetings(world)
    for row in meetings:
        forums.meeting(row, world)


def _each(handlers: dict[str, Handler], world: World, say: Say) -> None:
    for place, (table, handle) in enumerate(handlers.items()):
        say(TABLES[table].label, place, len(handlers))
        for row in _rows(table, world):
            handle(row, world)


def _rows(table: str, world: World) -> Iterable[Arrived]:
    described, profile = TABLES[table], PROFILES[world.source]
    for staged in staging.fresh([table], authority=world.authority.pk, source=world.source):
        done = convert(staged.raw, described, profile, world.today, staged.row)
        staged.raw.clear()  # Read; thousands of rows wait for the end, and need no cells.
        yield Arrived(staged, described, done.values)


def _store(world: World) -> None:
    away.store_episodes(world)
    away.store_interviews(world)
    register.store_actions(world)
    care.allocate(world)
    Case.objects.bulk_update(
        list(world.notes.get("moved", {}).values()), ["area", "team"], batch_size=1_000
    )
    Grant.objects.bulk_create(_once(world.grants), batch_size=1_000, ignore_conflicts=True)


def _once(grants: list[Grant]) -> list[Grant]:
    """One of each; a lead of before lets go of the children who have another now."""
    keyed = {(each.post_id, each.case_id, each.relation): each for each in grants}
    leads = {each.case_id: each for each in grants if each.relation == "lead_professional"}
    for before in Grant.objects.filter(
        case__in=leads, relation="lead_professional", ends_on__isnull=True
    ):
        now = leads[before.case_id]
        if before.post_id != now.post_id:
            before.ends_on = max(now.starts_on, before.starts_on)
            before.save(update_fields=["ends_on"])
        else:
            keyed.pop((now.post_id, now.case_id, now.relation), None)
    return list(keyed.values())


def _note(world: World) -> None:
    """One line of the audit for each case that the import touched."""
    touched = Case.objects.filter(pk__in=set(world.row_cases.values()))
    audit.write_many(
        by=world.by,
        action="imported",
        now=world.now,
        entries=[(case, {"run": world.run.pk}) for case in touched],
    )
