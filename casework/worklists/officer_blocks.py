"""What waits for who governs information: copies that were asked for, and records to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from casework.agencies.models import Post
from casework.disclosure import queries as disclosure
from casework.disclosure.models import AccessRequest
from casework.retention import queries as retention
from casework.retention.models import Disposal
from casework.web import words

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """The lines of the list, how many more there are, and all of it in a sentence."""

    lines: list[dict[str, Any]]
    more: int
    sentence: str


def waiting(post: Post, *, today: date) -> Waiting:
    """Requests that are open or not handed over, then disposals that wait for a second person."""
    rows = [row for row in disclosure.rows(post, today=today) if _goes_on(row["request"])]
    proposed = list(retention.disposals(post, today=today))
    lines = [_request(row) for row in rows] + [_disposal(one, post) for one in proposed]
    return Waiting(lines[:SHOWN], max(len(lines) - SHOWN, 0), _sentence(rows, proposed))


def _goes_on(request: AccessRequest) -> bool:
    return request.is_open or disclosure.to_hand_over(request)


def _request(row: dict[str, Any]) -> dict[str, Any]:
    request = row["request"]
    name = "disclosure:given" if disclosure.to_hand_over(request) else "disclosure:request"
    return {
        "sign": "next",
        "text": f"Request {request.reference}",
        "href": reverse(name, args=[request.reference]),
        "small": f"{row['step']}. The answer is due by {words.day_and_year(request.due_on)}",
        "state": row["state"],
    }


def _disposal(one: Disposal, post: Post) -> dict[str, Any]:
    own = one.proposed_account_id == post.account_id
    return {
        "sign": "next",
        "text": f"Record {one.case_reference}, proposed for disposal",
        "href": reverse("retention:disposal", args=[one.pk]),
        "small": "You proposed it: somebody else confirms it"
        if own
        else f"Proposed by {one.proposed_by.holder} on {words.day_and_year(one.proposed_at)}",
    }


def _sentence(rows: list[dict[str, Any]], proposed: list[Disposal]) -> str:
    number = len(rows) + len(proposed)
    if not number:
        return "Nothing waits for you."
    late = len([row for row in rows if row["state"]["kind"] == "late"])
    said = f"{words.sentence(words.counted(number, 'thing'))} {_verb(number, 'waits', 'wait')}"
    answers = f", and {words.counted(late, 'answer')} {_verb(late, 'is', 'are')} late"
    return f"{said}{answers if late else ''}."


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
