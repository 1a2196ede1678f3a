"""What was shared with whom and why, as somebody who knows it writes it down."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from casework.access.models import Compartment
from casework.agencies.models import Agency, Post
from casework.sharing.commands import NewSharing
from casework.sharing.models import Sharing
from casework.subjects.models import Case
from casework.web.forms import DateField, Form, Option

SHARED, REFUSED = Sharing.Outcome.SHARED, Sharing.Outcome.REFUSED
OUTSIDE = "outside"
HOLDS = {
    Compartment.FOOTPRINT: "that there is a record",
    Compartment.SHARED: "what everybody who works with the child reads",
    Compartment.CONFIDENTIAL: "what was said among professionals alone",
    Compartment.AGENCY: "what an agency keeps to itself",
    Compartment.INTELLIGENCE: "what is read by name alone",
    Compartment.PERSON_OF_CONCERN: "what is known of a suspect",
    Compartment.SAFE_ADDRESS: "where the child lives who must not be found",
    Compartment.THIRD_PARTY: "what is known of others",
}
"""What each part of a record holds, in words."""


def _words(label: str, enter: str = "", *, hint: str = "", rows: int = 2, longest: int = 500):
    return forms.CharField(
        label=label, required=bool(enter), help_text=hint, max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": enter},
    )  # fmt: skip


class SharingForm(Form):
    """That information was shared, or that it was decided not to."""

    outcome = forms.ChoiceField(
        label="What was decided?", widget=forms.RadioSelect,
        choices=[(SHARED, Option("It was shared")), (REFUSED, Option("It was not shared"))],
        error_messages={"required": "Select whether it was shared"},
    )  # fmt: skip
    refused_because = _words("If it was not shared, why not?")
    what = _words("What was shared, or asked for?", "Enter what was shared or asked for",
                  hint="In words that say what it was, and not what it says")  # fmt: skip
    compartments = forms.MultipleChoiceField(
        label="Which parts of the record?", widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, Option(f"{one.label}: {HOLDS[one]}")) for one in Compartment],
        error_messages={"required": "Select which parts of the record"},
    )  # fmt: skip
    document = forms.CharField(
        label="Document", required=False, max_length=120, help_text="Its reference, if it has one"
    )
    recipient = forms.CharField(
        label="With whom, or who asked?", max_length=200,
        help_text="A person or a post, as they are called",
        error_messages={"required": "Enter with whom it was shared, or who asked"},
    )  # fmt: skip
    agency = forms.ChoiceField(
        label="Their agency", error_messages={"required": "Select their agency"}
    )
    asked_by = forms.CharField(label="Who asked for it", required=False, max_length=200,
                               help_text="If it was somebody else")  # fmt: skip
    purpose = _words("What for?", "Enter what it was for")
    rule = forms.ChoiceField(
        label="Which rule of the procedure does it rest on?", widget=forms.RadioSelect,
        error_messages={"required": "Select the rule that it rests on"},
    )  # fmt: skip
    basis = _words("Lawful basis", "Enter the lawful basis",
                   hint="Where it was not shared: the basis that was looked at")  # fmt: skip
    decided_by = forms.ChoiceField(
        label="Who decided?", error_messages={"required": "Select who decided"}
    )
    on = DateField(label="When was it shared, or decided?", what="Day")
    until = DateField(label="Until when may they keep or use it?", what="Last day", required=False)
    told = forms.ChoiceField(
        label="Were the child and the family told?", widget=forms.RadioSelect,
        choices=[(value, Option(label)) for value, label in Sharing.Told.choices],
        error_messages={"required": "Select who was told"},
    )  # fmt: skip
    not_told_because = _words("If neither was told, why not?")

    def __init__(
        self, *args: Any, agencies: list[Agency], people: list[Post],
        rules: list[tuple[str, tuple[str, ...]]], today: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        self.people = {str(one.pk): one for one in people}
        self.rules = {clauses[0]: clauses for _, clauses in rules}
        self.fields["agency"].choices = [
            ("", "Select an agency"),
            *((key, one.name) for key, one in self.agencies.items()),
            (OUTSIDE, "Somebody else, outside the partnership"),
        ]
        self.fields["decided_by"].choices = [(key, str(one)) for key, one in self.people.items()]
        self.fields["rule"].choices = [
            (clauses[0], Option(title, hint=", ".join(clauses))) for title, clauses in rules
        ] + [("none", Option("None of these"))]
        if not rules:
            del self.fields["rule"]
        self.fields["on"].latest = today
        self.fields["until"].earliest = today

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("outcome") == REFUSED and not data.get("refused_because"):
            self.add_error("refused_because", "Enter why it was not shared")
        if data.get("told") == Sharing.Told.NOBODY and not data.get("not_told_because"):
            self.add_error("not_told_because", "Enter why neither was told")
        return data

    def new(self, case: Case) -> NewSharing:
        """What the form says, for the command."""
        data = self.cleaned_data
        refused = data["outcome"] == REFUSED
        same = ("what", "document", "recipient", "asked_by", "purpose", "basis", "until", "told")
        return NewSharing(
            case=case,
            compartments=tuple(data["compartments"]),
            agency=self.agencies.get(data["agency"]),
            clauses=self.rules.get(data.get("rule", ""), ()),
            decided_by=str(self.people[data["decided_by"]]),
            at=timezone.make_aware(datetime.combine(data["on"], time(12))),
            refused_because=data["refused_because"] if refused else "",
            not_told_because=data["not_told_because"] if data["told"] == "nobody" else "",
            **{name: data[name] for name in same},
        )


class BorderForm(Form):
    """What is opened to the authority in which the child lives, and who signed for it."""

    host = forms.CharField(label="The authority where the child lives", max_length=200)
    compartments = SharingForm.base_fields["compartments"]
    purpose = _words("What for?", "Enter what it is for")
    basis = _words("Lawful basis", "Enter the lawful basis")
    until = DateField(label="Until when?", what="Last day")
    signed_for_home = forms.CharField(label="Who signed for us?", max_length=200,
                                      help_text="Name, role and day")  # fmt: skip
    signed_for_host = forms.CharField(label="Who signed for them?", max_length=200,
                                      help_text="Name, role and day")  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].earliest = today + timedelta(days=1)

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data | {"compartments": tuple(self.cleaned_data["compartments"])}


class FilterForm(Form):
    """What a list across the authority is narrowed by; what is left empty narrows nothing."""

    outcome = forms.ChoiceField(
        label="Outcome", required=False,
        choices=[("", "Shared or not"), *Sharing.Outcome.choices],
    )  # fmt: skip
    agency = forms.ChoiceField(label="Agency", required=False)
    since = DateField(label="From", what="First day", required=False)
    until = DateField(label="To", what="Last day", required=False)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), one.name) for one in agencies]
        self.fields["agency"].choices = [("", "Any agency"), *named]
