"""What each relation opens and lets one do: one table, and the functions that read it.

Whoever writes a relation takes its compartments from here, in the transaction of the fact
that gave it; nobody chooses them by hand. The table in words, with the reasons, is
docs/security/who-sees-what.md; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.access.models import Compartment
from casework.agencies.models import Post

READ, CONTRIBUTE, WRITE, ANSWER_FOR = "read", "contribute", "write", "answer for"
LOOK_IN = (READ,)
TAKE_PART = (READ, CONTRIBUTE)
WORK = (READ, CONTRIBUTE, WRITE)
HOLD = (*WORK, ANSWER_FOR)

RECORD = (Compartment.FOOTPRINT, Compartment.SHARED)
WHOLE = (*RECORD, Compartment.SAFE_ADDRESS, Compartment.THIRD_PARTY)
IN_THE_ROOM = (*RECORD, Compartment.CONFIDENTIAL)
AT_THE_TABLE = (*IN_THE_ROOM, Compartment.THIRD_PARTY)
WHERE_THEY_LIVE = (*RECORD, Compartment.SAFE_ADDRESS)


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
    by_hand: str = ""
    """The question that is answered with it where somebody gives it; empty where a fact does."""
    both_sign: bool = False
    """True where somebody signs for each of two authorities."""

    @property
    def opens_the_record(self) -> bool:
        return Compartment.SHARED in self.compartments


RELATIONS = {
    "lead_professional": Opened(WHOLE, HOLD, ""),
    "team_manager": Opened(WHOLE, HOLD, ""),
    "reviewing_officer": Opened(
        WHOLE, WORK, "independent reviewing officer", by_hand="Independent reviewing officer"
    ),
    "home_authority": Opened(
        WHERE_THEY_LIVE, TAKE_PART, "contact of the home authority", for_a_time=True,
        by_hand="Contact of the home authority", both_sign=True,
    ),
    "host_authority": Opened(
        WHERE_THEY_LIVE, TAKE_PART, "contact of the host authority", for_a_time=True,
        by_hand="Contact of the host authority", both_sign=True,
    ),
    "panel_member": Opened(
        RECORD, TAKE_PART, "member of a panel that the child was referred to", for_a_time=True,
        by_hand="Member of a panel that the child was referred to",
    ),
    "quality_sampler": Opened(
        RECORD, LOOK_IN, "samples records for quality", for_a_time=True,
        by_hand="Somebody who samples records for quality",
    ),
    "forum_member": Opened(AT_THE_TABLE, WORK, "member of the meeting that listed them"),
    "chair": Opened(AT_THE_TABLE, WORK, "chaired the meeting", for_a_time=True),
    "minute_taker": Opened(RECORD, WORK, "keeps the papers of the meeting"),
    "present": Opened(IN_THE_ROOM, TAKE_PART, "came to the meeting", for_a_time=True),
    "invited": Opened(
        RECORD, TAKE_PART, "invited to a meeting for this child only", for_a_time=True
    ),
    "around_child": Opened(RECORD, WORK, "works with a child who is linked with them"),
    "named_in_terms": Opened(
        (), LOOK_IN, "named in the terms of reference", "each meeting record, as it is sent"
    ),
    "record_reader": Opened((), LOOK_IN, "was sent one record", "one meeting record", True),
    "plan_reader": Opened((), LOOK_IN, "was sent plan and actions", "plan and actions", True),
    "named_by_agency": Opened(
        (Compartment.AGENCY,), LOOK_IN, "named by an agency for what it keeps to itself",
        for_a_time=True, by_hand="Somebody who may read what my agency keeps to itself",
    ),
    "intelligence_reader": Opened(
        (Compartment.INTELLIGENCE,), LOOK_IN, "named by who holds the intelligence",
        for_a_time=True,
    ),
}  # fmt: skip
BY_PROCEDURE = Opened(RECORD, WORK, "")
"""A role that the procedure itself names towards a case, such as the chair of its forum."""
BY_REACH = {
    Post.Reach.AREA: Opened(RECORD, WORK, "works for all of an area"),
    Post.Reach.AUTHORITY: Opened(RECORD, LOOK_IN, "looks over all of an authority"),
}
"""What a post opens without a relation: who does the work of an area does it, who looks over
a whole authority looks. Posts of any other reach open nothing."""


def opened_by(relation: str) -> Opened:
    """What a relation opens, whoever stands in it."""
    return RELATIONS.get(relation, BY_PROCEDURE)


def relations_that(action: str) -> tuple[str, ...]:
    """The relations of the table that let one do this in the record, by name."""
    return tuple(
        name for name, one in RELATIONS.items() if action in one.actions and one.opens_the_record
    )
