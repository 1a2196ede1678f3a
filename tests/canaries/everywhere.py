"""A word in each part of a record: what is said, agreed, planned, kept apart, and around it."""

from __future__ import annotations

from collections.abc import Iterator

from casework.access import commands as access
from casework.agencies.models import Post
from casework.cast import NOW, TODAY, at
from casework.meetings import slot_commands
from casework.meetings.models import Slot
from casework.plans import commands as plans
from casework.plans.commands import Point
from casework.subjects import commands as subjects
from casework.subjects import safe_address
from casework.subjects.models import Case
from tests.canaries.audience import Canary
from tests.canaries.words import word

FIRST = 2000
"""The numbers of these words begin here."""


class Planter:
    """Puts words and remembers where."""

    def __init__(self, by: Post) -> None:
        self.by = by
        self.canaries: dict[int, Canary] = {}

    def __call__(self, case: Case, compartment: str = "shared") -> str:
        """A new word, that belongs in a compartment of a case."""
        number = FIRST + len(self.canaries)
        self.canaries[number] = Canary(case.pk, compartment, self.by.pk, self.by.agency_id)
        return word(number)


def plant(case: Case, *, by: Post) -> dict[int, Canary]:
    """Words in all parts of the record of a child, through the commands of each part."""
    a_word, who = Planter(by), {"by": by, "now": NOW}
    subjects.correct_child(
        child=case.child, school=a_word(case), gp_name=a_word(case), local_id=a_word(case), **who
    )
    subjects.write_story(case=case, story=a_word(case), written_on=TODAY, **who)
    subjects.note_voice(case=case, words=a_word(case), said_by="Child", said_on=TODAY, **who)
    for kind in ("strength", "worry"):
        subjects.note_observation(case=case, kind=kind, text=a_word(case), noted_on=TODAY, **who)
    subjects.add_relation(case=case, name=a_word(case), relation="Aunt", note=a_word(case), **who)
    safe_address.set_safe_address(
        case=case, address=a_word(case, "safe_address"), note=a_word(case, "safe_address"), **who
    )
    points = [Point("safety", "home", a_word(case)), Point("disruption", "other", a_word(case))]
    plans.agree_plan(case=case, points=points, agreed_at=NOW, **who)
    plans.add_action(case=case, text=a_word(case), owner=by, due_on=TODAY, agreed_on=TODAY, **who)
    _around(case, a_word, **who)
    access.exclude(
        account=case.grants.first().post.account, case=case, ground="relative",
        starts_on=at("2026-12-24").date(), note=a_word(case), **who,
    )  # fmt: skip
    return a_word.canaries


def _around(case: Case, a_word: Planter, **who) -> None:
    """A person of concern and a place, whose cases are open to others than the child's is.

    Whoever reads a child's record reads the names of places in it; a person is named only to
    those to whom the case on that person is open as well.
    """
    about = {"authority": case.authority, "area": case.area, "opened_on": TODAY}
    person = subjects.add_person_of_concern(label="?", **about, **who)
    place = subjects.add_place(label="?", **about, **who)
    person.label, place.label = a_word(person.case), a_word(case)
    for one in (person, place):
        one.note = a_word(one.case)
        one.save()
        subjects.link(from_case=case, to_case=one.case, kind="seen_with", **who)


def in_the_meeting(slot: Slot, *, by: Post, first: int) -> Iterator[tuple[int, Canary]]:
    """Words in what is written at a meeting, the confidential part included."""
    for number, section in enumerate(("agencies", "rating", "confidential"), first):
        place = "confidential" if section == "confidential" else "shared"
        field = {"agencies": "police", "rating": "words", "confidential": "text"}[section]
        slot_commands.save_section(
            slot=slot, section=section, content={field: word(number)}, revision=0, by=by, now=NOW
        )
        yield number, Canary(slot.case_id, place, by.pk, by.agency_id)
