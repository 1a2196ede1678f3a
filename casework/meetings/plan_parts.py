"""The headings of the plan as the pack's forms give them, and points out of what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casework.chronology import policy
from casework.meetings import agenda
from casework.meetings.models import Series
from casework.plans.commands import Point
from casework.plans.models import Plan
from casework.subjects.models import Case


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the plan: a heading of the safety plan, or who acts in the disruption plan."""

    plan: str
    heading: str
    label: str
    fields: tuple[tuple[str, str], ...]
    """Name of the field and its label; several where the heading has subjects."""


def parts_of(series: Series) -> list[Part]:
    """The rows of safety and disruption plan, in the order of the forms."""
    authority = series.case.authority_id
    forms = agenda.kind_of(series).forms
    found: list[Part] = []
    if "safety" in forms:
        found += _safety(policy.form(authority, forms["safety"]))
    if "disruption" in forms:
        found += _disruption(policy.form(authority, forms["disruption"]))
    return found


def _safety(form: Any) -> Iterator[Part]:
    for question in form.sections[0].questions:
        name = f"safety-{question.id}"
        yield Part("safety", question.id, question.label, ((name, question.label),))


def _disruption(form: Any) -> Iterator[Part]:
    questions = {question.id: question for question in form.sections[0].questions}
    for who in questions["who_acts"].options:
        fields = tuple(
            (f"disruption-{who.id}-{subject.id}", subject.label)
            for subject in questions["subject"].options
        )
        yield Part("disruption", who.id, who.label, fields)


def points_of(parts: list[Part], content: dict[str, Any]) -> list[Point]:
    """The points of a plan, one a line; a disruption point names its subject."""
    found = []
    for part in parts:
        for field, label in part.fields:
            for words in str(content.get(field) or "").splitlines():
                if words.strip(" •-\t"):
                    text = words.strip(" •-\t")
                    if len(part.fields) > 1:
                        text = f"{label}: {text}"
                    found.append(Point(part.plan, part.heading, text))
    return found


def content_of(parts: list[Part], plan: Plan | None) -> dict[str, str]:
    """The plan in effect as the fields of the form hold it."""
    if plan is None:
        return {}
    lines: dict[str, list[str]] = {}
    for point in plan.points.all():
        for part in parts:
            if (part.plan, part.heading) == (point.part, point.heading):
                field, text = _field_of(part, point.text)
                lines.setdefault(field, []).append(text)
    return {field: "\n".join(texts) for field, texts in lines.items()}


def _field_of(part: Part, text: str) -> tuple[str, str]:
    for field, label in part.fields[1:] if len(part.fields) > 1 else ():
        if text.startswith(f"{label}: "):
            return field, text.removeprefix(f"{label}: ")
    first, label = part.fields[0]
    return first, text.removeprefix(f"{label}: ")


def plan_in_effect(case: Case) -> Plan | None:
    """The plan that holds for a child now."""
    return case.plans.filter(agreed_by__isnull=False, ended_on__isnull=True).first()
