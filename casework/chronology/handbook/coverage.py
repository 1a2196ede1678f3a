"""How the clauses of a procedure are honoured: counted, and as lists to go through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from casework.chronology.handbook import beside
from casework.chronology.handbook.books import KEPT, Handbook, Pages
from pathways import ledger

HONOURED = ("enforced", "required", "prompted", "shown", "not yet", "out of scope")
HEADS = {
    "enforced": "Enforced",
    "required": "Answer required",
    "prompted": "Prompted",
    "shown": "Shown",
    "not yet": "Not yet",
    "out of scope": "Left out",
}
MEANT = {
    "enforced": "a duty, a gate or a rule keeps it",
    "required": "a form or a decision wants an answer",
    "prompted": "people are asked",
    "shown": "it stands where it is needed",
    "not yet": "a later part of the product will keep it",
    "out of scope": "it is left out, and the reason is given",
}
KINDS = {
    "scope": "whom it is for",
    "threshold": "from when something is called for",
    "route": "which way something goes",
    "timescale": "by when",
    "authority": "who may decide",
    "attendance": "who comes",
    "precedence": "what goes before what",
    "escalation": "what follows when it does not work",
    "content": "what something consists of",
    "practice": "how to work",
    "record": "what is written down",
    "share": "who is told",
    "oversight": "who watches over it",
    "visibility": "who may see",
}
"""The kinds of clause, each in a few words."""


def summary(book: Handbook) -> dict[str, Any]:
    """The sum of one handbook: clauses, how many are kept, proved, and in which way."""
    counts = Counter(clause.honoured for clause in book.pack.clauses.values())
    return {
        "pack": book.pack,
        "counts": counts,
        "all": counts.total(),
        "by": [counts[each] for each in HONOURED],
        "kept_number": sum(counts[each] for each in ledger.KEPT),
    }


def by_kind(book: Handbook, to: Pages) -> list[dict[str, Any]]:
    """For each kind of clause how many are honoured in which way, each number with its list."""
    rows: dict[str, Counter[str]] = {}
    for line in book.lines.values():
        rows.setdefault(line.clause.kind, Counter())[line.clause.honoured] += 1
    told = [_row(kind, rows[kind], to) for kind in sorted(rows, key=_order)]
    return [*told, _row("", sum(rows.values(), Counter()), to)]


def _order(kind: str) -> int:
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def _row(kind: str, counted: Counter[str], to: Pages) -> dict[str, Any]:
    return {
        "label": kind.capitalize() or "All",
        "meaning": KINDS.get(kind, ""),
        "all": (counted.total(), list_address(to, kind=kind)),
        "by": [
            (counted[each], list_address(to, kind=kind, honoured=each)) if counted[each] else None
            for each in HONOURED
        ],
    }


def list_address(to: Pages, **filters: str) -> str:
    """The address of the list of clauses, narrowed."""
    asked = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in filters.items())
    address = to("clauses")
    return f"{address}{'&' if '?' in address else '?'}{asked}"


# --- the list -------------------------------------------------------------------------


def choices(book: Handbook, asked: dict[str, str]) -> list[dict[str, Any]]:
    """The filters of the list: kind, how honoured, stage, and the text in which it stands."""
    kinds = sorted({line.clause.kind for line in book.lines.values()}, key=_order)
    stages = [(stage.id, stage.label) for stage in book.pack.stages if stage.sections]
    fields = [
        ("kind", "Kind", [(kind, kind.capitalize()) for kind in kinds]),
        ("honoured", "How it is kept", list(HEADS.items())),
        ("stage", "Stage", stages),
    ]
    if book.pack.editions:
        labels = [(edition.id, edition.label) for edition in book.pack.editions]
        fields.append(("edition", "Text", labels))
    return [
        {
            "name": name,
            "label": label,
            "options": [
                {"value": value, "text": text, "selected": asked.get(name) == value}
                for value, text in [("", "All"), *options]
            ],
        }
        for name, label, options in fields
    ]


def narrowed(book: Handbook, asked: dict[str, str]) -> list[ledger.Line]:
    """The clauses that a filter leaves; what it cannot mean leaves none."""
    return [line for line in book.lines.values() if _wanted(line, book, asked)]


def _wanted(line: ledger.Line, book: Handbook, asked: dict[str, str]) -> bool:
    clause = line.clause
    stage = ledger.stage_of(book.pack, clause.id)
    edition = book.pack.edition_of(clause.id)
    told = {
        "kind": clause.kind,
        "honoured": clause.honoured,
        "stage": stage.id if stage else "",
        "edition": edition.id if edition else "",
    }
    return all(not asked.get(name) or asked[name] == value for name, value in told.items())


def rows(lines: Iterable[ledger.Line], book: Handbook, to: Pages) -> list[dict[str, Any]]:
    """Clauses as the list shows them, each with what keeps it and what proves that."""
    return [
        {
            "clause": line.clause,
            "href": to.clause(line.clause.id),
            "kept": KEPT[line.clause.honoured],
            "proved": line.proved,
            "proofs": beside.proofs(line, book, to),
        }
        for line in lines
    ]
