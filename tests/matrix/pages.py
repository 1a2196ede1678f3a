"""What each address is: whose door it is, and what one must be allowed to do there.

`tests/house_rules/permission_matrix.py` has the row for each address. Here stands what
that row leaves open: meetings have several doors, and a page may want more than reading.
An address of a record that stands nowhere below is there to write it.
Plain data: nothing here knows the product.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.matrix import compartments as c

READ, CONTRIBUTE, WRITE, ANSWER_FOR = "read", "contribute", "write", "answer for"

ANYBODY, NOWHERE, POST, CHOICE = "anybody", "nowhere", "a post", "choice of a post"
ACCOUNT = "one's own account"
"""Pages for signing in: they show nothing of anybody, and decide for themselves what they do."""
RECORD, FORUM = "record", "forum"
SLOT = "slot"
"""The child's time at the meeting to come."""
TODAY = "slot of today"
"""The child's time at the meeting that is held today, of which there is a record."""
COPY = "copy for who asks what is held on them"
"""Who prepares it reads what it may hold, and says what is taken out."""
ADDRESS = "safe address"
"""The page stands for every reader of the record; only some may ask what the address is."""
ONE_RECORD = "one record"
"""The record of that time: also for whom it was sent."""
IMPORT, ADMIN, EVIDENCE, OFFICER = "import", "administrator", "evidence", "officer of the child"
ANSWERS, ACTION, EMERGENCY, OUTBOX = "answers", "action", "emergency", "outbox"
ACCOUNTS = "accounts for the record"
GIVING = "gives access"
"""Who answers for the record, and who writes in it for an agency that keeps something back."""
OWN_IMPORTS, OWN_POSTS, OWN_SAMPLE = "imports of one's own", "posts of one's own", "own sample"
"""Lists of one's own authority, which are there for the same role in any."""


@dataclass(frozen=True, slots=True)
class Page:
    """A door, and what a GET and a POST want of who stands in it."""

    door: str
    get: str = READ
    post: str = READ
    runs: bool = False
    """Whether only those who run the meeting come in; others who know of it are told so."""
    runs_to_post: bool = False
    """The same, but everybody who knows of the meeting may look."""
    takes_part: bool = False
    """Whether only those who come to the meeting write there; others who know of it are told so."""
    by_post_only: bool = False


HELD = Page(RECORD, ANSWER_FOR, ANSWER_FOR)
PLANNED = Page(FORUM, WRITE, WRITE, runs=True)
PLANNED_BY_POST = Page(FORUM, WRITE, WRITE, runs=True, by_post_only=True)
ARRANGED = Page(SLOT, WRITE, WRITE, runs=True)
ARRANGED_BY_POST = Page(SLOT, WRITE, WRITE, runs=True, by_post_only=True)
WRITTEN_UP = Page(TODAY, WRITE, WRITE, runs=True)
WRITTEN_UP_BY_POST = Page(TODAY, WRITE, WRITE, runs=True, by_post_only=True)

BY_AUDIENCE = {
    "open": Page(ANYBODY),
    "open where set up": Page(NOWHERE),
    "post": Page(POST),
    "case": Page(RECORD, WRITE, WRITE),
    "forum": Page(FORUM),
    "import": Page(IMPORT),
    "admin": Page(ADMIN),
    "evidence": Page(EVIDENCE),
    "answers": Page(ANSWERS),
    "accounts": Page(ACCOUNTS),
    "holds": HELD,
    "own": Page(ACCOUNT),
}
"""By the audience of the row in the permission matrix."""

PAGES = {
    "agencies:change_post": Page(CHOICE),
    "worklists:action": Page(ACTION),
    "notices:outbox": Page(OUTBOX),
    "worklists:emergency": Page(EMERGENCY),
    "sharing:spreadsheet": Page(EVIDENCE, by_post_only=True),
    "disclosure:requests": Page(EVIDENCE),
    "disclosure:take_in": Page(EVIDENCE),
    # Whoever showed again who they are comes back by GET, and is led to the copy.
    "disclosure:release": Page(COPY),
    "retention:lift": Page(OFFICER),
    "retention:propose": Page(OFFICER),
    "retention:disposal": Page(OWN_SAMPLE),
    "retention:withdraw": Page(OWN_SAMPLE),
    "retention:certificate": Page(OWN_SAMPLE),
    "retention:certificate_pdf": Page(OWN_SAMPLE),
    "exchange:imports": Page(OWN_IMPORTS),
    "exchange:exceptions": Page(OWN_IMPORTS),
    "worklists:accounts": Page(OWN_POSTS),
    "worklists:add_post": Page(OWN_POSTS),
    "worklists:local_settings": Page(OWN_POSTS),
    "worklists:check": Page(OWN_SAMPLE),
    "exchange:bring_in": Page(IMPORT, by_post_only=True),
    "exchange:cancel": Page(IMPORT, by_post_only=True),
    "worklists:evidence_of": Page(OFFICER),
    # --- a record: pages that only show, whatever the method ---
    "concerns:record": Page(RECORD),
    "concerns:done": Page(RECORD),
    "concerns:idle": Page(RECORD),
    "concerns:earlier": Page(RECORD),
    "concerns:timeline": Page(RECORD),
    "concerns:ratings": Page(RECORD),
    "concerns:people": Page(RECORD),
    "concerns:documents": Page(RECORD),
    "concerns:response": Page(RECORD),
    "concerns:referred": Page(RECORD),
    "plans:plan": Page(RECORD),
    "plans:sharing": Page(RECORD, READ, WRITE),
    "concerns:missing": Page(RECORD),
    "meetings:of_child": Page(RECORD),
    "concerns:intelligence": Page(RECORD),
    "concerns:safe_address": Page(ADDRESS),
    "worklists:who_can_see": Page(RECORD),
    "worklists:give": Page(GIVING),
    "worklists:who_looked": Page(RECORD),
    "worklists:i_know_them": Page(RECORD),
    # --- a meeting ---
    "meetings:answer": Page(POST, by_post_only=True),
    "meetings:run": Page(FORUM, READ, WRITE, runs_to_post=True),
    "meetings:people": PLANNED,
    "meetings:plan": PLANNED,
    "meetings:move": PLANNED,
    "meetings:cancel": PLANNED,
    "meetings:place": PLANNED,
    "meetings:add": PLANNED,
    "meetings:send": PLANNED,
    "meetings:attendance": PLANNED,
    "meetings:end": PLANNED,
    "meetings:looked_through": PLANNED_BY_POST,
    "meetings:up_to_date": PLANNED_BY_POST,
    "meetings:remind": PLANNED_BY_POST,
    "meetings:record_invite_all": PLANNED_BY_POST,
    "meetings:record": Page(ONE_RECORD),
    "meetings:record_pdf": Page(ONE_RECORD),
    "meetings:record_docx": Page(ONE_RECORD),
    "meetings:record_notes": WRITTEN_UP,
    "meetings:record_circulate": WRITTEN_UP,
    "meetings:record_invite": WRITTEN_UP_BY_POST,
    "meetings:record_enter": WRITTEN_UP_BY_POST,
    "meetings:slot": Page(SLOT),
    "meetings:screen": Page(SLOT),
    "meetings:writing": Page(SLOT),
    "meetings:save": Page(SLOT, READ, CONTRIBUTE, takes_part=True),
    "meetings:next_review": Page(SLOT, WRITE, WRITE, takes_part=True),
    "meetings:questions": Page(SLOT, WRITE, WRITE, takes_part=True),
    "meetings:defer": ARRANGED,
    "meetings:arrange": ARRANGED,
    "meetings:finish": ARRANGED,
    "meetings:begin": ARRANGED_BY_POST,
    "meetings:confidential": ARRANGED_BY_POST,
    "meetings:shift": ARRANGED_BY_POST,
    "meetings:kind": ARRANGED_BY_POST,
    "meetings:leave": ARRANGED_BY_POST,
    "meetings:invite": ARRANGED_BY_POST,
    "meetings:paper": ARRANGED_BY_POST,
}

SHOWS = {
    "concerns:timeline": frozenset(c.COMPARTMENTS) - {c.INTELLIGENCE},
    "concerns:intelligence": frozenset({c.FOOTPRINT, c.INTELLIGENCE}),
    "concerns:record": frozenset({c.FOOTPRINT, c.SHARED}),
    "concerns:ratings": frozenset({c.FOOTPRINT}),
    "plans:plan": frozenset({c.FOOTPRINT, c.SHARED}),
    "concerns:people": frozenset({c.FOOTPRINT, c.SHARED}),
    "meetings:slot": frozenset({c.FOOTPRINT, c.CONFIDENTIAL}),
    "meetings:record": frozenset({c.FOOTPRINT}),
    "concerns:children": frozenset({c.FOOTPRINT}),
}
"""What must be on a page for whoever may read it; on others it may be, and never must.

Intelligence is sealed: the timeline says that there is some, and not what it says.
"""
SHOWS_WHO_ASKS = {"concerns:safe_address": frozenset({c.FOOTPRINT, c.SAFE_ADDRESS})}
"""What must be in the answer to a form that is filled in."""


def page_of(name: str, audience: str, method: str) -> Page:
    """What an address is, by its name and by audience and method of its row."""
    if audience == "open" and ":" not in name:
        return BY_AUDIENCE["own"]
    if name.startswith("disclosure:") and name not in PAGES:
        return Page(COPY, by_post_only=method == "POST")
    return PAGES.get(name) or BY_AUDIENCE[audience]
