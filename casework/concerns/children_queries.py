"""The list of children page by page, with its filters, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from casework.agencies.models import Area, Post
from casework.chronology import policy
from casework.concerns import identity_queries, listed_queries
from casework.concerns.listed_queries import Chosen, Listed
from casework.web import addresses, sealed_words
from casework.web import words as wording


def children_page(
    post: Post, chosen: Chosen, *, words: str, after: str, today: date
) -> dict[str, Any]:
    """One page of the list, with its filters and the way on; `words` are its name, sealed."""
    place = listed_queries.place_in_list(post, after, today=today)
    page = listed_queries.children(post, today=today, chosen=chosen, after=place)
    shown, more = page.rows[: listed_queries.PAGE], len(page.rows) > listed_queries.PAGE
    total, fields = page.total, filters(post, chosen, page.areas)
    return {
        "rows": [_row(row, post.authority_id, today) for row in shown],
        "total": total,
        "said": _said(shown, total),
        "next": _next(shown, _query(chosen, words)) if more else None,
        "first": {"href": address(_query(chosen, words)), "text": "From the beginning"}
        if place
        else None,
        "fields": fields,
        "chosen": in_words(chosen, fields),
        "chain": page.chain,
    }


def filters(post: Post, chosen: Chosen, areas: Iterable[Area]) -> list[dict[str, Any]]:
    """Name, area, rating and lead, as fields of the filter."""
    scale = policy.scale(post.authority_id)
    levels = [(one.id, one.label) for one in scale.levels] if scale else []
    named = [(one.code, one.name) for one in areas]
    whose = [("", "Everybody’s"), ("me", "Mine")]
    return [
        {"name": "name", "label": "Name or number", "value": chosen.text},
        _select("area", "Area", [("", "Every area"), *named], chosen.area),
        _select(
            "rating",
            "Rating",
            [("", "Every rating"), *levels, ("none", "Not rated")],
            chosen.rating,
        ),
        _select("lead", "Lead professional", whose, "me" if chosen.mine else ""),
    ]


def in_words(chosen: Chosen, fields: list[dict[str, Any]]) -> str:
    """What a list is narrowed to, on one line."""
    told = []
    for field in fields[1:]:
        picked = next((one for one in field["options"] if one["selected"]), None)
        if picked and picked["value"]:
            told.append(picked["text"])
    if chosen.text:
        told.insert(0, f"“{chosen.text}”")
    return ", ".join(told) or "nothing chosen"


def _select(name: str, label: str, options: list[tuple[str, str]], value: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": one, "text": text, "selected": one == value} for one, text in options
        ],
    }


def _row(row: Listed, authority: str, today: date) -> dict[str, Any]:
    name = f"{row.known_as or row.forename} {row.surname}"
    age = wording.age(row.born, today)
    return {
        "name": name,
        "href": addresses.address("concerns:record", row.reference),
        "small": ", ".join(
            one
            for one in (
                f"{age}" if age is not None else "",
                identity_queries.number(authority, row.local_id),
            )
            if one
        ),
        "rating": identity_queries.level(authority, row.rating, row.key_risks or [])
        if row.rating
        else None,
        "next_on": wording.day(row.next_review_on, today),
        "lead": row.lead or "Nobody yet",
        "area": row.area or "",
    }


def _said(shown: list[Listed], total: int) -> str:
    if not shown:
        return "No children."
    if len(shown) == total:
        return wording.sentence(wording.counted(total, "child", "children")) + "."
    first, last = shown[0].surname, shown[-1].surname
    count = wording.sentence(wording.in_words(len(shown)))
    return f"{count} shown, from {first} to {last}, of {wording.in_words(total)}."


def _next(shown: list[Listed], asked: dict[str, str]) -> dict[str, str]:
    last = shown[-1]
    return {
        "href": address(asked | {"after": last.reference}),
        "text": f"Next, after {last.surname}",
    }


def address(asked: Mapping[str, str]) -> str:
    """The list as it was asked for; what was left empty is left out."""
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def _query(chosen: Chosen, words: str) -> dict[str, str]:
    return {
        sealed_words.NAME: words if chosen.text else "",
        "area": chosen.area,
        "rating": chosen.rating,
        "lead": "me" if chosen.mine else "",
    }
