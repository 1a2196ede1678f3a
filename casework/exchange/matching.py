"""Who may be the same person: a score for people to look at; nothing is ever merged by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import token_set_ratio

from casework.subjects import names

PROBABLE = 0.86
LOOK = 0.70
WEIGHT_OF_NAMES = 0.62
OTHER_NUMBER = 0.25
"""What two different NHS numbers take off; the same number is probable by itself."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of one person; `key` is whatever the caller knows them by."""

    key: object
    forename: str
    surname: str
    born: date | None = None
    nhs_number: str = ""
    """The number, or its digest within one authority: they are only asked whether they differ."""

    @property
    def plain(self) -> tuple[str, str]:
        return names.plain(self.forename), names.plain(self.surname)


@dataclass(frozen=True, slots=True)
class Match:
    """Two who may be one, and how alike they are (0 to 1)."""

    one: Known
    other: Known
    score: float

    @property
    def is_probable(self) -> bool:
        return self.score >= PROBABLE


class Register:
    """People in blocks of those worth comparing: by sound of either name, and by birth."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.blocks: dict[object, list[Known]] = defaultdict(list)
        for person in people:
            self.add(person)

    def add(self, person: Known) -> None:
        unknown = () if person.born else _by_sound(person, "unknown")
        for block in (*_blocks(person), *_by_sound(person, "all"), *unknown):
            self.blocks[block].append(person)

    def matches(self, person: Known, least: float = LOOK) -> list[Match]:
        """Everybody alike enough to be looked at, the most alike first.

        Somebody whose birth is not known is compared with all of that sound, and
        everybody with those of unknown birth.
        """
        sound = _by_sound(person, "unknown" if person.born else "all")
        candidates = {
            id(other): other
            for block in (*_blocks(person), *sound)
            for other in self.blocks.get(block, ())
            if other.key != person.key
        }
        found = (Match(person, other, alike(person, other)) for other in candidates.values())
        return sorted(
            (match for match in found if match.score >= least), key=lambda match: -match.score
        )


def _blocks(person: Known) -> Iterator[object]:
    """The number; the year with the sound of any name; the day of birth, and its mirror."""
    if person.nhs_number:
        yield "number", person.nhs_number
    born = person.born
    if born is None:
        return
    yield born
    if born.day <= 12:
        yield born.replace(month=born.day, day=born.month)
    for kind, sound in _by_sound(person, "year"):
        yield kind, sound, born.year


def _by_sound(person: Known, kind: str) -> Iterator[tuple[str, str]]:
    for part in dict.fromkeys(part for name in person.plain for part in name.split()):
        yield kind, names.sound(part)


def alike(one: Known, other: Known) -> float:
    """How alike two people are, from their names in either order and their days of birth."""
    score = WEIGHT_OF_NAMES * _names(one, other) + (1 - WEIGHT_OF_NAMES) * _births(one, other)
    if one.nhs_number and other.nhs_number and one.nhs_number != other.nhs_number:
        score -= OTHER_NUMBER
    elif one.nhs_number and one.nhs_number == other.nhs_number:
        score = max(score, PROBABLE)
    return round(max(score, 0.0), 3)


def _names(one: Known, other: Known) -> float:
    (fore, sur), (fore2, sur2) = one.plain, other.plain
    straight = (_one_name(fore, fore2) + _one_name(sur, sur2)) / 2
    reversed_ = (_one_name(fore, sur2) + _one_name(sur, fore2)) / 2 - 0.02
    return max(straight, reversed_)


def _one_name(one: str, other: str) -> float:
    """Spelling, or for double names the part that they share."""
    spelt: float = JaroWinkler.similarity(one, other)
    if " " in one or " " in other:
        return max(spelt, token_set_ratio(one, other) / 100 - 0.05)
    return spelt if spelt > 0.8 else spelt / 2


def _births(one: Known, other: Known) -> float:
    if one.born is None or other.born is None:
        return 0.5
    if one.born == other.born:
        return 1.0
    if (one.born.year, one.born.month, one.born.day) == (
        other.born.year,
        other.born.day,
        other.born.month,
    ):
        return 0.9
    same = sum(
        getattr(one.born, part) == getattr(other.born, part) for part in ("year", "month", "day")
    )
    return 0.55 if same == 2 else 0.0
