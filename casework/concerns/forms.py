"""Forms of a child's record: what happened, what was said, who belongs together, referrals."""

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


# --- missing --------------------------------------------------------------------------


class MissingForm(HappenedForm):
    on = DateField(label="Since which day?", what="Day")
    time = TimeField()
    missing_from = line(
        "Missing from where?", hint="For example home, school, or the children’s home", longest=40
    )
    told_by = line("Who told you?", hint="For example his mum", longest=120)
    police_reference = line("Police reference, if there is one", longest=60)
    note = textarea("What is known?", "", required=False)


class FoundForm(HappenedForm):
    on = DateField(label="Back since which day?", what="Day")
    time = TimeField()
    found_at_place = line("Where and how?", hint="For example came home alone")
    harm = line("Any harm that came to them", longest=300)
    told_by = line("Who told you?", longest=120)
    note = textarea("What else is known?", "", required=False)

    def __init__(self, *args: Any, episode: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.episode = episode

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("on") and _ends_before(self.episode.started_at, data["on"], data.get("time")):
            self.add_error("on", "Day must be on or after the day on which they went missing")
        return data


class TimesForm(HappenedForm):
    """When an episode began and ended, put right."""

    on = DateField(label="Missing since which day?", what="First day")
    time = TimeField("From when, if known")
    back_on = DateField(label="Back on which day?", what="Day of the return", required=False)
    back_time = TimeField("From when, if known")
    reason = line(
        "How do you know?", "Enter how you know", hint="For example the police report", longest=300
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("on") and data.get("back_on"):
            problem = self._return_problem(data)
            if problem:
                self.add_error("back_on", problem)
        return data

    def _return_problem(self, data: dict[str, Any]) -> str:
        started = moment_of(data["on"], data.get("time"))[0]
        if _ends_before(started, data["back_on"], data.get("back_time")):
            return "Day of the return must be on or after the first day"
        if moment_of(data["back_on"], data.get("back_time"))[0] > self.now:
            return "Day of the return must not be in the future"
        return ""


def _ends_before(started: datetime, day: date, hour: time | None) -> bool:
    if hour is None:
        return day < timezone.localdate(started)
    return moment_of(day, hour)[0] < started


class InterviewForm(HappenedForm):
    outcome = radios(
        "What happened?",
        [("offered", "It was offered"), ("held", "It took place"), ("declined", "It was declined")],
        "Select what happened",
    )
    on = DateField(label="On which day?", what="Day")
    time = TimeField()
    interviewer = line("Who spoke with them?", longest=120)
    note = textarea(
        "What did they say?",
        "",
        required=False,
        hint="In their words where you can. Do not name other children.",
    )


# --- what happened, what was said -----------------------------------------------------


class CrimeReportForm(HappenedForm):
    linked_as = radios(
        "Does the report name them as victim or as suspect?",
        [("victim", "As a victim"), ("suspect", "As a suspect"), ("witness", "As a witness")],
        "Select how the report names them",
    )
    reference = line("Reference of the report", longest=60)
    on = DateField(label="Day of what is reported", what="Day")
    time = TimeField()
    note = textarea("What happened?", "", required=False)


class ToldForm(HappenedForm):
    stage = radios(
        "What did you talk over?",
        [
            ("referral", "The referral"),
            ("meeting", "The meeting"),
            ("plan", "The plan"),
            ("review", "The review"),
            ("removal", "Leaving review by the meeting"),
        ],
        "Select what you talked over",
    )
    on = DateField(label="On which day?", what="Day")
    note = textarea("What did they say to it?", "", required=False)


class ObservationForm(HappenedForm):
    kind = radios(
        "Is it a strength or a worry?",
        [("strength", "What is strong"), ("worry", "What worries us")],
        "Select strength or worry",
    )
    text = line("In one sentence", "Enter what you saw or heard", longest=300)


class VoiceForm(HappenedForm):
    words = textarea("Their words", "Enter what they said", hint="As they said it.")
    said_by = line("Who said it?", "Enter who said it", longest=120)
    said_to = line("To whom?", longest=120)
    on = DateField(label="On which day?", what="Day")


class StoryForm(HappenedForm):
    story = textarea(
        "The story so far",
        "Enter the story so far",
        rows=10,
        hint="A few plain sentences: the child first, then what happened to them.",
    )


class RelationForm(HappenedForm):
    name = line("Name", "Enter their name", longest=120)
    relation = line(
        "Who are they to the child?", "Enter who they are to the child", hint="For example nan"
    )
    note = line("Anything to know", longest=300)
    trusted = forms.BooleanField(label="The child trusts them", required=False)


class LinkForm(HappenedForm):
    """A person, a place or another child: one that is known, or a new one by its name."""

    other = forms.ChoiceField(label="Already known", required=False, choices=[])
    new_kind = radios(
        "Or somebody or something new",
        [("person_of_concern", "A person of concern"), ("place", "A place")],
    )
    label = line("Name of the new person or place", longest=120)
    kind = line(
        "How do they belong together?",
        "Enter how they belong together",
        hint="For example seen together, lives there, gave him a phone",
        longest=80,
    )
    on = DateField(label="Last seen together, if known", what="Day", required=False)
    source = line("How is it known?", hint="For example police, or the child said so")
    confirmed = forms.BooleanField(label="It is confirmed", required=False)

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [("", "Choose"), *known]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        new = data.get("new_kind") or data.get("label")
        if not data.get("other") and not new:
            self.add_error("other", "Select who or what it is, or enter a new name below")
        if new and not data.get("other"):
            if not data.get("new_kind"):
                self.add_error("new_kind", "Select whether it is a person or a place")
            if not data.get("label"):
                self.add_error("label", "Enter the name of the new person or place")
        return data


# --- referral -------------------------------------------------------------------------

DOCUMENTS = [
    ("risk-assessment-tool", "Risk assessment tool"),
    ("screening-tool", "Screening tool (health acute trust or GP)"),
    ("return-interview", "Latest return home interview form"),
]
CONCERNS = [
    ("sexual", "Sexual exploitation"),
    ("criminal", "Criminal exploitation"),
    ("missing", "Missing episodes"),
    ("trafficking", "Trafficking"),
    ("modern_slavery", "Modern slavery"),
    ("other", "Something else"),
]


class ReferralForm(Form):
    """To which forum, with which papers and why. Consent is not asked."""

    forum = radios("Which meeting?", [], "Select the meeting")
    concerns = forms.MultipleChoiceField(
        label="What are you worried about?",
        choices=CONCERNS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Trafficking or modern slavery brings a child to the meeting by itself.",
        error_messages={"required": "Select at least one worry"},
    )
    documents = forms.MultipleChoiceField(
        label="Which papers come with the referral?",
        choices=DOCUMENTS,
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
        self, *args: Any, forums: list[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].choices = forums
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
