"""A ledger beside the register of its text: nothing left out, nothing made up, each rule proved."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways import ledger
from pathways.calendars import load_calendar
from pathways.examples import as_data, load_examples, run, unknown_names
from pathways.packs import load_pack
from pathways.register import load_register, missing
from pathways.sources import PackRefused

VOCABULARY = """
- fact: rating.set
  label: rating
  meaning: A rating was agreed.
  subjects: [child]
  fields: {level: {type: choice, meaning: The level, options: [low, high]}}
- {fact: discussion.held, label: discussion, meaning: Held., subjects: [child], fields: {attended: {type: choices, meaning: Who, options_from: members}}}
"""  # noqa: E501
PACK = """
- pack: testshire
  authority: Testshire
  title: A procedure
  edition: "1"
  in_force_from: 2026-01-01
  nation: england-and-wales
  prevails: The source prevails.
- {role: chair, label: chair, agency: childrens_services}
- clause: T-a-01
  title: Review
  kind: timescale
  section: One
  says: It is reviewed.
  honoured: enforced
  proof: [example:in-time, example:too-late]
- {clause: T-a-02, title: Police, kind: attendance, section: One, says: They come., honoured: enforced, proof: [example:in-time]}
- {clause: T-b-01, title: Family, kind: practice, section: Two, says: Think of them., honoured: shown, proof: [guidance:family]}
- {clause: T-b-02, title: Later, kind: share, section: Two, says: It is told., honoured: not yet, how: Exchange}
- meeting: talk
  label: talk
  name: Talk
  plural: talks
  clauses: [T-a-02]
  core_members: [{member: police, label: Police, agency: police, clauses: T-a-02}]
- duty: review
  title: Discuss again
  act: discuss
  must: {bearer: chair}
  clock: {after: {each: rating.set, within: 2 weeks}}
  met_by: [discussion.held]
  clauses: [T-a-01]
- gate: police-there
  title: The police are there
  action: discuss
  only_if: {latest: discussion.held, where: {attended: police}}
  effects: [discussion.held]
  clauses: [T-a-02]
- guidance: family
  title: Think of the family
  at: [plan]
  when: {latest: rating.set, where: {level: high}}
  items: [brothers and sisters, grandparents]
  clauses: [T-b-01]
"""  # noqa: E501
REGISTER = """
- {id: T-a-01, kind: timescale, section: One}
- {id: T-a-02, kind: attendance, section: One}
- {id: T-b-01, kind: practice, section: Two, items: 2}
- {id: T-b-02, kind: share, section: Two, items: 9}
"""
EXAMPLES = """
- example: In time
  facts:
    - {at: 2026-02-02, fact: rating.set, level: high}
    - {at: 2026-02-09, fact: discussion.held, attended: [police]}
  moment: 2026-02-20 09:00
  expect:
    - {duty: review, status: met, clause: T-a-01}
    - {verdict: police-there, effect: effective, clause: T-a-02}
    - {attends: police, meeting: talk, clause: T-a-02}
    - {guidance: family, clause: T-b-01}
- example: Too late
  facts:
    - {at: 2026-02-02, fact: rating.set, level: low}
    - {at: 2026-02-19, fact: discussion.held}
  moment: 2026-02-20 09:00
  expect:
    - {duty: review, status: met late, clause: T-a-01}
    - {verdict: police-there, effect: effective but in breach, clause: T-a-02}
    - {none: family, clause: T-b-01}
"""


@pytest.fixture
def written(tmp_path):
    """Writes the folder, with something of it replaced."""

    def _written(old: str = "", new: str = "") -> Path:
        folder = tmp_path / "policy" / "testshire"
        (folder / "examples").mkdir(parents=True)
        texts = {
            folder.parent / "vocabulary.yaml": VOCABULARY,
            folder / "pack.yaml": PACK,
            folder / "register.yaml": REGISTER,
            folder / "examples" / "all.yaml": EXAMPLES,
        }
        assert not old or any(old in text for text in texts.values())
        for path, text in texts.items():
            path.write_text(text.replace(old, new) if old else text)
        return folder

    return _written


def lines(folder: Path, is_test=None):
    examples = load_examples(folder / "examples", "testshire")
    found = ledger.lines(load_pack(folder), examples, load_register(folder), is_test)
    return {line.clause.id: line for line in found}


def faults(folder: Path, is_test=None) -> list[str]:
    found = lines(folder, is_test)
    return [f"{id}: {fault}" for id, line in found.items() for fault in line.faults]


def test_a_whole_ledger_has_no_fault(written):
    folder = written()

    found = lines(folder)

    assert faults(folder) == []
    assert missing(load_pack(folder), load_register(folder)) == ()
    assert (found["T-a-01"].held, found["T-a-01"].broken) == (("in-time",), ("too-late",))
    assert (found["T-b-01"].present, found["T-b-01"].items) == (2, 2)
    assert [id for id, line in found.items() if line.rule] == ["T-a-01", "T-a-02"]


WRONG = {
    "a clause that is not in the register": (
        "- {id: T-b-01, kind: practice, section: Two, items: 2}\n",
        "",
        "T-b-01: It is not in the register. Did you mean T-b-02?",
    ),
    "another kind": (
        "kind: practice, section: Two, says",
        "kind: content, section: Two, says",
        "T-b-01: The register has it as practice, not content.",
    ),
    "another section": (
        "section: Two, items: 2",
        "section: Three, items: 2",
        "T-b-01: The register has it in the section “Three”.",
    ),
    "a rule put off": (
        "honoured: enforced, proof: [example:in-time]}",
        "honoured: out of scope, how: Too hard}",
        "T-a-02: A clause of kind attendance has to be kept; it cannot stand as out of scope.",
    ),
    "a list cut short": (
        "items: [brothers and sisters, grandparents]",
        "items: [brothers and sisters]",
        "T-b-01: The text lists 2 things, and 1 of them are present as data.",
    ),
    "a rule proved by a form alone": (
        "honoured: enforced, proof: [example:in-time]}",
        "honoured: shown, proof: [meeting:talk]}",
        "T-a-02: It is a rule, and its proof names no worked example.",
    ),
    "a rule never shown kept": (
        "effective, clause: T-a-02}\n    - {attends: police, meeting: talk, clause: T-a-02}",
        "effective}",
        "T-a-02: The worked example “in-time” does not name it.",
    ),
    "a date never shown missed": (
        "status: met late, clause: T-a-01",
        "status: met late",
        "T-a-01: It can be broken, and no worked example shows it broken.",
    ),
    "an empty chair never shown": (
        "in breach, clause: T-a-02",
        "in breach",
        "T-a-02: It can be broken, and no worked example shows it broken.",
    ),
    "put off without saying until what": (
        "honoured: not yet, how: Exchange",
        "honoured: not yet",
        "T-b-02: It stands as not yet, and does not say what will keep it.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_with_a_line_is_said(written, case):
    old, new, said = WRONG[case]

    assert said in faults(written(old, new))


def test_a_clause_that_was_left_out_is_named(written):
    folder = written("- {id: T-b-02", "- {id: T-b-03, kind: share, section: Two}\n- {id: T-b-02")

    assert [each.id for each in missing(load_pack(folder), load_register(folder))] == ["T-b-03"]


def test_that_nothing_is_shown_proves_nothing(written):
    folder = written("{guidance: family, clause: T-b-01}", "{guidance: family}")

    assert lines(folder)["T-b-01"].examples == ()


def test_only_what_is_shown_broken_is_not_shown_kept(written):
    folder = written("review, status: met, clause: T-a-01}", "review, status: met}")

    assert "T-a-01: The worked example “in-time” does not name it." in faults(folder)
    folder.joinpath("pack.yaml").write_text(
        PACK.replace("example:in-time, example:too", "example:too")
    )
    assert "T-a-01: No worked example shows it kept." in faults(folder)


def test_a_test_that_is_named_has_to_be_there(written):
    folder = written("proof: [guidance:family]", "proof: ['test:tests/a.py::test_a']")

    assert faults(folder, lambda name: True) == []
    [fault] = faults(folder, lambda name: False)
    assert fault == "T-b-01: There is no test “tests/a.py::test_a”."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("items: 2}", "items: -2}", "is not a number of 1 or more"),
        ("{id: T-b-02", "{id: T-b-01", "stands in the register twice"),
        ("{id: T-b-02, kind: share", "{idd: T-b-02, kind: share", "Did you mean id?"),
    ],
)
def test_a_register_that_cannot_be_read_is_refused(written, old, new, said):
    folder = written(old, new)

    with pytest.raises(PackRefused, match=said) as refused:
        load_register(folder)
    assert refused.value.problems[0].line > 1


def test_without_a_register_a_ledger_stands_by_itself(written):
    folder = written()
    folder.joinpath("register.yaml").unlink()

    assert load_register(folder) == {}
    assert faults(folder) == []


# --- what an example may expect -------------------------------------------------------

EXPECTED = {
    "guidance that is not shown": (
        "level: high}\n    - {at: 2026-02-09",
        "level: low}\n    - {at: 2026-02-09",
        "the guidance family was expected, and is not shown",
    ),
    "guidance under another clause": (
        "{guidance: family, clause: T-b-01}",
        "{guidance: family, clause: T-a-01}",
        "family: clause T-a-01 is not among T-b-01",
    ),
    "guidance that cannot be told": (
        "{guidance: family, clause: T-b-01}",
        "{guidance: family, truth: cannot tell}",
        "family: it is yes whether it applies, not cannot tell",
    ),
    "guidance that was not to be shown": (
        "{none: family, clause: T-b-01}",
        "{none: family}\n    - {guidance: family}",
        "the guidance family was expected, and is not shown",
    ),
    "a member who was not to come": (
        "{attends: police, meeting: talk, clause: T-a-02}",
        "{not_attending: police, meeting: talk}",
        "police was not to be expected at talk, and is",
    ),
    "a member who is not expected": (
        "clauses: T-a-02}]",
        "clauses: T-a-02, when: {latest: rating.set, where: {level: low}}}]",
        "police was to be expected at talk, and is not",
    ),
    "a member who may come": (
        "clauses: T-a-02}]",
        "clauses: T-a-02, strength: may}]",
        "police: the text says may, not must or should",
    ),
    "a member under another clause": (
        "meeting: talk, clause: T-a-02",
        "meeting: talk, clause: T-a-01",
        "police: clause T-a-01 is not among T-a-02",
    ),
    "a member of no meeting": (
        "{attends: police, meeting: talk, clause: T-a-02}",
        "{attends: police}",
        "police: say at which kind of meeting of the pack",
    ),
}


@pytest.mark.parametrize("case", EXPECTED)
def test_an_expectation_that_does_not_hold_says_how_it_is(written, case):
    old, new, said = EXPECTED[case]
    folder = written(old, new)

    differences = [
        difference
        for example in load_examples(folder / "examples", "testshire")
        for difference in run(
            example, load_pack(folder), load_calendar("england-and-wales")
        ).differences
    ]

    assert said in differences


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("{guidance: family, ", "{guidance: famly, ", "Did you mean family?"),
        ("meeting: talk, c", "meeting: tolk, c", "Did you mean talk?"),
        ("{attends: police,", "{attends: polise,", "Did you mean police?"),
        ("attended: [police]", "attended: [polise]", "Did you mean police?"),
    ],
)
def test_a_name_that_stands_for_nothing_is_refused(written, old, new, remedy):
    folder = written(old, new)

    problems = unknown_names(load_examples(folder / "examples", "testshire"), load_pack(folder))

    assert remedy in [problem.remedy for problem in problems]


def test_what_is_shown_can_be_given_as_plain_data(written):
    folder = written()
    example = load_examples(folder / "examples", "testshire")[0]
    calendar = load_calendar("england-and-wales")

    data = as_data(run(example, load_pack(folder), calendar), load_pack(folder), calendar)

    [shown] = data["guidance"]
    assert (shown["guidance"], shown["at"], shown["truth"]) == ("family", ["plan"], "yes")
    assert shown["items"] == ["brothers and sisters", "grandparents"]
