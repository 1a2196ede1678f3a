"""Teams, staff, partners, and the children themselves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from casework.access.models import Grant
from casework.agencies import commands as agencies
from casework.agencies.models import Agency, Post, Team
from casework.chronology import policy
from casework.exchange.bringing.world import Arrived, World, remember_post
from casework.subjects import names, sealed
from casework.subjects.models import Case, Child, Identifier

RISK_MEETING = "risk_meeting"
COUNCIL = Agency.Kind.CHILDRENS_SERVICES
KINDS = {
    "school": ("education", "Schools"),
    "placement": ("other", "Placements"),
    "early_help": ("youth_support", "Early help"),
    "leaving_care": ("childrens_services", "Leaving care"),
}
"""Words of the log that are no kind of agency, and what they stand for."""
NAMES = {
    "police": "{authority} Police",
    "health": "Community Health",
    "education": "Education Welfare",
}
SYNONYMS = (
    # words in a title, the role of the pack that they stand for where it has one
    ("detective sergeant", "detective_sergeant"),
    ("named nurse", "community_named_nurse"),
    ("education welfare", "education_welfare_lead"),
    ("safeguarding lead", "school_dsl"),
)
REACHES = {
    "team_manager": Post.Reach.AREA,
    "quality_assurance": Post.Reach.AUTHORITY,
    "policy_lead": Post.Reach.NONE,
    "analyst": Post.Reach.NONE,
    "administrator": Post.Reach.NONE,
    "information_governance": Post.Reach.NONE,
}
"""How far posts reach that are neither officers of the meeting nor let in case by case."""
OTHER_ROLE = ("agency_representative", Post.Reach.GRANTED)
SINCE = timedelta(days=365)
"""Files do not say since when somebody holds a post; a year covers what they come with."""


def department(row: Arrived, world: World) -> None:
    """A team of children's services; its area stands in its name."""
    name = row["dept_team_name"] or row["dept_team_id"]
    if name.casefold() in world.teams:
        return
    area = next((area for text, area in world.areas.items() if text in name.casefold()), None)
    world.teams[name.casefold()] = Team.objects.create(
        agency=_council(world), area=area, code=row["dept_team_id"][:40], name=name[:120]
    )


def professional(row: Arrived, world: World) -> None:
    """A member of staff, known by number; without an account nobody signs in as them."""
    number = row["prof_professional_id"]
    name = row["prof_professional_name"] or f"Worker {number}"
    post = world.posts.get(number) or world.posts.get(names.plain(name))
    if post is None:
        post = _new_post(world, _council(world), name, row["prof_professional_job_title"] or "")
        post.team = world.teams.get((row["prof_professional_department"] or "").casefold())
        post.area = post.team.area if post.team else None
    post.local_id = number
    post.save()
    remember_post(world, post)


def partner(row: Arrived, world: World) -> None:
    """A professional of any agency, and the area forum at which they have a place."""
    agency = _agency(world, row["agency"] or "other", row["role"] or "")
    post = world.posts.get(row["email"].casefold()) or world.post_named(row["name"])
    if post is None:
        post = _new_post(world, agency, row["name"], row["role"] or "")
    role, reach = _role(row["role"] or "", world)
    post.role, post.reach, post.title = role, reach, (row["role"] or post.title)[:120]
    post.agency, post.email = agency, row["email"]
    post.phone = (row["phone"] or "")[:40]
    post.area = world.area_called(row["area"]) or post.area
    post.deputy_for = world.post_named(row["deputy_for"])
    post.save()
    remember_post(world, post)
    if row["panel_member"] and post.area:
        world.notes.setdefault("members", {}).setdefault(post.area_id, []).append(post)
        relate_to_forum(world, post)


def relate_to_forum(world: World, post: Post) -> None:
    """A member of a forum stands in a relation to it; duties find their bearer by it."""
    forum = Case.objects.filter(
        kind=Case.Kind.FORUM, authority=world.authority, area=post.area
    ).first()
    if forum is None:
        return
    kind = policy.meeting_kind(world.authority.pk, RISK_MEETING)
    # Whoever chairs by their post bears the duties of the forum's chair.
    chairs = post.role in kind.chair
    relation = kind.officers.get("chair", post.role) if chairs else post.role
    if not Grant.objects.filter(post=post, case=forum, relation=relation).exists():
        world.relate(post, forum, relation, post.starts_on)


def _new_post(world: World, agency: Agency, name: str, title: str) -> Post:
    role, reach = _role(title, world)
    return agencies.add_post(
        agency=agency,
        holder=name[:120],
        role=role,
        title=(title or "Worker")[:120],
        reach=reach,
        starts_on=world.today - SINCE,
        by=world.by,
        now=world.now,
    )


def _role(title: str, world: World) -> tuple[str, str]:
    """The role of the pack whose label stands in a title, and how far such a post reaches."""
    roles = policy.pack_for(world.authority.pk).roles
    words = title.casefold()
    labels = sorted(roles.values(), key=lambda role: -len(role.label))
    named = [role.id for role in labels if _stands_in(role.label.casefold(), words)]
    named += [role for text, role in SYNONYMS if text in words and role in roles]
    if not named:
        return OTHER_ROLE
    return named[0], _reach(named[0], world)


def _stands_in(label: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(label)}\b", words) is not None


def _reach(role: str, world: World) -> str:
    kind = policy.meeting_kind(world.authority.pk, RISK_MEETING)
    if role in (*kind.chair, *kind.officers.values()):
        return Post.Reach.AREA
    return REACHES.get(role, Post.Reach.GRANTED)


def _council(world: World) -> Agency:
    return _agency(world, str(COUNCIL), "")


def _agency(world: World, word: str, title: str) -> Agency:
    kind, name = KINDS.get(word, (word, NAMES.get(word, "")))
    name = name.format(authority=world.authority.name)
    if word == "school" and "," in title:
        name = title.rsplit(",", 1)[1].strip()
    if not name and kind in world.agencies:
        return world.agencies[kind]
    name = name or str(Agency.Kind(kind).label)
    if name.casefold() not in world.agencies:
        agency = agencies.add_agency(
            authority=world.authority, kind=kind, name=name, by=world.by, now=world.now
        )
        world.agencies.setdefault(agency.kind, agency)
        world.agencies[name.casefold()] = agency
    return world.agencies[name.casefold()]


# --- children -------------------------------------------------------------------------


def children(rows: list[Arrived], world: World) -> None:
    """Open a case on every child who is new, all at once, and correct those known."""
    new = [row for row in rows if row["pers_person_id"] not in world.cases]
    known = [row for row in rows if row["pers_person_id"] in world.cases]
    cases = Case.objects.bulk_create(
        [Case(kind=Case.Kind.CHILD, authority=world.authority, opened_on=world.today) for _ in new],
        batch_size=2_000,
    )
    made = Child.objects.bulk_create(
        [Child(case=case, **_details(row, case)) for case, row in zip(cases, new, strict=True)],
        batch_size=2_000,
    )
    Identifier.objects.bulk_create(
        [
            Identifier(case=case, system=world.source, value=number)
            for case, row in zip(cases, new, strict=True)
            for number in _numbers(row)
        ],
        batch_size=2_000,
        ignore_conflicts=True,
    )
    for case, child, row in zip(cases, made, new, strict=True):
        case.child = child
        for number in _numbers(row):
            world.cases.setdefault(number, case)
        world.belongs(row, case)
    world.notes["new_cases"] = cases
    for row in known:
        _correct(row, world)


def _correct(row: Arrived, world: World) -> None:
    case = world.cases[row["pers_person_id"]]
    Child.objects.filter(case=case).update(**_details(row, case))
    case.refresh_from_db()
    world.belongs(row, case)


def _numbers(row: Arrived) -> list[str]:
    return [
        number for number in dict.fromkeys((row["pers_person_id"], row["pers_legacy_id"])) if number
    ]


def _details(row: Arrived, case: Case) -> dict[str, Any]:
    surname = row["pers_surname"] or "Not known"
    return {
        "forename": (row["pers_forename"] or "Not known")[:100],
        "surname": surname[:100],
        "sex": row["pers_sex"] or "",
        "born": row["pers_dob"] or row["pers_expected_dob"],
        "ethnicity": (row["pers_ethnicity"] or "")[:80],
        "local_id": (row["pers_legacy_id"] or row["pers_person_id"])[:60],
        **sealed.columns(case, row["pers_single_unique_id"] or ""),
        "upn": (row["pers_upn"] or "")[:13],
        "name_sound": names.sound(surname),
    }
