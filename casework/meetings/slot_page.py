"""What the page of a slot shows to its reader, step by step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.agencies.models import Post
from casework.chronology import guidance, policy
from casework.meetings import (
    agenda,
    deciding,
    list_queries,
    room,
    running,
    slot_outcome,
    slot_queries,
)
from casework.meetings.clocks import duties_met_by
from casework.meetings.models import Slot
from casework.meetings.slot_commands import Saved
from casework.meetings.slot_queries import SlotDesk
from casework.web import words
from casework.web.pack_forms import form_from_definition

STEPS = ["agencies", "additional_risks", "actions", "rating", "plan", "new_actions", "further",
         "next_review"]  # fmt: skip


def page(
    slot: Slot,
    *,
    post: Post,
    now: datetime,
    bound: dict[str, Any] | None = None,
    dispute: Saved | None = None,
    finishing: bool = False,
    finish_error: str = "",
    problems: list[str] | None = None,
) -> dict[str, Any]:
    """Everything that the page of a slot shows; `bound` are steps as somebody sent them."""
    today = timezone.localdate(now)
    desk = SlotDesk(slot, now)
    slots = list_queries.slots_on(slot.meeting, post=post, today=today)
    to_come = slot.state in Slot.TO_COME
    context = around(desk, slots, post) | {
        "beside": [one.case for one in slots if one.pk != slot.pk],
        "writes": room.may_write(slot, post, today=today) and to_come,
        "contributes": room.may_contribute(slot, post) and to_come,
        "dispute": dispute_of(desk, dispute),
        "finishing": finishing,
        "finish_error": finish_error,
        "problems": problems or [],
    }
    context |= confidential_part(desk, post)
    if context["writes"]:
        context |= steps(desk, bound or {}, slots)
        points = ("meeting", "review", "leaving")
        context["guidance"] = guidance.lines(slot.case, *points, now=now)
    elif not to_come:
        context |= {"verdicts": deciding.verdicts(slot, now=now), "outcome": told(desk)}
    elif context["contributes"]:
        context["forms"] = {"agencies": desk.form("agencies")}
    return context


def around(desk: SlotDesk, slots: list[Slot], post: Post) -> dict[str, Any]:
    """What stands around the steps: the head, the slots, the room, the clauses."""
    slot, now = desk.slot, desk.now
    return {
        "slot": slot,
        "meeting": slot.meeting,
        "desk": desk,
        "head": running.head(slot, slots, now=now),
        "slots": running.slot_items(slot.meeting, slots, here=slot),
        "runs": room.may_run(slot.meeting, post, today=desk.today),
        "quorum": room.quorum_as_it_was(slot.meeting),
        "room": running.people_here(slot.meeting, slot),
        "not_in_line": room.not_in_line(slot.meeting),
        "plan_word": policy.label(desk.authority, "risk_plan"),
        "adults_missing": agenda.missing_adult_services(slot),
        "step_clauses": clauses_of(slot),
        "confidential_clauses": confidential_clauses(slot),
        "telling_clauses": telling_clauses(slot),
        "own_places": [place.key for place in desk.places if place.post_id == post.pk],
        "others": slot_queries.writing_sentences(slot, post, now=now),
        "saved_at": max((one.saved_at for one in desk.sections.values()), default=None),
    }


def steps(desk: SlotDesk, bound: dict[str, Any], slots: list[Slot]) -> dict[str, Any]:
    """The forms of the six steps, and what is still open."""
    forms = {name: bound.get(name) or desk.form(name) for name in STEPS}
    outcome, _ = slot_outcome.outcome_of(desk)
    following = next(
        (one for one in slots if one.state == "listed" and one.position > desk.slot.position), None
    )
    return {
        "forms": forms,
        "wrong": [form for name, form in forms.items() if name in bound],
        "still_open": list(outcome.still_open),
        "following": following,
        "rows": agency_rows(desk),
        "was": was(desk),
        "plan_rows": plan_rows(desk),
        "voice": desk.slot.case.voices.first(),
        "strengths": desk.slot.case.observations.filter(kind="strength", ended_on=None),
        "checks": checks(desk),
        "questions_open": slot_outcome.open_questions(desk),
        "questions_all": _wanted(desk),
        "case_form": slot_outcome.pack_form_of(desk.slot, desk.slot.kind),
        "other_levels": " ".join(
            one.id
            for one in (policy.scale(desk.authority).levels if desk.rates else ())
            if one.id != desk.standing.last_level
        ),
    }


def _wanted(desk: SlotDesk) -> int:
    form = slot_outcome.pack_form_of(desk.slot, "checklist")
    return len([one for one in form.questions() if one.required]) if form else 0


def agency_rows(desk: SlotDesk) -> list[dict[str, str]]:
    """Each place with who fills it and what it said."""
    said = desk.content("agencies")
    return [
        {"key": one.key, "label": one.label, "by": ", ".join(filter(None, [one.who, one.how])),
         "text": said.get(one.key, "")}
        for one in desk.places
    ]  # fmt: skip


def was(desk: SlotDesk) -> str:
    """“Was Significant (criminal, missing) on 9 October.”"""
    fact = desk.last_rating
    if fact is None:
        return "Not rated before."
    scale = policy.scale(desk.authority)
    levels = {one.id: one.label for one in scale.levels} if scale else {}
    risks = {one.id: one.label.lower() for one in scale.key_risks} if scale else {}
    named = [risks.get(one, one) for one in fact.data.get("risks") or []]
    level = levels.get(fact.data.get("level", ""), "")
    on = timezone.localdate(fact.at)
    beside = f" ({', '.join(named)})" if named else ""
    return f"Was {level}{beside} on {on.day} {on:%B}."


def plan_rows(desk: SlotDesk) -> list[dict[str, Any]]:
    """The rows of the plan: heading, what stands there, and the fields behind it."""
    content = desk.content("plan") or desk.begun("plan")
    rows = []
    for part in desk.parts:
        lines = []
        for field, label in part.fields:
            for text in str(content.get(field, "")).splitlines():
                named = f"{label}: {text}" if len(part.fields) > 1 else text
                lines += [named] if text.strip() else []
        rows.append({"part": part, "lines": lines})
    return rows


def checks(desk: SlotDesk) -> list[dict[str, Any]]:
    """The checks, each with what was answered; blank means not confirmed."""
    signs = {
        "yes": ("met", "Yes"),
        "no": ("next", "No"),
        "not_applicable": ("plain", "Does not apply"),
    }
    found = []
    for label, answer, clause in slot_outcome.checks_of(desk):
        kind, said = signs.get(answer, ("next", "Not confirmed"))
        found.append({"kind": kind, "text": label, "said": said, "clause": clause})
    return found


def clauses_of(slot: Slot) -> dict[str, tuple[str, ...]]:
    """The clauses beside each step, as the pack gives them."""
    kind = agenda.kind_of(slot.meeting.series)
    steps = {one.id: one.clauses for one in kind.steps}
    names = {"agencies": "update", "actions": "actions", "rating": "rating", "plan": "plan",
             "new_actions": "agree", "questions": "questions"}  # fmt: skip
    return {ours: steps.get(theirs, ())[:2] for ours, theirs in names.items()}


def telling_clauses(slot: Slot) -> tuple[str, ...]:
    """The clause by which the lead professional is told the date of the review."""
    duties = duties_met_by(slot.case.authority_id, "lead.informed")
    pack = policy.pack_for(slot.case.authority_id)
    asked = [
        one for one in pack.duties if one.id in duties and _arises_from(one, "review.scheduled")
    ]
    return tuple(clause for one in asked for clause in one.clauses[:1])


def _arises_from(duty: Any, kind: str) -> bool:
    return getattr(getattr(duty.clock, "each", None), "kind", "") == kind


def dispute_of(desk: SlotDesk, saved: Saved | None) -> dict[str, Any] | None:
    """Both texts of a step that two people wrote at once."""
    if saved is None or not saved.conflict:
        return None
    form = desk.form(saved.section.section)
    theirs = [
        {"label": form.fields[name].label, "text": _words(form, name, value)}
        for name, value in saved.section.content.items()
        if name in form.fields
    ]
    return {
        "section": saved.section.section,
        "by": saved.section.saved_by.holder,
        "at": saved.section.saved_at,
        "version": saved.section.revision,
        "theirs": theirs,
    }


def _words(form: Any, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", []) or [])
    values = value if isinstance(value, list) else [value]
    return ", ".join("yes" if one is True else str(choices.get(one, one)) for one in values)


def confidential_part(desk: SlotDesk, post: Post) -> dict[str, Any]:
    """The confidential part, for core members only; for others there is nothing."""
    if not room.may_see_confidential(desk.slot, post, today=desk.today):
        return {"may_confidential": False}
    guests = [one.post.holder for one in desk.slot.invitations.all() if one.presence == room.HERE]
    admin = [one.post.holder for one in room.standing(desk.slot.meeting)
             if one.place == "admin" and one.presence == room.HERE]  # fmt: skip
    return {
        "may_confidential": True,
        "confidential_form": desk.form("confidential"),
        "asked_to_leave": words.joined(guests + admin),
    }


def told(desk: SlotDesk) -> list[dict[str, Any]]:
    """What a finished discussion came to, to be read."""
    rows = [
        {"label": row["label"], "lines": [row["text"]]} for row in agency_rows(desk) if row["text"]
    ]
    scale = policy.scale(desk.authority)
    rating = desk.content("rating")
    levels = {one.id: one.label for one in scale.levels} if scale else {}
    if rating.get("level"):
        rows.append({"label": "Rating", "lines": [levels.get(rating["level"], rating["level"]),
                                                  rating.get("words", "")]})  # fmt: skip
    for row in plan_rows(desk):
        if row["lines"]:
            rows.append({"label": row["part"].label, "lines": row["lines"]})
    return rows + _decided(desk)


def _decided(desk: SlotDesk) -> list[dict[str, Any]]:
    """New actions and the next review, as they were recorded at this meeting."""
    at = desk.slot.ended_at
    facts = desk.slot.case.facts.standing().shared().filter(at=at) if at else []
    rows = []
    actions = [fact.note for fact in facts if fact.kind == "action.agreed"]
    if actions:
        rows.append({"label": "New actions", "lines": actions})
    for fact in facts:
        if fact.kind == "review.scheduled":
            day = words.long_day_and_year(date.fromisoformat(fact.data["due"][:10]))
            reason = f"Later than the limit, because: {fact.note}" if fact.note else ""
            rows.append({"label": "Next review", "lines": [day, reason]})
    return rows


# --- beside the steps -----------------------------------------------------------------


def pack_form_class(slot: Slot, use: str):
    """The Django form of a pack's form for this slot; None where the pack has none."""
    if use not in {"checklist", "case"}:
        return None
    definition = slot_outcome.pack_form_of(slot, slot.kind if use == "case" else use)
    return form_from_definition(definition, draft=True) if definition else None


def questions(desk: SlotDesk, use: str, form: Any) -> dict[str, Any]:
    """The crib sheet, or the form of this kind of case."""
    row = desk.sections.get(use)
    return {
        "slot": desk.slot,
        "meeting": desk.slot.meeting,
        "form": form,
        "use": use,
        "definition": form.definition,
        "version": desk.revision(use),
        "saved_at": row.saved_at if row else None,
        "editable": desk.slot.state in Slot.TO_COME,
    }


def screen(desk: SlotDesk) -> dict[str, Any]:
    """What the room may see: this child, the rating, the plan and the actions."""
    new = desk.checked("new_actions") if not desk.slot.confidential_part else None
    return {
        "slot": desk.slot,
        "meeting": desk.slot.meeting,
        "hidden": desk.slot.confidential_part,
        "was": was(desk),
        "told": [one for one in told(desk) if one["label"] not in _agencies(desk)],
        "actions": list(new.actions()) if new else [],
    }


def _agencies(desk: SlotDesk) -> set[str]:
    return {one.label for one in desk.places}


def confidential_clauses(slot: Slot) -> tuple[str, ...]:
    """The clauses that set sensitive intelligence apart."""
    pack = policy.pack_for(slot.case.authority_id)
    return tuple(
        one.id
        for one in pack.clauses.values()
        if one.kind == "visibility" and "confidential" in one.says.lower()
    )[:1]
