"""The parts of a handbook as pages: rules, meetings, forms, ratings, roles, words, examples."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from casework.agencies.sign_in import post_required
from casework.chronology.handbook import books, finding, parts, reading, telling
from casework.chronology.handbook import worked as examples
from casework.chronology.handbook.books import ENTRY_KINDS
from pathways import ledger

EXAMPLES = 100
"""Worked examples on one page; a stage narrows them down."""


@post_required
def entries(request: HttpRequest, authority: str, kind: str) -> HttpResponse:
    """The rules of one sort, each in a line; narrowed by stage and by who."""
    context = reading.opened(authority, request.GET, here=kind)
    book, to = context["book"], context["to"]
    asked = {name: request.GET.get(name, "") for name in ("stage", "who")}
    everything = book.of_kind(kind, to.on)
    found = [entry for entry in everything if _wanted(entry, book, asked)]
    _, label, about = ENTRY_KINDS[kind]
    context |= {
        "kind": kind,
        "label": label,
        "about": about,
        "filters": _filters(everything, book, asked),
        "chosen": _chosen(book, asked),
        "entries": [telling.brief(entry, book, to) for entry in found],
    }
    return render(request, "chronology/procedure/entries.html", context)


@post_required
def entry(request: HttpRequest, authority: str, kind: str, entry: str) -> HttpResponse:
    """One rule: what it asks row by row, how it was read, which clauses it rests on."""
    context = reading.opened(authority, request.GET, here=kind)
    book, to = context["book"], context["to"]
    found = next((each for each in book.of_kind(kind) if each.id == entry), None)
    if found is None:
        raise Http404
    known = book.pack.clauses
    context |= {
        "label": ENTRY_KINDS[kind][1],
        "kind": kind,
        "entry": telling.asks(found, book, to),
        "holds": books.holds(found, to.on),
        "clauses": [known[each] for each in found.clauses if each in known],
        "examples": [example for example in book.examples if examples.shows(example, found)],
        "beside": [
            (other.title, to.entry(other))
            for other in book.of_kind(kind, to.on)
            if other is not found and getattr(other, "act", "") == getattr(found, "act", None)
        ],
    }
    return render(request, "chronology/procedure/entry.html", context)


@post_required
def meetings(request: HttpRequest, authority: str) -> HttpResponse:
    """The kinds of meeting."""
    context = reading.opened(authority, request.GET, here="meetings")
    book, to = context["book"], context["to"]
    kinds = book.pack.meeting_kinds.values()
    context["meetings"] = [parts.meeting(kind, book, to) for kind in kinds]
    return render(request, "chronology/procedure/meetings.html", context)


@post_required
def meeting(request: HttpRequest, authority: str, meeting: str) -> HttpResponse:
    """One kind of meeting: who, how often, how long, in which order, what goes out when."""
    context = reading.opened(authority, request.GET, here="meetings")
    kind = _or_not_found(context["book"].pack.meeting_kinds, meeting)
    context["meeting"] = parts.meeting(kind, context["book"], context["to"])
    context["reading"] = telling.paragraphs(kind.reading)
    return render(request, "chronology/procedure/meeting.html", context)


@post_required
def forms(request: HttpRequest, authority: str) -> HttpResponse:
    """The forms, and which meeting uses them."""
    context = reading.opened(authority, request.GET, here="forms")
    book, to = context["book"], context["to"]
    context["forms"] = [
        {"form": form, "href": to("form", form.id), "used_by": parts.used_by(form, book, to)}
        for form in book.pack.forms.values()
    ]
    return render(request, "chronology/procedure/forms.html", context)


@post_required
def form(request: HttpRequest, authority: str, name: str) -> HttpResponse:
    """One form as people meet it: sections, questions, possible answers, clauses."""
    context = reading.opened(authority, request.GET, here="forms")
    book, to = context["book"], context["to"]
    found = _or_not_found(book.pack.forms, name)
    # Not `form`: the frame of a page takes that for something that is being filled in.
    context |= {
        "found": found,
        "sections": parts.form(found, book),
        "used_by": parts.used_by(found, book, to),
    }
    return render(request, "chronology/procedure/form.html", context)


@post_required
def scales(request: HttpRequest, authority: str) -> HttpResponse:
    """The ratings: levels, key risks, factors, reasons for a change."""
    context = reading.opened(authority, request.GET, here="scales")
    context["scales"] = parts.scales(context["book"])
    return render(request, "chronology/procedure/scales.html", context)


@post_required
def roles(request: HttpRequest, authority: str) -> HttpResponse:
    """Who is who, what they may do, and what is asked of them."""
    context = reading.opened(authority, request.GET, here="roles")
    context["roles"] = parts.roles(context["book"], context["to"])
    return render(request, "chronology/procedure/roles.html", context)


@post_required
def glossary(request: HttpRequest, authority: str) -> HttpResponse:
    """The authority's own words beside the common ones."""
    context = reading.opened(authority, request.GET, here="glossary")
    context["words"] = parts.glossary(context["book"])
    context["facts"] = parts.facts(context["book"])
    return render(request, "chronology/procedure/glossary.html", context)


@post_required
def worked(request: HttpRequest, authority: str) -> HttpResponse:
    """Every worked example, by the clauses that it shows."""
    context = reading.opened(authority, request.GET, here="examples")
    book, asked = context["book"], request.GET.get("stage", "")
    found = [one for one in book.examples if not asked or asked in examples.stages_of(one, book)]
    named = {stage.id: stage.label for stage in book.pack.stages if stage.sections}
    context |= {
        "filters": [_choice("stage", "Stage", named, asked)],
        "chosen": named.get(asked, "nothing chosen"),
        "examples": found[:EXAMPLES],
        "more": len(found) - len(found[:EXAMPLES]),
        "found": len(found),
    }
    return render(request, "chronology/procedure/examples.html", context)


@post_required
def example(request: HttpRequest, authority: str, example: str) -> HttpResponse:
    """One worked example, run now: facts, moment, what must follow and what does."""
    context = reading.opened(authority, request.GET, here="examples")
    book = context["book"]
    found = examples.of_id(book, example)
    if found is None:
        raise Http404
    context["example"] = examples.whole(found, book)
    return render(request, "chronology/procedure/example.html", context)


@post_required
def find(request: HttpRequest, authority: str) -> HttpResponse:
    """What in the handbook holds all the words that one looks for."""
    context = reading.opened(authority, request.GET)
    text = request.GET.get("text", "").replace("\0", "").strip()[:200]
    groups = finding.find(text, context["book"], context["to"])
    number = sum(len(group["found"]) + group["more"] for group in groups)
    context |= {"text": text, "groups": groups, "number": number}
    return render(request, "chronology/procedure/find.html", context)


# --- shared ---------------------------------------------------------------------------


def _or_not_found(known: dict[str, Any], name: str) -> Any:
    if name not in known:
        raise Http404
    return known[name]


def _who(entry: Any) -> tuple[str, ...]:
    """The roles that a rule speaks to."""
    bearer = getattr(entry, "bearer", "")
    return (bearer,) if bearer else getattr(entry, "asked_of", getattr(entry, "by", ()))


def _wanted(entry: Any, book: books.Handbook, asked: dict[str, str]) -> bool:
    if asked["who"] and asked["who"] not in _who(entry):
        return False
    stage = ledger.stage_of(book.pack, entry.clauses[0])
    return not asked["stage"] or (stage is not None and stage.id == asked["stage"])


def _filters(entries: list[Any], book: books.Handbook, asked: dict[str, str]) -> list[Any]:
    """The choices of stage and of role, as far as the rules have them."""
    stages = {
        stage.id: stage.label
        for entry in entries
        if (stage := ledger.stage_of(book.pack, entry.clauses[0]))
    }
    roles = {
        role: telling.upper(book.words.role(role)) for entry in entries for role in _who(entry)
    }
    ordered = {stage.id: stage.label for stage in book.pack.stages if stage.id in stages}
    lists = [("stage", "Stage", ordered), ("who", "Who", dict(sorted(roles.items())))]
    return [
        _choice(name, label, values, asked[name])
        for name, label, values in lists
        if len(values) > 1
    ]


def _choice(name: str, label: str, values: dict[str, str], chosen: str) -> dict[str, Any]:
    """A field of a filter, for the macro `filter_form`."""
    options = [("", "All"), *values.items()]
    told = [{"value": one, "text": text, "selected": one == chosen} for one, text in options]
    return {"name": name, "label": label, "options": told}


def _chosen(book: books.Handbook, asked: dict[str, str]) -> str:
    stages = {stage.id: stage.label for stage in book.pack.stages}
    told = [stages.get(asked["stage"], ""), book.words.role(asked["who"]) if asked["who"] else ""]
    return ", ".join(filter(None, told)) or "nothing chosen"
