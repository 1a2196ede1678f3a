"""A word in every compartment of every authority, put there by the product's own commands."""

from __future__ import annotations

from datetime import date

from casework.access.models import Compartment
from casework.agencies import commands as agencies
from casework.agencies.models import Post
from casework.cast import LONG_AGO, Cast, at
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.chronology.commands import NewFact
from casework.subjects import commands as subjects
from casework.subjects.models import Case
from tests.canaries.audience import Canary
from tests.canaries.words import word

THEN = at("2026-01-06")
KIND, DATA = "procedures.read", {"procedure": "canary"}
"""A fact that no procedure asks for, so that no page counts or dates differently."""
OTHERS = ("bristol", "hertfordshire", "south-gloucestershire")
"""The authorities of the demonstration whose people are in none of the journeys."""


def plant(cast: Cast) -> dict[int, Canary]:
    """The canaries by number: of each child of the cast, and of one child elsewhere each."""
    canaries: dict[int, Canary] = {}
    children = [case for name, case in cast.cases.items() if not name.startswith("forum")]
    _write(children, cast.colin, canaries)
    for code in OTHERS:
        post, case = _elsewhere(code, len(canaries))
        canaries[len(canaries)] = Canary(case.pk, "shared", post.pk, post.agency_id)
        _write([case], post, canaries)
    return canaries


def _write(cases: list[Case], by: Post, canaries: dict[int, Canary]) -> None:
    """A fact in each compartment of each case, with a word of its own."""
    first, places = len(canaries), [(case, each) for case in cases for each in Compartment]
    facts = [
        NewFact(case, KIND, THEN, data=DATA, note=f"Said {word(number)}.", compartment=each)
        for number, (case, each) in enumerate(places, first)
    ]
    rows = chronology.record_many(facts=facts, by=by, now=THEN)
    for number, ((case, each), row) in enumerate(zip(places, rows, strict=True), first):
        canaries[number] = Canary(case.pk, each.value, by.pk, by.agency_id, str(row.pk))


def _elsewhere(code: str, number: int) -> tuple[Post, Case]:
    """Another authority with somebody in it, and a child whose surname is a canary."""
    name = policy.pack_for(code).authority
    authority = agencies.open_authority(code=code, name=name, areas={"one": "One"})
    post = agencies.first_administrator(
        authority=authority, holder="Elsewhere", email=f"admin@{code}.example", on=LONG_AGO
    )
    child = subjects.add_child(
        authority=authority, area=authority.areas.get(), forename="Somebody",
        surname=word(number), born=date(2010, 5, 4), opened_on=LONG_AGO, by=post, now=THEN,
    )  # fmt: skip
    return post, child.case
