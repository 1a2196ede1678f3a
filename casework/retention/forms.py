"""Reasons and last days, as those who account for a record give them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from casework.web.forms import DateField, Form


def _reason(label: str, enter: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": enter},
    )


class HoldForm(Form):
    """Why nothing may go, and until when if that is known."""

    reason = _reason("Why must it be kept?", "Enter why it must be kept")
    until = DateField(label="Until when, if that is known?", what="Last day", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].earliest = today + timedelta(days=1)


class CloseForm(Form):
    """From which day the work is done, and how one knows."""

    on = DateField(label="From which day is it closed?", what="Day it was closed")
    because = _reason(
        "Why is the work done?", "Enter why the work is done",
        "It stands on the timeline.",
    )  # fmt: skip

    def __init__(self, *args: Any, opened_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.fields["on"].earliest, self.fields["on"].latest = opened_on, today


class OpenAgainForm(Form):
    because = _reason("Why does the work go on?", "Enter why the work goes on")


class LiftForm(Form):
    because = _reason("Why may the hold be lifted?", "Enter why the hold may be lifted")


class ProposeForm(Form):
    reason = _reason(
        "Why may this record go?", "Enter why this record may go",
        "Its day has come. Say what you looked at: is anybody still asking for it?",
    )  # fmt: skip


class WithdrawForm(Form):
    because = _reason("Why shall the record stay?", "Enter why the record shall stay")


class ConfirmForm(Form):
    """That somebody saw what goes, and typed the reference of what goes."""

    reference = forms.CharField(
        label="Type the reference of the record", max_length=20,
        error_messages={"required": "Enter the reference of the record"},
    )  # fmt: skip
    seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case_reference: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case_reference = case_reference

    def clean_reference(self) -> str:
        typed = self.cleaned_data["reference"].strip().upper()
        if typed != self.case_reference:
            raise forms.ValidationError("Reference must be that of the record above")
        return typed

    def clean_seen(self) -> list[tuple[str, int]]:
        seen = self.cleaned_data["seen"]
        return [tuple(each) for each in seen] if isinstance(seen, list) else []
