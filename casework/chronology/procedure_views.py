"""The procedure as the system runs it: for everybody who acts in a post of its authority."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from casework.agencies.sign_in import post_required
from casework.chronology import handbook as books
from casework.chronology import procedure_queries, way_through
from pathways import ledger


@post_required
def index(request: HttpRequest) -> HttpResponse:
    """The authorities whose procedure one may read: that of the post in force."""
    book = books.handbook(request.post.authority_id)
    found = [_about(book)] if book else []
    return render(request, "chronology/procedure/index.html", {"books": found})


@post_required
def procedure(request: HttpRequest, authority: str) -> HttpResponse:
    """One authority's procedure by stage, with the way through."""
    book = _book_for(request, authority)
    context = {
        **_about(book),
        "stages": [_stage(stage, book) for stage in book.pack.stages if stage.sections],
        **_way(book),
    }
    return render(request, "chronology/procedure/procedure.html", context)


@post_required
def stage(request: HttpRequest, authority: str, stage: str) -> HttpResponse:
    """One stage: each clause in our words, and how it is kept."""
    book = _book_for(request, authority)
    found = next((each for each in book.pack.stages if each.id == stage and each.sections), None)
    if found is None:
        raise Http404
    context = {**_about(book), **_stage(found, book), **_way(book, found.id)}
    return render(request, "chronology/procedure/stage.html", context)


@post_required
def clause(request: HttpRequest, clause: str) -> HttpResponse:
    """One clause: what it asks, how we read it, a worked example, how it stands today."""
    book = books.handbook(request.post.authority_id)
    if book is None or clause not in book.lines:
        raise Http404
    line = book.lines[clause]
    stage = ledger.stage_of(book.pack, clause)
    kind, kept = books.KEPT[line.clause.honoured]
    context = {
        **_about(book),
        **_way(book, stage.id if stage else ""),
        "clause": line.clause,
        "title": books.title_of(line.clause, line.entries),
        "stage": stage,
        "asks": [books.asks(entry, book) for entry in line.entries],
        "readings": books.readings(line.entries),
        "worked": books.worked(clause, book),
        "kept": {"kind": kind, "text": f"{kept}, and proved" if line.proved else kept},
        "beside": books.stands_beside(clause, book),
        "today": procedure_queries.today_in_reach(
            line.entries, post=request.post, today=request.today, now=request.now
        ),
    }
    return render(request, "chronology/procedure/clause.html", context)


def _book_for(request: HttpRequest, authority: str) -> books.Handbook:
    book = books.handbook(authority) if authority == request.post.authority_id else None
    if book is None:
        raise Http404
    return book


def _about(book: books.Handbook) -> dict[str, Any]:
    counts = ledger.counts(book.lines.values())
    kept = sum(counts[each] for each in ledger.KEPT)
    return {"pack": book.pack, "kept_number": kept, "counts": counts}


def _stage(stage: Any, book: books.Handbook) -> dict[str, Any]:
    lines = [
        line for line in book.lines.values() if ledger.stage_of(book.pack, line.clause.id) is stage
    ]
    return {
        "stage": stage,
        "clauses": [
            {"clause": line.clause, "kept": books.KEPT[line.clause.honoured], "proved": line.proved}
            for line in lines
        ],
        "entries": [
            books.asks(entry, book)
            for entry in ledger.entries(book.pack)
            if ledger.stage_of(book.pack, entry.clauses[0]) is stage
        ],
    }


def _way(book: books.Handbook, here: str = "") -> dict[str, Any]:
    return {
        "way": way_through.drawing(book.pack, here),
        "coverage": way_through.table(book.pack, book.lines.values()),
        "honoured": way_through.HONOURED,
    }
