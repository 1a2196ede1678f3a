"""What an information-governance officer asks of the audit, and what came of a check."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from casework.audit.models import Check
from casework.web.forms import DateField, Form, Option

WHAT = [
    ("", Option("Everything")),
    ("looks", Option("Looks only")),
    ("changes", Option("Changes only")),
    ("refused", Option("Who was not let in")),
]


class PeriodForm(Form):
    """From one day to another."""

    since = DateField(label="From", what="First day", required=False)
    until = DateField(label="To", what="Last day", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.fields[name].latest = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "Last day must be the same as or after the first day")
        return cleaned


class SearchForm(PeriodForm):
    """Which record, who, when and what; whatever is left empty narrows nothing."""

    reference = forms.CharField(
        label="Reference of a record",
        max_length=20,
        required=False,
        help_text="As it stands in the address of the record",
    )
    person = forms.CharField(
        label="Name or post of a person", max_length=100, required=False,
        help_text="A part of it is enough",
    )  # fmt: skip
    what = forms.ChoiceField(label="What", choices=WHAT, required=False)
    field_order = ("reference", "person", "since", "until", "what")

    def clean_reference(self) -> str:
        return self.cleaned_data["reference"].strip().upper()

    def used(self) -> list[str]:
        """What the search was narrowed by, for the audit of the search itself."""
        return sorted(name for name, value in self.cleaned_data.items() if value)


class SampleForm(PeriodForm):
    """How many entries are drawn, and out of which days."""

    size = forms.IntegerField(
        label="How many", min_value=1, max_value=50,
        error_messages={
            "min_value": "How many must be 1 or more", "max_value": "How many must be 50 or fewer"
        },
    )  # fmt: skip
    field_order = ("size", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in (("since", "Enter the first day"), ("until", "Enter the last day")):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = text


class OutcomeForm(Form):
    """What came of checking an entry."""

    outcome = forms.ChoiceField(
        label="Was it in order?",
        choices=[(value, Option(label)) for value, label in Check.Outcome.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it was in order"},
    )
    note = forms.CharField(
        label="How you know",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter how you know"},
    )
