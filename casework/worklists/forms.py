"""Saying how an action stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from casework.plans.models import Action
from casework.web.forms import DateField, Option

STATES = [
    (Action.State.COMPLETED, Option("Done")),
    (Action.State.ONGOING, Option("Begun and going on")),
    (Action.State.OUTSTANDING, Option("Not begun")),
]


class ActionForm(forms.Form):
    """How an action stands: done on a day, or not, and then why not."""

    state = forms.ChoiceField(
        label="How does it stand?",
        choices=STATES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the action stands"},
    )
    done_on = DateField(label="When was it done?", what="Day on which it was done", required=False)
    explanation = forms.CharField(
        label="What is known",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was done, or why it is not done yet. Others on the child’s plan read this.",
    )

    def __init__(self, *args: Any, agreed_on: date, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].earliest, self.fields["done_on"].latest = agreed_on, today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        done = cleaned.get("state") == Action.State.COMPLETED
        if done and not cleaned.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Enter the day on which it was done")
        if cleaned.get("state") and not done and not cleaned.get("explanation"):
            self.add_error("explanation", "Enter why it is not done yet")
        return cleaned
