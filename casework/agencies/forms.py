"""Forms for giving and ending posts."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.agencies.models import Agency, Area, Post, Team
from casework.web.forms import DateField, Form, Option

REACHES = [
    (Post.Reach.GRANTED, Option("Children with a relation", hint="Allocated, managed or invited")),
    (Post.Reach.AREA, Option("All children of the area")),
    (Post.Reach.AUTHORITY, Option("All children of the authority")),
    (Post.Reach.NONE, Option("No child", hint="Administration, files, the procedure")),
]


class AddPostForm(forms.Form):
    """A seat for somebody, from a day on."""

    holder = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Enter the person’s name"}
    )
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Agency",
        empty_label="Choose an agency",
        error_messages={"required": "Select an agency"},
    )
    role = forms.ChoiceField(
        label="Role in the procedure", error_messages={"required": "Select a role"}
    )
    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="As people read it, such as “Meeting administrator”",
        error_messages={"required": "Enter a title"},
    )
    area = forms.ModelChoiceField(
        queryset=Area.objects.none(),
        label="Area",
        required=False,
        empty_label="The whole authority",
    )
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(), label="Team", required=False, empty_label="No team"
    )
    reach = forms.ChoiceField(
        label="Which children exist for this post",
        choices=REACHES,
        widget=forms.RadioSelect,
        initial=Post.Reach.GRANTED,
        error_messages={"required": "Select which children exist for this post"},
    )
    email = forms.EmailField(
        label="Work email",
        required=False,
        help_text="With an email the person can sign in; without one they are only named",
        error_messages={
            "invalid": "Enter an email address in the correct format, like name@example.org"
        },
    )
    starts_on = DateField(label="First day", what="First day")

    def __init__(self, *args: Any, authority: Any, roles: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(authority=authority)
        self.fields["area"].queryset = Area.objects.filter(authority=authority)
        self.fields["team"].queryset = Team.objects.filter(agency__authority=authority)
        self.fields["role"].choices = [("", "Choose a role"), *roles]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("reach") == Post.Reach.AREA and not cleaned.get("area"):
            self.add_error("area", "Select the area whose children exist for this post")
        team, agency = cleaned.get("team"), cleaned.get("agency")
        if team and agency and team.agency_id != agency.pk:
            self.add_error("team", f"Select a team of {agency.name}")
        return cleaned


class SettingsForm(Form):
    """What an authority decides for itself."""

    records_open_days = forms.IntegerField(
        label="For how many days may somebody read a meeting record that was sent to them?",
        help_text="From the day on which it is sent. The product begins with 84: twelve weeks.",
        min_value=1,
        max_value=366,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={
            "required": "Enter the number of days",
            "invalid": "Number of days must be a number",
            "min_value": "Number of days must be 1 or more",
            "max_value": "Number of days must be 366 or fewer",
        },
    )


class EndPostForm(forms.Form):
    """The last day of a post."""

    ends_on = DateField(label="Last day", what="Last day")

    def __init__(self, *args: Any, post: Post, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].earliest = post.starts_on
