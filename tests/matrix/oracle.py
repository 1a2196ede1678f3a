"""Who must see what, worked out a second time and without the product.

Written from docs/security/who-sees-what.md over a description of the world of a few words:
who somebody is, how they stand to the child, and whose door they stand at. What it says is
compared with what the product answers; a test sees to it that it imports none of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.matrix import compartments as c
from tests.matrix import pages as p
from tests.matrix import relations as r
from tests.matrix.pages import Page
from tests.matrix.personas import BRISTOL, HERTFORDSHIRE, SOUTH_GLOUCESTERSHIRE, SURREY, Persona

OPEN, REFUSED, NOT_THERE = "open", "refused", "not there"
TO_SIGN_IN, TO_CHOOSE, NOT_SO = "to sign in", "to choose a post", "not by this method"
ANYHOW = "anyhow, with nothing of anybody"

LOOK_IN = frozenset({p.READ})
TAKE_PART = LOOK_IN | {p.CONTRIBUTE}
WORK = TAKE_PART | {p.WRITE}
HOLD = WORK | {p.ANSWER_FOR}

RECORD = frozenset({c.FOOTPRINT, c.SHARED})
BY_RELATION = {
    r.INVITED: (RECORD, TAKE_PART),
    r.PRESENT: (RECORD | {c.CONFIDENTIAL}, TAKE_PART),
    r.MEMBER: (RECORD | {c.CONFIDENTIAL, c.THIRD_PARTY}, WORK),
    r.ALLOCATED: (RECORD | {c.SAFE_ADDRESS, c.THIRD_PARTY}, HOLD),
}
KEEPS_PAPERS = (RECORD, WORK)
BY_REACH = {"area": (RECORD, WORK), "authority": (RECORD, LOOK_IN)}

CHAIRS = {
    SURREY: {"service_manager"},
    BRISTOL: {"practice_lead"},
    HERTFORDSHIRE: {"team_manager", "social_work_manager", "tys_team_manager"},
    SOUTH_GLOUCESTERSHIRE: {"conference_chair", "reviewing_officer"},
}
"""Who may chair the meeting about a child, by the authority's own procedure."""
KEEPERS = {"rmm_admin", "marm_admin", "business_support"}
"""Who keeps its papers, where they are a member."""
TALKS = {
    SURREY: {"service_manager", "rmm_chair", "rmm_admin"},
    BRISTOL: {"practice_lead", "service_manager"},
    HERTFORDSHIRE: {"team_manager", "marm_admin"},
    SOUTH_GLOUCESTERSHIRE: {"conference_chair", "reviewing_officer", "team_manager"},
}
"""Who chairs or keeps the papers of some meeting, by role, and so asks after all actions."""
IMPORTERS = {"analyst", "administrator"}
OFFICERS = {"information_governance"}
REVIEWERS = {"information_governance", "quality_assurance"}


@dataclass(frozen=True, slots=True)
class Stands:
    """What is open of the child's record to somebody, and what they may do there."""

    compartments: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()

    @property
    def open(self) -> bool:
        return c.SHARED in self.compartments


def works_here(who: Persona, relation: str) -> bool:
    """Whether they work for the child's authority."""
    return not who.works_in and relation != r.OTHER_AUTHORITY


def reaches(who: Persona, relation: str) -> bool:
    """Whether their post reaches over the child's area."""
    if not works_here(who, relation):
        return False
    return who.reach == "authority" or (who.reach == "area" and who.here)


def stands(who: Persona, relation: str) -> Stands:
    """By relation and by reach, but for whom the record is closed."""
    if not who.acts or relation == r.EXCLUDED:
        return Stands()
    parts = []
    if reaches(who, relation):
        parts.append(BY_REACH[who.reach])
    if relation == r.MEMBER and who.role in KEEPERS:
        parts.append(KEEPS_PAPERS)
    elif relation in BY_RELATION:
        parts.append(BY_RELATION[relation])
    opened = frozenset().union(*(one for one, _ in parts))
    actions = frozenset().union(*(one for _, one in parts))
    if c.SHARED not in opened:
        return Stands()
    return Stands(opened | _own(who, relation), actions)


def _own(who: Persona, relation: str) -> frozenset[str]:
    """What their own agency keeps to itself, and the intelligence that they hold themselves.

    On this stage health of the child's authority restricted an entry, and the police officer
    who asks recorded the intelligence.
    """
    own = set()
    if who.agency == "health" and works_here(who, relation):
        own.add(c.AGENCY)
    if who.agency == "police":
        own.add(c.INTELLIGENCE)
    return frozenset(own)


# --- the doors ------------------------------------------------------------------------


def sees_forum(who: Persona, relation: str) -> bool:
    """Whether the forum of the child's area, and its meetings, exist for them."""
    return reaches(who, relation) or relation == r.MEMBER


def _works_for_forum(who: Persona, relation: str) -> bool:
    """Whether they do the work of the forum and do not only look over it."""
    return relation == r.MEMBER or who.reach == "area"


def runs(who: Persona, relation: str) -> bool:
    """Whether they run its meetings: who may chair them, and a member who keeps the papers."""
    if works_here(who, relation) and who.role in CHAIRS[who.asks_in]:
        return True
    return relation == r.MEMBER and who.role in KEEPERS


def takes_part(who: Persona, relation: str, wanted: str) -> bool:
    """Whether they come to the meeting in such a way that they may write what is wanted."""
    if runs(who, relation) or relation == r.MEMBER:
        return True
    return wanted != p.WRITE and relation == r.INVITED


def let_in(page: Page, who: Persona, relation: str, method: str) -> str:
    """What somebody who acts in a post finds at a door."""
    wanted = page.post if method == "POST" else page.get
    record = stands(who, relation)
    forum = sees_forum(who, relation)
    there = {
        p.ANYBODY: True,
        p.POST: True,
        p.CHOICE: True,
        p.NOWHERE: False,
        p.RECORD: wanted in record.actions,
        p.ADDRESS: record.open and (method != "POST" or c.SAFE_ADDRESS in record.compartments),
        p.FORUM: forum and (wanted != p.WRITE or _works_for_forum(who, relation)),
        p.SLOT: wanted in record.actions and (forum or relation == r.INVITED),
        p.TODAY: wanted in record.actions and forum,
        p.ONE_RECORD: record.open or (relation == r.NAMED),
        p.IMPORT: who.role in IMPORTERS and works_here(who, relation),
        p.OWN_IMPORTS: who.role in IMPORTERS,
        p.ADMIN: who.role == "administrator" and works_here(who, relation),
        p.OWN_POSTS: who.role == "administrator",
        p.OWN_SAMPLE: who.role in OFFICERS and works_here(who, relation),
        p.OUTBOX: who.role == "administrator",
        p.EVIDENCE: who.role in OFFICERS,
        p.OFFICER: _governs(who, relation),
        p.COPY: _governs(who, relation),
        p.ACCOUNTS: _governs(who, relation) or p.ANSWER_FOR in record.actions,
        p.ANSWERS: _looks_into(who, relation),
        p.GIVING: p.ANSWER_FOR in record.actions
        or (p.WRITE in record.actions and c.AGENCY in _own(who, relation)),
        p.ACTION: record.open and _answers_for_actions(who, relation),
        p.EMERGENCY: True,
    }[page.door]
    if not there:
        return NOT_THERE
    if page.door == p.EMERGENCY and who.reach == "none":
        return REFUSED
    running = page.runs or (page.runs_to_post and method == "POST")
    if running and not runs(who, relation):
        return REFUSED
    if page.takes_part and wanted != p.READ and not takes_part(who, relation, wanted):
        return REFUSED
    return OPEN


def _governs(who: Persona, relation: str) -> bool:
    """Whether they look after information of the child's authority, and the child is not theirs."""
    return who.role in OFFICERS and works_here(who, relation) and relation != r.EXCLUDED


def _looks_into(who: Persona, relation: str) -> bool:
    """What was opened in an emergency: who answers for the record, who runs its meetings."""
    if p.ANSWER_FOR in stands(who, relation).actions:
        return True
    if who.role in REVIEWERS:
        return works_here(who, relation) and relation != r.EXCLUDED
    return _talks(who, relation) and stands(who, relation).open


def _talks(who: Persona, relation: str) -> bool:
    return works_here(who, relation) and who.role in TALKS[who.asks_in]


def _answers_for_actions(who: Persona, relation: str) -> bool:
    """An action of the police: theirs, of who answers for the record, of who runs meetings."""
    may = stands(who, relation).actions
    if p.ANSWER_FOR in may or (_talks(who, relation) and p.WRITE in may):
        return True
    return who.agency == "police" and works_here(who, relation) and p.CONTRIBUTE in may


# --- a cell ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come back: the kind of answer, and which canary words are in it."""

    answer: str
    may: frozenset[str] = frozenset()
    """Words that may be in it; no other ever."""
    must: frozenset[str] = frozenset()


def expected(
    name: str, page: Page, method: str, who: Persona, relation: str, *, filled: bool = False
) -> Expected:
    """The answer to one request of one person who stands so towards the child."""
    answer = _answer(page, method, who, relation)
    record = stands(who, relation)
    if answer != OPEN:
        return Expected(answer)
    may = record.compartments
    if page.door == p.COPY:
        may |= frozenset(c.COMPARTMENTS)
    if page.door == p.ONE_RECORD and relation == r.NAMED:
        may |= RECORD
    must = p.SHOWS.get(name, frozenset()) & may if method == "GET" else frozenset()
    if filled:
        must = p.SHOWS_WHO_ASKS.get(name, frozenset()) & may
    if name == "meetings:slot" and relation != r.MEMBER:
        must -= {c.CONFIDENTIAL}
    return Expected(answer, may, must)


def _answer(page: Page, method: str, who: Persona, relation: str) -> str:
    if method not in {"GET", "HEAD", "POST"}:
        return NOT_SO
    if page.door == p.ACCOUNT:
        return ANYHOW
    if page.by_post_only and method != "POST" and who.acts:
        return NOT_SO
    if page.door in {p.ANYBODY, p.NOWHERE}:
        return OPEN if page.door == p.ANYBODY else NOT_THERE
    if not who.acts:
        return _outside(page, who)
    return let_in(page, who, relation, method)


def _outside(page: Page, who: Persona) -> str:
    """What somebody finds who is signed out, or holds no post."""
    if who.door == "signed out":
        return TO_SIGN_IN
    if page.door == p.OUTBOX:
        return NOT_THERE
    return OPEN if page.door == p.CHOICE else TO_CHOOSE
