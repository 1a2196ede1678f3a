"""How forms are drawn and how dates are read: GOV.UK's inputs around Django's forms."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import get_template

from casework.web.words import within

BOXES = ("day", "month", "year")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TYPED = re.compile(r"^\s*(\d{1,2})[\s./-]+(\w+)[\s./-]+(\d{2,4})\s*$")
_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")


class Renderer(BaseRenderer):
    """Draws every field as GOV.UK's macros do: `{{ form.held_on.as_field_group() }}`."""

    field_template_name = "web/field.html"

    def get_template(self, template_name):
        return get_template(template_name)


class Option(str):
    """The label of a choice, with a hint below it, or the reason why it is not open."""

    hint: str
    not_open: str

    def __new__(cls, label: str, *, hint: str = "", not_open: str = "") -> Option:
        made = super().__new__(cls, label)
        made.hint, made.not_open = hint, not_open
        return made


class Wording:
    """Gives fields that say nothing of their own GOV.UK's words: "Enter …", "Select …"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            reword(field, field.label or name.replace("_", " ").capitalize())


class Form(Wording, forms.Form):
    """The form that every page's form begins from."""


class ModelForm(Wording, forms.ModelForm):
    """The same over a model; it fills, and a command saves."""


def reword(field: forms.Field, label: str) -> None:
    """Replace Django's own messages by ours; a field's own ones stay."""
    messages, theirs = field.error_messages, forms.Field.default_error_messages["required"]
    if messages.get("required") == theirs:
        messages["required"] = asked_for(field, label)
    for validator in field.validators:
        if getattr(validator, "code", "") == "max_length":
            validator.message = f"{label} must be {validator.limit_value} characters or fewer"
    if isinstance(field, forms.IntegerField):
        messages["invalid"] = f"{label} must be a number"


def asked_for(field: forms.Field, label: str) -> str:
    """What to say where the answer is missing; an abbreviation keeps its capitals."""
    if label.endswith("?"):
        return f"Answer “{label}”"
    chosen = (forms.ChoiceField, forms.ModelChoiceField, forms.BooleanField)
    verb = "Select" if isinstance(field, chosen) else "Enter"
    return f"{verb} {within(label)}"


# --- dates ----------------------------------------------------------------------------


class DateBoxes(forms.MultiWidget):
    """Day, month and year in three boxes; a date typed into one box is read as well."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({box: forms.TextInput() for box in BOXES}, attrs)

    def decompress(self, value: date | str | None) -> list[str]:
        if isinstance(value, str):
            return split_date(value) if value else ["", "", ""]
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def value_from_datadict(self, data, files, name):
        if data.get(name):
            return split_date(data[name])
        return [(data.get(f"{name}_{box}") or "").strip() for box in BOXES]

    def value_omitted_from_data(self, data, files, name):
        return name not in data and all(f"{name}_{box}" not in data for box in BOXES)

    def id_for_label(self, id_, index=None):
        return f"{id_}_day" if id_ else id_


class DateField(forms.Field):
    """A day in three boxes. `what` begins each message: "Date of birth must include a month"."""

    widget = DateBoxes

    def __init__(
        self,
        *,
        what: str = "Date",
        earliest: date | None = None,
        latest: date | None = None,
        **kwargs: Any,
    ) -> None:
        self.what, self.earliest, self.latest = what, earliest, latest
        kwargs.setdefault("error_messages", {"required": f"Enter the {what[:1].lower()}{what[1:]}"})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or value == ["", "", ""]:
            return None
        if isinstance(value, date):
            return value
        return self._read(split_date(value) if isinstance(value, str) else list(value))

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise self._problem(f"must be on or after {_in_words(self.earliest)}", BOXES)
        if value and self.latest and value > self.latest:
            raise self._problem(f"must be on or before {_in_words(self.latest)}", BOXES)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def _read(self, texts: list[str]) -> date:
        missing = [box for box, text in zip(BOXES, texts, strict=True) if not text]
        if missing:
            raise self._problem("must include a " + " and ".join(missing), missing)
        day, month, year = (_number(text) for text in texts)
        if year is not None and year < 1000:
            raise self._problem("must have a year of four figures, such as 2026", ["year"])
        try:
            return date(year or 0, month or 0, day or 0)
        except (ValueError, OverflowError):
            raise self._problem("must be a real date", _unreal(day, month)) from None

    def _problem(self, rest: str, boxes: Any) -> ValidationError:
        return ValidationError(f"{self.what} {rest}", code="date", params={"boxes": list(boxes)})


class DraftDateField(DateField):
    """A day that may still be half typed; what is not yet a date is kept as it stands."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            return "/".join(split_date(value) if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        """Nothing is asked of a draft."""


class OneBoxDateField(DateField):
    """A day typed into one box, as 24/11/2026; for lines in a table."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


def split_date(text: str) -> list[str]:
    """Day, month and year out of `24/11/2026`, `24 Nov 2026`, `2026-11-24` or `24//2026`."""
    if iso := _ISO.match(text):
        return [iso[3], iso[2], iso[1]]
    if typed := _TYPED.match(text):
        return [typed[1], typed[2], typed[3]]
    if text.count("/") == 2:
        return [part.strip() for part in text.split("/")]
    return [text.strip(), "?", "?"]


LONGEST_NUMBER = 4
"""Figures of a day, month or year."""


def _number(text: str) -> int | None:
    if text.isdecimal() and len(text) <= LONGEST_NUMBER:
        return int(text)
    month = text[:3].lower()
    return _MONTHS.index(month) + 1 if month in _MONTHS else None


def _unreal(day: int | None, month: int | None) -> tuple[str, ...]:
    """The boxes to mark when no such date exists."""
    if day is None or not 1 <= day <= 31:
        return ("day",)
    if month is None or not 1 <= month <= 12:
        return ("month",)
    return BOXES


def _in_words(value: date) -> str:
    return f"{value.day} {value:%B} {value.year}"
