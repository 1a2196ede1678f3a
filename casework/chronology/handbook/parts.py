"""The parts of a handbook that are not rules: meetings, forms, scales, roles, words."""

from __future__ import annotations

from typing import Any

from casework.chronology.handbook.books import Handbook, Pages
from casework.chronology.handbook.telling import STRENGTHS, tree, upper
from casework.chronology.pack_words import words_in
from pathways.counting import length
from pathways.definitions import Form, MeetingKind, Member, Period, Question, Role

TYPES = {
    "text": "one line of text",
    "textarea": "text",
    "date": "a date",
    "yes_no": "yes or no",
    "choice": "one of these",
    "choices": "any of these",
    "person": "people",
    "place": "places",
    "number": "a number",
}
LISTS = (
    ("core_members", "Members"),
    ("invitees", "Invited for a case"),
    ("list_recipients", "Who gets the list"),
    ("papers_recipients", "Who gets the papers"),
    ("notes_recipients", "Who gets the record"),
)
SCALE_LISTS = (
    ("levels", "Levels"),
    ("key_risks", "Key risks"),
    ("factors", "Factors"),
    ("change_reasons", "Reasons for a change"),
)
USES = {
    "new": "a first discussion",
    "review": "a review",
    "short": "a short update",
    "checklist": "the questions of the meeting",
    "record": "the record",
    "referral": "a referral",
    "update": "news before the meeting",
    "safety": "the safety plan",
    "disruption": "the disruption plan",
    "plan": "the plan",
    "ending": "the end",
}


# --- meetings -------------------------------------------------------------------------


def meeting(kind: MeetingKind, book: Handbook, to: Pages) -> dict[str, Any]:
    """A kind of meeting: who, how often, how long, in which order, what goes out when."""
    words, forms = book.words, book.pack.forms
    return {
        "kind": kind,
        "rows": [(head, text) for head, text in _about(kind, book) if text],
        "lists": [
            (label, [_member(each, book) for each in getattr(kind, name)])
            for name, label in LISTS
            if getattr(kind, name)
        ],
        "steps": [
            {
                "step": step,
                "form": forms[step.form].label if step.form in forms else "",
                "href": to("form", step.form) if step.form in forms else "",
            }
            for step in kind.steps
        ],
        "forms": [
            (upper(USES.get(use, words.value("", use))), forms[name].label, to("form", name))
            for use, name in kind.forms.items()
            if name in forms
        ],
        "rules": [
            (gate.title, to.entry(gate)) for gate in book.pack.gates if kind.id in words_in(gate)
        ],
    }


def _about(kind: MeetingKind, book: Handbook) -> list[tuple[str, Any]]:
    words = book.words
    officers = [
        f"{upper(place)}: {words.role(role)}" for place, role in sorted(kind.officers.items())
    ]
    slots = [
        f"{upper(words.value('', name))}: {minutes} minutes"
        + (" (a local setting)" if name in kind.local_slots else "")
        for name, minutes in kind.slots.items()
    ]
    quorum = [
        part.label + (f": {words.roles(part.roles)}" if part.roles else "") for part in kind.quorum
    ]
    return [
        ("About", upper(_SUBJECT.get(kind.forum, kind.forum.replace("_", " ")))),
        ("How often", _rhythm(kind)),
        ("In the chair", upper(words.roles(kind.chair)) if kind.chair else ""),
        ("Who sees to it", officers),
        ("Quorum", quorum),
        ("Time for each", slots),
        ("Held as", [upper(each.label) for each in kind.held_as]),
        ("List goes out", _ahead(kind.list_before)),
        ("Papers go out", _ahead(kind.papers_before)),
        ("Cut-off", _cut_off(kind)),
        ("Put off because", [upper(each.label) for each in kind.defer_grounds]),
    ]


_SUBJECT = {
    "forum": "a list of children, one after the other",
    "child": "one child",
    "peer_group": "a group of children",
    "place": "a place",
    "person_of_concern": "a person of concern",
    "care_leaver": "a care leaver",
}


def _rhythm(kind: MeetingKind) -> str:
    return upper(every(kind.rhythm)) if kind.rhythm else ""


def every(period: Period) -> str:
    """`every week`, `every 6 weeks`."""
    once = period.amount == 1
    return f"every {period.unit.removesuffix('s') if once else length(period)}"


def _ahead(period: Any) -> str:
    return f"{upper(length(period))} before the meeting begins" if period else ""


def _cut_off(kind: MeetingKind) -> str:
    if kind.cut_off is None:
        return ""
    return f"{upper(length(kind.cut_off))} before; what comes later waits for the next meeting"


def _member(member: Member, book: Handbook) -> dict[str, Any]:
    role = book.pack.roles.get(member.role)
    return {
        "label": upper(member.label),
        "role": role.label if role and role.label.lower() not in member.label.lower() else "",
        "when": tree(member.when, book.words) if member.when else None,
        "own": member.own_item_only,
        "strength": STRENGTHS[member.strength],
        "clauses": member.clauses,
    }


# --- forms ----------------------------------------------------------------------------


def form(found: Form, book: Handbook) -> list[dict[str, Any]]:
    """The sections of a form, each with its questions as people meet them."""
    labels = {question.id: question for question in found.questions()}
    return [
        {
            "section": section,
            "questions": [_question(each, labels) for each in section.questions],
        }
        for section in found.sections
    ]


def _question(question: Question, known: dict[str, Question]) -> dict[str, Any]:
    return {
        "question": question,
        "type": TYPES.get(question.type, question.type),
        "only": _only(question, known),
    }


def _only(question: Question, known: dict[str, Question]) -> str:
    """`Only where “13. Is there a photo?” is answered with no`."""
    if question.show_if is None:
        return ""
    other = known[question.show_if.question]
    labels = {option.id: option.label for option in other.options}
    answers = " or ".join(labels.get(each, each).lower() for each in question.show_if.one_of)
    return f"Only where “{other.label}” is answered with {answers}"


def used_by(found: Form, book: Handbook, to: Pages) -> list[tuple[str, str]]:
    """The kinds of meeting that use a form."""
    return [
        (kind.name, to("meeting", kind.id))
        for kind in book.pack.meeting_kinds.values()
        if found.id in kind.forms.values() or any(step.form == found.id for step in kind.steps)
    ]


# --- roles and words ------------------------------------------------------------------


def roles(book: Handbook, to: Pages) -> list[dict[str, Any]]:
    """Who is who: the agency, what the procedure lets them do, what it asks of them."""
    return [_role(role, book, to) for role in book.pack.roles.values()]


def _role(role: Role, book: Handbook, to: Pages) -> dict[str, Any]:
    pack = book.pack
    duties = [duty for duty in pack.duties if duty.bearer == role.id]
    asked = [prompt for prompt in pack.prompts if role.id in prompt.asked_of]
    decides = [gate for gate in pack.gates if role.id in gate.by]
    chairs = [kind for kind in pack.meeting_kinds.values() if role.id in kind.chair]
    return {
        "role": role,
        "agency": "any agency" if role.agency == "any" else role.agency.replace("_", " "),
        "duties": [(duty.title, to.entry(duty)) for duty in duties],
        "asked": [(prompt.title, to.entry(prompt)) for prompt in asked],
        "decides": [(gate.title, to.entry(gate)) for gate in decides],
        "chairs": [(kind.label, to("meeting", kind.id)) for kind in chairs],
        "can": [_capability(each, book) for each in role.capabilities],
    }


def _capability(capability: str, book: Handbook) -> str:
    """`chair:risk_meeting` as `chair the RMM`."""
    what, _, about = capability.partition(":")
    if not about:
        return what.replace("_", " ")
    kind = book.pack.meeting_kinds.get(about)
    label = kind.label if kind else book.pack.labels.get(about, about.replace("_", " "))
    return f"{what.replace('_', ' ')} the {label}"


def scales(book: Handbook) -> list[dict[str, Any]]:
    """The scales of ratings, with levels, risks, factors and reasons."""
    return [
        {
            "scale": scale,
            "lists": [
                (label, getattr(scale, name)) for name, label in SCALE_LISTS if getattr(scale, name)
            ],
        }
        for scale in book.pack.scales.values()
    ]


def glossary(book: Handbook) -> list[dict[str, str]]:
    """The authority’s own words beside the common ones, in their order."""
    pack, questions = book.pack, {prompt.id for prompt in book.pack.prompts}
    found = {
        label: {"word": label, "common": name.replace("_", " "), "meaning": ""}
        for name, label in pack.labels.items()
        if name not in questions and not label.endswith("?")
    }
    for kind in pack.meeting_kinds.values():
        common = kind.id.replace("_", " ")
        found[kind.label] = {"word": kind.label, "common": common, "meaning": kind.name}
    for scale in pack.scales.values():
        for level in scale.levels:
            about = f"level of {scale.label[:1].lower()}{scale.label[1:]}"
            found[level.label] = {"word": level.label, "common": about, "meaning": level.meaning}
    return sorted(found.values(), key=lambda each: each["word"].casefold())


def facts(book: Handbook) -> list[dict[str, str]]:
    """The words for what can happen, that all authorities share, as far as this one uses them."""
    kinds = book.pack.vocabulary.kinds if book.pack.vocabulary else {}
    spoken = words_in(book.entries)
    return [
        {"word": kind.label, "meaning": kind.meaning}
        for name, kind in sorted(kinds.items(), key=lambda each: each[1].label.casefold())
        if name in spoken
    ]
