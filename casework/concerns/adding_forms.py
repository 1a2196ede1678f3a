"""Forms for what is added to a record: what happened, what was said, who belongs together."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from casework.concerns.forms import HappenedForm, TimeField, line, moment_of, radios, textarea
from casework.web.forms import DateField

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


class JudgementForm(HappenedForm):
    """A question of the procedure that only people can answer."""

    question = radios("Which question?", [], "Select the question")
    answer = radios("Your answer", [("yes", "Yes"), ("no", "No")], "Select yes or no")
    note = textarea("Why?", "Enter the reason for your answer")

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = questions


class StrategyForm(HappenedForm):
    what = radios(
        "What happened?",
        [("needed", "It is needed: the threshold is met"), ("held", "It took place")],
        "Select what happened",
    )
    on = DateField(label="On which day?", what="Day")
    time = TimeField()
    note = textarea("What was decided, or why is it needed?", "", required=False)


class NationalForm(HappenedForm):
    """A referral to the National Referral Mechanism that was made."""

    reference = line("Reference", "Enter the reference of the referral", longest=60)
    on = DateField(label="Sent on which day?", what="Day")
    first_responder = line("First responder", hint="Who sent it", longest=120)


class NationalDecisionForm(HappenedForm):
    """What the competent authority decided about a referral."""

    referral = forms.ChoiceField(
        label="Which referral?",
        choices=[],
        error_messages={"required": "Select the referral"},
    )
    stage = radios(
        "Which decision?",
        [("reasonable", "Reasonable grounds"), ("conclusive", "Conclusive grounds")],
        "Select which decision it is",
    )
    decision = radios(
        "What was decided?",
        [("positive", "Positive"), ("negative", "Negative")],
        "Select what was decided",
    )
    on = DateField(label="On which day?", what="Day")

    def __init__(self, *args: Any, referrals: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referral"].choices = [("", "Choose"), *referrals]


class EndObservationForm(HappenedForm):
    """A strength or a worry that no longer belongs on the front of the record."""

    observation = radios("Which one?", [], "Select which one no longer holds")

    def __init__(self, *args: Any, observations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["observation"].choices = observations


class LeadForm(HappenedForm):
    """Who works with the child, or manages the work, from a day on."""

    relation = radios(
        "In which part?",
        [("lead_professional", "Lead professional"), ("lead_manager", "Manager of the work")],
        "Select lead professional or manager",
    )
    post = forms.ChoiceField(
        label="Who?", choices=[], error_messages={"required": "Select who it is"}
    )
    on = DateField(label="From which day?", what="Day")

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", "Choose"), *posts]
