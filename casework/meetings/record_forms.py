"""The forms after a meeting: the notes that a record still lacks, and reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from casework.agencies.models import Post
from casework.meetings.record_content import Filling, may_be_written
from casework.web.forms import Form
from casework.web.pack_forms import DefinedForm, form_from_definition

SPOKEN = "spoken"
"""Names of the fields for what each agency brought: `spoken-0`, `spoken-1` …"""


class NotesForm:
    """What the note-taker may write into a record: the pack's own questions, and the updates.

    `answers()` holds only what differs from what is known anyway.
    """

    def __init__(self, template: Any, filling: Filling, data: Any = None) -> None:
        self.filling = filling
        self.definition = _writable(template)
        self.known = {one.id: _plain(filling.known(one)) for one in self.definition.questions()}
        made = form_from_definition(self.definition, draft=True)
        begun = {one.id: _plain(filling.answer(one)) for one in self.definition.questions()}
        self.questions: DefinedForm = made(data, answers=begun)
        self.updates = UpdatesForm(data, rows=filling.rows["updates"])

    def is_valid(self) -> bool:
        return all([self.questions.is_valid(), self.updates.is_valid()])

    def answers(self) -> dict[str, Any]:
        given = self.questions.answers()
        found = {
            key: given.get(key, "")
            for key, known in self.known.items()
            if given.get(key, "") != (known or "")
        }
        spoken = self.updates.answers()
        return found | ({"updates": spoken} if spoken else {})


def _writable(template: Any) -> Any:
    """The template with only those questions that a note-taker answers, long ones in long boxes."""
    sections = []
    for section in template.sections:
        asked = [_long(one) for one in section.questions if may_be_written(one)]
        if asked and not section.repeats:
            sections.append(replace(section, questions=tuple(asked)))
    return replace(template, sections=tuple(sections))


def _long(question: Any) -> Any:
    if question.type in {"person", "place"}:
        question = replace(question, type="textarea")
    return replace(question, show_if=None)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return value.isoformat() if isinstance(value, date) else value


class UpdatesForm(Form):
    """What each agency brought, in the words of the record."""

    def __init__(self, data: Any = None, *, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rows = rows
        for number, row in enumerate(rows):
            self.fields[f"{SPOKEN}-{number}"] = forms.CharField(
                label=row["agency"],
                required=False,
                initial=row["text"],
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def answers(self) -> dict[str, str]:
        given = {
            row["agency"]: self.cleaned_data.get(f"{SPOKEN}-{number}", "")
            for number, row in enumerate(self.rows)
        }
        before = {row["agency"]: row["text"] for row in self.rows}
        return {key: text for key, text in given.items() if text != before[key]}


class AlthoughForm(Form):
    """Why a record is completed with fields that are empty."""

    although = forms.CharField(
        label="Why is it completed with empty fields?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(Form):
    """Why another child’s name may stay in a copy."""

    reason = forms.CharField(
        label="Why is it right that the name stays?",
        max_length=500,
        help_text="Your name and this reason are kept with the record.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why it is right that the name stays"},
    )


class RecipientForm(Form):
    """Somebody to whom the meeting agreed that the record goes."""

    post = forms.ChoiceField(
        label="Who else gets it, as agreed at the meeting?",
        error_messages={"required": "Select who else gets the record"},
    )

    def __init__(self, *args: Any, people: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        named = [(key, f"{one}, {one.agency.name}") for key, one in self.people.items()]
        self.fields["post"].choices = [("", "Choose"), *named]

    def chosen(self) -> Post:
        return self.people[self.cleaned_data["post"]]
