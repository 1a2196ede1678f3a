"""What happened, in the words of an authority: a title for each kind of fact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from casework.chronology import policy
from casework.chronology.models import Fact
from casework.web import words


def title_of(fact: Fact, authority: str) -> str:
    """What happened, in the words of the authority."""
    tell = TITLES.get(fact.kind)
    if tell:
        return words.sentence(tell(fact, authority))
    kind = policy.vocabulary().kinds.get(fact.kind)
    return words.sentence(kind.label if kind else fact.kind)


def rating_of(fact: Fact, authority: str) -> str:
    """The level with its key risks, in the words of the authority's scale."""
    scale = policy.scale(authority)
    names = {one.id: one.label for one in (*scale.levels, *scale.key_risks)} if scale else {}
    level = names.get(fact.data.get("level"), str(fact.data.get("level", "")).title())
    risks = [names.get(one, one).lower() for one in fact.data.get("risks") or []]
    return f"{level}, {words.joined(risks)}" if risks else level


def _meeting(authority: str) -> str:
    return policy.label(authority, "risk_meeting")


def _named(before: str, name: str) -> Callable[[Fact, str], str]:
    """A title that ends with the value of a field of the fact, where it has one."""

    def tell(fact: Fact, authority: str) -> str:
        value = str(fact.data.get(name) or "").replace("_", " ")
        return f"{before}: {value}" if value else before

    return tell


def _fixed(text: str) -> Callable[[Fact, str], str]:
    return lambda fact, authority: text


def _missing(fact: Fact, authority: str) -> str:
    return f"Missing from {fact.data.get('from') or 'where they live'}"


def _listed(fact: Fact, authority: str) -> str:
    """With the day of the meeting, where the fact names it."""
    starts = str(fact.data.get("starts_at") or "")[:10]
    on = f" of {words.day(date.fromisoformat(starts))}" if starts else ""
    return f"On the list of {_meeting(authority)}{on}"


def _review(fact: Fact, authority: str) -> str:
    due = str(fact.data.get("due") or "")[:10]
    return f"Next review fixed for {words.day(date.fromisoformat(due))}" if due else "Next review"


def _assessed(fact: Fact, authority: str) -> str:
    known = policy.pack_for(authority).forms.get(str(fact.data.get("tool")))
    return f"{known.label if known else policy.label(authority, 'assessment')} completed"


def _linked(fact: Fact, authority: str) -> str:
    return f"Linked with a {str(fact.data.get('to', '')).replace('_', ' ')}"


def _judged(fact: Fact, authority: str) -> str:
    question = str(fact.data.get("question", ""))
    asked = policy.pack_for(authority).labels.get(question) or question.replace("_", " ")
    return f"{asked} {words.sentence(str(fact.data.get('answer', '')))}"


def _answered(fact: Fact, authority: str) -> str:
    asked = str(fact.data.get("prompt", "")).split(":")[0]
    prompts = {one.id: one.title for one in policy.pack_for(authority).prompts}
    answer = str(fact.data.get("answer", "")).replace("_", " ")
    return f"{prompts.get(asked, 'Question answered')} {words.sentence(answer)}"


def _moved(fact: Fact, authority: str) -> str:
    """To which authority, where that may be said."""
    where = str(fact.data.get("place_authority") or "").replace("_", " ")
    return f"Moved to: {where}" if where else "Moved"


TITLES: dict[str, Callable[[Fact, str], str]] = {
    "referral.received": lambda fact, authority: f"Referred to {_meeting(authority)}",
    "assessment.completed": _assessed,
    "missing.started": _missing,
    "missing.ended": _fixed("Back"),
    "return_interview.held": _fixed("Return interview"),
    "return_interview.declined": _fixed("Return interview declined"),
    "return_interview.offered": _fixed("Return interview offered"),
    "rating.set": lambda fact, authority: f"Rated {rating_of(fact, authority)}",
    "rating.proposed": lambda fact, authority: f"Rating proposed: {rating_of(fact, authority)}",
    "discussion.held": lambda fact, authority: f"Discussed at {_meeting(authority)}",
    "discussion.listed": _listed,
    "discussion.deferred": lambda fact, authority: f"Put off at {_meeting(authority)}",
    "action.reviewed": _named("Action", "state"),
    "action.completed": _fixed("Action done"),
    "judgement.made": _judged,
    "crime_report.linked": lambda fact, authority: f"Police crime report, as {fact.data.get('as')}",
    "case_record.updated": _named("Entered in a case record", "what"),
    "plan.shared": _named("Plan shared", "audience"),
    "record.circulated": _named("Meeting record sent out", "audience"),
    "lead.informed": _named("Lead professional told", "of"),
    "invitation.sent": _named("Invitation sent", "to"),
    "strategy_discussion.needed": _fixed("Strategy discussion needed"),
    "review.scheduled": _review,
    "lead.allocated": _named("Lead professional", "name"),
    "legal_status.changed": _named("Legal status", "value"),
    "placement.changed": _moved,
    "link.recorded": _linked,
    "care_plan.started": _named("Plan of children’s services started", "kind"),
    "young_person.told": _named("Talked over with the young person", "of"),
    "prompt.answered": _answered,
}
