"""What an officer fills in: who asks, what becomes of an item, how a request ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from casework.disclosure.item_commands import Choice
from casework.disclosure.models import AccessRequest, AgencyView, Item, Mark, Release
from casework.disclosure.reasons import open_to
from casework.disclosure.request_commands import Asked
from casework.web.forms import DateField, Form, Option

Identity = AccessRequest.Identity


def text(label: str, at_most: int, *, rows: int = 0, hint: str = "", **more: Any) -> Any:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=at_most, widget=widget, help_text=hint, **more
    )  # fmt: skip


def radios(label: str, choices: Any, message: str, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect,
        error_messages={"required": message}, **more,
    )  # fmt: skip


class IdentityForm(Form):
    """How it is known that the asker is who they say."""

    identity = radios("How do you know who asks?", Identity.choices, "Select how you know who asks")
    identity_note = text(
        "What was seen, or who knows them", 300, required=False,
        hint="For example, passport seen on 16 November. Keep no copy of it here.",
    )  # fmt: skip
    identity_on = DateField(
        label="The day on which you knew, if you had to ask for proof", what="Day", required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DateField):
                field.latest = today


class TakeInForm(IdentityForm):
    """Who asks, for what, since when; on whom."""

    record = text(
        "Reference of the record", 20, required=False,
        hint="As it stands in the address of the record. Leave it empty if nothing is held.",
    )  # fmt: skip
    asked_by = radios("Who asks?", AccessRequest.AskedBy.choices, "Select who asks")
    asker = text("Their name", 120)
    reach_them = text(
        "Where they can be reached", 300,
        hint="An address, a telephone number or an e-mail address that you know to be theirs",
    )  # fmt: skip
    entitled_because = text(
        "Why they may ask for the young person", 300, required=False,
        hint="For example, parental responsibility seen in an order, or a signed authority",
    )  # fmt: skip
    wanted = text("What they want, if it is not everything", 500, rows=2, required=False)
    received_on = DateField(label="When did the request arrive?", what="Day it arrived")
    field_order = ("record", "asked_by", "asker", "reach_them", "entitled_because", "wanted",
                   "received_on", "identity", "identity_note", "identity_on")  # fmt: skip

    def clean_record(self) -> str:
        return self.cleaned_data["record"].strip().upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        somebody_else = data.get("asked_by") not in (None, AccessRequest.AskedBy.YOUNG_PERSON)
        if somebody_else and not data.get("entitled_because"):
            self.add_error("entitled_because", "Enter why they may ask for the young person")
        return data

    def asked(self) -> Asked:
        return Asked(**{name: self.cleaned_data[name] for name in Asked.__slots__})


class ExtendForm(Form):
    because = text(
        "Why two months more are needed", 500, rows=3,
        hint="The asker is told this reason, and the new day, within the first month.",
    )  # fmt: skip


class CloseForm(Form):
    """How a request ends without a copy."""

    outcome = radios(
        "How does it end?",
        [
            (AccessRequest.Outcome.NOTHING_HELD, Option("Nothing is held")),
            (AccessRequest.Outcome.REFUSED, Option("Refused")),
            (AccessRequest.Outcome.TAKEN_BACK, Option("The asker took it back")),
        ],
        "Select how it ends",
    )
    because = text("Why, and how the asker was told", 500, rows=3)


class WordsForm(Form):
    """Parts to take out: words as they stand, or whole sentences."""

    words = text(
        "Words to take out", 2000, rows=2, required=False,
        hint="Select them in the text, or type them. Several on lines of their own.",
    )  # fmt: skip
    sentences = forms.MultipleChoiceField(
        label="Or whole sentences", required=False, widget=forms.CheckboxSelectMultiple
    )
    code = forms.ChoiceField(label="Reason")
    comment = text("Comment", 500, required=False)
    everywhere = forms.BooleanField(
        label="Take these words out of every item of this request", required=False
    )

    def __init__(self, *args: Any, item: Item, asked_by: str, spans: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="out_%s", **kwargs)
        self.fields["code"].choices = codes(asked_by)
        self.fields["code"].error_messages["required"] = "Select a reason"
        self.fields["sentences"].choices = [
            (f"{start}-{end}", item.text[start:end]) for start, end in spans
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("words", "").strip() and not data.get("sentences"):
            self.add_error("words", "Enter the words to take out, or select a sentence")
        return data

    def spans(self) -> list[tuple[int, int]]:
        pairs = (one.split("-") for one in self.cleaned_data["sentences"])
        return [(int(start), int(end)) for start, end in pairs]

    def lines(self) -> list[str]:
        return [line for line in self.cleaned_data["words"].splitlines() if line.strip()]

    def choice(self) -> Choice:
        return Choice("out", self.cleaned_data["code"], self.cleaned_data["comment"])


class AgencyForm(Form):
    """Whom of an agency one asked, when, and what they said."""

    asked_of = text("Whom you asked", 120)
    asked_on = DateField(label="When you asked", what="Day you asked")
    answer = forms.ChoiceField(
        label="What they said", required=False,
        choices=[("", "No answer yet"), *AgencyView.Answer.choices],
    )  # fmt: skip
    said = text("In their words", 500, rows=2, required=False)
    answered_on = DateField(label="When they answered", what="Day they answered", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="agency_%s", **kwargs)
        self.fields["asked_on"].latest = self.fields["answered_on"].latest = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") and not data.get("answered_on") and "answered_on" not in self.errors:
            self.add_error("answered_on", "Enter the day they answered")
        return data


class ReleaseForm(Form):
    """Nothing is asked: the button is the decision."""


class HandedForm(Form):
    """That the asker has the copy."""

    on = DateField(label="When did they have it in hand?", what="Day they had it")
    how = radios("How did they get it?", Release.Handed.choices, "Select how they got it")
    to = text(
        "Who took it?", 200, error_messages={"required": "Enter who took it"},
        hint="And how you know that it was they. For example, passport seen",
    )  # fmt: skip
    gave = text(
        "Who gave it to them?", 120, error_messages={"required": "Enter who gave it to them"},
        hint="Name and post",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, released_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest, self.fields["on"].latest = released_on, today


class StayForm(Form):
    """Why words taken out of one item may stand in another."""

    because = text("Why they may stay there", 300, hint="For example, a street of the same name")
    taken_from = forms.IntegerField(widget=forms.HiddenInput)
    stands_in = forms.IntegerField(widget=forms.HiddenInput)


# --- one item -------------------------------------------------------------------------


def codes(asked_by: str) -> list[tuple[str, str]]:
    """The reasons that can hold for who asks, after an empty one."""
    return [("", "Choose a reason"), *((one.value, one.label) for one in open_to(asked_by))]


def decided(posted: QueryDict, item: Item) -> tuple[Choice, dict[int, Choice]]:
    """What was chosen for an item and for each proposal in it; what is not known is empty."""
    whole = _choice(posted, "item", Item.Decision.values)
    marks = {
        mark.pk: _choice(posted, f"mark-{mark.pk}", Mark.Decision.values)
        for mark in item.marks.all()
        if mark.found != Mark.Found.OWN and f"mark-{mark.pk}-code" in posted
    }
    if whole.decision != Item.Decision.WITHHOLD:
        whole = Choice(whole.decision, "", whole.comment)
    return whole, marks


def _choice(posted: QueryDict, name: str, known: Any) -> Choice:
    decision = posted.get(name, "")
    return Choice(
        decision if decision in known else "",
        posted.get(f"{name}-code", "")[:20],
        posted.get(f"{name}-comment", "").strip()[:500],
    )
