"""Whether anything that was taken out can still be read in what is about to go out.

Words are compared as words: without regard to capitals, accents of form, punctuation or
where a line ends. Longer ones are looked for without any spaces, too, as a line may break
in the middle of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import datetime

from casework.disclosure.copies import Copy, Entry, files_of, frame_of, texts_of
from casework.disclosure.kept import sentences, taken_out
from casework.disclosure.models import Item, Mark
from casework.disclosure.rereading import Reading, readings

SQUEEZED = 12
"""Letters from which words are looked for without spaces; shorter ones stand in others."""
SHORTEST = 3
LONG = 4
"""Words from which a sentence of a withheld item is told apart from a turn of phrase."""
DIGITS = 7
"""Figures from which a number is no measure of a page."""
NOISE = 6
"""Letters from which a word does not stand by chance in the outline of a letter."""
AUTHOR = "Recorded by "
Pairs = frozenset[tuple[int, int]]
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Needle:
    """Words that must not be found, and the number of the item they were taken from."""

    words: str
    item: int


@dataclass(frozen=True, slots=True)
class Hit:
    """That something taken out of an item was found: where, and never the words."""

    item: int
    place: str
    stands_in: int = 0
    """The item in whose text it stands; 0 where it was found in a file alone."""


@dataclass(frozen=True, slots=True)
class Haystack:
    """A text made ready to be searched for many words."""

    reading: Reading
    spaced: str
    squeezed: str

    def holds(self, needle: Needle) -> bool:
        if not self.reading.body and _by_chance(needle.words, self.reading.noisy):
            return False
        if f" {needle.words} " in self.spaced:
            return True
        tight = needle.words.replace(" ", "")
        return len(tight) >= SQUEEZED and tight in self.squeezed


def _by_chance(words: str, noisy: bool) -> bool:
    """Whether words may stand by themselves among measures, or in the outline of a letter."""
    return (words.isdecimal() and len(words) < DIGITS) or (noisy and len(words) < NOISE)


@dataclass
class Checked:
    """What was made and what came of reading it again."""

    files: dict[str, bytes]
    hits: list[Hit] = field(default_factory=list)


def plain(text: str) -> str:
    """Only words, small and in their common form, one space between them."""
    common = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).casefold()
    return " ".join(re.findall(r"\w+", common))


def haystack(reading: Reading) -> Haystack:
    spaced = plain(reading.text)
    return Haystack(reading, f" {spaced} ", spaced.replace(" ", ""))


def checked(
    copy: Copy, needles: Iterable[Needle], *, now: datetime, allowed: Pairs = frozenset()
) -> Checked:
    """Make the files, read them again and look for everything that was taken out.

    `allowed` holds pairs of items, taken from and stands in, on which a person decided.
    """
    wanted = list(dict.fromkeys(needles))
    standing = where_they_stand(copy.entries, wanted)
    hits = [
        Hit(needle.item, f"item {number}", number)
        for needle, numbers in standing.items()
        for number in numbers
        if (needle.item, number) not in allowed
    ]
    files = files_of(copy, now=now)
    hits += in_files(files, wanted, known=set(standing), frame=files_of(frame_of(copy), now=now))
    return Checked(files, list(dict.fromkeys(hits)))


def where_they_stand(
    entries: Iterable[Entry], needles: Iterable[Needle]
) -> dict[Needle, list[int]]:
    """Words taken out of one item that stand in the kept text, or the title, of others."""
    stacks = [
        (number, haystack(Reading(f"item {number}", text, True)))
        for number, text in texts_of(entries)
    ]
    found = {
        needle: [number for number, stack in stacks if stack.holds(needle)] for needle in needles
    }
    return {needle: numbers for needle, numbers in found.items() if numbers}


def in_files(
    files: dict[str, bytes],
    needles: Iterable[Needle],
    *,
    known: Set[Needle] = frozenset(),
    frame: dict[str, bytes] | None = None,
) -> list[Hit]:
    """Words that the extractors read in the files, in pages or behind them.

    `known` stand in kept text, which is decided item by item; of these only what is behind
    the pages counts. What stands in every copy alike (`frame`) gives nothing away.
    """
    always = {one.place: haystack(one) for one in readings(frame)} if frame else {}
    hits = []
    for stack in map(haystack, readings(files)):
        alike = always.get(stack.reading.place)
        for needle in needles:
            if stack.reading.body and needle in known:
                continue
            if stack.holds(needle) and not (alike and alike.holds(needle)):
                hits.append(Hit(needle.item, stack.reading.place))
    return hits


# --- what is looked for ---------------------------------------------------------------


def needles_of(items: Iterable[Item]) -> list[Needle]:
    """Everything that was taken out, part by part, and what withheld items say and name."""
    items = list(items)
    stays = {
        plain(item.text[mark.start : mark.end])
        for item in items
        for mark in item.marks.all()
        if mark.decision == Mark.Decision.STAYS
    }
    found = []
    for item in items:
        telling = parts_out(item)
        if item.decision == Item.Decision.WITHHOLD:
            telling = [*said_in(item.text), *(one for one in named_in(item) if one not in stays)]
        found += [Needle(words, item.number) for words in map(plain, telling) if _tells(words)]
    return list(dict.fromkeys(found))


def parts_out(item: Item) -> list[str]:
    """The words that were taken out of an item that is given."""
    out = [(one.start, one.end) for one in item.marks.all() if one.decision == Mark.Decision.OUT]
    return taken_out(item.text, out)


def said_in(text: str) -> list[str]:
    """The sentences of a withheld text that are its own; of a line with a label, the answer."""
    found = []
    for start, end in sentences(text):
        sentence = text[start:end]
        if sentence.startswith(AUTHOR):
            continue
        _, label, answer = sentence.partition(": ")
        told = answer if label else sentence
        if _is_date(told):
            continue  # “Last seen: 20 November 2026” says nothing of whom it was said.
        for one in {sentence, told}:
            words = plain(one)
            numbered = re.search(r"\d", words) and len(words) > SHORTEST * 2
            if len(words.split()) >= LONG or numbered:
                found.append(one)
    return found


def named_in(item: Item) -> list[str]:
    """The people named in a withheld item, but for professionals."""
    return [
        plain(item.text[one.start : one.end])
        for one in item.marks.all()
        if one.found != Mark.Found.PROFESSIONAL and one.decision != Mark.Decision.STAYS
    ]


def _tells(words: str) -> bool:
    """Whether words can be looked for at all: a single letter stands everywhere."""
    return len(words) >= SHORTEST


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"(\d{1,2} \w+ \d{4}|\d{4}-\d\d-\d\d)(, \d\d:\d\d)?", text.strip()))
