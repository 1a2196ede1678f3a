"""What the ledger finds wrong with a claim, and what a pack's examples are refused for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pathways import ledger
from pathways.calendars import load_calendar
from pathways.examples import as_data, load_examples, run, unknown_names
from pathways.packs import load_pack
from pathways.sources import PackRefused

POLICY = Path(__file__).parents[2] / "policy"
PACK = load_pack(POLICY / "surrey")
EXAMPLES = load_examples(POLICY / "surrey" / "examples", "surrey")
CALENDAR = load_calendar(POLICY / "calendars" / "england-and-wales.yaml")


def faults(clause: str, **changed: object) -> tuple[str, ...]:
    """The faults of one clause after its line in the ledger was changed."""
    other = replace(PACK.clauses[clause], **changed)
    pack = replace(PACK, clauses={**PACK.clauses, clause: other})
    return next(line.faults for line in ledger.lines(pack, EXAMPLES) if line.clause.id == clause)


WRONG = {
    "no proof": ({"proof": ()}, "It has no proof."),
    "an example that is not there": ({"proof": ("example:nowhere",)}, "There is no worked"),
    "an example of something else": (
        {"proof": ("example:minimal-has-no-review-date",)},
        "does not name it",
    ),
    "a form that is not there": ({"proof": ("form:nowhere",)}, "There is no form"),
    "a proof of no kind": ({"proof": ("hearsay:one",)}, "is not a proof"),
    "a test without a name": ({"proof": ("test:casework",)}, "does not name a test"),
    "not yet although a duty rests on it": ({"honoured": "not yet"}, "stands as not yet"),
    "prompted without a prompt": ({"honoured": "prompted"}, "No prompt rests on it"),
    "left out without a reason": ({"honoured": "out of scope", "how": ""}, "without a reason"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_claim_that_does_not_hold_is_named(case):
    changed, said = WRONG[case]

    found = faults("SURR-interval-04", **changed)

    assert any(said in fault for fault in found), found


def test_enforced_wants_a_rule_or_a_test():
    assert "No duty, gate" in faults("SURR-check-08", honoured="enforced")[0]
    assert faults("SURR-check-08", honoured="enforced", proof=("test:tests/a.py::test_a",)) == ()


def test_a_form_proves_only_what_it_asks():
    [fault] = faults("SURR-check-07", proof=("form:safety-plan",))

    assert fault == "The form “safety-plan” does not name it."


def read(tmp_path: Path, text: str):
    file = tmp_path / "examples.yaml"
    file.write_text(text)
    return load_examples(file, "surrey")


EXAMPLE = """
- example: A title
  facts:
    - {at: 2026-01-14 09:40, fact: rating.set, level: emerging}
  moment: 2026-02-01 09:00
  expect:
    - {duty: rating-review, due: 2026-04-14}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("moment: 2026-02-01 09:00", "moment: yesterday", "2026-11-20 09:30"),
        ("at: 2026-01-14 09:40", "at: 14/01/2026", "2026-11-20 09:30"),
        ("duty: rating-review", "dutty: rating-review", "Did you mean duty?"),
        ("  moment: 2026-02-01 09:00\n", "", "“moment” is missing."),
        ("moment: 2026-02-01 09:00", "moment: 9999-12-31 23:59", "is not a day or a moment"),
        ("level: emerging", "precision: roughly", "instant, date or proxy"),
        ("  expect:\n    - {", "  expect:\n    - x\n    - {", "is not a mapping"),
    ],
)
def test_an_example_that_cannot_be_read_says_where_and_why(tmp_path, right, wrong, said):
    with pytest.raises(PackRefused) as refused:
        read(tmp_path, EXAMPLE.replace(right, wrong))

    [problem] = refused.value.problems
    assert said in str(problem)
    assert problem.line > 1


def test_two_examples_of_one_title_are_refused(tmp_path):
    with pytest.raises(PackRefused, match="another title"):
        read(tmp_path, EXAMPLE + EXAMPLE)


@pytest.mark.parametrize(
    ("right", "wrong", "remedy"),
    [
        ("rating.set", "rating.sett", "Did you mean rating.set?"),
        ("level: emerging", "levle: emerging", "Did you mean level?"),
        ("level: emerging", "level: emergin", "Did you mean emerging?"),
        ("duty: rating-review", "duty: ratng-review", "Did you mean rating-review?"),
        ("duty: rating-review", "none: plan-same-dya", "Did you mean plan-same-day?"),
        ("duty: rating-review", "verdict: chiar", "Did you mean chair?"),
        ("due: 2026-04-14", "clause: SURR-reveiw-02", "Did you mean SURR-review-02?"),
        ("  facts:", "  subject: {kind: chlid}\n  facts:", "Did you mean child?"),
        ("  facts:", "  subject: {legal_staus: none}\n  facts:", "Did you mean legal_status?"),
        ("  facts:", "  subject: {legal_status: non}\n  facts:", "Did you mean none?"),
    ],
)
def test_a_word_that_nobody_knows_is_refused_with_the_likeliest(tmp_path, right, wrong, remedy):
    [example] = read(tmp_path, EXAMPLE.replace(right, wrong))

    [problem] = unknown_names([example], PACK)

    assert problem.remedy == remedy


def test_an_example_that_does_not_hold_says_what_was_found(tmp_path):
    [example] = read(tmp_path, EXAMPLE.replace("2026-04-14", "2026-04-15"))

    outcome = run(example, PACK, CALENDAR)

    assert not outcome.holds
    assert "found due 2026-04-14" in outcome.differences[0]


def test_what_follows_can_be_given_as_plain_data(tmp_path):
    [example] = read(tmp_path, EXAMPLE)

    data = as_data(run(example, PACK, CALENDAR), PACK, CALENDAR)

    assert data["identity"] == PACK.identity
    assert {gate["gate"] for gate in data["gates"]} == {gate.id for gate in PACK.gates}
    assert all(each["clauses"] for each in data["obligations"])
