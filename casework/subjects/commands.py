"""Open a case on a child, a person, a place or a group, and keep what is known of them right."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.agencies.models import Area, Authority, Post, Team
from casework.audit import commands as audit
from casework.config.postgresql.acting import command
from casework.subjects import names, sealed
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

CHILD_DETAILS = frozenset(
    {
        "forename",
        "surname",
        "known_as",
        "pronouns",
        "sex",
        "born",
        "ethnicity",
        "local_id",
        "upn",
        "home_postcode",
        "living_at",
        "school",
        "gp_name",
        "gp_address",
        "legal_status",
        "first_known_on",
    }
)


@command
def open_case(
    *,
    kind: str,
    authority: Authority,
    by: Post,
    now: datetime,
    opened_on: date,
    area: Area | None = None,
    team: Team | None = None,
) -> Case:
    """Open the file on one subject; its reference says nothing about them."""
    case = Case.objects.create(
        kind=kind, authority=authority, area=area, team=team, opened_on=opened_on
    )
    audit.write(by=by, action="case opened", case=case, now=now, detail={"kind": kind})
    return case


@command
def add_child(
    *,
    authority: Authority,
    by: Post,
    now: datetime,
    opened_on: date,
    area: Area | None = None,
    team: Team | None = None,
    nhs_number: str = "",
    **details: Any,
) -> Child:
    """Open a case on a child with what identifies them; `details` are fields of `Child`."""
    _check(details)
    case = open_case(
        kind=Case.Kind.CHILD,
        authority=authority,
        area=area,
        team=team,
        opened_on=opened_on,
        by=by,
        now=now,
    )
    return Child.objects.create(
        case=case,
        name_sound=names.sound(details["surname"]),
        **sealed.columns(case, nhs_number),
        **details,
    )


@command
def correct_child(
    *, child: Child, by: Post, now: datetime, nhs_number: str | None = None, **details: Any
) -> Child:
    """Put right what is known of a child; the audit names the fields and not their content."""
    _check(details)
    changed = [name for name, value in details.items() if getattr(child, name) != value]
    columns = {name: details[name] for name in changed}
    if nhs_number is not None and nhs_number != sealed.nhs_number(child):
        changed.append("nhs_number")
        columns |= sealed.columns(child.case, nhs_number)
    if not changed:
        return child
    for name, value in columns.items():
        setattr(child, name, value)
    child.name_sound = names.sound(child.surname)
    child.save(update_fields=[*columns, "name_sound"])
    audit.write(
        by=by,
        action="child corrected",
        case=child.case,
        now=now,
        detail={"fields": sorted(changed)},
    )
    return child


@command
def assign(*, case: Case, by: Post, now: datetime, area: Area | None, team: Team | None) -> None:
    """Move a case to an area and a team."""
    if (case.area_id, case.team_id) == (area and area.pk, team and team.pk):
        return
    case.area, case.team = area, team
    case.save(update_fields=["area", "team"])
    audit.write(
        by=by,
        action="case assigned",
        case=case,
        now=now,
        detail={"area": area.code if area else "", "team": team.name if team else ""},
    )


@command
def identify(*, case: Case, system: str, value: str, by: Post, now: datetime) -> Identifier:
    """Note the number by which another system knows the subject; twice is once."""
    identifier, made = Identifier.objects.get_or_create(case=case, system=system, value=value)
    if made:
        audit.write(by=by, action="identified", case=case, now=now, detail={"system": system})
    return identifier


@command
def note_voice(
    *,
    case: Case,
    words: str,
    said_by: str,
    said_on: date,
    by: Post,
    now: datetime,
    said_to: str = "",
) -> ChildVoice:
    """Keep what a child or their family said, in their own words."""
    voice = ChildVoice.objects.create(
        case=case, words=words, said_by=said_by, said_to=said_to, said_on=said_on
    )
    audit.write(by=by, action="voice noted", case=case, now=now, detail={"voice": voice.pk})
    return voice


@command
def note_observation(
    *, case: Case, kind: str, text: str, noted_on: date, by: Post, now: datetime
) -> Observation:
    """Put a strength or a worry on the front of the record."""
    observation = Observation.objects.create(case=case, kind=kind, text=text, noted_on=noted_on)
    audit.write(
        by=by,
        action="observation noted",
        case=case,
        now=now,
        detail={"observation": observation.pk},
    )
    return observation


@command
def end_observation(*, observation: Observation, ended_on: date, by: Post, now: datetime) -> None:
    """Take a strength or a worry off the front of the record; it stays in its history."""
    observation.ended_on = ended_on
    observation.save(update_fields=["ended_on"])
    audit.write(
        by=by,
        action="observation ended",
        case=observation.case,
        now=now,
        detail={"observation": observation.pk},
    )


@command
def add_relation(
    *,
    case: Case,
    name: str,
    relation: str,
    by: Post,
    now: datetime,
    note: str = "",
    trusted: bool = False,
) -> Relation:
    """Name somebody around a child: family, a trusted adult, a professional outside."""
    somebody = Relation.objects.create(
        case=case, name=name, relation=relation, note=note, trusted=trusted
    )
    audit.write(
        by=by, action="relation added", case=case, now=now, detail={"relation": somebody.pk}
    )
    return somebody


@command
def write_story(*, case: Case, story: str, written_on: date, by: Post, now: datetime) -> None:
    """Write the story so far anew, in a few plain sentences, under the writer's name."""
    child = case.child
    child.story, child.story_by, child.story_on = story, by.holder, written_on
    child.save(update_fields=["story", "story_by", "story_on"])
    audit.write(by=by, action="story written", case=case, now=now)


@command
def link(
    *,
    from_case: Case,
    to_case: Case,
    kind: str,
    by: Post,
    now: datetime,
    source: str = "",
    confirmed: bool = False,
    seen_on: date | None = None,
) -> Link:
    """Note that two subjects belong together, or that they were seen together again."""
    made, _ = Link.objects.update_or_create(
        from_case=from_case,
        to_case=to_case,
        kind=kind,
        defaults={"source": source, "confirmed": confirmed, "seen_on": seen_on, "ended_on": None},
    )
    audit.write(by=by, action="linked", case=from_case, now=now, detail={"to": to_case.reference})
    return made


@command
def add_person_of_concern(
    *,
    authority: Authority,
    label: str,
    by: Post,
    now: datetime,
    opened_on: date,
    area: Area | None = None,
    **details: Any,
) -> PersonOfConcern:
    """Open a case on somebody who is known or suspected to cause harm."""
    case = open_case(
        kind=Case.Kind.PERSON_OF_CONCERN,
        authority=authority,
        area=area,
        opened_on=opened_on,
        by=by,
        now=now,
    )
    return PersonOfConcern.objects.create(case=case, label=label, **details)


@command
def add_place(
    *,
    authority: Authority,
    label: str,
    by: Post,
    now: datetime,
    opened_on: date,
    area: Area | None = None,
    **details: Any,
) -> Place:
    """Open a case on a place of concern, or on one where children are safe."""
    case = open_case(
        kind=Case.Kind.PLACE,
        authority=authority,
        area=area,
        opened_on=opened_on,
        by=by,
        now=now,
    )
    return Place.objects.create(case=case, label=label, **details)


def _check(details: dict[str, Any]) -> None:
    unknown = details.keys() - CHILD_DETAILS
    if unknown:
        raise TypeError(f"A child has no {', '.join(sorted(unknown))}.")
