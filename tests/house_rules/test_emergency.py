"""Who reads a record only because of an emergency reads these pages, and writes nothing."""

from __future__ import annotations

import re

from casework.access import emergency
from casework.cast import NOW, TODAY
from tests.house_rules import permission_matrix as matrix
from tests.house_rules.scene import set_scene
from tests.house_rules.walking import at_the_door, changes, walk

READS = {
    "concerns:record", "concerns:done", "concerns:idle", "concerns:earlier", "concerns:timeline",
    "concerns:ratings", "concerns:people", "concerns:documents", "concerns:missing",
    "concerns:safe_address",
    "concerns:response", "plans:plan", "plans:sharing", "meetings:of_child",
}  # fmt: skip
"""Of all addresses of a record, those that an emergency opens, and only to be read."""


NOTED = re.compile(r'"action": "(looked|not let in)"')


def deeds(statements: list[str]) -> list[str]:
    """What was changed, and what the audit was told beside that somebody looked or knocked."""
    told = [one for one in statements if "insert into audit_entry" in one]
    return changes(statements) + [one[:200] for one in told if not NOTED.search(one)]


def test_an_emergency_opens_the_pages_of_the_record_to_be_read_and_nothing_else(
    cast, time_stands_still
):
    scene = set_scene(cast)
    emergency.note(
        case=cast.ellis, category="missing", reason="Found", review_by=TODAY, by=cast.tom, now=NOW
    )
    read, taken, wrote = set(), [], {}

    for asked in walk(
        scene,
        at_the_door(cast, ["tom"]),
        only=lambda name, row: row.audience == matrix.CASE,
        methods=lambda row: ["GET", "POST"],
    ):
        code = asked.answer.status_code
        if asked.method == "GET":
            read |= {asked.name} if code == 200 else set()
        else:
            taken += [asked.name] if code not in {404, 405} else []
            wrote |= {asked.name: found} if (found := deeds(asked.statements)) else {}

    assert read == READS
    assert taken == []
    assert wrote == {}
