"""Forms of a child's record: fields in our wording, answers, duties and referrals."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from casework.chronology.models import Fact
from casework.web.forms import DateField, Form


def textarea(label: str, enter: str, *, rows: int = 4, required: bool = True, hint: str = ""):
    """A long answer; `enter` is what the error says."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": enter},
    )


def line(label: str, enter: str = "", *, hint: str = "", longest: int = 200):
    """A short answer; required where `enter` says what is missing."""
    return forms.CharField(
        label=label,
        required=bool(enter),
        help_text=hint,
        max_length=longest,
        error_messages={
            "required": enter,
            "max_length": f"{label} must be {longest} characters or fewer",
        },
    )


def radios(label: str, choices: list[tuple[str, Any]], select: str = "", *, hint: str = ""):
    """One answer of several; required where `select` says what is missing."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=bool(select),
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": select, "invalid_choice": select or f"Select {label.lower()}"},
    )


class TimeField(forms.TimeField):
    """A time of day in 24 hours; left empty where nobody knows it."""

    def __init__(self, label: str = "Time, if known") -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%H:%M", "%H.%M", "%H%M", "%H:%M:%S"],
            help_text="24-hour clock, for example 22:10. Leave it empty if it is not known.",
            widget=forms.TimeInput(
                attrs={"class": "govuk-input--width-5", "autocomplete": "off", "type": "text"},
                format="%H:%M",
            ),
            error_messages={"invalid": "Enter a time in 24 hours, such as 22:10"},
        )


def moment_of(day: date, hour: time | None) -> tuple[datetime, str]:
    """A moment and how exactly it is known: without an hour, the start of the day."""
    at = timezone.make_aware(datetime.combine(day, hour or time.min))
    return at, str(Fact.Precision.INSTANT if hour else Fact.Precision.DATE)


class HappenedForm(Form):
    """Something that happened on a day, perhaps at a known time; never in the future."""

    what = "Date"

    def __init__(self, *args: Any, case: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.now = case, now
        if "on" in self.fields:
            self.fields["on"].latest = timezone.localdate(now)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("on") and moment_of(data["on"], data.get("time"))[0] > self.now:
            self.add_error("time", "Time must not be in the future")
        return data

    @property
    def moment(self) -> tuple[datetime, str]:
        return moment_of(self.cleaned_data["on"], self.cleaned_data.get("time"))


class WithdrawForm(Form):
    reason = line("Why was this wrong?", "Enter why this was wrong", longest=300)


class KnownAtForm(Form):
    on = DateField(label="Which day?", what="Day", required=True)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today


class AnswerForm(Form):
    """An answer to a question of the procedure; always with a reason."""

    answer = radios("Your answer", [], "Select your answer")
    reason = textarea("Why?", "Enter the reason for your answer")

    def __init__(self, *args: Any, prompt: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [
            (one, _spoken(one)) for one in (prompt.answers or ["yes", "no"])
        ]


def _spoken(answer: str) -> str:
    text = answer.replace("_", " ")
    return text[:1].upper() + text[1:]


class DutyForm(HappenedForm):
    """Something that the procedure asks for: done on a day, or not needed, because."""

    outcome = radios(
        "How does it stand?",
        [("done", "It was done"), ("not_needed", "It is not needed here")],
        "Select how it stands",
    )
    on = DateField(label="If done, on which day?", what="Day", required=False)
    note = textarea("What is there to say?", "", required=False, hint="Needed if it is not needed.")

    def __init__(self, *args: Any, ways: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways
        if not ways:
            self.fields["outcome"].choices = [("not_needed", "It is not needed here")]
            del self.fields["on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        outcome = data.get("outcome")
        if outcome == "done" and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day on which it was done")
        if outcome == "not_needed" and not data.get("note"):
            self.add_error("note", "Enter why it is not needed here")
        return data

    @property
    def way(self) -> Any:
        return self.ways[0]


# --- referral -------------------------------------------------------------------------

CONCERNS = [
    ("sexual", "Sexual exploitation"),
    ("criminal", "Criminal exploitation"),
    ("missing", "Missing episodes"),
    ("trafficking", "Trafficking"),
    ("modern_slavery", "Modern slavery"),
    ("other", "Something else"),
]


BY_ITSELF = "Trafficking or modern slavery brings a child to the meeting by itself."


class ReferralForm(Form):
    """To which forum, with which papers and why. Consent is not asked."""

    forum = radios("Which meeting?", [], "Select the meeting")
    concerns = forms.MultipleChoiceField(
        label="What are you worried about?",
        choices=CONCERNS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one worry"},
    )
    documents = forms.MultipleChoiceField(
        label="Which papers come with the referral?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one paper"},
    )
    reason = textarea("Why now?", "Enter why you refer now")
    crime_report_link = radios(
        "Does a police crime report name them?",
        [
            ("victim", "Yes, as a victim"),
            ("suspect", "Yes, as a suspect"),
            ("none", "No"),
            ("not_known", "Not known"),
        ],
        "Select whether a police crime report names them",
    )
    told = radios(
        "Have you talked the referral over with the young person?",
        [("yes", "Yes"), ("no", "No")],
        "Select yes if you have talked it over with the young person",
    )
    told_child_on = DateField(label="If yes, on which day?", what="Day you talked", required=False)
    not_told_because = line("If no, why not?", longest=300)

    def __init__(
        self,
        *args: Any,
        forums: list[tuple[str, str]],
        papers: list[tuple[str, str]],
        today: date,
        by_itself: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].choices = forums
        self.fields["documents"].choices = papers
        if by_itself:
            self.fields["concerns"].help_text = BY_ITSELF
        self.fields["told_child_on"].latest = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        told = data.get("told")
        if told == "yes" and not data.get("told_child_on") and "told_child_on" not in self.errors:
            self.add_error("told_child_on", "Enter the day on which you talked it over")
        if told == "no" and not data.get("not_told_because"):
            self.add_error("not_told_because", "Enter why you have not talked it over")
        if told == "yes":
            data["not_told_because"] = ""
        if told == "no":
            data["told_child_on"] = None
        return data
