"""Who must not see a record, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from casework.access.models import Exclusion
from casework.agencies.models import Post
from casework.web.forms import DateField, Form, Option

GROUNDS = [
    (Exclusion.Ground.CONFLICT, Option("A conflict of interest")),
    (Exclusion.Ground.RELATIVE, Option("A relative, or somebody close to the family")),
    (Exclusion.Ground.OWN_RECORD, Option("It is their own record, or that of their child")),
    (Exclusion.Ground.COURT_ORDER, Option("An order of a court")),
]


def reason(label: str, enter: str = "", *, hint: str = ""):
    """A few words; required where `enter` says what is missing."""
    return forms.CharField(
        label=label,
        required=bool(enter),
        help_text=hint,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": enter},
    )


class CloseForm(Form):
    """Who must not see a record, on which ground, and until when."""

    who = forms.ChoiceField(
        label="Who must not see this record?",
        error_messages={"required": "Select who must not see this record"},
    )
    ground = forms.ChoiceField(
        label="Why?",
        choices=GROUNDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why"},
    )
    note = reason("What is known", hint="Only those who answer for this record read it.")
    until = DateField(label="Until when, if that is known?", what="Last day", required=False)

    def __init__(self, *args: Any, people: list[Post], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        named = [(key, str(one)) for key, one in self.people.items()]
        self.fields["who"].choices = [("", "Select a person"), *named]
        self.fields["until"].earliest = today + timedelta(days=1)

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"person": self.people[data["who"]]} | {
            name: data[name] for name in ("ground", "note", "until")
        }


class KnowForm(Form):
    """That one knows the child or the family."""

    note = reason(
        "How do you know the child or the family?",
        "Enter how you know the child or the family",
        hint="A few words are enough. Only those who answer for this record read it.",
    )


class LiftForm(Form):
    because = reason("Why may they see this record again?", "Enter why they may see it again")
