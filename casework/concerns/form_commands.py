"""Write answers to a form of the pack: drafts that are never lost, and the finished form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.concerns.models import FormResponse, KeptText
from casework.concerns.told_by_forms import facts_told
from casework.config.postgresql.acting import command
from casework.subjects.models import Case

ASSESSMENT = "risk-assessment-tool"
"""The common name of the tool with which an authority assesses risk, whatever its form."""
STILL_WRITING = timedelta(minutes=1)
"""A save that was under way when the same person pressed the button."""


class AlreadyComplete(ValueError):
    """The form is finished; whoever wants to change it begins a new one."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: the new revision, or the other text that was there first."""

    revision: int
    theirs: dict[str, Any] | None = None
    kept: KeptText | None = None

    @property
    def conflict(self) -> bool:
        return self.kept is not None


@command
def start_response(
    *, case: Case, form_id: str, answers: dict[str, Any], by: Post, now: datetime
) -> FormResponse:
    """Begin a form, with what the record already knows; an open draft is taken up again."""
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    draft = (
        FormResponse.objects.filter(case=case, form=form_id, state=FormResponse.State.DRAFT)
        .order_by("-saved_at")
        .first()
    )
    if draft:
        return draft
    response = FormResponse.objects.create(
        case=case,
        form=form_id,
        form_version=policy.form(case.authority_id, form_id).version,
        answers=answers,
        started_by=by,
        started_at=now,
        saved_by=by,
        saved_at=now,
    )
    audit.write(by=by, action="form started", case=case, now=now, detail=_of(response))
    return response


@command
def save_section(
    *,
    response: FormResponse,
    section: str,
    answers: dict[str, Any],
    revision: int,
    by: Post,
    now: datetime,
) -> Saved:
    """Save one section of a draft as it was written, unchecked.

    `revision` is what the writer had read. Where somebody changed the same section
    since, theirs stays, and this text is kept beside it until a person decides.
    """
    held = FormResponse.objects.select_for_update(of=("self",)).get(pk=response.pk)
    if held.state == FormResponse.State.COMPLETE:
        raise AlreadyComplete("This form is complete. Start a new one to change an answer.")
    theirs = held.answers.get(section, {})
    if theirs == answers:
        return Saved(held.revision)
    if _changed_since(held, section, revision, by, now):
        return Saved(held.revision, theirs, _keep(held, section, answers, by, now))
    _write(held, section, answers, by, now)
    _settle(held, section, by, now)
    return Saved(held.revision)


@command
def complete_response(
    *, response: FormResponse, by: Post, now: datetime, level: str = ""
) -> FormResponse:
    """Finish a form whose answers were checked; that it was completed becomes a fact.

    So does what it tells of factors, concerns and people's judgement.
    `level` is the rating that the writer proposes, if the form asks for one.
    """
    held = FormResponse.objects.select_for_update(of=("self",)).get(pk=response.pk)
    if held.state == FormResponse.State.COMPLETE:
        return held
    completed = chronology.NewFact(
        case=held.case,
        kind="assessment.completed",
        at=now,
        data={"tool": tool_of(held.case.authority_id, held.form)}
        | ({"level": level} if level else {}),
    )
    told = facts_told(held, by=by, now=now)
    held.fact = chronology.record_many(facts=[completed, *told], by=by, now=now)[0]
    held.state, held.completed_at = FormResponse.State.COMPLETE, now
    held.save(update_fields=["fact", "state", "completed_at"])
    audit.write(by=by, action="form completed", case=held.case, now=now, detail=_of(held))
    return held


def tool_of(authority: str, form_id: str) -> str:
    """The common name of the tool behind a form of the pack."""
    completed = policy.vocabulary().kinds["assessment.completed"]
    known = next(field.options for field in completed.fields if field.name == "tool")
    if form_id in known:
        return form_id
    return ASSESSMENT if form_id == policy.assessment_form(authority) else "other"


def place_of(response: FormResponse, section: str) -> str:
    """Where a text that was kept was written."""
    return f"response:{response.pk}:{section}"


def _changed_since(
    held: FormResponse, section: str, revision: int, by: Post, now: datetime
) -> bool:
    """Whether somebody changed a section after this writer read it.

    What the same person saved a moment ago, while still writing, is their own text.
    """
    last = held.section_revisions.get(section)
    if last is None or last["revision"] <= revision:
        return False
    return last["by"] != by.pk or now - datetime.fromisoformat(last["at"]) > STILL_WRITING


def _write(
    held: FormResponse, section: str, answers: dict[str, Any], by: Post, now: datetime
) -> None:
    held.answers = held.answers | {section: answers}
    held.revision += 1
    mark = {"revision": held.revision, "by": by.pk, "at": now.isoformat()}
    held.section_revisions = held.section_revisions | {section: mark}
    held.saved_by, held.saved_at = by, now
    held.save(update_fields=["answers", "revision", "section_revisions", "saved_by", "saved_at"])
    audit.write(
        by=by,
        action="form saved",
        case=held.case,
        now=now,
        detail=_of(held) | {"section": section, "revision": held.revision},
    )


def _keep(
    held: FormResponse, section: str, answers: dict[str, Any], by: Post, now: datetime
) -> KeptText:
    """Keep a text that came second; saving again replaces what the same person kept."""
    kept, _ = KeptText.objects.update_or_create(
        case=held.case,
        place=place_of(held, section),
        written_by=by,
        settled_at=None,
        defaults={"text": answers, "written_at": now},
    )
    audit.write(by=by, action="text kept", case=held.case, now=now, detail=_of(held))
    return kept


def _settle(held: FormResponse, section: str, by: Post, now: datetime) -> None:
    """Whoever saves after reading both texts has decided between them."""
    KeptText.objects.filter(
        case=held.case, place=place_of(held, section), written_by=by, settled_at__isnull=True
    ).update(settled_at=now)


def _of(response: FormResponse) -> dict[str, Any]:
    return {"response": response.pk, "form": response.form}
