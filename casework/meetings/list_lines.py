"""One row of a meeting's list: who, how long, which papers are in, who speaks."""

from __future__ import annotations

from datetime import datetime

from casework.meetings import (
    agenda,
    list_queries,
)
from casework.meetings.models import Slot
from casework.web import words

PAPERS_ACT = {"in": ("met", "In"), "draft": ("next", "Draft"), "waiting": ("next", "Waiting"),
              "late": ("decide", "Late")}  # fmt: skip


def slot_line(line: agenda.Line, papers: dict[str, list_queries.PaperState], now: datetime) -> dict:
    """One row of the list."""
    slot = line.slot
    age = agenda.age_at(slot)
    return {
        "slot": slot,
        "time": line.starts_at,
        "name": f"{slot.case.child}{f', {age}' if age is not None else ''}",
        "kind": f"{_short_kind(slot)}, {slot.planned_minutes}",
        "tool": _tool_words(papers.get("risk_assessment_tool"), papers.get("return_interview")),
        "plan_state": PAPERS_ACT[papers["update_and_plan"].state]
        if "update_and_plan" in papers
        else ("next", "Waiting"),
        "speaker": speaker_words(slot),
        "missing_adults": agenda.missing_adult_services(slot),
        "because": slot.listed_because,
    }


def _short_kind(slot: Slot) -> str:
    return {"new": "New", "review": "Review", "missing": "Missing"}.get(slot.kind, "Out of county")


def _tool_words(tool: list_queries.PaperState | None, interview) -> str:
    if tool is None:
        return ""
    if tool.state in {"in", "late"}:
        return words.day(tool.day).partition(" ")[2]
    if interview and interview.state == "in":
        return "Interview form only"
    return {"draft": "Draft", "waiting": "Waiting"}[tool.state]


def speaker_words(slot: Slot) -> str:
    """Who speaks about the child, and whether they come."""
    if slot.kind == Slot.Kind.SHORT and slot.speaker_coming is None:
        return "Short update form"
    if slot.speaker is None:
        return "Nobody yet"
    if slot.speaker_coming is False:
        others = [one.post.holder for one in slot.invitations.all() if one.place == "manager"]
        asked = words.joined(others) or "nobody"
        return f"{slot.speaker.holder}, cannot: {asked} asked; update form needed"
    return f"{slot.speaker.holder}, {'coming' if slot.speaker_coming else 'not answered'}"
