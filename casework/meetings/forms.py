"""Forms around a meeting: its dates, its list, its holding, and what ends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from casework.agencies.models import Post
from casework.meetings import agenda, room
from casework.meetings.models import Invitation, Meeting, Slot
from casework.web.forms import DateField, Form

TIME = forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"})


def time_field(label: str, *, required: bool = True, hint: str = "") -> forms.TimeField:
    """A time of day in 24 hours."""
    return forms.TimeField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": f"{label} must be a time, such as 09:30"},
    )


def reason_field(label: str, *, required: bool = True, limit: int = 200) -> forms.CharField:
    """A reason in a line."""
    return forms.CharField(label=label, max_length=limit, required=required)


def moment(day: date, clock: time) -> datetime:
    """A day and a time of day in London."""
    return timezone.make_aware(datetime.combine(day, clock))


class PlanForm(Form):
    """Until when the forum's weekly meetings are put in the calendar."""

    until = DateField(label="Plan meetings until", what="The day")


class MoveForm(Form):
    """Another moment for a meeting."""

    day = DateField(label="New day", what="The new day")
    clock = time_field("New time")
    because = reason_field("Why it is moved")

    def starts_at(self) -> datetime:
        return moment(self.cleaned_data["day"], self.cleaned_data["clock"])


class NameForm(Form):
    """Somebody to name in the terms of reference."""

    who = forms.ChoiceField(
        label="Who is to get each record?", error_messages={"required": "Select a person"}
    )

    def __init__(self, *args: Any, people: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        named = [(key, str(one)) for key, one in self.people.items()]
        self.fields["who"].choices = [("", "Select a person"), *named]

    def chosen(self) -> Post:
        return self.people[self.cleaned_data["who"]]


class CancelForm(Form):
    """Why a meeting is called off."""

    because = reason_field("Why it is called off")


class PlaceForm(Form):
    """Where a meeting is, and how one joins from elsewhere."""

    place = forms.CharField(label="Room", max_length=200)
    joining = forms.CharField(
        label="How to join from elsewhere",
        max_length=300,
        required=False,
        help_text="Link or number",
    )


class AddChildForm(Form):
    """A child to put on the list, by name or reference among those one may see."""

    child = forms.ChoiceField(label="Child")
    kind = forms.ChoiceField(label="Kind of discussion", choices=Slot.Kind.choices)
    because = reason_field("Why now", limit=300)

    def __init__(self, *args: Any, children: Iterable[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = [("", "Choose a child"), *children]


class ReasonForm(Form):
    """A reason for what the button says."""

    because = reason_field("Why", limit=300)


class InviteForm(Form):
    """Somebody to ask for one child only."""

    post = forms.ChoiceField(label="Who")
    place = forms.ChoiceField(label="As what")

    def __init__(
        self, *args: Any, people: Iterable[Post], places: Iterable[tuple[str, str]], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        named = [(key, f"{one.holder}, {one.title}") for key, one in self.people.items()]
        self.fields["post"].choices = [("", "Choose"), *named]
        self.fields["place"].choices = list(places)

    def chosen(self) -> Post:
        return self.people[self.cleaned_data["post"]]


class PaperForm(Form):
    """A paper that came in by another way."""

    kind = forms.ChoiceField(label="Paper", choices=[*agenda.PAPERS, ("other", "Something else")])
    label = forms.CharField(label="What it is", max_length=200, required=False)
    day = DateField(label="Received on", what="The day")
    clock = time_field("Received at")
    note = reason_field("Note", required=False, limit=300)

    def received_at(self) -> datetime:
        return moment(self.cleaned_data["day"], self.cleaned_data["clock"])

    def named(self) -> str:
        return (
            self.cleaned_data["label"]
            or dict(self.fields["kind"].choices)[self.cleaned_data["kind"]]
        )


class StartForm(Form):
    """How a meeting begins, or how it was held where it is recorded afterwards."""

    chair = forms.ChoiceField(label="Who is in the chair")
    chair_reason = reason_field(
        "Why somebody else than the procedure names", required=False, limit=300
    )
    held_as = forms.ChoiceField(
        label="Held as", choices=Meeting.Held.choices, widget=forms.RadioSelect
    )
    held_as_agreed = forms.BooleanField(label="The representatives agreed to this", required=False)
    note_taker = forms.ChoiceField(label="Who takes the notes", required=False)
    clock = time_field("Began at", required=False, hint="Leave empty if it begins now")

    def __init__(self, *args: Any, meeting: Meeting, people: Iterable[Post], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.people = {str(one.pk): one for one in people}
        named = [(key, f"{one.holder}, {one.title}") for key, one in self.people.items()]
        self.fields["chair"].choices = [("", "Choose"), *named]
        self.fields["note_taker"].choices = [("", "Nobody yet"), *named]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chair = self.people.get(cleaned.get("chair") or "")
        another = chair and not room.may_chair(self.meeting.series, chair)
        if another and not cleaned.get("chair_reason"):
            rule = room.chair_rule(self.meeting)
            self.add_error("chair_reason", f"Enter why {chair.holder} is in the chair. {rule}")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What the command wants."""
        data = self.cleaned_data
        day = timezone.localdate(self.meeting.starts_at)
        return {
            "chair": self.people[data["chair"]],
            "chair_reason": data["chair_reason"],
            "held_as": data["held_as"],
            "held_as_agreed": data["held_as_agreed"],
            "note_taker": self.people.get(data["note_taker"]),
            "began_at": moment(day, data["clock"]) if data["clock"] else None,
        }


class EndForm(Form):
    """Why children on the list were not talked about, if so, and when it ended."""

    reason = reason_field("Why not every child was talked about", required=False, limit=300)
    clock = time_field("Ended at", required=False, hint="Leave empty if it ends now")


class AttendanceForm(Form):
    """Who is here, one line for each person asked."""

    def __init__(self, *args: Any, invitations: Iterable[Invitation], people, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.invitations = list(invitations)
        for one in self.invitations:
            self.fields[f"presence_{one.pk}"] = forms.ChoiceField(
                label=f"{one.post.holder}, {one.post.title}",
                choices=Invitation.Presence.choices,
                initial=one.presence,
                required=False,
            )
        self.people = {str(one.pk): one for one in people}
        named = [(key, f"{one.holder}, {one.title}") for key, one in self.people.items()]
        self.fields["came"] = forms.ChoiceField(
            label="Somebody else came", choices=[("", "Nobody else"), *named], required=False
        )
        self.fields["clock"] = time_field("At", required=False, hint="Leave empty for now")

    def changed(self) -> Iterable[tuple[Invitation, str]]:
        """The people whose presence is another than noted."""
        for one in self.invitations:
            presence = self.cleaned_data.get(f"presence_{one.pk}")
            if presence and presence != one.presence:
                yield one, presence

    def moment(self, meeting: Meeting) -> datetime | None:
        clock = self.cleaned_data.get("clock")
        return moment(timezone.localdate(meeting.starts_at), clock) if clock else None


class DeferForm(Form):
    """Why a discussion has to wait, and which agency was to bring what was lacking."""

    ground = forms.ChoiceField(label="Why", widget=forms.RadioSelect)
    agency = forms.ChoiceField(label="Which agency was to bring it", required=False)
    because = reason_field("In a few words", limit=300)

    def __init__(self, *args: Any, slot: Slot, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kind = agenda.kind_of(slot.meeting.series)
        self.fields["ground"].choices = [(one.id, one.label) for one in kind.defer_grounds]
        agencies = {one.agency: one.label.partition(":")[0] for one in kind.core_members}
        self.fields["agency"].choices = [("", "None in particular"), *agencies.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ground") == "insufficient_information" and not cleaned.get("agency"):
            self.add_error("agency", "Select which agency was to bring the information")
        return cleaned
