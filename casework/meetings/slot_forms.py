"""The steps of a discussion as forms: what is stored is what was typed, checked when it counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from casework.agencies.models import Post
from casework.meetings import outcome
from casework.meetings.action_forms import _named
from casework.meetings.step_forms import YES_NO, StepForm, line, text
from casework.web.forms import OneBoxDateField, Option


class AgenciesForm(StepForm):
    """What each agency brings: one text for each place at the table and each guest."""

    section = "agencies"

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places = list(places)
        for place, label in self.places:
            self.fields[place] = text(label)


class AdditionalRisksForm(StepForm):
    """What is new since the last meeting: associates, places, adults."""

    section = "additional_risks"
    associates = text("Known associates")
    unsafe_places = text("Unsafe places")
    unsafe_adults = text("Unsafe adults")


class RatingForm(StepForm):
    """Risk factors, the agreed rating with its key risks, and why it changed."""

    section = "rating"
    at_risk_exploitation = forms.ChoiceField(
        label="At risk of exploitation?", choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    at_risk_missing = forms.ChoiceField(
        label="At risk through missing episodes?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    factors = forms.MultipleChoiceField(
        label="Current risk factors", widget=forms.CheckboxSelectMultiple, required=False
    )
    factors_confirmed = forms.BooleanField(
        label="These were gone through at this meeting and are right", required=False
    )
    level = forms.ChoiceField(label="Agreed rating", widget=forms.RadioSelect, required=False)
    risks = forms.MultipleChoiceField(
        label="Key risks", widget=forms.CheckboxSelectMultiple, required=False
    )
    reasons = forms.MultipleChoiceField(
        label="Why it changed", widget=forms.CheckboxSelectMultiple, required=False
    )
    words = text("In the meeting’s own words")
    differently = line("Who sees it differently?", 1000)
    closing = forms.BooleanField(label="May close to services", required=False)
    leaves = forms.BooleanField(
        label="Leaves review: no longer deemed at risk; the words above are the full reasons",
        required=False,
    )

    def __init__(self, *args: Any, scale: Any, standing: outcome.Standing, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.standing = standing
        if scale is None:
            # Nobody is rated here: nothing of the step can be chosen, and none of it is shown.
            return
        self.fields["level"].choices = [
            (one.id, Option(one.label, hint=one.meaning)) for one in scale.levels
        ]
        self.fields["risks"].choices = [(one.id, _letter(one)) for one in scale.key_risks]
        self.fields["factors"].choices = [(one.id, one.label) for one in scale.factors]
        self.fields["reasons"].choices = [
            (one.id, Option(one.label, not_open=standing.closed_reasons.get(one.id, "")))
            for one in scale.change_reasons
        ]

    def rating(self) -> outcome.Rating | None:
        """The rating as the meeting agreed it; None while no level is chosen."""
        data = self.cleaned_data
        level = data.get("level")
        if not level:
            return None
        lowest = level == self.standing.lowest_level
        changed = bool(self.standing.last_level) and level != self.standing.last_level
        return outcome.Rating(
            level=level,
            risks=() if lowest else tuple(data.get("risks") or ()),
            reasons=tuple(data.get("reasons") or ()) if changed else (),
            words=data.get("words") or "",
            differently=data.get("differently") or "",
            closing=bool(data.get("closing")),
            removal="minimal" if lowest else "no_longer_at_risk" if data.get("leaves") else "",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.cleaned_data = cleaned
        rating = self.rating()
        for wrong in outcome.rating_problems(rating, self.standing) if rating else ():
            self.add_error(_field_of(wrong), wrong)
        return cleaned


def _field_of(problem: str) -> str:
    if "key risk" in problem:
        return "risks"
    return "words" if "full reasons" in problem else "reasons"


def _letter(risk: Any) -> str:
    """`S Sexual exploitation`, where the pack gives the letter as the meaning."""
    letter = f"{risk.meaning} " if len(risk.meaning) == 1 else ""
    return f"{letter}{risk.label}"


class PlanForm(StepForm):
    """Safety plan by heading and disruption plan by who acts and subject; one point a line."""

    section = "plan"

    def __init__(self, *args: Any, parts: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        for part in self.parts:
            for field, label in part.fields:
                self.fields[field] = text(label, hint="One point a line.")
        self.fields["child_view"] = text("What the child says of the plan")
        self.fields["strengths"] = text("What is strong")
        self.fields["child_part"] = line("How the child took part", 300)
        self.fields["family_part"] = line("How the family took part", 300)


class FurtherForm(StepForm):
    """What has to go elsewhere: a strategy discussion, the disruption meeting."""

    section = "further"
    strategy_needed = forms.BooleanField(
        label="The threshold of a strategy discussion is met: hold one, apart from this meeting",
        required=False,
    )
    strategy_reason = line("Why", 1000)
    disruption_about = line("Recommend disruption of a person or a place; name no child", 500)
    other_activities = text("Other activities")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("strategy_needed") and not cleaned.get("strategy_reason"):
            self.add_error("strategy_reason", "Enter why a strategy discussion is needed")
        return cleaned


class NextReviewForm(StepForm):
    """The next review on a real meeting date, and the lead professional."""

    section = "next_review"
    meeting = forms.ChoiceField(label="Next review", widget=forms.RadioSelect, required=False)
    another_day = OneBoxDateField(label="Another day", what="The day", required=False)
    reason = line("Why later than the limit", 300)
    lead = forms.ChoiceField(label="Lead professional", required=False)
    recommendations = text("Recommendations to the lead professional")

    def __init__(
        self,
        *args: Any,
        choices: Iterable[Any],
        limit: Any,
        people: Iterable[Post],
        describe: Any,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.meetings = {one.meeting.reference: one for one in choices}
        self.limit = limit
        self.people = {str(post.pk): post for post in people}
        self.fields["meeting"].choices = [
            (reference, describe(one)) for reference, one in self.meetings.items()
        ]
        self.fields["lead"].choices = [("", "Nobody agreed yet")] + [
            (key, _named(post)) for key, post in self.people.items()
        ]

    def review(self) -> outcome.NextReview | None:
        """The review that was fixed, if one was."""
        data = self.cleaned_data
        chosen = self.meetings.get(data.get("meeting") or "")
        if chosen and not data.get("another_day"):
            return outcome.NextReview(chosen.day, chosen.meeting, data.get("reason") or "")
        if data.get("another_day"):
            return outcome.NextReview(data["another_day"], None, data.get("reason") or "")
        return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.cleaned_data = cleaned
        review = self.review()
        if review and (wrong := outcome.review_problem(review, self.limit)):
            self.add_error("reason", wrong)
        return cleaned

    def lead_post(self) -> Post | None:
        """The lead professional whom the meeting agreed."""
        return self.people.get(self.cleaned_data.get("lead") or "")


class ConfidentialForm(StepForm):
    """What is said in the confidential part; it never goes into the record."""

    section = "confidential"
    text = text("In the confidential part", rows=4)
    holder = line("Which agency holds it, and who may read it", 200)
