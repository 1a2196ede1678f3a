"""Looking something up in a handbook: everything in it that holds all the words asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casework.chronology.handbook import parts, telling
from casework.chronology.handbook.books import ENTRY_KINDS, Handbook, Pages, holds, kind_of

SHOWN = 12
"""Results of one sort that are shown at once; more are counted."""

Found = tuple[str, str, str, str, str]
"""Sort, title, one line below it, address, and everything that is searched."""


def find(text: str, book: Handbook, to: Pages) -> list[dict[str, Any]]:
    """What holds every word of the text, by sort; nothing where nothing is asked."""
    asked = text.casefold().split()
    if not asked:
        return []
    groups: dict[str, list[dict[str, str]]] = {}
    for sort, title, small, href, whole in _everything(book, to):
        searched = f"{title} {small} {whole}".casefold()
        if all(word in searched for word in asked):
            groups.setdefault(sort, []).append({"title": title, "small": small, "href": href})
    return [
        {"sort": sort, "found": found[:SHOWN], "more": len(found) - len(found[:SHOWN])}
        for sort, found in groups.items()
    ]


def _everything(book: Handbook, to: Pages) -> Iterator[Found]:
    yield from _entries(book, to)
    yield from _clauses(book, to)
    yield from _meetings(book, to)
    yield from _forms(book, to)
    yield from _scales(book, to)
    for role in book.pack.roles.values():
        yield "Roles", telling.upper(role.label), "", f"{to('roles')}#{role.id}", role.agency
    for word in parts.glossary(book):
        href = to("glossary")
        yield "Words", word["word"], word["meaning"] or word["common"], href, word["common"]


def _entries(book: Handbook, to: Pages) -> Iterator[Found]:
    for entry in book.entries:
        if not holds(entry, to.on):
            continue
        told = telling.brief(entry, book, to)
        small = told["when"]
        whole = " ".join([told["who"], entry.reading, *entry.clauses, *getattr(entry, "items", ())])
        yield ENTRY_KINDS[kind_of(entry)][1], entry.title, small, to.entry(entry), whole


def _clauses(book: Handbook, to: Pages) -> Iterator[Found]:
    for clause in book.pack.clauses.values():
        yield "Clauses", clause.title, clause.id, to.clause(clause.id), clause.says


def _meetings(book: Handbook, to: Pages) -> Iterator[Found]:
    for kind in book.pack.meeting_kinds.values():
        members = (*kind.core_members, *kind.invitees, *kind.steps)
        whole = " ".join([kind.label, kind.reading, *(each.label for each in members)])
        yield "Meetings", kind.name, kind.label, to("meeting", kind.id), whole


def _forms(book: Handbook, to: Pages) -> Iterator[Found]:
    for form in book.pack.forms.values():
        yield "Forms", form.label, form.hint, to("form", form.id), ""
        for section in form.sections:
            for question in section.questions:
                href = f"{to('form', form.id)}#{section.id}"
                options = " ".join(option.label for option in question.options)
                small = f"{form.label}: {section.label}"
                yield "Questions in forms", question.label, small, href, options


def _scales(book: Handbook, to: Pages) -> Iterator[Found]:
    for scale in book.pack.scales.values():
        for level in (*scale.levels, *scale.key_risks, *scale.factors, *scale.change_reasons):
            yield "Ratings", level.label, level.meaning, to("scales"), scale.label
