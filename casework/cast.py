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
        key: Agency(authority=cast.authority, kind=kind, name=name)
        for key, (kind, name) in AGENCIES.items()
    }
    Agency.objects.bulk_create(agencies.values())
    teams = {
        code: Team(
            agency=agencies["childrens_services"], area=area, name=f"{area.name} Safeguarding"
        )
        for code, area in areas.items()
    }
    Team.objects.bulk_create(teams.values())
    accounts = {first: _account(first, name) for first, name, *_ in PEOPLE}
    Account.objects.bulk_create(accounts.values())
    for first, name, agency, role, title, reach, area in PEOPLE:
        cast.posts[first] = Post(
            account=accounts[first],
            holder=name,
            email=accounts[first].email,
            authority=cast.authority,
            agency=agencies[agency],
            area=areas.get(area),
            team=teams.get(area) if agency == "childrens_services" else None,
            role=role,
            title=title,
            reach=reach,
            starts_on=LONG_AGO,
        )
    Post.objects.bulk_create(cast.posts.values())


def _account(first: str, name: str) -> Account:
    account = Account(email=f"{first}@example.org", name=name)
    account.set_unusable_password()
    return account


def _open_forums(cast: Cast, areas: dict[str, Area]) -> None:
    forums = {
        f"forum_{code}": Case(
            kind=Case.Kind.FORUM, authority=cast.authority, area=area, opened_on=LONG_AGO
        )
        for code, area in areas.items()
    }
    Case.objects.bulk_create(forums.values())
    cast.cases |= forums
    relations = [
        ("marcus", "rmm_chair"),
        ("dilys", "rmm_admin"),
        ("colin", "detective_sergeant"),
        ("oluchi", "community_named_nurse"),
        ("graham", "education_welfare_lead"),
        ("sian", "camhs"),
    ]
    _relate(cast, [(first, "forum_nw", relation) for first, relation in relations])


def _open_cases(cast: Cast, areas: dict[str, Area]) -> None:
    cases = {
        first: Case(
            kind=Case.Kind.CHILD, authority=cast.authority, area=areas[area], opened_on=LONG_AGO
        )
        for first, *_, area, _lead in CHILDREN
    }
    Case.objects.bulk_create(cases.values())
    cast.cases |= cases
    Child.objects.bulk_create(
        Child(
            case=cases[first],
            forename=first.title(),
            surname=surname,
            born=born,
            pronouns=pronouns,
            local_id=number,
        )
        for first, surname, born, pronouns, number, _area, _lead in CHILDREN
    )
    leads = [(lead, first, "lead_professional") for first, *_, lead in CHILDREN]
    managed = [
        ("ruth", first, "team_manager") for first, *_, area, _lead in CHILDREN if area == "nw"
    ]
    _relate(cast, leads + managed)


def _relate(cast: Cast, relations: list[tuple[str, str, str]]) -> None:
    access.relate_all(
        relations=[
            access.Relation(
                post=cast.posts[first], case=cast.cases[case], relation=relation,
                starts_on=LONG_AGO, source="cast",
            )
            for first, case, relation in relations
        ],
        by=cast.posts["amara"],
        now=NOW,
    )  # fmt: skip
