"""What every step of a discussion has as a form: kept as typed, checked when it counts."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.plans.models import Action
from casework.web.forms import Form

STATES = [
    ("", "Choose"),
    (Action.State.COMPLETED, "Completed"),
    (Action.State.ONGOING, "Ongoing"),
    (Action.State.OUTSTANDING, "Outstanding"),
]
YES_NO = [("yes", "Yes"), ("no", "No")]


class StepForm(Form):
    """One step. `content` is what was saved last, as raw as it was typed."""

    section = ""

    def __init__(self, data: Any = None, *, content: dict[str, Any] | None = None, **kwargs: Any):
        self.stored = content or {}
        super().__init__(data, auto_id=f"{self.section}-%s", initial=dict(self.stored), **kwargs)

    def raw(self) -> dict[str, Any]:
        """What was typed, by field, ready for JSON; nothing is dropped for being wrong."""
        found = {name: self[name].data for name in self.fields}
        return {name: _plain(value) for name, value in found.items() if value}


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | list) else str(value).replace("\r\n", "\n")


def text(label: str, *, rows: int = 2, hint: str = "", required: bool = False) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, help_text=hint, required=required)


def line(label: str, limit: int = 500) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(label=label, required=False, max_length=limit)
