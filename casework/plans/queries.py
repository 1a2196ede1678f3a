"""A child's plan and actions, and everything of a child on one page."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import QuerySet

from casework.chronology import policy
from casework.chronology.models import Fact
from casework.concerns import due_queries
from casework.concerns.why_queries import Reader
from casework.config.postgresql.kept import kept
from casework.plans.models import Action, Plan, PlanPoint
from casework.subjects.models import Case
from casework.web import words
from casework.web.addresses import address

SAFETY_FORM = "safety"
DISRUPTION_FORM = "disruption"
RISK_MEETING = "risk_meeting"


def open_actions(case: Case) -> list[Action]:
    """Actions of a child that are still to be done, earliest first, undated last."""
    return still_open(case=case.pk).rows()


@kept
def still_open(*, case: int) -> QuerySet[Action]:
    found = Action.objects.filter(case=case, state__in=Action.OPEN)
    return found.select_related("owner__agency", "agency", "agreed_by").order_by("due_on", "pk")


def closed_actions(case: Case) -> list[Action]:
    """Actions that were done or are no longer needed, the latest first."""
    found = Action.objects.filter(case=case).exclude(state__in=Action.OPEN)
    rows = found.select_related("owner__agency", "agency").prefetch_related("reviews")
    return list(rows.order_by("-completed_on", "-pk"))


def plan_in_effect(case: Case) -> Plan | None:
    """The one plan that holds now."""
    found = Plan.objects.filter(case=case, agreed_by__isnull=False, ended_on__isnull=True)
    return found.select_related("agreed_by__recorded_by").prefetch_related("points").first()


def earlier_plans(case: Case) -> QuerySet[Plan]:
    """Plans that were replaced or ended, the latest first."""
    return Plan.objects.filter(case=case, ended_on__isnull=False).order_by("-version")


def action_of(case: Case, number: int) -> QuerySet[Action]:
    """An open action of a case by its key, or nothing."""
    found = Action.objects.filter(case=case, pk=number, state__in=Action.OPEN)
    return found.select_related("owner", "agency", "case__child", "agreed_by")


# --- lines ----------------------------------------------------------------------------


def action_lines(actions: list[Action], reader: Reader) -> list[dict[str, Any]]:
    """Actions as items for the macro `due_list`, beside what the procedure asks."""
    return [_line(one, reader) for one in actions]


def _line(action: Action, reader: Reader) -> dict[str, Any]:
    day = action.due_on
    state = due_queries.state_of_day(day, reader) if day else {"kind": "next", "text": "Open"}
    return {
        "key": f"action:{action.pk}",
        "sort": (day or date.max, action.text),
        "when": {
            "text": words.day(day, reader.today) if day else "No date given",
            "small": owner_of(action),
        },
        "what": {"text": action.text},
        "note": _agreed(action, reader),
        "clauses": [],
        "state": state,
        "answers": [
            {
                "text": "Say how it stands",
                "href": address("plans:action", reader.case.reference, action.pk),
            }
        ],
    }


def owner_of(action: Action) -> str:
    """Who is to do it, as far as known."""
    if action.owner:
        return action.owner.holder
    return action.owner_name or (action.agency.name if action.agency else "Nobody named")


def _agreed(action: Action, reader: Reader) -> str:
    meeting = policy.label(reader.authority, RISK_MEETING)
    today = action.agreed_on == reader.today
    on = "today" if today else words.day(action.agreed_on, reader.today).split(" ", 1)[1]
    parts = [f"Action agreed at {meeting} {on}."]
    if action.agency:
        parts.append(f"{action.agency.name}.")
    if action.state == Action.State.OUTSTANDING:
        parts.append("Found outstanding at the last review.")
    return " ".join(parts)


def closed_lines(actions: list[Action], reader: Reader) -> list[dict[str, Any]]:
    """Actions done or taken back, each with what was said of it."""
    return [
        {
            "when": {
                "text": words.day(one.completed_on, reader.today) if one.completed_on else "–",
                "small": owner_of(one),
            },
            "what": {"text": one.text},
            "note": next((review.explanation for review in one.reviews.all()), ""),
            "state": {
                "kind": "met" if one.state == Action.State.COMPLETED else "plain",
                "text": one.get_state_display(),
            },
        }
        for one in actions
    ]


# --- the plan -------------------------------------------------------------------------


def plan_page(plan: Plan, authority: str) -> dict[str, Any]:
    """The plan as people read it: safety by heading, disruption by who acts."""
    points = list(plan.points.all())
    return {
        "safety": _safety([one for one in points if one.part == "safety"], authority),
        "disruption": _disruption([one for one in points if one.part == "disruption"], authority),
        "others": _others(points),
    }


def _safety(points: list[PlanPoint], authority: str) -> list[dict[str, Any]]:
    """Every heading of the procedure's form, the empty ones too: a gap is shown."""
    by_heading = _grouped(points)
    headings = _headings(authority)
    known = [{"heading": label, "points": by_heading.pop(id, [])} for id, label in headings]
    rest = [{"heading": _spoken(id), "points": texts} for id, texts in by_heading.items()]
    return known + rest


def _headings(authority: str) -> list[tuple[str, str]]:
    """The headings of the safety plan, from the first section of the pack's form."""
    form = _form(authority, SAFETY_FORM)
    if form is None:
        return []
    return [(question.id, question.label) for question in form.sections[0].questions]


def _disruption(points: list[PlanPoint], authority: str) -> list[dict[str, Any]]:
    """A column for each who acts; a point names its subject itself."""
    by_who = _grouped(points)
    columns = [
        {"heading": label, "points": by_who.pop(id, [])}
        for id, label in _options(authority, "who_acts")
    ]
    return columns + [{"heading": _spoken(id), "points": texts} for id, texts in by_who.items()]


def _others(points: list[PlanPoint]) -> list[dict[str, Any]]:
    names = {"support": "Support", "missing": "When missing", "transition": "Transition"}
    parts = []
    for part, label in names.items():
        texts = [one.text for one in points if one.part == part]
        if texts:
            parts.append({"heading": label, "points": texts})
    return parts


def _options(authority: str, question_id: str) -> list[tuple[str, str]]:
    form = _form(authority, DISRUPTION_FORM)
    questions = form.questions() if form else ()
    question = next((one for one in questions if one.id == question_id), None)
    return [(one.id, one.label) for one in question.options] if question else []


def _form(authority: str, use: str) -> Any:
    """The form that the authority's risk meeting uses for something, if it has one."""
    kind = policy.meeting_kind(authority, RISK_MEETING)
    return policy.form(authority, kind.forms[use]) if use in kind.forms else None


def _grouped(points: list[PlanPoint]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for point in points:
        found[point.heading].append(point.text)
    return found


def _spoken(name: str) -> str:
    return words.sentence(name.replace("_", " ").replace("-", " "))


# --- sharing --------------------------------------------------------------------------

SHARED = {
    "plan.shared": "The plan",
    "record.circulated": "The meeting record",
    "information.shared": "Information",
    "intelligence.shared": "An intelligence form",
    "case_record.updated": "Entered in a case record",
    "young_person.told": "Talked over with the young person",
}


def shared(facts: QuerySet[Fact], authority: str, today: date) -> list[dict[str, str]]:
    """What went to whom, newest first, out of the facts that the reader may see."""
    rows = facts.filter(kind__in=SHARED, withdrawn_at__isnull=True)
    return [
        {
            "on": words.day(one.at, today),
            "what": SHARED[one.kind],
            "to": _spoken(str(_recipient(one))),
            "by": f"{one.recorded_by.holder}, {one.recorded_by.agency.name}",
            "note": one.note,
        }
        for one in rows
    ]


def _recipient(fact: Fact) -> str:
    for name in ("audience", "to", "what", "of"):
        if fact.data.get(name):
            return str(fact.data[name])
    return ""
