"""Forms of sensitive intelligence: what was told, and who may read it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from casework.agencies.models import Post
from casework.concerns.forms import HappenedForm, TimeField, line, textarea
from casework.web.forms import DateField, Form

LONGEST = timedelta(days=366)


class Readers(forms.ModelMultipleChoiceField):
    def label_from_instance(self, post: Post) -> str:
        return f"{post.holder}, {post.title}, {post.agency.name}"


class ReadersForm(Form):
    """Who else may read it, until when; a day is wanted with the first name."""

    readers = Readers(
        Post.objects.none(),
        label="Who may read it?",
        help_text="Only those who work with this child already. Nobody else sees that it exists.",
        widget=forms.CheckboxSelectMultiple,
        required=True,
        error_messages={"required": "Select who may read it"},
    )
    until = DateField(label="Until which day?", what="Day", required=False)

    def __init__(self, *args: Any, people: list[Post], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["readers"].queryset = (
            Post.objects.filter(pk__in=[one.pk for one in people])
            .select_related("agency")
            .order_by("holder")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until = data.get("until")
        if data.get("readers") and not until and "until" not in self.errors:
            self.add_error("until", "Enter until which day they may read it")
        elif until and not self.today <= until <= self.today + LONGEST:
            self.add_error("until", "Day must be today or later, and within a year")
        return data


class IntelligenceForm(HappenedForm, ReadersForm):
    """A piece of intelligence: its words are sealed as soon as they are saved."""

    on = DateField(label="When was this, or when was it told?", what="Day")
    time = TimeField()
    text = textarea("What is known?", "Enter what is known", rows=6)
    source = line("Who told it?", hint="Leave it empty where that must not be written", longest=120)

    field_order = ("on", "time", "text", "source", "readers", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, today=timezone.localdate(kwargs["now"]), **kwargs)
        self.fields["readers"].required = False
        self.fields["readers"].label = "Who else may read it?"
