"""What each relation opens and lets one do: one table, and one function that reads it.

Whoever writes a relation takes its compartments from here, in the transaction of the fact
that gave it; nobody chooses them by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.access.models import Compartment

READ, CONTRIBUTE, WRITE, ANSWER_FOR = "read", "contribute", "write", "answer for"

RECORD = (Compartment.FOOTPRINT, Compartment.SHARED)
IN_THE_ROOM = (*RECORD, Compartment.CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a relation opens: sections by their compartment, and what one may do there."""

    compartments: tuple[str, ...]
    actions: tuple[str, ...]
    words: str
    """Of the relation, for whom it holds; empty where the procedure names it itself."""
    one_thing: str = ""
    """The single thing that is opened, where no section of the record is."""
    for_a_time: bool = False
    """True where the relation is never given without its last day."""


RELATIONS = {
    "lead_professional": Opened(RECORD, (READ, WRITE, ANSWER_FOR), ""),
    "team_manager": Opened(RECORD, (READ, WRITE, ANSWER_FOR), ""),
    "invited": Opened(
        RECORD, (READ, CONTRIBUTE), "invited to a meeting for this child only", "", True
    ),
    "forum_member": Opened(IN_THE_ROOM, (READ, WRITE), "member of the meeting that listed them"),
    "minute_taker": Opened(RECORD, (READ, WRITE), "keeps the papers of the meeting"),
    "around_child": Opened(RECORD, (READ, WRITE), "works with a child who is linked with them"),
    "record_reader": Opened((), (READ,), "was sent one record", "one meeting record", True),
    "plan_reader": Opened((), (READ,), "was sent plan and actions", "plan and actions", True),
}
BY_PROCEDURE = Opened(RECORD, (READ, WRITE), "")
"""A role that the procedure itself names towards a case, such as the chair of its forum."""


def opened_by(relation: str) -> Opened:
    """What a relation opens, whoever stands in it."""
    return RELATIONS.get(relation, BY_PROCEDURE)
