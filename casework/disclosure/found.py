"""One thing found in a record, on its way to becoming an item of a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.access.models import Compartment
from casework.agencies.models import Post
from casework.disclosure.models import Item
from casework.web import words

Section = Item.Section
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
"""A value that the procedure names by a code: `safety_and_disruption`."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the record: where, since when, from whom, for whom, and its words.

    `title` is made of the product's or the procedure's words alone; whatever somebody
    wrote, names included, stands in `text`, where parts of it can be taken out.
    """

    section: str
    source: str
    title: str
    text: str
    on: date | None = None
    author: str = ""
    agency: int | None = None
    compartment: str = Compartment.SHARED


def lines(*pairs: tuple[str, Any]) -> str:
    """`Label: value`, a line each; what is empty is left out."""
    shown = [(label, said(value)) for label, value in pairs]
    return "\n".join(f"{label}: {value}" if label else value for label, value in shown if value)


def said(value: Any) -> str:
    """A value as people read it: dates in words, lists joined, nested answers line by line."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{words.plain_date(value)}, {words.time_of_day(value)}"
    if isinstance(value, date):
        return words.plain_date(value)
    if isinstance(value, dict):
        return "\n".join(
            f"{label_of(key)}: {inner}" for key, one in value.items() if (inner := said(one))
        )
    if isinstance(value, (list, tuple)):
        joint = "\n" if any(isinstance(one, (dict, list)) for one in value) else ", "
        return joint.join(inner for one in value if (inner := said(one)))
    text = str(value)
    return text.replace("_", " ") if CODE.fullmatch(text) else text


def label_of(key: Any) -> str:
    """`not_told_because` as “Not told because”."""
    return words.sentence(str(key).replace("_", " ").replace("-", " ").replace(".", " "))


def by(post: Post | None, at: date | datetime | None, told_by: str = "") -> str:
    """The line that says who wrote something down; it stands in the text like the rest of it."""
    if post is None:
        return ""
    from_whom = f", told by {told_by}" if told_by else ""
    when = f" on {words.plain_date(at)}" if at else ""
    return f"Recorded by {post.holder}, {post.title}, {post.agency.name}{when}{from_whom}."


def author_of(post: Post | None) -> str:
    return f"{post.holder}, {post.agency.name}" if post else ""
