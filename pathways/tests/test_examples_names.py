"""Whatever a worked example names that stands for nothing is told, with the likeliest word."""
# ruff: noqa: E501 - each sentence stands whole

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pathways import definitions as d
from pathways.examples_names import members_of, unknown_names
from pathways.examples_read import Expected, load_examples
from pathways.packs import load_pack
from pathways.tests import whole

EXAMPLE = """\
- example: All names
  subject: {kind: care_leaver, legal_status: none}
  facts:
    - {at: 2026-02-02, fact: rating.set, level: high, agreed: yes, tool: [short, long]}
    - {at: 2026-02-03, fact: discussion.held}
  moment: 2026-02-20 09:00
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory) -> d.Pack:
    return load_pack(whole.write(tmp_path_factory.mktemp("names")))


def told(tmp_path: Path, pack: d.Pack, text: str = EXAMPLE, **expected: str) -> list[str]:
    path = tmp_path / "examples.yaml"
    path.write_text(text)
    [example] = load_examples(path)
    if expected:
        example = replace(example, expect=(Expected(**expected),))
    problems = list(unknown_names([example], pack))
    assert {(each.file, each.line, each.entry) for each in problems} <= {
        (str(path), 1, "example All names")
    }
    return [f"{each.what} {each.remedy}" for each in problems]


def test_names_that_stand_for_something_are_taken(tmp_path, pack):
    assert told(tmp_path, pack) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: care_leaver", "kind: care_lever", "“care_lever” is not a kind of subject. Did you mean care_leaver?"),
        ("legal_status: none", "legl_status: none", "“legl_status” is not an attribute of the vocabulary. Did you mean legal_status?"),
        ("legal_status: none", "legal_status: non", "“non” is not a value of legal_status. Did you mean none?"),
        ("rating.set", "rating.sett", "“rating.sett” is not a kind of fact. Did you mean rating.set?"),
        ("level: high", "levl: high", "“levl” is not a field of rating.set. Did you mean level?"),
        ("level: high", "level: hihg", "“hihg” is not a value of level. Did you mean high?"),
        ("[short, long]", "[short, lang]", "“lang” is not a value of tool. Did you mean long?"),
        ("[short, long]", "lang", "“lang” is not a value of tool. Did you mean long?"),
    ],
)  # fmt: skip
def test_a_name_in_the_facts_that_stands_for_nothing_is_told(tmp_path, pack, old, new, said):
    assert told(tmp_path, pack, EXAMPLE.replace(old, new)) == [said]


def test_all_such_names_are_told(tmp_path, pack):
    text = EXAMPLE.replace("level:", "levl:").replace("agreed:", "agred:")

    assert len(told(tmp_path, pack, text)) == 2


@pytest.mark.parametrize(
    "expected",
    [
        {"duty": "review", "clause": "T-1-01", "bearer": "chair"},
        {"prompt": "in-danger", "asked": "visitor"},
        {"prompt": "none"},
        {"guidance": "family"},
        {"none": "review"},
        {"none": "in-danger"},
        {"none": "family"},
        {"none": "obligation"},
        {"none": "due"},
        {"none": "prompt"},
        {"attends": "police", "meeting": "talk"},
        {"not_attending": "school", "meeting": "talk"},
        {"attends": "police"},
        {"verdict": "ends-it"},
        {"gate": "end", "by": "visitor"},
    ],
)
def test_an_expectation_may_name_what_the_pack_has(tmp_path, pack, expected):
    assert told(tmp_path, pack, **expected) == []


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"duty": "reveiw"}, "“reveiw” is not a duty of the pack. Did you mean review?"),
        ({"duty": "in-danger"}, "“in-danger” is not a duty of the pack. Use one of: ask, plan, review, send, tell, write."),
        ({"prompt": "in-dangr"}, "“in-dangr” is not a prompt of the pack. Did you mean in-danger?"),
        ({"guidance": "famly"}, "“famly” is not guidance of the pack. Did you mean family?"),
        ({"none": "famly"}, "“famly” is not an entry of the pack. Did you mean family?"),
        ({"none": "obligations"}, "“obligations” is not an entry of the pack. Did you mean obligation?"),
        ({"meeting": "tolk"}, "“tolk” is not a kind of meeting of the pack. Did you mean talk?"),
        ({"attends": "polise", "meeting": "talk"}, "“polise” is not a member of that meeting. Did you mean police?"),
        ({"not_attending": "polise", "meeting": "talk"}, "“polise” is not a member of that meeting. Did you mean police?"),
        ({"attends": "police", "meeting": "chat"}, "“police” is not a member of that meeting. None is declared."),
        ({"verdict": "ends-them"}, "“ends-them” is not a gate of the pack. Did you mean ends-it?"),
        ({"gate": "ends"}, "“ends” is not an action of a gate. Did you mean end?"),
        ({"clause": "T-1-03"}, "“T-1-03” is not a clause of the ledger. Did you mean T-1-02?"),
        ({"bearer": "chiar"}, "“chiar” is not a role of the pack. Did you mean chair?"),
        ({"by": "chiar"}, "“chiar” is not a role of the pack. Did you mean chair?"),
        ({"asked": "chiar"}, "“chiar” is not a role of the pack. Did you mean chair?"),
    ],
)  # fmt: skip
def test_a_name_in_an_expectation_that_stands_for_nothing_is_told(tmp_path, pack, expected, said):
    assert told(tmp_path, pack, **expected) == [said]


def test_a_family_of_duties_can_be_named_by_what_they_begin_with(tmp_path, pack):
    first = replace(pack.duties[0], id="rating-review-first")
    of = replace(pack, duties=(first,))

    for family in ("rating-review-first", "rating-review"):
        assert told(tmp_path, of, duty=family) == []
        assert told(tmp_path, of, none=family) == []
    assert told(tmp_path, of, duty="rating") == [
        "“rating” is not a duty of the pack. Did you mean rating-review?"
    ]


def test_a_place_at_the_table_may_stand_in_a_fact(tmp_path, pack):
    kinds = dict(pack.vocabulary.kinds)
    attended = d.Field("attended", "choices", "Who came", options_from="members")
    kinds["discussion.held"] = replace(kinds["discussion.held"], fields=(attended,))
    of = replace(pack, vocabulary=replace(pack.vocabulary, kinds=kinds))
    came = "fact: discussion.held, attended: [police, school, {}]"

    assert told(tmp_path, of, EXAMPLE.replace("fact: discussion.held", came.format("school"))) == []
    assert told(tmp_path, of, EXAMPLE.replace("fact: discussion.held", came.format("pupil"))) == [
        "“pupil” is not a value of attended. Use one of: police, school."
    ]


def test_the_members_are_those_of_one_kind_of_meeting_or_of_all(pack):
    assert members_of(pack, "talk") == {"police", "school"}
    assert members_of(pack, "") == {"police", "school"}
    assert members_of(pack, "chat") == set()
    assert members_of(pack, "nowhere") == set()


def test_without_a_vocabulary_nothing_is_known(tmp_path, pack):
    found = told(tmp_path, replace(pack, vocabulary=None))

    assert found[0] == "“care_leaver” is not a kind of subject. None is declared."
    assert "“rating.set” is not a kind of fact. None is declared." in found
