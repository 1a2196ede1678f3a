"""The guard against another family's name: no record leaves with another child of the list in it.

It only finds and shows; whether a name may stay is decided by a person, with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.agencies.models import Post
from casework.config.postgresql.acting import procedure
from casework.meetings.models import Slot
from casework.meetings.record_apart import in_groups
from casework.subjects import safe_address, sealed
from casework.subjects.models import Child
from casework.subjects.queries import exist_for

NOT_WRITTEN_BY_HAND = ("child.", "lead.", "updates.agency", "agreed.who")
"""Answers that hold the child's own data, or names of professionals."""
SHORTEST = 3
SAFE_ADDRESS = "The safe address"


@dataclass(frozen=True, slots=True)
class Found:
    """A name that stands where it should not: the words, whose, and in which part."""

    words: str
    whose: str
    where: str
    section: str
    case: int = 0
    """The case of the child who is named."""


@dataclass(frozen=True, slots=True)
class Name:
    """A way in which another child may be named, and the child."""

    words: str
    whose: str
    case: int
    loose: bool = False
    """Whether capitals, spaces and commas may differ: an address is typed in many ways."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The words as a word of their own, also as a plural or with an apostrophe."""
        if self.loose:
            body = r"\W*".join(re.findall(r"\w+", self.words))
            return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE)
        return re.compile(rf"(?<!\w){re.escape(self.words)}(?:[’']?s)?(?!\w)")


@procedure("every name of a list is looked for; a page shows those that exist for its reader")
def names_of_others(slot: Slot) -> list[Name]:
    """Names and numbers of the other children on this meeting's list, and of their families.

    And where the child is who must not be found: what people typed may give it away.

    A name that the child bears too (a brother's surname) cannot be told apart and is
    not looked for by itself.
    """
    child = slot.case.child
    own = set(_ways_to_name(child))
    others = Child.objects.filter(case__slots__meeting=slot.meeting).exclude(case=slot.case)
    others = others.select_related("case").prefetch_related("case__people_around").distinct()
    found = [
        Name(words, str(child), child.case_id)
        for child in others
        for words in (*_ways_to_name(child), *_family(child))
        if words not in own and len(words) >= SHORTEST
    ]
    found += [
        Name(words, SAFE_ADDRESS, slot.case_id, loose=True)
        for words in (safe_address.words_of(slot.case) if child.address_is_safe else ())
        if len(words) >= SHORTEST
    ]
    return sorted(found, key=lambda one: (-len(one.words), one.words))


def _ways_to_name(child: Child) -> Iterator[str]:
    yield f"{child.forename} {child.surname}"
    number = sealed.nhs_number(child)
    for words in (
        child.known_as, child.forename, child.surname, child.local_id, child.case.reference,
        number, in_groups(number),
    ):  # fmt: skip
        if words:
            yield words


def _family(child: Child) -> Iterator[str]:
    """Those around another child by their whole name; “Mum” alone says nothing."""
    for person in child.case.people_around.all():
        if " " in person.name.strip():
            yield person.name.strip()


def found_in(content: dict[str, Any], names: list[Name]) -> list[Found]:
    """Every place of a record at which another child is named, each child once a place."""
    found = []
    for section, where, text in _texts(content):
        for name in names:
            match = name.pattern.search(text)
            if match and not any(one.where == where and one.whose == name.whose for one in found):
                found.append(Found(match.group(), name.whose, where, section, name.case))
    return found


def as_seen_by(post: Post, found: Iterable[Found], *, today: date) -> list[Found]:
    """The same for a page: a child who does not exist for its reader is not named."""
    found = list(found)
    known = exist_for(post, {one.case for one in found}, today=today)
    return [one if one.case in known else replace(one, whose="Somebody") for one in found]


def _texts(content: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What people wrote in a record, with the section and the question where it stands."""
    for section in _sections(content):
        for question in section["questions"]:
            if question["fills_from"].startswith(NOT_WRITTEN_BY_HAND):
                continue
            for row in section["rows"]:
                where = f"{section['label']}: {question['label']}"
                yield section["label"], where, row[question["id"]]["text"]
    for told in content.get("not_in_line", ()):
        yield "The meeting", "Not in line with the procedure", told["text"]


def _sections(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from content["sections"]
    for annex in content["annexes"]:
        yield from annex["sections"]
