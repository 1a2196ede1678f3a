"""What follows from an example, given as plain data to whoever tries it from outside."""
# ruff: noqa: E501 - each sentence stands whole

from __future__ import annotations

import json
from dataclasses import replace

from pathways import definitions as d
from pathways.examples import as_data, run
from pathways.examples_read import Example, Expected
from pathways.tests.given import CALENDAR, CHILD, at, gate, pack
from pathways.tests.test_examples_compared import AGAIN, HELD, MET, OVER, PACK, RATED, TOLD

EXAMPLE = Example(
    id="it",
    title="It",
    pack="test",
    story="",
    subject=CHILD,
    facts=(RATED, AGAIN, TOLD, OVER),
    moment=at("2026-02-10 09:00"),
    known_at=None,
    expect=(Expected(duty="nowhere"),),
    file="examples.yaml",
    line=1,
)
DATA = {
    "example": "It",
    "pack": "test",
    "identity": "",
    "moment": "2026-02-10T09:00:00+00:00",
    "holds": False,
    "differences": ["nowhere was expected, and did not arise"],
    "obligations": [
        {
            "key": "answer:told",
            "duty": "answer",
            "act": "answer",
            "title": "Do what answer asks",
            "bearer": "chair",
            "strength": "must",
            "clauses": ["CLAUSE-01"],
            "status": "overdue",
            "due": "2026-02-09 13:15",
            "due_moment": "2026-02-09T13:15:00+00:00",
            "proposal": "no date",
            "tolerated_until": None,
            "arithmetic": "3 hours after Mon 9 February 2026, 10:15 is Mon 9 February 2026, 13:15.",
            "triggers": ["told"],
            "met_by": None,
            "governed_by": None,
            "why": "Do what answer asks. The chair must see to it within 3 hours of each “referral received”.",
        },
        {
            "key": "review-first:again",
            "duty": "review-first",
            "act": "review-first",
            "title": "Do what review-first asks",
            "bearer": "chair",
            "strength": "must",
            "clauses": ["T-1", "T-2"],
            "status": "upcoming",
            "due": "2026-02-23",
            "due_moment": "2026-02-24T00:00:00+00:00",
            "proposal": "2026-02-16",
            "tolerated_until": "2026-03-02",
            "arithmetic": "2 weeks after Mon 9 February 2026 is Mon 23 February 2026.",
            "triggers": ["again"],
            "met_by": None,
            "governed_by": "review-first:rated",
            "why": "Do what review-first asks. The chair must see to it within 2 weeks of each “rating set”; 1 week is proposed; up to 3 weeks with a recorded reason.",
        },
    ],
    "prompts": [
        {
            "key": "danger:again",
            "prompt": "danger",
            "question": "What is to be done?",
            "asked_of": ["chair", "manager"],
            "clauses": ["T-3", "T-4"],
            "truth": "yes",
            "evidence": ["rated", "again"],
            "missing": [],
            "answer": None,
            "why": "What is to be done? Asked of the chair or the manager when “rating set” two times or more.",
        }
    ],
    "verdicts": [
        {
            "gate": "power",
            "fact": "over",
            "effect": "effective but in breach",
            "clauses": ["T-5", "T-6"],
            "why": "Who may do it. The chair may do this, only if there is an entry “discussion held” within the last 5 working days; otherwise it counts, and is not in line with the procedure.",
        }
    ],
    "guidance": [
        {
            "guidance": "recent",
            "title": "Think of the whole family",
            "at": ["record"],
            "items": [],
            "clauses": ["CLAUSE-05"],
            "truth": "yes",
            "evidence": ["told"],
            "missing": [],
            "why": "Think of the whole family. Shown while there is an entry “referral received” within the last 8 weeks.",
        }
    ],
    "gates": [
        {
            "gate": "power",
            "action": "end",
            "by": "chair",
            "permission": "not allowed",
            "clauses": ["T-5", "T-6"],
            "missing": ["an entry “discussion held”"],
        }
    ],
    "next_change_at": "2026-04-06T23:00:00+00:00",
}


def test_all_that_follows_is_given_as_plain_data():
    data = as_data(run(EXAMPLE, PACK, CALENDAR), PACK, CALENDAR)

    data["obligations"] = data["obligations"][::2]
    assert data == DATA
    assert json.loads(json.dumps(data)) == DATA


def test_what_was_done_and_answered_is_given_too():
    said = replace(OVER, id="said", kind="prompt.answered", data={"prompt": "plan", "answer": "no"})
    other = replace(EXAMPLE, facts=(RATED, MET, said), expect=())

    data = as_data(run(other, PACK, CALENDAR), PACK, CALENDAR)

    [review] = data["obligations"]
    [plan] = data["prompts"]
    assert (review["status"], review["met_by"]) == ("met", "talk")
    assert (plan["prompt"], plan["answer"]) == ("plan", "no")
    assert data["holds"] is True
    assert data["next_change_at"] is None
    assert data["gates"][0]["permission"] == "allowed"


def test_what_anybody_may_do_is_asked_for_nobody():
    of = pack(gate("look", id="looks", only_if=d.Exists(HELD)))
    outcome = run(replace(EXAMPLE, facts=(MET,), expect=()), of, CALENDAR)

    [given] = as_data(outcome, of, CALENDAR)["gates"]

    assert (given["by"], given["permission"]) == ("", "allowed")
