"""Other people named in what is held on a child; each place is a proposal, and no more.

It finds and shows. Whether a name is taken out is decided by a person, with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casework.agencies.models import Post
from casework.disclosure.kept import Span, places_of
from casework.disclosure.models import Mark
from casework.meetings.models import Slot
from casework.subjects.models import Case, Child, Link

SHORTEST = 3
SAY_NOTHING = {
    "mum", "mom", "mam", "mother", "dad", "father", "nan", "nana", "gran", "grandma", "grandad",
    "brother", "sister", "aunt", "auntie", "uncle", "cousin", "step", "foster", "carer", "the",
    "and", "not", "identified", "unknown", "his", "her", "their", "friend", "boyfriend",
    "girlfriend", "miss", "mrs", "doctor",
}  # fmt: skip
"""Words that name a part in a life and nobody in particular."""

QUOTES = "‘’“”'\""
"""Around a name that somebody is called by: it stands elsewhere without them."""

CONTACTS = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]*\w"  # an e-mail address
    r"|(?<!\w)(?:\+44\s?|0)\d[\d\s-]{7,12}\d(?!\w)"  # a telephone number
    r"|(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?!\w)"  # a postcode
)


@dataclass(frozen=True, slots=True)
class Name:
    """Words by which somebody may be named, and what they are to the child."""

    words: str
    found: str


def names_around(case: Case) -> list[Name]:
    """Everybody whom the record knows beside the child, the longest names first.

    A name that the child bears too cannot be told apart and is not looked for by itself.
    """
    child = case.child
    own = {part.casefold() for part in _parts(f"{child} {child.forename} {child.surname}")}
    found: dict[str, str] = {}
    for words, kind in _people(case):
        parts = _parts(words)
        telling = [part for part in parts if part.casefold() not in own | SAY_NOTHING]
        whole = " ".join(words.split()).strip(QUOTES)
        if telling and len(whole) >= SHORTEST:
            found.setdefault(whole, kind)
        if kind != Mark.Found.PROFESSIONAL:
            for part in telling:
                found.setdefault(part, kind)
    ordered = sorted(found.items(), key=lambda one: (-len(one[0]), one[0]))
    return [Name(words, kind) for words, kind in ordered]


def proposals(text: str, names: Iterable[Name]) -> list[tuple[Span, str]]:
    """Where somebody is named, or can be reached; the longest of several that overlap."""
    found: list[tuple[Span, str]] = []
    places = [
        (span, name.found) for name in names for span in places_of(text, name.words, exactly=True)
    ]
    places += [(match.span(), Mark.Found.CONTACT) for match in CONTACTS.finditer(text)]
    for span, kind in sorted(places, key=lambda one: (one[0][0] - one[0][1], one[0])):
        if all(span[1] <= start or end <= span[0] for (start, end), _ in found):
            found.append((span, kind))
    return sorted(found)


def _parts(words: str) -> list[str]:
    parts = [part.strip(QUOTES) for part in re.findall(r"[^\W\d_][\w’'-]*", words)]
    return [part for part in parts if len(part) >= SHORTEST]


def _people(case: Case) -> Iterator[tuple[str, str]]:
    for relation in case.people_around.all():
        yield relation.name, Mark.Found.AROUND
    for voice in case.voices.all():
        yield voice.said_by, Mark.Found.AROUND
    for child in _other_children(case):
        yield f"{child.forename} {child.surname}", Mark.Found.CHILD
        for words in (child.known_as, child.local_id, child.case.reference):
            if words:
                yield words, Mark.Found.CHILD
    for concern in _of_concern(case):
        for words in (concern.label, *concern.aliases.split(","), concern.police_reference):
            if words.strip():
                yield words.strip(), Mark.Found.CONCERN
    for post in _professionals(case):
        yield post.holder, Mark.Found.PROFESSIONAL
    for told in case.facts.exclude(told_by="").values_list("told_by", flat=True).distinct():
        yield told.split(",")[0], Mark.Found.PROFESSIONAL


def _linked(case: Case) -> set[int]:
    links = Link.objects.filter(from_case=case) | Link.objects.filter(to_case=case)
    pairs = links.values_list("from_case", "to_case")
    return {one for pair in pairs for one in pair} - {case.pk}


def _other_children(case: Case) -> Iterable[Child]:
    """Those who are linked, and those whom the same meetings talked about."""
    meetings = Slot.objects.filter(case=case).values("meeting")
    together = Slot.objects.filter(meeting__in=meetings).values_list("case", flat=True)
    wanted = (_linked(case) | set(together)) - {case.pk}
    return Child.objects.filter(case__in=wanted).select_related("case")


def _of_concern(case: Case) -> list:
    cases = Case.objects.filter(pk__in=_linked(case), kind=Case.Kind.PERSON_OF_CONCERN)
    return [one.person_of_concern for one in cases.select_related("person_of_concern")]


def _professionals(case: Case) -> Iterable[Post]:
    wanted = set(case.facts.values_list("recorded_by", flat=True))
    wanted |= set(case.grants.values_list("post", flat=True))
    wanted |= set(case.actions.values_list("owner", flat=True)) - {None}
    wanted |= set(
        Slot.objects.filter(case=case).values_list("meeting__invitations__post", flat=True)
    ) - {None}
    return Post.objects.filter(pk__in=wanted)
