"""The actions of a discussion as forms: how the last ones stand, and new ones line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms

from casework.agencies.models import Post
from casework.meetings import outcome
from casework.meetings.step_forms import STATES, StepForm, line
from casework.plans.models import Action
from casework.web.forms import OneBoxDateField


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
