"""Which record is needed now, and why; and afterwards, whether that was right."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.access.models import Opening
from casework.web.forms import DateField, Form
from casework.worklists.access_forms import reason

BOTH = "Enter the reference, or the name and the date of birth"


def _text(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=100, help_text=hint)


class EmergencyForm(Form):
    """Who the child is, exactly, and why the record is needed at once."""

    reference = _text("Reference or number of the child", "If you know it, it is enough.")
    forename = _text("First name")
    surname = _text("Surname")
    born = DateField(label="Date of birth", what="Date of birth", required=False)
    category = forms.ChoiceField(
        label="What is the emergency?",
        choices=Opening.Category.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the emergency is"},
    )
    reason = forms.CharField(
        label="Why do you need the record now?",
        max_length=500,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is read by those who look into this afterwards.",
        error_messages={
            "required": "Enter why you need the record now",
            "min_length": "Say in a sentence why you need the record now",
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        by_name = [data.get(name) for name in ("forename", "surname", "born")]
        if not data.get("reference") and not all(by_name) and "born" not in self.errors:
            self.add_error("reference", BOTH)
        return data

    def whom(self) -> dict[str, Any]:
        names = ("reference", "forename", "surname")
        whom = {name: " ".join(self.cleaned_data[name].split()) for name in names}
        return whom | {"born": self.cleaned_data["born"]}


class ReviewForm(Form):
    verdict = forms.ChoiceField(
        label="Was it right to open this record?",
        choices=Opening.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it was right to open this record"},
    )
    note = reason("What did you find?", "Enter what you found")
