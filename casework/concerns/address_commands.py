"""Keep an address safe, in the child's row and in the forms that are still being filled in."""

from __future__ import annotations

from datetime import datetime

from casework.agencies.models import Post
from casework.concerns.form_queries import FILLED, definition_of
from casework.concerns.models import FormResponse
from casework.config.postgresql.acting import command
from casework.subjects import safe_address
from casework.subjects.models import Case


@command
def keep_safe(
    *, case: Case, address: str, by: Post, now: datetime, postcode: str = "", note: str = ""
) -> None:
    """Set a safe address; drafts that were filled with the ordinary one forget it."""
    safe_address.set_safe_address(
        case=case, address=address, postcode=postcode, note=note, by=by, now=now
    )
    drafts = case.responses.select_for_update().filter(state=FormResponse.State.DRAFT)
    for draft in drafts:
        draft.answers = _forgotten(draft)
        draft.save(update_fields=["answers"])


def _forgotten(draft: FormResponse) -> dict:
    """The answers of a draft without those that say where the child lives."""
    filled = {
        (section.id, question.id)
        for section in definition_of(draft).sections
        for question in section.questions
        if question.fills_from in FILLED
    }
    return {
        section: {name: one for name, one in given.items() if (section, name) not in filled}
        for section, given in draft.answers.items()
    }
