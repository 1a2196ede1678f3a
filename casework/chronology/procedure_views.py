"""The procedures as the system runs them: for everybody who acts in a post.

They are public texts, so each is open to everybody; what is open or late today is
counted for one's own authority alone.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from casework.agencies.sign_in import post_required
from casework.chronology import policy, procedure_queries
from casework.chronology.handbook import (
    beside,
    books,
    comparing,
    coverage,
    reading,
    telling,
    way_through,
    worked,
)
from casework.chronology.handbook.books import KEPT, Handbook, Pages
from pathways import ledger


@post_required
def index(request: HttpRequest) -> HttpResponse:
    """Every procedure in the system side by side, one's own first."""
    own = request.post.authority_id
    shelf = sorted(books.shelf(), key=lambda book: book.pack.id != own)
    context = {
        "books": [coverage.summary(book) for book in shelf],
        "own": own,
        "heads": coverage.HEADS,
        "held_back": policy.held_back(),
        "unreadable": [
            name for name in books.authorities() if name not in {book.pack.id for book in shelf}
        ],
    }
    return render(request, "chronology/procedure/index.html", context)


@post_required
def compare(request: HttpRequest) -> HttpResponse:
    """The same question to every procedure, and what each answers."""
    own = request.post.authority_id
    shelf = sorted(books.shelf(), key=lambda book: book.pack.id != own)
    context = {"books": shelf, "questions": comparing.compared(shelf)}
    return render(request, "chronology/procedure/compare.html", context)


@post_required
def procedure(request: HttpRequest, authority: str) -> HttpResponse:
    """One authority's procedure: its parts, the way through, and its stages."""
    context = reading.opened(authority, request.GET)
    book, to = context["book"], context["to"]
    context |= {
        "stages": [_stage(stage, book, to) for stage in book.pack.stages if stage.sections],
        **_way(book),
    }
    return render(request, "chronology/procedure/procedure.html", context)


@post_required
def stage(request: HttpRequest, authority: str, stage: str) -> HttpResponse:
    """One stage: what it asks, and each clause in our words with how it is kept."""
    context = reading.opened(authority, request.GET)
    book, to = context["book"], context["to"]
    found = next((each for each in book.pack.stages if each.id == stage and each.sections), None)
    if found is None:
        raise Http404
    context |= {**_stage(found, book, to), **_way(book, found.id)}
    return render(request, "chronology/procedure/stage.html", context)


@post_required
def clause(request: HttpRequest, clause: str) -> HttpResponse:
    """One clause: what it asks, how we read it, a worked example, how it stands today."""
    own = request.post.authority_id
    book = books.of_clause(clause, own)
    if book is None:
        raise Http404
    line = book.lines[clause]
    stage = ledger.stage_of(book.pack, clause)
    context = reading.frame(book, request.GET)
    to = context["to"]
    kind, kept = KEPT[line.clause.honoured]
    context |= {
        **_way(book, stage.id if stage else ""),
        "clause": line.clause,
        "edition": book.pack.edition_of(clause),
        "title": telling.title_of(line.clause, line.entries),
        "stage": stage,
        "asks": [telling.asks(entry, book, to) for entry in line.entries],
        "readings": beside.readings(line.entries),
        "worked": worked.worked(clause, book),
        "kept": {"kind": kind, "text": f"{kept}, and proved" if line.proved else kept},
        "faults": line.faults,
        "proofs": beside.proofs(line, book, to),
        "rests": beside.rests_on(clause, book, to),
        "beside": beside.stands_beside(clause, book),
        "today": _today(request, line) if book.pack.id == own else [],
    }
    return render(request, "chronology/procedure/clause.html", context)


@post_required
def clauses(request: HttpRequest, authority: str) -> HttpResponse:
    """How the clauses are kept: counted by kind, and as a list narrowed by what one asks."""
    context = reading.opened(authority, request.GET, here="clauses")
    book, to = context["book"], context["to"]
    asked = {name: request.GET.get(name, "") for name in ("kind", "honoured", "stage", "edition")}
    found = coverage.narrowed(book, asked)
    chosen = coverage.choices(book, asked)
    context |= {
        "by_kind": coverage.by_kind(book, to),
        "proved": sum(line.proved for line in book.lines.values()),
        "heads": coverage.HEADS,
        "meant": coverage.MEANT,
        "filters": chosen,
        "chosen": _said(chosen),
        "rows": coverage.rows(found, book, to) if any(asked.values()) else [],
        "asked": any(asked.values()),
    }
    return render(request, "chronology/procedure/clauses.html", context)


# --- shared ---------------------------------------------------------------------------


def _said(filters: list[dict[str, Any]]) -> str:
    """What is chosen, on the folded line of the filter."""
    chosen = [
        option["text"]
        for field in filters
        for option in field["options"]
        if option["selected"] and option["value"]
    ]
    return ", ".join(chosen) or "nothing chosen"


def _today(request: HttpRequest, line: ledger.Line) -> list[dict[str, object]]:
    return procedure_queries.today_in_reach(
        line.entries, post=request.post, today=request.today, now=request.now
    )


def _stage(stage: Any, book: Handbook, to: Pages) -> dict[str, Any]:
    lines = [
        line for line in book.lines.values() if ledger.stage_of(book.pack, line.clause.id) is stage
    ]
    entries = [
        entry
        for entry in book.entries
        if ledger.stage_of(book.pack, entry.clauses[0]) is stage and books.holds(entry, to.on)
    ]
    return {
        "stage": stage,
        "clauses": coverage.rows(lines, book, to),
        "groups": [
            (label, [telling.brief(each, book, to) for each in entries if isinstance(each, sort)])
            for sort, label, _ in books.ENTRY_KINDS.values()
            if any(isinstance(each, sort) for each in entries)
        ],
    }


def _way(book: Handbook, here: str = "") -> dict[str, Any]:
    return {
        "way": way_through.drawing(book.pack, here),
        "coverage": way_through.table(book.pack, book.lines.values()),
        "honoured": coverage.HONOURED,
    }
