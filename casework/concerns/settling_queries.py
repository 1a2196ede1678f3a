"""How a duty or a question is settled: by which fact, and on which page that is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from casework.chronology import policy
from casework.chronology.models import Fact, Obligation
from casework.subjects.models import Case
from casework.web.addresses import address

OWN_PAGES = {
    "assessment.completed": ("Go to the tool", "concerns:tool", ()),
    "referral.received": ("Refer", "concerns:refer", ()),
    "lead.allocated": ("Name the lead professional", "concerns:add", ("lead",)),
    "nrm.referred": ("Record the referral", "concerns:add", ("nrm",)),
    "return_interview.held": ("Record the interview", "concerns:add", ("interview",)),
    "strategy_discussion.held": ("Record it", "concerns:add", ("strategy",)),
    "discussion.held": ("To the meetings", "meetings:of_child", ()),
    "discussion.listed": ("To the meetings", "meetings:of_child", ()),
    "record.completed": ("To the meetings", "meetings:of_child", ()),
    "record.circulated": ("To the meetings", "meetings:of_child", ()),
    "rating.set": ("To the meetings", "meetings:of_child", ()),
}
"""Facts that only their own page can record, with what its link says."""
NEVER_HERE = ("meeting.", "discussion.", "rating.", "plan.agreed", "action.", "missing.")
"""Facts that follow from other work and are never recorded by the way."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a duty is met: the kind of fact and the fields that it must have."""

    kind: str
    label: str
    data: dict[str, Any]


def duty_of(case: Case, obligation: Obligation) -> Any:
    """The duty of the pack from which an obligation arose, or None in another edition."""
    duties = policy.pack_for(case.authority_id).duties
    return next((one for one in duties if one.id == obligation.duty), None)


def ways(case: Case, obligation: Obligation) -> list[Way]:
    """The facts that would meet an obligation and that may be recorded by the way."""
    duty = duty_of(case, obligation)
    if duty is None:
        return []
    shared = _shared(case, obligation, duty.match)
    found = [_way(selector, shared) for selector in duty.met_by]
    return [way for way in found if way is not None]


def links(case: Case, met_by: Iterable[Any]) -> list[dict[str, str]]:
    """The pages on which facts are recorded that have a page of their own."""
    found: dict[str, str] = {}
    for selector in met_by:
        page = OWN_PAGES.get(selector.kind)
        if page:
            text, name, more = page
            found.setdefault(text, address(name, case.reference, *more))
    return [{"text": text, "href": href} for text, href in found.items()]


def answers_of(case: Case, prompt_id: str) -> list[dict[str, str]]:
    """What can be done about a question instead of answering it."""
    prompts = policy.pack_for(case.authority_id).prompts
    prompt = next((one for one in prompts if one.id == prompt_id), None)
    return links(case, prompt.settled_by)[:1] if prompt else []


def _shared(case: Case, obligation: Obligation, match: tuple[str, ...]) -> dict[str, Any]:
    """Fields that the meeting fact must share with the one from which the duty arose."""
    trigger = obligation.key.partition(":")[2]
    facts = Fact.objects.filter(case=case)
    found = next((one for one in facts if str(one.pk) == trigger), None) if match else None
    return {name: found.data[name] for name in match if name in found.data} if found else {}


def _way(selector: Any, shared: dict[str, Any]) -> Way | None:
    if selector.kind in OWN_PAGES or selector.kind.startswith(NEVER_HERE):
        return None
    kind = policy.vocabulary().kinds[selector.kind]
    types = {field.name: field.type for field in kind.fields}
    data = dict(shared)
    for where in selector.where:
        if where.negated:
            continue
        data[where.field] = _value(types.get(where.field, "text"), where.one_of[0])
    lacking = [one.name for one in kind.fields if one.required and one.name not in data]
    return None if lacking else Way(kind.name, kind.label, data)


def _value(type: str, text: str) -> Any:
    if type == "boolean":
        return text == "true"
    return [text] if type == "choices" else text


# --- what people are asked to judge ---------------------------------------------------


def judgements(authority: str) -> list[tuple[str, str]]:
    """The questions that the procedure leaves to people, as choices."""
    pack = policy.pack_for(authority)
    found: dict[str, str] = {}
    for entry in (*pack.duties, *pack.prompts):
        for question in _judged(entry.when):
            found.setdefault(question, pack.labels.get(question) or question.replace("_", " "))
    return sorted(found.items(), key=lambda item: item[1])


def _judged(condition: Any) -> list[str]:
    """The questions of people's judgement inside a condition, at any depth."""
    if condition is None:
        return []
    if type(condition).__name__ == "Judged":
        return [condition.question]
    return [name for part in getattr(condition, "of", ()) for name in _judged(part)]
