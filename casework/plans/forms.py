"""How an action stands, and to whom a plan was given."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from casework.plans.models import Action
from casework.web.forms import DateField, Form


class ActionForm(Form):
    """Done, still being done, not done, or no longer needed; all but done want a word why."""

    state = forms.ChoiceField(
        label="How does it stand?",
        choices=[
            (Action.State.COMPLETED, "Done"),
            (Action.State.ONGOING, "Ongoing"),
            (Action.State.OUTSTANDING, "Not done yet"),
            (Action.State.WITHDRAWN, "No longer needed"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the action stands"},
    )
    completed_on = DateField(label="If done, on which day?", what="Day it was done", required=False)
    explanation = forms.CharField(
        label="What is there to say?",
        required=False,
        max_length=500,
        help_text="Needed for everything that is not done.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["completed_on"].latest = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        state = data.get("state")
        if state == Action.State.COMPLETED:
            if not data.get("completed_on") and "completed_on" not in self.errors:
                self.add_error("completed_on", "Enter the day on which it was done")
        elif state and not data.get("explanation"):
            self.add_error("explanation", "Enter why it is not done")
        return data


class ShareForm(Form):
    """To whom the plan was given or told, and when."""

    audience = forms.ChoiceField(
        label="To whom?",
        choices=[
            ("young_person", "The young person"),
            ("family", "The family"),
            ("professionals", "Professionals"),
            ("placement", "The placement"),
            ("missing_plan_to_young_person", "The plan for when missing, to the young person"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select to whom the plan was given"},
    )
    on = DateField(label="On which day?", what="Day")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today
