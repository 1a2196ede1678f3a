"""What the saved steps of a discussion come to, and what is still open in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.chronology import policy
from casework.chronology.models import Fact, Obligation
from casework.meetings import agenda, outcome, plan_parts, step_forms
from casework.meetings.clocks import duties_met_by
from casework.meetings.models import Slot
from casework.meetings.slot_queries import SlotDesk
from casework.subjects.models import Case
from casework.web import words


def outcome_of(desk: SlotDesk) -> tuple[outcome.Outcome, dict[str, step_forms.StepForm]]:
    """What the saved steps come to, and the steps that are wrong."""
    names = ["actions", "rating", "plan", "new_actions", "further", "next_review"]
    forms = {name: desk.checked(name) for name in names}
    wrong = {name: form for name, form in forms.items() if form.errors}
    rating = forms["rating"].rating()
    data = {name: form.cleaned_data for name, form in forms.items()}
    plan = data["plan"]
    confirmed = data["rating"].get("factors_confirmed")
    further = data["further"]
    found = outcome.Outcome(
        rating=rating,
        factors=tuple(data["rating"].get("factors") or ()) if confirmed else None,
        reviewed=tuple(forms["actions"].reviewed()),
        points=tuple(plan_parts.points_of(desk.parts, plan)),
        child_took_part=plan.get("child_part") or "",
        family_took_part=plan.get("family_part") or "",
        actions=tuple(forms["new_actions"].actions()),
        review=forms["next_review"].review() if not _ends(rating) else None,
        lead=forms["next_review"].lead_post(),
        recommendations=data["next_review"].get("recommendations") or "",
        strategy_reason=further.get("strategy_reason") or ""
        if further.get("strategy_needed")
        else "",
        disruption_about=further.get("disruption_about") or "",
        still_open=tuple(open_points(desk, forms)),
    )
    return found, wrong


def _ends(rating: outcome.Rating | None) -> bool:
    return bool(rating and rating.removal)


def open_points(desk: SlotDesk, forms: dict[str, step_forms.StepForm]) -> list[str]:
    """What the procedure wants of a discussion and is not there yet, in words."""
    found = [*_silent_agencies(desk)]
    unanswered = len(desk.actions) - len(list(forms["actions"].reviewed()))
    if unanswered:
        found.append(f"{words.counted(unanswered, 'earlier action')} without a state")
    scale = policy.scale(desk.authority)
    if scale and scale.factors and not forms["rating"].cleaned_data.get("factors_confirmed"):
        found.append("the risk factors are not confirmed")
    rating = forms["rating"].rating()
    if scale and rating is None:
        found.append("no rating agreed")
    elif not _ends(rating):
        found += _open_after_rating(desk, forms)
    unasked = len(open_questions(desk))
    if unasked:
        found.append(f"{words.counted(unasked, 'question')} of the checklist open")
    return found


def _silent_agencies(desk: SlotDesk) -> list[str]:
    said = desk.content("agencies")
    silent = [one.label for one in desk.places if not said.get(one.key)]
    if not silent:
        return []
    return [f"nothing from {words.joined(silent)}"]


def _open_after_rating(desk: SlotDesk, forms: dict[str, step_forms.StepForm]) -> list[str]:
    found = []
    if not plan_parts.points_of(desk.parts, forms["plan"].cleaned_data) and not desk.plan:
        found.append("no plan agreed")
    if forms["next_review"].review() is None:
        found.append("no next review")
    if forms["next_review"].lead_post() is None and desk.lead is None:
        found.append("lead professional not agreed")
    return found


def pack_form_of(slot: Slot, use: str):
    """The pack's form for a use (`checklist`, or the case's own: `new`, `review`, `short`)."""
    names = agenda.kind_of(slot.meeting.series).forms
    return policy.form(slot.case.authority_id, names[use]) if use in names else None


def open_questions(desk: SlotDesk) -> list[Any]:
    """Questions of the checklist that want an answer and have none."""
    form = pack_form_of(desk.slot, "checklist")
    answers = desk.content("checklist")
    wanted = [one for one in form.questions() if one.required] if form else []
    return [one for one in wanted if not answers.get(one.id)]


def checks_of(desk: SlotDesk) -> list[tuple[str, str, str]]:
    """The checks of the checklist with their answers: label, answer, clause."""
    form = pack_form_of(desk.slot, "checklist")
    answers = desk.content("checklist")
    section = next((one for one in form.sections if one.id == "checks"), None) if form else None
    questions = [one for one in section.questions if one.type == "choice"] if section else []
    current = assessment_is_current(desk.slot.case, desk.now)
    known = {"assessment.current": "yes" if current else ""}
    return [
        (one.label, answers.get(one.id) or known.get(one.fills_from, ""), one.clause)
        for one in questions
    ]


def assessment_is_current(case: Case, now: datetime) -> bool:
    """Whether there is an assessment and the chronology sees no newer one as late."""
    duties = duties_met_by(case.authority_id, "assessment.completed")
    late = Obligation.objects.late(now).filter(case=case, duty__in=duties)
    done = Fact.objects.standing().filter(case=case, kind="assessment.completed")
    return done.exists() and not late.exists()
