"""The steps of a discussion as forms: what is stored is what was typed, checked when it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms

from casework.agencies.models import Post
from casework.meetings import outcome
from casework.plans.models import Action
from casework.web.forms import Form, OneBoxDateField, Option

STATES = [
    ("", "Choose"),
    (Action.State.COMPLETED, "Completed"),
    (Action.State.ONGOING, "Ongoing"),
    (Action.State.OUTSTANDING, "Outstanding"),
]
YES_NO = [("yes", "Yes"), ("no", "No")]


class StepForm(Form):
    """One step. `content` is what was saved last, as raw as it was typed."""

    section = ""

    def __init__(self, data: Any = None, *, content: dict[str, Any] | None = None, **kwargs: Any):
        self.stored = content or {}
        super().__init__(data, auto_id=f"{self.section}-%s", initial=dict(self.stored), **kwargs)

    def raw(self) -> dict[str, Any]:
        """What was typed, by field, ready for JSON; nothing is dropped for being wrong."""
        found = {name: self[name].data for name in self.fields}
        return {name: _plain(value) for name, value in found.items() if value}


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | list) else str(value).replace("\r\n", "\n")


def text(label: str, *, rows: int = 2, hint: str = "", required: bool = False) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, help_text=hint, required=required)


def line(label: str, limit: int = 500) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(label=label, required=False, max_length=limit)


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


class ActionsForm(StepForm):
    """How the earlier actions stand."""

    section = "actions"

    def __init__(self, *args: Any, actions: Iterable[Action], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actions = list(actions)
        for action in self.actions:
            key = action.pk
            self.fields[f"state_{key}"] = forms.ChoiceField(
                label="State", choices=STATES, required=False
            )
            self.fields[f"explanation_{key}"] = line("In a few words")
            self.fields[f"unsatisfactory_{key}"] = forms.BooleanField(
                label="Not done to the meeting’s satisfaction", required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for action in self.actions:
            wrong = outcome.explanation_problem(
                cleaned.get(f"state_{action.pk}") or "",
                cleaned.get(f"explanation_{action.pk}") or "",
            )
            if wrong:
                self.add_error(f"explanation_{action.pk}", wrong)
        return cleaned

    def reviewed(self) -> Iterator[outcome.ReviewedAction]:
        """The actions of which the meeting said how they stand."""
        for action in self.actions:
            state = self.cleaned_data.get(f"state_{action.pk}")
            if state:
                bad = self.cleaned_data.get(f"unsatisfactory_{action.pk}")
                yield outcome.ReviewedAction(
                    action,
                    state,
                    self.cleaned_data.get(f"explanation_{action.pk}") or "",
                    False if bad else None,
                )


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


class NewActionsForm(StepForm):
    """New actions, one line each: what, who, by when."""

    section = "new_actions"
    SPARE = 1

    def __init__(
        self,
        *args: Any,
        people: Iterable[Post],
        content: dict[str, Any] | None = None,
        more: bool = False,
        **kwargs: Any,
    ):
        super().__init__(*args, content=content, **kwargs)
        self.people = {str(post.pk): post for post in people}
        choices = [("", "Choose")] + [(key, _named(post)) for key, post in self.people.items()]
        source = args[0] if args and args[0] is not None else self.stored
        self.count = _lines(source) + self.SPARE
        for n in range(1, self.count + 1):
            self.fields[f"what_{n}"] = line("What")
            self.fields[f"who_{n}"] = forms.ChoiceField(
                label="Who", choices=choices, required=False
            )
            self.fields[f"when_{n}"] = OneBoxDateField(
                label="By when", what="The day", required=False
            )
            self.fields[f"immediate_{n}"] = forms.BooleanField(label="Immediate", required=False)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The lines as the page shows them."""
        for n in range(1, self.count + 1):
            names = ("what", "who", "when", "immediate")
            yield {"number": n} | {name: self[f"{name}_{n}"] for name in names}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for n in range(1, self.count + 1):
            if not self._begun(n):
                continue
            if not cleaned.get(f"what_{n}"):
                self.add_error(f"what_{n}", "Enter what will be done")
            if not cleaned.get(f"who_{n}") and f"who_{n}" not in self.errors:
                self.add_error(
                    f"who_{n}", "Say who will do it. An action needs a person and a date"
                )
            if not cleaned.get(f"when_{n}") and f"when_{n}" not in self.errors:
                self.add_error(f"when_{n}", "Say by when. An action needs a person and a date")
        return cleaned

    def actions(self) -> Iterator[outcome.NewAction]:
        """The lines that are whole."""
        data = self.cleaned_data
        for n in range(1, self.count + 1):
            owner = self.people.get(data.get(f"who_{n}") or "")
            if data.get(f"what_{n}") and owner and data.get(f"when_{n}"):
                yield outcome.NewAction(
                    data[f"what_{n}"], owner, data[f"when_{n}"], bool(data.get(f"immediate_{n}"))
                )

    def _begun(self, n: int) -> bool:
        return any(self[f"{name}_{n}"].data for name in ("what", "who", "when"))


def _lines(source: Any) -> int:
    """How many lines are in use, by the highest number that was typed into."""
    names = ("what_", "who_", "when_")
    used = [
        int(key.rpartition("_")[2])
        for key in source
        if key.startswith(names) and key.rpartition("_")[2].isdecimal() and source.get(key)
    ]
    return min(max(used, default=0), 40)


def _named(post: Post) -> str:
    return f"{post.holder}, {post.title}"


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
