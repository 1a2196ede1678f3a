"""Each thing that can be wrong with a line of the ledger, in the sentence that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways import definitions as d
from pathways import ledger
from pathways.proving import broken, can_be_broken, held
from pathways.register import Registered, items_present
from pathways.tests.ledger_given import PACK, example, ledger_clause

KEPT = {"clause": "dated", "duty": "review", "status": "met"}
BROKEN = {"clause": "dated", "duty": "review", "status": "overdue"}
EXAMPLES = (
    example("dated-kept", KEPT),
    example("dated-broken", BROKEN),
    example("asked", {"clause": "question", "prompt": "danger"}),
    example("other", {"clause": "power", "gate": "end", "permission": "allowed"}),
)
TEST = "test:tests/test_it.py::test_it"


def line(clause: d.Clause, register=None, is_test=None) -> ledger.Line:
    pack = replace(PACK, clauses={clause.id: clause})
    [found] = ledger.lines(pack, EXAMPLES, register, is_test)
    return found


FAULTS = [
    # how it is honoured, and what proves it
    ("dated", "enforced", ("example:dated-kept",), ()),
    ("dated", "enforced", (TEST,), ()),
    ("question", "prompted", ("example:asked",), ()),
    ("question", "prompted", (TEST,), ()),
    ("advice", "shown", ("guidance:family",), ()),
    ("asked", "required", ("form:visit",), ()),
    ("core", "enforced", ("meeting:talk", TEST), ()),
    ("nothing", "enforced", (TEST,), ()),
    ("dated", "shown", (), ("It has no proof.",)),
    (
        "dated",
        "enforced",
        (),
        ("It has no proof.", "No worked example or test proves it."),
    ),
    (
        "asked",
        "enforced",
        ("form:visit",),
        (
            "No duty, gate or supersession rests on it, and no test proves it.",
            "No worked example or test proves it.",
        ),
    ),
    ("core", "enforced", ("meeting:talk",), ("No worked example or test proves it.",)),
    ("invited", "enforced", ("meeting:talk",), ("No worked example or test proves it.",)),
    (
        "welcome",
        "enforced",
        ("meeting:talk",),
        (
            "No duty, gate or supersession rests on it, and no test proves it.",
            "No worked example or test proves it.",
        ),
    ),
    ("power", "enforced", ("example:other",), ()),
    ("higher", "enforced", (), ("It has no proof.", "No worked example or test proves it.")),
    ("dated", "prompted", ("example:dated-kept",), ("No prompt rests on it.",)),
    ("dated", "not yet", (), ("It stands as not yet, but review rests on it.",)),
    ("dated", "out of scope", (), ()),
    # what a proof names
    ("dated", "shown", ("example:nowhere",), ("There is no worked example “nowhere”.",)),
    ("dated", "shown", ("example:other",), ("The worked example “other” does not name it.",)),
    ("dated", "shown", ("form:nowhere",), ("There is no form “nowhere”.",)),
    ("dated", "shown", ("form:visit",), ("The form “visit” does not name it.",)),
    ("dated", "shown", ("meeting:nowhere",), ("There is no meeting “nowhere”.",)),
    ("dated", "shown", ("meeting:talk",), ("The meeting “talk” does not name it.",)),
    ("dated", "shown", ("scale:nowhere",), ("There is no scale “nowhere”.",)),
    ("dated", "shown", ("scale:risk",), ("The scale “risk” does not name it.",)),
    ("dated", "shown", ("guidance:nowhere",), ("There is no guidance “nowhere”.",)),
    ("dated", "shown", ("guidance:family",), ("The guidance “family” does not name it.",)),
    (
        "dated",
        "shown",
        ("hearsay:one",),
        ("“hearsay:one” is not a proof: use example, form, meeting, scale, guidance or test.",),
    ),
    (
        "dated",
        "shown",
        ("test:tests/test_it.py",),
        ("“tests/test_it.py” does not name a test: write its file, “::” and its name.",),
    ),
    (
        "dated",
        "shown",
        ("form:nowhere", "example:nowhere"),
        ("There is no form “nowhere”.", "There is no worked example “nowhere”."),
    ),
]


@pytest.mark.parametrize(("clause", "honoured", "proof", "said"), FAULTS)
def test_a_claim_that_does_not_hold_is_told(clause, honoured, proof, said):
    found = line(ledger_clause(clause, honoured=honoured, proof=proof, how="For a reason."))

    assert found.faults == said
    assert found.proved is (not said and honoured != "out of scope")


def test_what_is_left_out_or_put_off_says_why():
    left_out = line(ledger_clause("nothing", honoured="out of scope"))
    put_off = line(ledger_clause("nothing", honoured="not yet"))

    assert left_out.faults == ("It is out of scope without a reason.",)
    assert put_off.faults == ("It stands as not yet, and does not say what will keep it.",)
    assert not line(ledger_clause("nothing", honoured="not yet", how="Later")).proved


@pytest.mark.parametrize("part", ["section", "asked", "too", "chosen", "form"])
def test_a_form_proves_what_any_part_of_it_names(part):
    assert line(ledger_clause(part, honoured="required", proof=("form:visit",))).faults == ()


@pytest.mark.parametrize(
    "part", ["kind", "quorum", "core", "invited", "welcome", "step", "list", "papers", "notes"]
)
def test_a_kind_of_meeting_proves_what_any_part_of_it_names(part):
    assert line(ledger_clause(part, honoured="shown", proof=("meeting:talk",))).faults == ()


@pytest.mark.parametrize("part", ["level", "risk", "reason", "factor"])
def test_a_scale_proves_what_any_part_of_it_names(part):
    assert line(ledger_clause(part, honoured="shown", proof=("scale:risk",))).faults == ()


def test_a_named_test_is_looked_up_by_whoever_knows_the_code():
    asked = []
    clause = ledger_clause("dated", honoured="enforced", proof=(TEST,))

    found = line(clause, is_test=lambda name: bool(asked.append(name)))

    assert asked == ["tests/test_it.py::test_it"]
    assert found.faults == ("There is no test “tests/test_it.py::test_it”.",)
    assert line(clause, is_test=lambda name: True).faults == ()


def test_a_line_has_all_that_bears_on_the_clause():
    clause = ledger_clause("dated", kind="timescale", honoured="enforced", proof=(TEST,))

    found = line(clause)

    assert found.clause is clause
    assert [entry.id for entry in found.entries] == ["review"]
    assert [each.id for each in found.examples] == ["dated-kept", "dated-broken"]
    assert (found.held, found.broken) == (("dated-kept",), ("dated-broken",))
    assert (found.present, found.items, found.rule) == (1, 0, True)
    assert not line(ledger_clause("dated", honoured="shown")).rule


# --- beside the register --------------------------------------------------------------


def registered(id: str, kind: str = "timescale", items: int = 0) -> dict[str, Registered]:
    return {id: Registered(id, kind, "One", items), "zz": Registered("zz", "scope", "One")}


RULE_FAULTS = [
    ("dated", ("example:dated-kept",), EXAMPLES, ()),
    (
        "dated",
        (TEST,),
        EXAMPLES,
        ("It is a rule, and its proof names no worked example.",),
    ),
    (
        "dated",
        ("example:dated-broken",),
        EXAMPLES[1:],
        ("No worked example shows it kept.",),
    ),
    (
        "dated",
        ("example:dated-kept",),
        EXAMPLES[:1],
        ("It can be broken, and no worked example shows it broken.",),
    ),
    (
        "standing",
        ("example:kept",),
        (example("kept", {"clause": "standing", "status": "standing"}),),
        (),
    ),
]


@pytest.mark.parametrize(("clause", "proof", "examples", "said"), RULE_FAULTS)
def test_a_rule_is_shown_kept_and_shown_broken(clause, proof, examples, said):
    of = ledger_clause(clause, kind="timescale", honoured="enforced", proof=proof)
    pack = replace(PACK, clauses={clause: of})

    [found] = ledger.lines(pack, examples, registered(clause))
    [alone] = ledger.lines(pack, examples)

    assert found.faults == said
    assert alone.faults == ()


def test_no_more_is_asked_of_a_clause_that_is_no_rule_than_what_it_lists():
    of = ledger_clause("dated", honoured="enforced", proof=(TEST,))

    found = line(of, registered("dated", "practice", items=3))

    assert (found.present, found.items) == (1, 3)
    assert found.faults == ("The text lists 3 things, and 1 of them are present as data.",)
    assert line(of, registered("dated", "practice", items=1)).faults == ()


def test_a_rule_that_is_put_off_is_refused_and_not_also_asked_for_examples():
    of = ledger_clause("nothing", kind="timescale", honoured="not yet", how="Later")

    found = line(of, registered("nothing"))

    assert found.faults == (
        "A clause of kind timescale has to be kept; it cannot stand as not yet.",
    )


def test_a_clause_that_the_register_does_not_know_lists_nothing():
    of = ledger_clause("z", honoured="enforced", proof=(TEST,))

    found = line(of, registered("dated", items=2))

    assert found.items == 0
    assert found.faults == ("It is not in the register. Did you mean zz?",)


def test_everything_that_names_a_clause_counts_for_what_it_lists():
    present = items_present(PACK)

    assert {clause: amount for clause, amount in present.items() if amount != 1} == {
        "advice": 2,
        "chosen": 3,
        "level": 2,
    }
    assert " ".join(sorted(present)) == (
        "advice again agreed allowed asked before chosen core dated factor free higher hint hoped"
        " invited level list no-figure notes only papers power question quorum reason risk section"
        " standing step too welcome"
    )


# --- what an example shows ------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "shows"),
    [
        ({"status": "met"}, "kept"),
        ({"status": "due"}, "kept"),
        ({"status": "overdue"}, "broken"),
        ({"status": "lapsed"}, "broken"),
        ({"status": "met late"}, "broken"),
        ({"permission": "allowed"}, "kept"),
        ({"permission": "not allowed"}, "broken"),
        ({"permission": "allowed with a recorded reason"}, "broken"),
        ({"permission": "cannot tell"}, "neither"),
        ({"effect": "effective"}, "kept"),
        ({"effect": "void"}, "broken"),
        ({"effect": "effective but in breach"}, "broken"),
        ({"effect": "not judged"}, "neither"),
        ({}, "kept"),
        ({"none": "review"}, "neither"),
        ({"not_attending": "police"}, "neither"),
        ({"changes": "never"}, "neither"),
    ],
)
def test_an_example_shows_a_clause_kept_or_broken_or_neither(said, shows):
    examples = (example("it", {"clause": "dated", **said}), example("other", {"clause": "power"}))

    found = (held("dated", examples), broken("dated", examples))

    assert found == {
        "kept": (("it",), ()),
        "broken": ((), ("it",)),
        "neither": ((), ()),
    }[shows]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "breakable"),
    [
        ("dated", True),
        ("again", True),
        ("before", True),
        ("hoped", True),
        ("agreed", True),
        ("standing", False),
        ("allowed", False),
        ("no-figure", False),
        ("question", False),
        ("power", True),
        ("only", True),
        ("free", False),
        ("higher", False),
        ("advice", False),
        ("core", True),
        ("invited", True),
        ("welcome", False),
        ("list", False),
    ],
)
def test_what_has_a_day_a_power_or_a_seat_can_be_broken(clause, breakable):
    assert can_be_broken(clause, PACK) is breakable


# --- the ledger as a whole ------------------------------------------------------------


def test_the_ledger_is_counted_by_how_each_clause_is_honoured():
    clauses = [
        ledger_clause(f"c{n}", honoured=h) for n, h in enumerate(["shown", "shown", "not yet"])
    ]
    pack = replace(PACK, clauses={each.id: each for each in clauses})

    assert ledger.counts(ledger.lines(pack, ())) == {"shown": 2, "not yet": 1}


@pytest.mark.parametrize(
    ("clause", "stage"),
    [
        ("SURR-review-02", "review"),
        ("SURR-rate-up-02", "rate"),
        ("BCIC-6.1-03", "second"),
        ("BCTX-6.1-03", "any"),
        ("plain", "plain"),
        ("SURR-nowhere-01", None),
    ],
)
def test_a_clause_stands_at_the_stage_that_names_its_section(clause, stage):
    stages = (
        d.Stage("review", "Review", ("review",)),
        d.Stage("rate", "Rate", ("other", "rate-up")),
        d.Stage("second", "Second", ("bcic-6.1",)),
        d.Stage("any", "Any", ("6.1",)),
        d.Stage("plain", "Plain", ("plain",)),
    )

    found = ledger.stage_of(replace(PACK, stages=stages), clause)

    assert (found.id if found else None) == stage


def test_entries_come_in_the_order_of_their_kinds():
    kinds = [type(entry) for entry in ledger.entries(PACK)]

    assert list(dict.fromkeys(kinds)) == [d.Duty, d.Prompt, d.Gate, d.Supersession, d.Guidance]
    assert len(kinds) == 15
