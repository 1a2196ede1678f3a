"""The fixed cast of the tests: who they are, where they work, and which children they know.

Everybody is invented. Names are those of the mock screens, so that a test reads like
the picture: Hannah works with Ellis, Marcus chairs in the North West, Lorna is invited
for one child, and Tom works in another quadrant and is a stranger to all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from casework.access import commands as access
from casework.agencies.models import Account, Agency, Area, Authority, Post, Team
from casework.subjects.models import Case, Child

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 10, 40, tzinfo=LONDON)
TODAY = NOW.date()
LONG_AGO = date(2026, 1, 5)


def at(day: str, hour: str = "12:00") -> datetime:
    """A moment in London: `at("2026-11-20", "09:30")`."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), tzinfo=LONDON)


@dataclass
class Cast:
    """Posts, cases and children by first name."""

    authority: Authority
    north_west: Area
    south_east: Area
    posts: dict[str, Post] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)

    def __getattr__(self, name: str):
        for known in ("posts", "cases"):
            people = self.__dict__.get(known, {})
            if name in people:
                return people[name]
        raise AttributeError(f"Nobody called {name} is in the cast")


PEOPLE = [
    # first name, full name, agency, role, title, reach, quadrant
    ("hannah", "Hannah Osei", "childrens_services", "social_worker", "Social worker",
     "granted", "nw"),
    ("ben", "Ben Aldous", "childrens_services", "social_worker", "Social worker", "granted", "nw"),
    ("ruth", "Ruth Pemberton", "childrens_services", "team_manager", "Team manager", "area", "nw"),
    ("marcus", "Marcus Aldridge", "childrens_services", "service_manager",
     "Service manager, chair", "area", "nw"),
    ("dilys", "Dilys Frome", "childrens_services", "rmm_admin", "RMM admin", "area", "nw"),
    ("colin", "DS Colin Baptiste", "police", "detective_sergeant",
     "Detective Sergeant, Safeguarding Unit", "granted", None),
    ("oluchi", "Oluchi Adeyemi", "health", "community_named_nurse",
     "Community named nurse", "granted", None),
    ("graham", "Graham Tolley", "education", "education_welfare_lead",
     "Area lead, Education Welfare", "granted", None),
    ("sian", "Dr Sian Bevan", "camhs", "camhs", "CAMHS", "granted", None),
    ("lorna", "Lorna Fenwick", "school", "school_dsl",
     "Designated safeguarding lead", "granted", None),
    ("priya", "Priya Nair", "childrens_services", "analyst", "Analyst", "none", None),
    ("wen", "Wen Li Carter", "childrens_services", "policy_lead", "Policy lead", "none", None),
    ("amara", "Amara Nwosu", "childrens_services", "administrator",
     "System administrator", "none", None),
    ("judith", "Judith Amoah", "childrens_services", "information_governance",
     "Information governance officer", "none", None),
    ("tom", "Tom Heald", "childrens_services", "social_worker", "Social worker", "granted", "se"),
]  # fmt: skip

AGENCIES = {
    "childrens_services": ("childrens_services", "Children’s Services"),
    "police": ("police", "Surrey Police"),
    "health": ("health", "Community Health"),
    "education": ("education", "Education Welfare"),
    "camhs": ("camhs", "CAMHS"),
    "school": ("education", "Wexcombe Academy"),
}

CHILDREN = [
    # first name, surname, born, pronouns, LCS number, quadrant, lead
    ("ellis", "Hartwood", date(2011, 5, 2), "he", "2044187", "nw", "hannah"),
    ("tegan", "Marlowe", date(2010, 7, 19), "she", "2051630", "nw", "ben"),
    ("skye", "Penrose", date(2010, 3, 8), "she", "2047712", "nw", "hannah"),
    ("leon", "Draycott", date(2011, 9, 30), "he", "2060021", "nw", "hannah"),
    ("nell", "Ferrante", date(2010, 2, 11), "she", "2033905", "se", "tom"),
]


def surrey() -> Cast:
    """Put the cast on stage: posts, the two quadrants' forums, five children with their leads."""
    return on_stage("surrey", "Surrey")


def on_stage(code: str, name: str) -> Cast:
    """The same people and children in an authority, which is Surrey but for proofs of all four."""
    authority = Authority.objects.create(code=code, name=name)
    areas = {
        code: Area.objects.create(authority=authority, code=code, name=name)
        for code, name in [("nw", "North West"), ("se", "South East")]
    }
    cast = Cast(authority=authority, north_west=areas["nw"], south_east=areas["se"])
    _hire(cast, areas)
    _open_forums(cast, areas)
    _open_cases(cast, areas)
    return cast


def _hire(cast: Cast, areas: dict[str, Area]) -> None:
    agencies = {
        key: Agency.objects.create(authority=cast.authority, kind=kind, name=name)
        for key, (kind, name) in AGENCIES.items()
    }
    teams = {
        code: Team.objects.create(
            agency=agencies["childrens_services"], area=area, name=f"{area.name} Safeguarding"
        )
        for code, area in areas.items()
    }
    for first, name, agency, role, title, reach, area in PEOPLE:
        email = f"{first}@example.org"
        cast.posts[first] = Post.objects.create(
            account=Account.objects.create_user(email, name=name),
            holder=name,
            email=email,
            authority=cast.authority,
            agency=agencies[agency],
            area=areas.get(area),
            team=teams.get(area) if agency == "childrens_services" else None,
            role=role,
            title=title,
            reach=reach,
            starts_on=LONG_AGO,
        )


def _open_forums(cast: Cast, areas: dict[str, Area]) -> None:
    for code, area in areas.items():
        cast.cases[f"forum_{code}"] = Case.objects.create(
            kind=Case.Kind.FORUM, authority=cast.authority, area=area, opened_on=LONG_AGO
        )
    relations = [
        ("marcus", "rmm_chair"),
        ("dilys", "rmm_admin"),
        ("colin", "detective_sergeant"),
        ("oluchi", "community_named_nurse"),
        ("graham", "education_welfare_lead"),
        ("sian", "camhs"),
    ]
    for first, relation in relations:
        _relate(cast, first, cast.cases["forum_nw"], relation)


def _open_cases(cast: Cast, areas: dict[str, Area]) -> None:
    for first, surname, born, pronouns, number, area, lead in CHILDREN:
        case = Case.objects.create(
            kind=Case.Kind.CHILD,
            authority=cast.authority,
            area=areas[area],
            opened_on=LONG_AGO,
        )
        Child.objects.create(
            case=case,
            forename=first.title(),
            surname=surname,
            born=born,
            pronouns=pronouns,
            local_id=number,
        )
        cast.cases[first] = case
        _relate(cast, lead, case, "lead_professional")
        if area == "nw":
            _relate(cast, "ruth", case, "team_manager")


def _relate(cast: Cast, first: str, case: Case, relation: str) -> None:
    access.relate(
        post=cast.posts[first],
        case=case,
        relation=relation,
        starts_on=LONG_AGO,
        source="cast",
        by=cast.posts["amara"],
        now=NOW,
    )
