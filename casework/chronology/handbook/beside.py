"""What stands beside a clause: entries, forms, kinds of meeting and scales that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casework.chronology.handbook import telling
from casework.chronology.handbook.books import ENTRY_KINDS, Handbook, Pages, clauses_in, kind_of
from pathways import ledger
from pathways.definitions import Duty, Entry


def stands_beside(clause: str, book: Handbook) -> list[dict[str, str]]:
    """Other clauses that ask for the same act, or that the same entries rest on."""
    entries = book.lines[clause].entries
    acts = {entry.act for entry in entries if isinstance(entry, Duty)}
    same_act = [duty for duty in book.pack.duties if duty.act in acts and duty not in entries]
    ids = [c for entry in (*entries, *same_act) for c in entry.clauses if c != clause]
    return [
        {"id": each, "title": book.pack.clauses[each].title}
        for each in dict.fromkeys(ids)
        if each in book.pack.clauses
    ]


def readings(entries: tuple[Entry, ...]) -> list[list[str]]:
    """How unclear text was read, each reading once."""
    found = dict.fromkeys(entry.reading for entry in entries if entry.reading)
    return [telling.paragraphs(reading) for reading in found]


def rests_on(clause: str, book: Handbook, to: Pages) -> list[dict[str, Any]]:
    """Everything in the handbook that names a clause, each with its page."""
    found = [
        {"sort": ENTRY_KINDS[kind_of(entry)][1], "title": entry.title, "href": to.entry(entry)}
        for entry in book.lines[clause].entries
    ]
    return [*found, *_parts(clause, book, to)]


def _parts(clause: str, book: Handbook, to: Pages) -> Iterator[dict[str, Any]]:
    pack = book.pack
    for meeting in pack.meeting_kinds.values():
        if clause in clauses_in(meeting):
            href = to("meeting", meeting.id)
            yield {"sort": "Meeting", "title": meeting.name, "href": href}
    for form in pack.forms.values():
        if clause in clauses_in(form):
            yield {"sort": "Form", "title": form.label, "href": to("form", form.id)}
    for scale in pack.scales.values():
        if clause in clauses_in(scale):
            yield {"sort": "Scale", "title": scale.label, "href": to("scales")}


def proofs(line: ledger.Line, book: Handbook, to: Pages) -> list[dict[str, str]]:
    """What proves a clause, each with its page; a test of the product has none."""
    return [_proof(each, book, to) for each in line.clause.proof]


def _proof(proof: str, book: Handbook, to: Pages) -> dict[str, str]:
    kind, _, name = proof.partition(":")
    pack = book.pack
    match kind:
        case "example":
            example = next((each for each in book.examples if each.id == name), None)
            title = example.title if example else name.replace("-", " ")
            return {"sort": "Worked example", "title": title, "href": to("example", name)}
        case "form" if name in pack.forms:
            return {"sort": "Form", "title": pack.forms[name].label, "href": to("form", name)}
        case "meeting" if name in pack.meeting_kinds:
            title = pack.meeting_kinds[name].name
            return {"sort": "Meeting", "title": title, "href": to("meeting", name)}
        case "scale" if name in pack.scales:
            return {"sort": "Scale", "title": pack.scales[name].label, "href": to("scales")}
        case "guidance":
            for entry in pack.guidance:
                if entry.id == name:
                    return {"sort": "Guidance", "title": entry.title, "href": to.entry(entry)}
    told = name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return {"sort": "Test of the product", "title": telling.upper(told), "href": ""}
