"""Who is to see a record, as what, until when and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from casework.access.grants import opened_by
from casework.agencies.models import Post
from casework.web.forms import DateField, Form, Option
from casework.worklists.access_forms import reason
from casework.worklists.access_queries import does, opens

LONGEST = timedelta(days=366)


class GiveForm(Form):
    """Somebody, their relation to the child, the last day and the reason."""

    who = forms.ChoiceField(
        label="Who is to see this record?",
        error_messages={"required": "Select who is to see this record"},
    )
    relation = forms.ChoiceField(
        label="As what?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select as what they are to see it"},
    )
    because = reason("What for?", "Enter what they need to see it for")
    until = DateField(label="Until when?", what="Last day", required=False)
    signed_for_home = forms.CharField(
        label="Who signed for the home authority", required=False, max_length=200,
        help_text="Name and post. Only for a contact of another authority.",
    )  # fmt: skip
    signed_for_host = forms.CharField(
        label="Who signed for the host authority", required=False, max_length=200,
        help_text="Name and post. Only for a contact of another authority.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        people: list[Post],
        relations: list[str],
        closed_to: set[int],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.closed_to, self.today = (
            {str(one.pk): one for one in people},
            closed_to,
            today,
        )
        named = [(key, str(one)) for key, one in self.people.items()]
        self.fields["who"].choices = [("", "Select a person"), *named]
        self.fields["relation"].choices = [(name, _option(name)) for name in relations]
        self.fields["until"].earliest = today

    def clean_who(self) -> Post:
        person = self.people[self.cleaned_data["who"]]
        if person.account_id in self.closed_to:
            raise forms.ValidationError(f"This record is closed to {person.holder}")
        return person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        table = opened_by(data.get("relation", ""))
        until = data.get("until")
        if table.for_a_time and not until and "until" not in self.errors:
            self.add_error("until", "Enter the last day")
        if until and until > self.today + LONGEST:
            self.add_error("until", "Last day must be within a year")
        for field, whose in [("signed_for_home", "home"), ("signed_for_host", "host")]:
            if table.both_sign and not data.get(field, "").strip():
                self.add_error(field, f"Enter who signed for the {whose} authority")
        return data

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"person": data.pop("who"), "starts_on": self.today}


def _option(relation: str) -> Option:
    """What somebody is given with a relation, in words, below its name."""
    table = opened_by(relation)
    ends = " Never without a last day." if table.for_a_time else ""
    hint = f"Opens {opens(table.compartments)}. They {does(table.actions)}.{ends}"
    return Option(table.by_hand, hint=hint)
