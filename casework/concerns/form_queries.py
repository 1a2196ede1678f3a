"""What the pages of a form and of a referral show: states, gaps, answers, the meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.chronology import pack_words, policy
from casework.chronology.models import Fact
from casework.concerns import queries
from casework.concerns.form_commands import ASSESSMENT
from casework.concerns.models import FormResponse, Referral
from casework.subjects import safe_address
from casework.subjects.models import Case
from casework.web import words
from casework.web.pack_forms import flattened, form_from_definition

WINDOW = timedelta(days=90)
FILLED = (*safe_address.FILLED, "child.gp")
"""What the record fills in that says where a child lives; here the GP comes with an address."""


def definition_of(response: FormResponse) -> Any:
    """The form of the pack that was answered."""
    return policy.form(response.case.authority_id, response.form)


def assessment_of(case: Case) -> Any:
    """The form with which a child is assessed and referred; None where the pack has none."""
    name = policy.assessment_form(case.authority_id)
    return policy.form(case.authority_id, name) if name else None


# --- what the record already knows ----------------------------------------------------


def known_answers(case: Case, *, now: datetime) -> dict[str, Any]:
    """Answers that the record holds, by section, so that nothing is asked twice."""
    known = known_values(case, now=now)
    definition = assessment_of(case)
    answers: dict[str, Any] = {}
    for section in definition.sections if definition else ():
        filled = {
            question.id: known[question.fills_from]
            for question in section.questions
            if known.get(question.fills_from)
        }
        if filled:
            answers[section.id] = filled
    return answers


def known_values(case: Case, *, now: datetime) -> dict[str, Any]:
    """What forms may fill from, by the names that packs use for it."""
    child = case.child
    return {
        "child.name": f"{child.forename} {child.surname}",
        "child.born": child.born.isoformat() if child.born else "",
        "child.lcs_number": child.local_id,
        "child.home": child.living_at,
        "child.education": child.school,
        "child.gp": ", ".join(one for one in (child.gp_name, child.gp_address) if one),
        "missing.summary": _missing_summary(case, now),
        "factors.latest": _latest_factors(case),
    }


def _missing_summary(case: Case, now: datetime) -> str:
    recent = [
        one
        for one in queries.episodes_of(case)
        if one.withdrawn_at is None and one.started_at >= now - WINDOW
    ]
    if not recent:
        return ""
    days = [words.day(one.started_at) for one in reversed(recent)]
    count = words.sentence(words.counted(len(recent), "missing episode"))
    return f"{count} in the last 90 days: {words.joined(days)}."


def _latest_factors(case: Case) -> list[str]:
    facts = Fact.objects.standing().shared().filter(case=case, kind="factor.recorded")
    latest = facts.order_by("-at", "-recorded_at").first()
    return list(latest.data.get("factors") or []) if latest else []


# --- the tool -------------------------------------------------------------------------


def tool(case: Case, draft: FormResponse | None, *, today: date) -> dict[str, Any]:
    """The tool as a task list, with what was completed before."""
    definition = assessment_of(case)
    done = queries.completed(case, definition.id)
    return {
        "definition": definition,
        "draft": draft,
        "tasks": _tasks(case, draft, definition) if draft else [],
        "saved": _saved(draft) if draft else "",
        "last": words.day_and_year(done[0].completed_at) if done else "",
        "last_href": reverse("concerns:response", args=[case.reference, done[0].pk])
        if done
        else "",
        "today": today,
    }


def _tasks(case: Case, draft: FormResponse, definition: Any) -> list[dict[str, Any]]:
    return [
        {
            "title": section.label,
            "href": reverse("concerns:tool_section", args=[case.reference, section.id]),
            "state": _section_state(draft, section),
        }
        for section in definition.sections
    ]


def _section_state(draft: FormResponse, section: Any) -> dict[str, str]:
    """Nothing written yet, begun, or with everything that must be answered."""
    answers = draft.answers.get(section.id) or {}
    if not answers:
        required = any(question.required for question in section.questions)
        return {"kind": "next", "text": "Not started" if required else "Nothing written"}
    missing = _form_of_section(draft, section).errors
    if missing:
        return {"kind": "next", "text": f"{words.counted(len(missing), 'answer')} missing"}
    return {"kind": "met", "text": "Done"}


def _form_of_section(draft: FormResponse, section: Any) -> Any:
    form_class = form_from_definition(definition_of(draft), section=section.id)
    return form_class(flattened([section], draft.answers.get(section.id) or {}))


def gaps(draft: FormResponse) -> list[dict[str, str]]:
    """What must still be answered or put right, each with the way to its place."""
    found = []
    for section in definition_of(draft).sections:
        form = _form_of_section(draft, section)
        href = reverse("concerns:tool_section", args=[draft.case.reference, section.id])
        for name, problems in form.errors.items():
            found.append({"text": " ".join(problems), "href": f"{href}#id_{name}"})
    return found


def section_page(case: Case, draft: FormResponse, section: str) -> dict[str, Any]:
    """A section with its place among the others, and when it was saved last."""
    definition = definition_of(draft)
    ids = [one.id for one in definition.sections]
    place = ids.index(section)
    return {
        "definition": definition,
        "section": definition.sections[place],
        "place": f"Part {place + 1} of {len(ids)}",
        "address": reverse("concerns:tool_section", args=[case.reference, section]),
        "back": reverse("concerns:tool", args=[case.reference]),
        "is_last": place == len(ids) - 1,
        "saved_at": draft.saved_at if draft.revision else None,
    }


def proposed_level(draft: FormResponse) -> str:
    """The rating that the writer proposes, if the form asks for one."""
    for answers in draft.answers.values():
        if isinstance(answers, dict) and answers.get("proposed_rating"):
            return str(answers["proposed_rating"])
    return ""


def as_fields(form: Any) -> dict[str, Any]:
    """Stored answers under the names of the inputs; a date in its three boxes."""
    found: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        boxes = getattr(bound.field.widget, "decompress", None)
        if boxes:
            texts = boxes(value)
            for box, text in zip(("day", "month", "year"), texts, strict=False):
                found[f"{bound.html_name}_{box}"] = text
        else:
            found[bound.html_name] = value if isinstance(value, list) else str(value or "")
    return found


def answered(response: FormResponse) -> list[dict[str, Any]]:
    """Every section of a finished form with its questions and answers, as text."""
    return [
        {
            "label": section.label,
            "rows": told(response, section.id, response.answers.get(section.id)),
        }
        for section in definition_of(response).sections
    ]


def told(response: FormResponse, section_id: str, answers: Any) -> list[dict[str, str]]:
    """Questions of one section with their answers, as people read them."""
    section = next(one for one in definition_of(response).sections if one.id == section_id)
    given = answers or {}
    apart = FILLED if response.case.child.address_is_safe else ()
    rows = given.get(section.id, []) if section.repeats else [given]
    return [
        {
            "question": question.label,
            "answer": safe_address.KEPT_APART
            if question.fills_from in apart
            else _spoken(question, row[question.id]),
        }
        for row in rows
        for question in section.questions
        if row.get(question.id)
    ]


def _spoken(question: Any, value: Any) -> str:
    names = {option.id: option.label for option in question.options}
    names |= {"yes": "Yes", "no": "No"} if question.type == "yes_no" else {}
    if isinstance(value, list):
        return "; ".join(names.get(one, one) for one in value)
    if question.type == "date":
        try:
            return words.plain_date(date.fromisoformat(value))
        except ValueError:
            return str(value)
    return names.get(value, str(value))


def _saved(draft: FormResponse) -> str:
    moment = words.local(draft.saved_at)
    return f"Saved {words.day(moment)} {words.time_of_day(moment)} by {draft.saved_by.holder}."


# --- the referral ---------------------------------------------------------------------


def referral_initial(case: Case) -> dict[str, Any]:
    """What a referral is filled with: the forum of the area, and the papers that are there."""
    forum = queries.forum_for(case)
    documents = []
    if queries.completed(case, policy.assessment_form(case.authority_id)):
        documents.append(ASSESSMENT)
    if case.return_interviews.filter(held_at__isnull=False).exists():
        documents.append("return-interview")
    return {"forum": forum.reference if forum else "", "documents": documents}


def papers_of(case: Case) -> list[tuple[str, str]]:
    """The papers that may come with a referral, in the words of the authority."""
    tool = assessment_of(case)
    papers = [(ASSESSMENT, tool.label)] if tool else []
    if pack_words.speaks_of(case.authority_id, "screening-tool"):
        papers.append(("screening-tool", "Screening tool of a health service"))
    return [*papers, ("return-interview", "Latest return home interview form")]


def brings_by_itself(case: Case) -> bool:
    """Whether trafficking or modern slavery alone brings a child to the meeting here."""
    entries = policy.pack_for(case.authority_id)
    rules = (entries.duties, entries.prompts, entries.gates)
    return bool({"trafficking", "modern_slavery"} & pack_words.words_in(rules))


def referral_page(case: Case, *, now: datetime) -> dict[str, Any]:
    """The tool's state beside the referral, and which meeting papers of now would make."""
    tool = policy.assessment_form(case.authority_id)
    done = queries.completed(case, tool)
    draft = queries.draft_of(case, tool)
    forum = queries.forum_for(case)
    return {
        "definition": assessment_of(case),
        "done": done[0] if done else None,
        "done_on": words.day_and_year(done[0].completed_at) if done else "",
        "draft": draft,
        "meeting_word": policy.label(case.authority_id, "risk_meeting"),
        "cut_off": cut_off(forum, received_at=now, now=now) if forum else None,
    }


def goes_to(referral: Referral, *, now: datetime) -> dict[str, Any]:
    """The meeting that a referral goes to, as said on its page."""
    return {
        "cut_off": cut_off(
            referral.forum, received_at=referral.received_at, now=referral.received_at
        ),
        "received": f"{words.day(referral.received_at)} {words.time_of_day(referral.received_at)}",
        "today": timezone.localdate(now),
    }


def cut_off(forum: Case, *, received_at: datetime, now: datetime) -> dict[str, Any]:
    """In time, too late, or no meeting planned: in a sentence, with the count behind it."""
    result = queries.meeting_for(forum, received_at=received_at, now=now)
    label = policy.label(forum.authority_id, "risk_meeting")
    kind = policy.meeting_kind(forum.authority_id, queries.RISK_MEETING)
    found: dict[str, Any] = {
        "area": forum.area.name if forum.area else "",
        "clauses": _clauses_of(forum, "papers_in"),
        "in_time": result.missed is None,
        "meeting": None,
        "label": label,
        "kind": kind,
    }
    if result.meeting is None:
        return found | {"in_time": False, "text": f"No {label} is planned yet in this area."}
    if result.missed:
        found["missed"] = _said(result.missed, label, past=True)
    return found | {
        "meeting": result.meeting,
        "text": _said(result.meeting, label, past=False),
        "on": f"{label} of {words.day(result.meeting.starts_at)}",
        "count": result.meeting.closes.days if result.meeting.closes else (),
    }


def _clauses_of(case: Case, *acts: str) -> list[str]:
    """The clauses on which the procedure's duties or powers for an act rest."""
    pack = policy.pack_for(case.authority_id)
    entries = [one for one in pack.duties if one.act in acts]
    entries += [one for one in pack.gates if one.action in acts]
    return list(dict.fromkeys(clause for one in entries for clause in one.clauses))


def _said(meeting: queries.PlannedMeeting, label: str, *, past: bool) -> str:
    on = f"{label} of {words.day(meeting.starts_at)}"
    if meeting.closes is None:
        return f"{on}."
    verb = "closed" if past else "close"
    closes = words.day(meeting.closes.day)
    if meeting.closes.by_day is None:
        return f"{on}; papers {verb} {closes} {words.time_of_day(meeting.closes.moment)}."
    return f"{on}; papers {verb} at the end of {closes}."
