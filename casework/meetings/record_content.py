"""The record of one discussion as plain data: every question of the pack's template, answered.

This is what is frozen when a record is completed: headings, questions and answers in
words, so that it can be read, printed and sent for ever as it was. Nothing here knows a
question of any authority; another template needs no change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.chronology import policy
from casework.meetings import agenda, deciding, record_discussion, room
from casework.meetings import record_sources as sources
from casework.meetings.models import Invitation, Meeting, Slot
from casework.meetings.record_sources import Known
from casework.web import words

if TYPE_CHECKING:
    from pathways.definitions import Form, Question, Section

NOTES = "record_notes"
"""The step of a slot in which business support writes what the template still lacks."""
WRITTEN = "meeting."
"""Questions filled from what the meeting said can be put right in the notes."""
APPLIES_NOT = "Does not apply"


@dataclass(frozen=True, slots=True)
class Filling:
    """Everything that a template can be filled from."""

    values: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]
    steps: dict[str, dict[str, Any]]
    notes: dict[str, Any]

    def answer(self, question: Question) -> Any:
        """The answer to a question that is asked once."""
        if may_be_written(question) and question.id in self.notes:
            return self.notes[question.id]
        return self.known(question)

    def known(self, question: Question) -> Any:
        """The answer without what business support wrote."""
        if question.fills_from:
            return self.values.get(question.fills_from)
        return next(
            (step[question.id] for step in self.steps.values() if question.id in step), None
        )

    def listed(self, section: Section) -> list[dict[str, Any]]:
        """The rows of a repeated section, by question."""
        names = {one.id: one.fills_from.partition(".") for one in section.questions}
        source = next((name for name, dot, _ in names.values() if dot), "")
        return [
            {question: row.get(field) for question, (_, _, field) in names.items()}
            for row in self.rows.get(source, [])
        ]


def template_of(slot: Slot) -> Form:
    """The recording template of this kind of discussion; a short update has its own."""
    forms = agenda.kind_of(slot.meeting.series).forms
    used = forms["short"] if slot.kind == Slot.Kind.SHORT and "short" in forms else forms["record"]
    return policy.form(slot.case.authority_id, used)


def annexes_of(slot: Slot) -> list[Form]:
    """The forms that were gone through in the discussion: the case's own and the checklist."""
    forms = agenda.kind_of(slot.meeting.series).forms
    wanted = [forms.get(use) for use in (slot.kind, "checklist")]
    own = template_of(slot).id
    return [policy.form(slot.case.authority_id, one) for one in wanted if one and one != own]


def may_be_written(question: Question) -> bool:
    """Whether the note-taker answers it; what the child's record knows is put right there."""
    return not question.fills_from or question.fills_from.startswith(WRITTEN)


def notes_of(slot: Slot) -> dict[str, Any]:
    """What business support wrote into the record."""
    found = slot.sections.filter(section=NOTES, confidential=False).first()
    return found.content if found else {}


def filling_of(slot: Slot, *, now: datetime) -> Filling:
    """Gather what the record is filled from; the confidential part is never read."""
    known, notes = Known(slot, now), notes_of(slot)
    steps = record_discussion.said(slot)
    safety, disruption = record_discussion.of_the_plan(known)
    values = {
        **sources.of_the_child(known),
        **sources.of_assessment(known),
        **sources.of_rating(known),
        **sources.of_lead(known),
        **record_discussion.of_the_meeting(known, steps),
        **safety,
        **record_discussion.of_the_next_review(known),
    }
    rows = {
        "updates": _put_right(record_discussion.updates(known, steps), notes),
        "reviewed": record_discussion.reviewed(known),
        "disruption": disruption,
        "agreed": record_discussion.agreed(known),
    }
    return Filling(values, rows, steps, notes)


def _put_right(updates: list[dict[str, Any]], notes: dict[str, Any]) -> list[dict[str, Any]]:
    """What each agency brought, as business support put it for the record."""
    corrected = notes.get("updates") or {}
    return [row | {"text": corrected.get(row["agency"], row["text"])} for row in updates]


def content_of(slot: Slot, *, now: datetime) -> dict[str, Any]:
    """The whole record of a slot as it stands now."""
    filling = filling_of(slot, now=now)
    template = template_of(slot)
    known = Known(slot, now)
    return {
        "child": filling.values["child.name"],
        "case": slot.case.reference,
        "heading": f"{filling.values['child.name']}: {_record_word(slot)}",
        "meeting": meeting_of(slot),
        "not_in_line": not_in_line(slot, now=now),
        "sections": [section_of(each, filling) for each in template.sections],
        "why_then": [
            {"text": text, "clauses": clauses}
            for text, clauses in record_discussion.why_then(known)
        ],
        "annexes": [
            {
                "label": form.label,
                "sections": [
                    section_of(each, filling) for each in form.sections if not each.repeats
                ],
            }
            for form in annexes_of(slot)
        ],
        "empty": still_empty(template, filling, slot),
        "prevails": policy.pack_for(slot.case.authority_id).prevails,
    }


def _record_word(slot: Slot) -> str:
    return f"{agenda.kind_of(slot.meeting.series).label} record"


# --- questions and answers ------------------------------------------------------------


def section_of(section: Section, filling: Filling) -> dict[str, Any]:
    """A section with its questions and, for each time it is asked, the answers in words."""
    asked = [_once(section, filling)] if not section.repeats else filling.listed(section)
    return {
        "id": section.id,
        "label": section.label,
        "repeats": section.repeats,
        "questions": [_question(one) for one in section.questions],
        "rows": [_answers(section.questions, row, section.repeats) for row in asked],
    }


def _once(section: Section, filling: Filling) -> dict[str, Any]:
    return {one.id: filling.answer(one) for one in section.questions}


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "label": question.label,
        "type": question.type,
        "clause": question.clause,
        "fills_from": question.fills_from,
        "options": [[one.id, one.label] for one in question.options],
    }


def _answers(questions: Iterable[Question], row: dict[str, Any], repeats: bool) -> dict[str, Any]:
    return {one.id: _answer(one, row, repeats) for one in questions}


def _answer(question: Question, row: dict[str, Any], repeats: bool) -> dict[str, Any]:
    value = row.get(question.id)
    chosen = [str(one) for one in value] if isinstance(value, list) else []
    text = in_words(question, value)
    if not text and not repeats and not _asked(question, row):
        text = APPLIES_NOT
    return {"text": text, "chosen": chosen}


def _asked(question: Question, row: dict[str, Any]) -> bool:
    """Whether the condition holds under which a question is asked."""
    if question.show_if is None:
        return True
    given = row.get(question.show_if.question)
    chosen = {str(one) for one in given} if isinstance(given, list) else {str(given)}
    return bool(chosen & set(question.show_if.one_of))


def in_words(question: Question, value: Any) -> str:
    """An answer as people read it: options by label, days in words, points one a line."""
    if value in (None, "", []):
        return ""
    if isinstance(value, datetime):
        return words.plain_date(value)
    if isinstance(value, date):
        return words.plain_date(value)
    names = {one.id: one.label for one in question.options}
    names |= {"yes": "Yes", "no": "No"} if question.type == "yes_no" else {}
    if isinstance(value, list):
        between = "; " if question.type == "choices" else "\n"
        return between.join(names.get(str(one), str(one)) for one in value)
    return _day(question, str(value)) or names.get(str(value), str(value))


def _day(question: Question, text: str) -> str:
    """An ISO day in words; other words for a day stay as they are."""
    if question.type != "date":
        return ""
    try:
        return words.plain_date(date.fromisoformat(text))
    except ValueError:
        return ""


# --- what is empty --------------------------------------------------------------------


def still_empty(template: Form, filling: Filling, slot: Slot) -> list[str]:
    """What the procedure wants in the record and is not there, by the words of the template."""
    empty = []
    for section in template.sections:
        rows = filling.listed(section) if section.repeats else [_once(section, filling)]
        for row in rows:
            empty += [
                f"{section.label}: {one.label}"
                for one in section.questions
                if one.required and _asked(one, row) and row.get(one.id) in (None, "", [])
            ]
    return list(dict.fromkeys(empty + _wanted_by_the_rating(template, filling, slot)))


def empty_now(slot: Slot, *, now: datetime) -> list[str]:
    """What a record would lack if it were completed now."""
    return still_empty(template_of(slot), filling_of(slot, now=now), slot)


def _wanted_by_the_rating(template: Form, filling: Filling, slot: Slot) -> list[str]:
    """Above the lowest level a record needs the safety plan and the day of the next review."""
    level = filling.values["rating.level"]
    if level in ("", deciding.lowest_level(slot.case.authority_id)):
        return []
    if filling.values["removal.ground"]:
        return []
    found = []
    if not any(filling.values[one] for one in filling.values if one.startswith("safety.")):
        found += [one.label for one in template.sections if _fed_by(one, "safety.")]
    if not filling.values["review.day"]:
        found += [
            f"{one.label}: {each.label}"
            for one in template.sections
            for each in one.questions
            if each.fills_from == "review.day"
        ]
    return found


def _fed_by(section: Section, source: str) -> bool:
    return any(one.fills_from.startswith(source) for one in section.questions)


# --- how the meeting was held ---------------------------------------------------------


def meeting_of(slot: Slot) -> dict[str, Any]:
    """The meeting as it was held for this child: who was there and whether it was quorate."""
    meeting = slot.meeting
    return {
        "name": meeting.series.name,
        "day": words.long_day_and_year(meeting.starts_at),
        "held_as": meeting.get_held_as_display(),
        "chair": str(meeting.chair) if meeting.chair else "",
        "note_taker": str(meeting.note_taker) if meeting.note_taker else "",
        "quorum": _quorum(meeting) if meeting.began_at else "",
        "kind": slot.get_kind_display(),
        "attendance": [_attended(one) for one in _around(slot)],
    }


def _quorum(meeting: Meeting) -> str:
    """Whether it was quorate, in words."""
    state = room.quorum(meeting)
    if state.reached:
        return f"Quorate: {words.joined(list(state.here))} were here"
    verb = "was" if len(state.missing) == 1 else "were"
    return f"Not quorate: {words.joined(list(state.missing))} {verb} not here"


def _around(slot: Slot) -> list[Invitation]:
    """Those who come for the whole meeting, and the guests of this child; no other guests."""
    guests = slot.invitations.select_related("post__agency").order_by("pk")
    standing = room.standing(slot.meeting)
    known = {one.post_id for one in standing}
    return standing + [one for one in guests if one.post_id not in known]


def _attended(invitation: Invitation) -> list[str]:
    post = invitation.post
    who = f"{post.holder}, {post.title}"
    if invitation.represented_by:
        who += f" (represented by {invitation.represented_by})"
    return [who, post.agency.name, _presence(invitation)]


def _presence(invitation: Invitation) -> str:
    if invitation.here_from is None:
        return invitation.get_presence_display()
    text = f"Here from {words.time_of_day(invitation.here_from)}"
    if invitation.here_until:
        text += f" to {words.time_of_day(invitation.here_until)}"
    return text


def not_in_line(slot: Slot, *, now: datetime) -> list[dict[str, Any]]:
    """What in the meeting or its decisions is otherwise than the procedure wants."""
    found = [*room.not_in_line(slot.meeting), *deciding.verdicts(slot, now=now)]
    found = {one.text: one for one in found}.values()
    return [{"text": one.text, "clauses": list(one.clauses)} for one in found]


def completed_words(moment: datetime) -> str:
    """`Friday 20 November 2026, 15:10`."""
    local = timezone.localtime(moment)
    return f"{words.long_day_and_year(local)}, {words.time_of_day(local)}"
