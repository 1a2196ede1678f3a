"""Forms that are data: a pack's form becomes a Django form, as a draft or fully checked.

A definition has `id`, `label` and `sections`; a section `id`, `label`, `hint`, `repeats`
and `questions`; a question `id`, `label`, `type`, `options` (`id`, `label`, `hint`),
`required`, `hint`, `clause` and `show_if` (`question`, `one_of`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html

from casework.web.forms import DateField, DraftDateField, Form, Option, asked_for, reword
from casework.web.numbers import whole

MOST_ROWS = 30
"""Rows of a repeated section that one form takes."""
_RADIOS_UP_TO = 8

Answers = dict[str, Any]
"""Question id to text, texts or ISO date; the id of a repeated section to a list of such."""


@dataclass(frozen=True)
class Asked:
    """A question as it stands on the page, and the field that its condition looks at."""

    question: Any
    field: BoundField
    depends_on: str = ""


@dataclass(frozen=True)
class Part:
    """A section as it stands on the page: its rows, each a list of questions."""

    section: Any
    rows: list[list[Asked]]


class DefinedForm(Form):
    """The base of every form made from a definition; `answers()` is what gets stored."""

    definition: Any
    sections: Sequence[Any]
    draft: bool
    choices: Mapping[str, Sequence[tuple[str, str]]]

    def __init__(self, data: Any = None, *args: Any, answers: Answers | None = None, **kwargs: Any):
        self._given = answers or {}
        initial = flattened(self.sections, self._given) | (kwargs.pop("initial", None) or {})
        super().__init__(data, *args, initial=initial, **kwargs)
        for section in self.sections:
            for row in range(self._row_count(section)):
                self._add_row(section, row if section.repeats else None)
            if section.repeats:
                count = forms.IntegerField(widget=forms.HiddenInput, required=False)
                self.fields[f"{section.id}-count"] = count
                self.initial[f"{section.id}-count"] = self._row_count(section)

    def parts(self) -> Iterator[Part]:
        """The form section by section, for the page."""
        for section in self.sections:
            rows = range(self._row_count(section)) if section.repeats else [None]
            yield Part(section, [self._asked(section, row) for row in rows])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for section in self.sections:
            for row in self._rows(section):
                for question in section.questions:
                    self._check(question, row, section)
        return cleaned

    def answers(self) -> Answers:
        """What was answered, ready for JSON; a question whose condition fails is left out."""
        found: Answers = {}
        for section in self.sections:
            rows = [self._row_answers(section, row) for row in self._rows(section)]
            if section.repeats:
                found[section.id] = [row for row in rows if row]
            else:
                found |= rows[0]
        return found

    def _rows(self, section: Any) -> list[int | None]:
        return list(range(self._row_count(section))) if section.repeats else [None]

    def _row_count(self, section: Any) -> int:
        if not section.repeats:
            return 1
        if not self.is_bound:
            return min(len(self._given.get(section.id, [])) + 1, MOST_ROWS)
        sent = str(self.data.get(self.add_prefix(f"{section.id}-count"), "1"))
        more = self.data.get("add") == section.id
        return max(1, min(whole(sent) or 1, MOST_ROWS) + more)

    def _add_row(self, section: Any, row: int | None) -> None:
        for question in section.questions:
            field = field_for(question, draft=self.draft, choices=self.choices)
            if row is not None and row > 0:
                field.required = False
            reword(field, question.label)
            self.fields[_name(section, row, question.id)] = field

    def _asked(self, section: Any, row: int | None) -> list[Asked]:
        return [
            Asked(
                question,
                self[_name(section, row, question.id)],
                self.add_prefix(_name(section, row, question.show_if.question))
                if question.show_if
                else "",
            )
            for question in section.questions
        ]

    def _holds(self, question: Any, row: int | None, section: Any) -> bool:
        if question.show_if is None:
            return True
        name = _name(section, row, question.show_if.question)
        if name not in self.fields:
            name = question.show_if.question
        given = self.cleaned_data.get(name)
        chosen = set(given) if isinstance(given, list) else {str(given)}
        return bool(chosen & set(question.show_if.one_of))

    def _check(self, question: Any, row: int | None, section: Any) -> None:
        """Ask for an answer that only a condition, or a further row begun, makes necessary."""
        name, further = _name(section, row, question.id), bool(row)
        if self.draft or not question.required or name in self.errors:
            return
        if (question.show_if is None and not further) or not self._holds(question, row, section):
            return
        if further and not self._row_answers(section, row):
            return
        if self.cleaned_data.get(name) in (None, "", []):
            self.add_error(name, asked_for(self.fields[name], question.label))

    def _row_answers(self, section: Any, row: int | None) -> Answers:
        answers: Answers = {}
        for question in section.questions:
            value = self.cleaned_data.get(_name(section, row, question.id))
            if value not in (None, "", []) and self._holds(question, row, section):
                answers[question.id] = _stored(value)
        return answers


def form_from_definition(
    definition: Any,
    *,
    draft: bool = False,
    section: str | None = None,
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> type[DefinedForm]:
    """Make a form class of a pack's form, or of one section of it.

    A draft asks for nothing and keeps half a date. `choices` offers people or places to
    choose from, by question type; without it they are typed.
    """
    sections = [each for each in definition.sections if section in (None, each.id)]
    return type(
        "FormOf" + "".join(part.capitalize() for part in definition.id.split("-")),
        (DefinedForm,),
        {
            "definition": definition,
            "sections": sections,
            "draft": draft,
            "choices": choices or {},
        },
    )


def flattened(sections: Sequence[Any], answers: Answers) -> dict[str, Any]:
    """Stored answers under the names of the fields; also what a full check is bound to."""
    flat: dict[str, Any] = {}
    for section in sections:
        if not section.repeats:
            wanted = {question.id for question in section.questions}
            flat |= {key: value for key, value in answers.items() if key in wanted}
            continue
        rows = answers.get(section.id, [])
        for number, row in enumerate(rows):
            flat |= {_name(section, number, key): value for key, value in row.items()}
        flat[f"{section.id}-count"] = len(rows)
    return flat


def field_for(
    question: Any,
    *,
    draft: bool = False,
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> forms.Field:
    """The field for one question; its clause stands as a link in the hint."""
    field = _FIELDS.get(question.type, _text)(question, draft, (choices or {}).get(question.type))
    field.label, field.help_text = question.label, _hint(question)
    field.required = bool(question.required and question.show_if is None and not draft)
    field.error_messages["required"] = asked_for(field, question.label)
    return field


def _text(question: Any, draft: bool, choices: Any) -> forms.Field:
    if choices:
        return forms.ChoiceField(choices=[("", "Choose"), *choices])
    return forms.CharField()


def _long_text(question: Any, draft: bool, choices: Any) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))


def _date(question: Any, draft: bool, choices: Any) -> forms.Field:
    return DraftDateField() if draft else DateField()


def _number(question: Any, draft: bool, choices: Any) -> forms.Field:
    if draft:
        return forms.CharField(widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}))
    return forms.IntegerField(widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}))


def _yes_no(question: Any, draft: bool, choices: Any) -> forms.Field:
    radios = forms.RadioSelect(attrs={"data-inline": True})
    return forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=radios)


def _choice(question: Any, draft: bool, choices: Any) -> forms.Field:
    options = _options(question)
    if len(options) > _RADIOS_UP_TO:
        return forms.ChoiceField(choices=[("", "Choose"), *options])
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect)


def _choices(question: Any, draft: bool, choices: Any) -> forms.Field:
    boxes = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(choices=_options(question), widget=boxes)


_FIELDS = {
    "textarea": _long_text,
    "date": _date,
    "number": _number,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
}


def _options(question: Any) -> list[tuple[str, str]]:
    return [
        (option.id, Option(option.label, hint=getattr(option, "hint", "")))
        for option in question.options
    ]


def _hint(question: Any) -> str:
    if not question.clause:
        return question.hint
    # The same address as the macro `clause` gives.
    address = f"/procedure/{question.clause}/"
    link = format_html('<a class="hf-clause" href="{}">{}</a>', address, question.clause)
    return format_html("{} {}", question.hint, link) if question.hint else link


def _name(section: Any, row: int | None, question: str) -> str:
    return question if row is None else f"{section.id}-{row}-{question}"


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
