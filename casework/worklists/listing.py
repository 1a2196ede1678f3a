"""Lists as tables: filters, rows, the pager and the spreadsheet, all from one reading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html

from casework.agencies.models import Post
from casework.chronology import policy
from casework.web import words
from casework.worklists import cursors, items, late, queries, scopes, wording
from casework.worklists.cursors import Cursor
from casework.worklists.items import Item
from casework.worklists.queries import Narrowed
from casework.worklists.scopes import Scope

ROWS = 10
LATE_BY = [("", "Any time"), ("5", "5 working days or more"), ("10", "10 working days or more"),
           ("20", "20 working days or more")]  # fmt: skip
HEADINGS = {"days": "Longest late first", "child": "By child", "who": "By who must act"}
FILTERS = ("list", "who", "agency", "what", "by")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, read with care: what it cannot mean counts as not asked."""

    post: Post
    now: datetime
    scopes: list[Scope]
    scope: Scope
    narrowed: Narrowed
    sort: str
    after: Cursor | None
    chosen: dict[str, str]

    @property
    def today(self) -> date:
        return words.local_day(self.now)

    @property
    def calendar(self) -> Any:
        return policy.calendar_for(policy.pack_for(self.post.authority_id))


def asked(post: Post, given: QueryDict, *, now: datetime, only_late: bool, what: str = "") -> Asked:
    """Read list, filters, order and place out of an address."""
    today = words.local_day(now)
    own = scopes.scopes(post, today=today)
    chosen = {name: given.get(name, "") for name in FILTERS}
    if chosen["what"] not in {"actions", *acts(post.authority_id)}:
        chosen["what"] = ""
    scope = next((one for one in own if one.code == chosen["list"]), own[0])
    sort = given.get("sort", "days")
    sort = sort if sort in items.SORTS else "days"
    after = Cursor.from_text(given.get("after", ""))
    narrowed = Narrowed(
        late_before=_late_before(post, chosen["by"], now) if only_late else None,
        owner=_number(chosen["who"]),
        agency=_number(chosen["agency"]),
        what=what or chosen["what"],
    )
    after = cursors.with_sort(after, sort) if after else None
    return Asked(post, now, own, scope, narrowed, sort, after, chosen)


def _number(text: str) -> int | None:
    """The key that an address names, if it can be one."""
    return int(text) if text.isdecimal() and len(text) <= items.DIGITS else None


def _late_before(post: Post, by: str, now: datetime) -> datetime:
    """The moment before which something had to be due to be late by so many working days."""
    if by not in dict(LATE_BY) or not by:
        return now
    calendar = policy.calendar_for(policy.pack_for(post.authority_id))
    return items.end_of(calendar.subtract(words.local_day(now), int(by)))


def found(asked: Asked, *, limit: int = ROWS) -> list[Item]:
    """One page of the list, and one more row if the list goes on."""
    return queries.page(
        asked.scope,
        post=asked.post,
        today=asked.today,
        narrowed=asked.narrowed,
        limit=limit + 1,
        sort=asked.sort,
        after=asked.after,
    )


# --- the late page --------------------------------------------------------------------


def late_page(asked: Asked) -> dict[str, Any]:
    """Everything on the late page.

    Sentence and filters stand on its first page only: they count the whole list, and a
    later page costs no more than its rows.
    """
    rows = found(asked)
    shown, more = rows[:ROWS], len(rows) > ROWS
    about = {"filters": None, "summary": None} if asked.after else _about(asked)
    total = about["summary"]["total"] if about["summary"] else None
    return about | {
        "title": asked.scope.title,
        "rows": _late_rows(asked, shown),
        "sorts": _sorts(asked),
        "pager": _pager(asked, shown, more, total),
        "heading": HEADINGS[asked.sort],
        "sheet": f"?{address(asked, format='csv')}",
    }


def _about(asked: Asked) -> dict[str, Any]:
    """The sentence above the list and its filters, from one count of the whole list."""
    everything = replace(asked.narrowed, owner=None, agency=None, what="")
    given = {"post": asked.post, "today": asked.today}
    shares = late.composition(asked.scope, **given, narrowed=everything)
    several = late.children_with_several(asked.scope, **given, narrowed=asked.narrowed)
    said = late.sentence(_narrowed(shares, asked), several, post=asked.post, now=asked.now)
    for part in said["parts"]:
        part["href"] = f"?{address(asked, what=part['what'])}" if part["what"] else None
    filters = _filters(asked, shares)
    return {"summary": said, "filters": filters, "chosen": _chosen(asked, filters)}


def _narrowed(shares: list[late.Share], asked: Asked) -> list[late.Share]:
    """The shares that the filters leave."""
    wanted = asked.narrowed
    return [
        share
        for share in shares
        if wanted.owner in (None, share.owner_id)
        and wanted.agency in (None, share.agency_id)
        and wanted.what in ("", share.what)
    ]


def _late_rows(asked: Asked, shown: list[Item]) -> list[dict[str, Any]]:
    told = late.known(shown, authority=asked.post.authority_id, now=asked.now)
    return [_late_row(item, told[item.source, item.id], asked) for item in shown]


def _late_row(item: Item, told: str, asked: Asked) -> dict[str, Any]:
    days = wording.working_days_late(item, asked.now, asked.calendar)
    unit = "working day" if days == 1 else "working days"
    by = format_html("<strong>{}</strong> {}", days, unit) if days else "Less than a working day"
    return {
        "late": True,
        "cells": [
            {"text": words.day(item.day, asked.today), "nowrap": True},
            {"text": by, "nowrap": bool(days)},
            _child(item, asked),
            _what(item),
            _who(item, asked),
            told or "Nothing recorded",
        ],
    }


def _child(item: Item, asked: Asked) -> dict[str, Any]:
    rated = wording.rating(asked.post.authority_id, item.rating)["label"]
    return {
        "text": item.subject or "Not named here",
        "href": wording.address(item),
        "small": rated if item.kind == "child" and item.named else None,
        "head": True,
    }


def _what(item: Item) -> dict[str, Any]:
    if not item.is_action:
        return {"text": item.title, "clauses": item.clauses}
    agreed = f"Action, agreed {item.agreed_on.day} {item.agreed_on:%B}"
    href = f"/actions/{item.id}/" if item.answerable else None
    return {"text": item.title, "href": href, "small": agreed}


def _who(item: Item, asked: Asked) -> dict[str, Any]:
    role = policy.label(asked.post.authority_id, item.bearer) if item.bearer else ""
    name = item.owner or (f"Nobody named, {role}" if role else "Nobody named")
    return {"text": name, "small": item.agency or role}


# --- actions, and all that is due -----------------------------------------------------


def due_page(asked: Asked) -> dict[str, Any]:
    """Everything that is still to be done on a list, what is late first, undated last."""
    rows = found(asked)
    shown, more = rows[:ROWS], len(rows) > ROWS
    return {
        "scopes": _scopes(asked),
        "rows": [_due_row(item, asked) for item in shown],
        "pager": _pager(asked, shown, more, None),
    }


def _due_row(item: Item, asked: Asked) -> dict[str, Any]:
    state = wording.state_of(item, asked.now, asked.calendar)
    when = wording.when_of(item, asked.now, asked.calendar)
    is_late = wording.is_late(item, asked.now)
    when = {"text": words.day(item.day, asked.today), "small": ""} if is_late else when
    return {
        "late": is_late,
        "cells": [
            {"text": when["text"], "small": None if state else when["small"], "nowrap": True},
            {"text": "", "state": state} if state else "Still to come",
            _child(item, asked),
            _what(item),
            _who(item, asked),
        ],
    }


# --- filters, order, pages ------------------------------------------------------------


def address(asked: Asked, **changed: str) -> str:
    """The present choice as an address, with some of it changed; pages begin anew."""
    given = QueryDict(mutable=True)
    wanted = asked.chosen | {"sort": asked.sort if asked.sort != "days" else ""} | changed
    given.update({name: value for name, value in wanted.items() if value})
    return given.urlencode()


def _filters(asked: Asked, shares: list[late.Share]) -> list[dict[str, Any]]:
    """What the list can be narrowed to: only what it holds."""
    kinds = [(one.what, one.title or "Actions agreed by people") for one in late.kinds(shares)]
    if asked.chosen["what"] and asked.chosen["what"] not in dict(kinds):
        kinds.append((asked.chosen["what"], _title(asked)))
    return [
        _field("list", "Team", [(one.code, one.name) for one in asked.scopes], asked.scope.code),
        _field("who", "Who must act", [("", "Anyone"), *_keyed(late.people(shares))],
               asked.chosen["who"]),
        _field("agency", "Agency", [("", "All agencies"), *_keyed(late.agencies(shares))],
               asked.chosen["agency"]),
        _field("what", "What", [("", "Everything"), *kinds], asked.chosen["what"]),
        _field("by", "Late by", LATE_BY, asked.chosen["by"]),
    ]  # fmt: skip


def _title(asked: Asked) -> str:
    return acts(asked.post.authority_id).get(asked.chosen["what"], "Actions agreed by people")


def _keyed(found: list[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in found]


def acts(authority: str) -> dict[str, str]:
    """What the procedure asks for, by act, in the words of its first duty."""
    named: dict[str, str] = {}
    for duty in policy.pack_for(authority).duties:
        named.setdefault(duty.act, duty.title)
    return named


def _field(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": value, "text": text, "selected": value == chosen} for value, text in options
        ],
    }


def _chosen(asked: Asked, filters: list[dict[str, Any]]) -> str:
    """What stands on the folded filter."""
    named = [
        option["text"]
        for field in filters
        for option in field["options"]
        if option["selected"] and option["value"] and field["name"] != "list"
    ]
    if asked.scope is not asked.scopes[0]:
        named.insert(0, asked.scope.name)
    return ", ".join(named) or "nothing chosen"


def _sorts(asked: Asked) -> list[dict[str, Any]]:
    labels = {"days": "days late", "child": "child", "who": "who must act"}
    return [
        {
            "text": label,
            "href": None if sort == asked.sort else f"?{address(asked, sort=sort)}",
        }
        for sort, label in labels.items()
    ]


def _scopes(asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "text": one.name,
            "href": None if one is asked.scope else f"?{address(asked, list=one.code)}",
        }
        for one in asked.scopes
    ]


def _pager(asked: Asked, shown: list[Item], more: bool, total: int | None) -> dict[str, Any] | None:
    """“Ten shown, from 2 October to 17 November. Four more.”"""
    if not shown:
        return None
    dated = [item for item in shown if item.day] if asked.sort == "days" else []
    said = f"{wording.opening(len(shown))} shown"
    if len(dated) > 1:
        said += f", from {_date(dated[0].day)} to {_date(dated[-1].day)}"
    said += f". {_rest(len(shown), more, total)}"
    forward = None
    if more:
        place = address(asked, after=Cursor.behind(shown[-1]).as_text())
        forward = {"href": f"?{place}", "text": _next(asked, shown[-1])}
    start = {"href": f"?{address(asked)}", "text": "Back to the start"} if asked.after else None
    return {"said": said.strip(), "next": forward, "previous": start}


def _rest(shown: int, more: bool, total: int | None) -> str:
    if not more:
        return ""
    return f"{wording.opening(total - shown)} more." if total else "More follow."


def _next(asked: Asked, last: Item) -> str:
    if asked.sort == "child":
        return f"Next, after {last.subject}"
    if asked.sort == "who":
        return f"Next, after {last.owner or 'nobody named'}"
    return f"Next, after {words.day(last.day, asked.today)}" if last.day else "Next"


def _date(day: date) -> str:
    return f"{day.day} {day:%B}"


# --- the spreadsheet ------------------------------------------------------------------
