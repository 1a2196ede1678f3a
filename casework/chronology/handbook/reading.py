"""What every page of a handbook shows: whose it is, its parts, and the day it is read for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404

from casework.chronology.handbook import books, coverage
from casework.chronology.handbook.books import Handbook, Pages


def opened(authority: str, given: Any, here: str = "") -> dict[str, Any]:
    """The frame of a page of one authority's handbook; what is not there is not found."""
    book = books.handbook(authority)
    if book is None:
        raise Http404
    return frame(book, given, here)


def frame(book: Handbook, given: Any, here: str = "") -> dict[str, Any]:
    """The frame of a page: `given` holds what the address asks, such as `on`."""
    asked = given.get("on", "").strip()
    on = _day(asked)
    to = Pages(book.pack.id, on)
    return {
        "book": book,
        **coverage.summary(book),
        "to": to,
        "on": on,
        "not_a_day": asked if asked and on is None else "",
        "edition_on": book.pack.edition_on(on) if on else None,
        "still": [(name, value) for name, value in given.items() if value and name != "on"],
        "parts": parts(book, to, here),
    }


def _day(text: str) -> date | None:
    """A day as an address holds it; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parts(book: Handbook, to: Pages, here: str = "") -> list[dict[str, Any]]:
    """What a handbook consists of: each part with its number, its page and a line about it."""
    pack = book.pack
    listed = [
        (kind, label, about, len(book.of_kind(kind, to.on)), to("entries", kind))
        for kind, (_, label, about) in books.ENTRY_KINDS.items()
    ]
    listed += [
        ("meetings", "Meetings", "Who chairs, who comes, in which order, what goes out when",
         len(pack.meeting_kinds), to("meetings")),
        ("forms", "Forms", "Every section and question", len(pack.forms), to("forms")),
        ("scales", "Ratings", "Levels, key risks, factors, reasons", len(pack.scales),
         to("scales")),
        ("roles", "Roles", "Who is who, and what they may do", len(pack.roles), to("roles")),
        ("glossary", "Words", "The authority’s own words", len(pack.labels), to("glossary")),
        ("examples", "Worked examples", "What follows from which facts", len(book.examples),
         to("examples")),
        ("clauses", "Clauses", "How each is kept, and what proves it", len(pack.clauses),
         to("clauses")),
    ]  # fmt: skip
    return [
        {"id": id, "label": label, "about": about, "number": n, "href": href, "here": id == here}
        for id, label, about, n, href in listed
        if n
    ]
