"""What stands around a child: people, places, words, plans, and the chronology kept by hand."""

from __future__ import annotations

from typing import Any

from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.exchange.bringing.world import Arrived, World
from casework.plans.models import Plan, PlanPoint
from casework.subjects.models import (
    Case,
    Child,
    ChildVoice,
    Identifier,
    Link,
    Observation,
    PersonOfConcern,
    Place,
    Relation,
)
from casework.subjects.safe_address import ORDINARY

PERSON = "person_of_concern"
PLACE = "place_of_concern"


def person_of_concern(row: Arrived, world: World) -> None:
    """Somebody of concern, and the children with whom they are linked."""
    case = _subject(row, world, PERSON, Case.Kind.PERSON_OF_CONCERN)
    PersonOfConcern.objects.update_or_create(
        case=case,
        defaults={
            "label": row["label"][:120],
            "aliases": ", ".join(row["aliases"] or [])[:200],
            "born": row["dob"],
            "kind": (row["type"] or "")[:80],
            "police_reference": (row["police_ref"] or "")[:60],
            "note": row["note"] or "",
        },
    )
    _link(row, world, case, "person of concern")


def place_of_concern(row: Arrived, world: World) -> None:
    """A place of concern, and the children who are seen there."""
    case = _subject(row, world, PLACE, Case.Kind.PLACE)
    Place.objects.update_or_create(
        case=case,
        defaults={
            "label": row["label"][:120],
            "address": (row["address"] or "")[:200],
            "postcode": row["postcode"] or "",
            "kind": (row["type"] or "")[:80],
            "police_reference": (row["police_ref"] or "")[:60],
            "note": row["note"] or "",
        },
    )
    _link(row, world, case, "place of concern")


def _subject(row: Arrived, world: World, system: str, kind: str) -> Case:
    known = Identifier.objects.filter(
        system=system, value=row["ref"][:80], case__authority=world.authority
    )
    found = known.select_related("case").first()
    case = found.case if found else _open(row, world, system, kind)
    world.belongs(row, case)
    return case


def _open(row: Arrived, world: World, system: str, kind: str) -> Case:
    children = [world.case_of(number) for number in row["linked_child_ids"] or ()]
    area = next((child.area for child in children if child and child.area_id), None)
    case = Case.objects.create(
        kind=kind, authority=world.authority, area=area, opened_on=world.today
    )
    Identifier.objects.create(case=case, system=system, value=row["ref"][:80])
    return case


def _link(row: Arrived, world: World, case: Case, kind: str) -> None:
    for number in row["linked_child_ids"] or ():
        child = world.case_of(number)
        if child is not None:
            Link.objects.update_or_create(
                from_case=child,
                to_case=case,
                kind=kind,
                defaults={"source": (row["source"] or "")[:200], "seen_on": world.today},
            )


def details(row: Arrived, world: World) -> None:
    """What stands on the front of the child's record; an empty cell leaves what is there.

    Where a child lives at a safe address, no file puts an ordinary one beside it.
    """
    case = world.case_of(row["la_child_id"])
    if case is None:
        return
    world.belongs(row, case)
    limits = {"story": None, "story_on": None}
    values = {
        name: value if name in limits else value[: Child._meta.get_field(name).max_length]
        for name, value in row.values.items()
        if value and name != "la_child_id"
    }
    child = Child.objects.get(case=case)
    for name in ORDINARY if child.address_is_safe else ():
        values.pop(name, None)
    Child.objects.filter(pk=child.pk).update(**values)


def around(row: Arrived, world: World) -> None:
    """Somebody around the child, something that was said, a strength, or a worry."""
    case = world.case_of(row["la_child_id"])
    if case is None:
        return
    world.belongs(row, case)
    day = row["day"] or world.today
    what, who, note = row["what"], row["who"] or "", row["note"] or ""
    if row["kind"] == "relation":
        Relation.objects.update_or_create(
            case=case,
            name=(who or what)[:120],
            defaults={
                "relation": what[:120],
                "note": note[:300],
                "trusted": bool(row["trusted"]),
            },
        )
    elif row["kind"] == "voice":
        ChildVoice.objects.get_or_create(
            case=case,
            words=what,
            defaults={"said_by": who[:120], "said_to": note[:120], "said_on": day},
        )
    else:
        Observation.objects.get_or_create(
            case=case, kind=row["kind"], text=what[:300], defaults={"noted_on": day}
        )


def plan_point(row: Arrived, world: World) -> None:
    """A point of the plan; the plan itself is made when all its points are there."""
    case = world.case_of(row["la_child_id"])
    if case is not None:
        world.belongs(row, case)
        world.notes.setdefault("points", {}).setdefault(case.pk, (case, []))[1].append(row)


def store_plans(world: World) -> None:
    """Put the plans in effect, each tied to the fact of the meeting that agreed it."""
    for case, rows in world.notes.get("points", {}).values():
        agreed = rows[0]["agreed_at"]
        fact = Fact.objects.standing().filter(case=case, kind="plan.agreed").order_by("-at").first()
        if fact is None:
            continue
        version = Plan.objects.filter(case=case).count() + 1
        since = agreed.day if agreed else fact.at.date()
        Plan.objects.filter(case=case, ended_on__isnull=True).update(ended_on=world.today)
        plan = Plan.objects.create(
            case=case, version=version, agreed_by=fact, in_effect_from=since, written_at=world.now
        )
        PlanPoint.objects.bulk_create(
            PlanPoint(
                plan=plan,
                part=row["part"],
                heading=row["heading"].casefold().replace(" ", "_")[:60],
                text=row["text"],
                position=place,
            )
            for place, row in enumerate(rows)
        )


# --- the chronology kept by hand ------------------------------------------------------


def entry(row: Arrived, world: World) -> None:
    """An entry that is a kind of fact; one withdrawn in the source is withdrawn here."""
    case = world.case_of(row["la_child_id"])
    kinds = policy.vocabulary().kinds
    if case is None:
        return
    world.belongs(row, case)
    if row["what"] not in kinds:
        world.notes.setdefault("not_facts", []).append(row)
        return
    recorded, withdrawn = row["recorded_at"], row["withdrawn_at"]
    world.want(
        row,
        case,
        row["what"],
        row["happened_at"],
        _details(row),
        note=row["text"] or "",
        told_by=row["recorded_by"] or "",
        recorded_at=recorded.at.isoformat() if recorded else "",
        after=(lambda fact: _withdraw(fact, row, world)) if withdrawn else None,
    )


def _details(row: Arrived) -> dict[str, Any]:
    known = {field.name for field in policy.vocabulary().kinds[row["what"]].fields}
    held = row["details_json"] or {}
    return {name: value for name, value in held.items() if name in known}


def _withdraw(fact: Fact, row: Arrived, world: World) -> None:
    chronology.withdraw(
        fact=fact,
        reason=(row["withdrawn_because"] or "Withdrawn in the imported chronology")[:300],
        by=world.by,
        now=world.now,
    )
