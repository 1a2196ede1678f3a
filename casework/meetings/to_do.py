"""What is still to do before a meeting: the room, the members, updates, health, the pack."""

from __future__ import annotations

from django.urls import reverse

from casework.meetings import list_queries, room, sending_queries
from casework.meetings.models import Circulation, Invitation, Meeting, Preparation, Slot
from casework.web import words


def todo(
    meeting: Meeting, slots: list[Slot], papers: dict, members: list[Invitation]
) -> list[dict]:
    """What is still to do before the meeting, each with its sign."""
    done = {one.step for one in meeting.preparations.all()}
    forecast = room.quorum_forecast(meeting, members)
    core = [one for one in members if one.place != "admin"]
    at = [meeting.reference]
    waiting = [slot for slot in slots if update_waits(papers[slot.pk])]
    health = _without_health(meeting, slots)
    return [
        _item(Preparation.Step.ROOM in done, "Room and video link", "meetings:place", at,
              meeting.place),
        _item(
            forecast.reached and bool(core),
            f"{words.sentence(words.counted(len(core), 'core member'))} invited",
            "",
            at,
            _forecast_words(forecast),
        ),
        _item(
            not waiting,
            f"Chase {words.counted(len(waiting), 'update')}" if waiting else "All updates are in",
            "",
            at,
            words.joined([str(slot.case.child) for slot in waiting]) if waiting else "",
        ),
        _item(not health, "Health: its recipients for each child", "meetings:send", at,
              health or "All known", _health_clauses(meeting)),
        _item(Preparation.Step.LOOKED_THROUGH in done, "Look through the pack as each member",
              "meetings:send", at, ""),
    ]  # fmt: skip


def _item(done: bool, text: str, name: str, at: list, small: str, clauses=()) -> dict:
    return {
        "sign": "met" if done else "next",
        "text": text,
        "href": reverse(name, args=at) if name and not done else None,
        "small": small,
        "clauses": list(clauses),
    }


def update_waits(papers: dict[str, list_queries.PaperState]) -> bool:
    paper = papers.get("update_and_plan")
    return paper is not None and paper.state not in {"in", "late"}


def _forecast_words(forecast: room.Quorum) -> str:
    text = f"Quorum: {words.joined(list(forecast.here))} yes" if forecast.here else "Quorum: nobody"
    return text + (f"; {words.joined(list(forecast.missing))} no" if forecast.missing else "")


def _without_health(meeting: Meeting, slots: list[Slot]) -> str:
    no_name = sending_queries.without_general_practitioner(meeting, Circulation.What.LIST, slots)
    if no_name:
        return f"{words.sentence(words.counted(len(no_name), 'GP'))} not known"
    return ""


def _health_clauses(meeting: Meeting) -> list[str]:
    named = sending_queries.recipients(meeting, Circulation.What.LIST)
    return sorted({clause for one in named if one.own_item_only for clause in one.clauses})
