"""The list of children page by page, with its filters, as plain rows."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from casework.agencies.models import Post
from casework.chronology import policy
from casework.concerns import identity_queries, queries
from casework.concerns.cursor import packed, unpacked
from casework.concerns.queries import Chosen
from casework.web import words


def children_page(post: Post, chosen: Chosen, *, after: str, today: date) -> dict[str, Any]:
    """One page of the list, with its filters and the way on."""
    place = unpacked(after, 3)
    rows = queries.children(
        post,
        today=today,
        chosen=chosen,
        after=(place[0], place[1], int(place[2])) if place else None,
    )
    shown, more = rows[: queries.PAGE], len(rows) > queries.PAGE
    total = queries.count_children(post, today=today, chosen=chosen)
    return {
        "rows": [_row(row, post.authority_id, today) for row in shown],
        "total": total,
        "said": _said(shown, total),
        "next": _next(shown, chosen) if more else None,
        "first": {"href": f"?{urlencode(_query(chosen))}", "text": "From the beginning"}
        if place
        else None,
        "fields": filters(post, chosen),
        "chosen": in_words(chosen, post),
    }


def filters(post: Post, chosen: Chosen) -> list[dict[str, Any]]:
    """Name, area, rating and lead, as fields of the filter."""
    scale = policy.scale(post.authority_id)
    levels = [(one.id, one.label) for one in scale.levels] if scale else []
    areas = [(one.code, one.name) for one in queries.areas_of(post)]
    whose = [("", "Everybody’s"), ("me", "Mine")]
    return [
        {"name": "name", "label": "Name or number", "value": chosen.text},
        _select("area", "Area", [("", "Every area"), *areas], chosen.area),
        _select(
            "rating",
            "Rating",
            [("", "Every rating"), *levels, ("none", "Not rated")],
            chosen.rating,
        ),
        _select("lead", "Lead professional", whose, "me" if chosen.mine else ""),
    ]


def in_words(chosen: Chosen, post: Post) -> str:
    """What a list is narrowed to, on one line."""
    told = []
    for field in filters(post, chosen)[1:]:
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


def _row(row: dict[str, Any], authority: str, today: date) -> dict[str, Any]:
    rated = row["case__standing__rating"] or ""
    name = f"{row['known_as'] or row['forename']} {row['surname']}"
    age = words.age(row["born"], today)
    return {
        "name": name,
        "href": reverse("concerns:record", args=[row["case__reference"]]),
        "small": ", ".join(
            one
            for one in (
                f"{age}" if age is not None else "",
                identity_queries.number(authority, row["local_id"]),
            )
            if one
        ),
        "rating": identity_queries.level(authority, rated, row["case__standing__key_risks"] or [])
        if rated
        else None,
        "next_on": words.day(row["case__standing__next_review_on"], today),
        "lead": row["lead"] or "Nobody yet",
        "area": row["case__area__name"] or "",
    }


def _said(shown: list[dict[str, Any]], total: int) -> str:
    if not shown:
        return "No children."
    if len(shown) == total:
        return words.sentence(words.counted(total, "child", "children")) + "."
    first, last = shown[0]["surname"], shown[-1]["surname"]
    count = words.sentence(words.in_words(len(shown)))
    return f"{count} shown, from {first} to {last}, of {words.in_words(total)}."


def _next(shown: list[dict[str, Any]], chosen: Chosen) -> dict[str, str]:
    last = shown[-1]
    after = packed(last["surname"], last["forename"], last["pk"])
    query = urlencode(_query(chosen) | {"after": after})
    return {"href": f"?{query}", "text": f"Next, after {last['surname']}"}


def _query(chosen: Chosen) -> dict[str, str]:
    asked = {
        "name": chosen.text,
        "area": chosen.area,
        "rating": chosen.rating,
        "lead": "me" if chosen.mine else "",
    }
    return {name: value for name, value in asked.items() if value}
