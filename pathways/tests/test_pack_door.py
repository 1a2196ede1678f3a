"""What the door takes in, and what it refuses with one sentence for one mistake."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import yaml

from pathways.packs import PackRefused, load_all, load_pack
from pathways.schema_entries import json_schema
from pathways.tests.written import DUTY, FORM, PACK, VOCABULARY

POLICY = Path(__file__).parents[2] / "policy"


def refused(folder: Path) -> list:
    with pytest.raises(PackRefused) as refusal:
        load_pack(folder)
    return refusal.value.problems


def test_a_pack_is_read_whole(write):
    pack = load_pack(write())

    assert pack.id == "testshire"
    assert [duty.id for duty in pack.duties] == ["review"]
    assert pack.duties[0].clock.limit.amount == 3
    assert len(pack.identity) == 64


def test_the_packs_of_the_product_are_read():
    packs = load_all(POLICY)

    assert "surrey" in packs
    assert len(packs["surrey"].clauses) == 229


WHEN = "latest: rating.set, where: {level: high}"
LIMIT = "limit: 3 months"
ONE_MISTAKE = {
    "a fact that does not exist": ("latest: rating.set", "latest: ratng.set", 6, "rating.set"),
    "a field that does not exist": ("{level: high}", "{levle: high}", 6, "level"),
    "a value that does not exist": ("level: high", "level: hihg", 6, "high"),
    "a role that does not exist": ("bearer: chair", "bearer: chiar", 5, "chair"),
    "a clause that does not exist": ("[T-01]", "[T-10]", 9, "T-01"),
    "no clause at all": ("[T-01]", "[]", 9, "an entry without one is not taken in"),
    "a length of time misspelt": ("3 months", "3 mnths", 7, "working days"),
    "a length of time in words": ("3 months", "three months", 7, "working days"),
    "a negative length": ("3 months", "-3 months", 7, "0 or more"),
    "an operator that does not exist": ("{latest:", "{lastest:", 6, "Did you mean latest?"),
    "two operators": ("{latest: ", "{exists: rating.set, latest: ", 6, "join"),
    "a clock that does not exist": ("{interval:", "{intervall:", 7, "Did you mean interval?"),
    "a key that is not known": ("act: discuss", "act: discuss\n  urgency: high", 5, ""),
    "a strength left out": ("must: {bearer: chair}", "persists: yes", 2, "must: {bearer"),
    "neither yes nor no": ("act: discuss", "act: discuss\n  persists: maybe", 5, "Write yes or no"),
    "a state that does not exist": (WHEN, "open: lisetd", 6, "listed"),
    "an attribute that does not exist": (WHEN, "is: legal_staus, one_of: none", 6, "legal_status"),
    "a value of an attribute": (WHEN, "is: legal_status, one_of: loked_after", 6, "looked_after"),
    "an age without a bound": (WHEN, "is: age", 6, "under: 18"),
    "an act outside a gate": (WHEN, "act: {level: high}", 6, "write a gate"),
    "a question that nobody words": (WHEN, "judged: in_danger", 6, ""),
    "a proposal after the limit": (LIMIT, f"{LIMIT}, proposal: 20 weeks", 7, "shorter"),
    "a tolerance before the limit": (LIMIT, f"{LIMIT}, tolerated: 4 weeks", 7, "longer"),
    "a key given twice": ("act: discuss", "act: discuss\n  act: other", 5, "Keep one"),
    "an anchor": ("[discussion.held]", "&met [discussion.held]", 8, "Write it out"),
    "a tag": ("act: discuss", "act: !!str discuss", 4, "all values are text"),
    "a tab": ("  act: discuss", "\tact: discuss", 4, ""),
}  # fmt: skip


@pytest.mark.parametrize("mistake", ONE_MISTAKE)
def test_one_mistake_gives_one_sentence_with_its_line_and_a_remedy(write, mistake):
    right, wrong, line, remedy = ONE_MISTAKE[mistake]
    assert right in DUTY

    problems = refused(write(DUTY.replace(right, wrong)))

    assert len(problems) == 1, [str(problem) for problem in problems]
    assert problems[0].file == "policy/testshire/duties.yaml"
    assert problems[0].line == line
    assert remedy in problems[0].remedy
    assert problems[0].what.endswith(".")


def test_every_mistake_is_told_at_once(write):
    duty = DUTY.replace("rating.set", "ratng.set").replace("bearer: chair", "bearer: chiar")

    problems = refused(write(duty))

    assert [problem.line for problem in problems] == [5, 6]


def test_two_duties_for_one_act_from_the_same_facts_are_refused(write):
    other = DUTY.replace("duty: review", "duty: review-again").replace("3 months", "6 weeks")

    [problem] = refused(write(DUTY + other))

    assert problem.entry == "duty review-again"
    assert "keep the stricter" in problem.remedy


def test_two_dated_editions_of_a_duty_do_not_conflict(write):
    earlier = DUTY + "  in_force_to: 2026-06-30\n"
    later = DUTY.replace("duty: review", "duty: review-2026") + "  in_force_from: 2026-07-01\n"

    pack = load_pack(write(earlier + later))

    assert len(pack.duties) == 2


def test_a_duty_cannot_be_replaced_by_itself(write):
    circle = """
- supersession: round
  title: A circle
  supersedes: [review]
  replaced_by: [review]
  effect: replace
  when: {open: listed}
  clauses: [T-01]
"""

    [problem] = refused(write(DUTY + circle))

    assert "replaced by itself" in problem.what


def test_a_supersession_names_a_duty_that_exists(write):
    entry = """
- supersession: higher
  title: A higher process
  supersedes: [reveiw]
  when: {open: listed}
  clauses: [T-01]
"""

    [problem] = refused(write(DUTY + entry))

    assert problem.remedy == "Did you mean review?"
    assert problem.line == 13


def test_no_means_the_word_no(write):
    pack = load_pack(write(DUTY.replace("title: Discuss again", "title: no")))

    assert pack.duties[0].title == "no"


def test_the_identity_follows_the_content_and_not_the_layout(write, tmp_path):
    before = load_pack(write()).identity

    same = load_pack(write("# a comment\n" + DUTY.replace("[T-01]", "\n    - T-01"))).identity
    other = load_pack(write(DUTY.replace("3 months", "2 months"))).identity

    assert same == before
    assert other != before


def test_a_pack_that_did_not_change_is_read_once(write):
    folder = write()

    assert load_pack(folder) is load_pack(folder)


def test_a_folder_without_a_pack_is_refused(tmp_path):
    (tmp_path / "vocabulary.yaml").write_text(VOCABULARY)
    (tmp_path / "nowhere").mkdir()

    [problem] = refused(tmp_path / "nowhere")

    assert "no pack in this folder" in problem.what


def test_a_file_that_is_not_text_is_refused(write):
    folder = write()
    (folder / "duties.yaml").write_bytes(b"- duty: \xff\xfe")

    [problem] = refused(folder)

    assert problem.remedy == "Save it as UTF-8."


FORM_MISTAKES = {
    "a type that does not exist": ("type: yes_no", "type: yesno", "Use one of"),
    "a question asked by none": ("{question: seen, one_of", "{question: sene, one_of", "seen"),
    "a clause that does not exist": ("clause: T-01}", "clause: T-09}", "T-01"),
    "a question twice": ("question: why", "question: seen", "another id"),
    "a choice without options": ("type: yes_no", "type: choice", "Add options"),
}


@pytest.mark.parametrize("mistake", FORM_MISTAKES)
def test_a_mistake_in_a_form_is_told_with_its_line(write, mistake):
    right, wrong, remedy = FORM_MISTAKES[mistake]

    problems = refused(write(visit=FORM.replace(right, wrong, 1)))

    assert remedy in problems[0].remedy
    assert problems[0].file == "policy/testshire/forms/visit.yaml"
    assert problems[0].line >= 9


def test_a_published_form_never_changes(write):
    published = "- {form: visit, version: '1', sha256: 0000}\n"

    [problem] = refused(write(visit=FORM, published=published))

    assert "published and has changed" in problem.what
    assert "next version" in problem.remedy


def test_the_newest_version_of_a_form_is_used(write):
    newer = FORM.replace('version: "1"', 'version: "2"').replace("label: Visit", "label: Second")

    pack = load_pack(write(visit=FORM, visit2=newer))

    assert pack.forms["visit"].label == "Second"


def test_the_json_schema_is_published_for_editors():
    schema = json_schema()

    assert schema["type"] == "array"
    assert "DutyEntry" in json.dumps(schema)


def test_a_misspelt_key_is_one_mistake_and_not_two(write):
    [problem] = refused(write(DUTY.replace("title:", "titel:")))

    assert str(problem).endswith("“titel” is not known here. Did you mean title?")


def test_a_file_that_cannot_be_read_is_not_blamed_on_those_who_name_what_it_holds(write):
    broken = PACK.replace("agency: childrens_services", "agency: childrens_services, agency: x")

    [problem] = refused(write(pack=broken))

    assert problem.file == "policy/testshire/pack.yaml"


def test_an_entry_with_a_mistake_is_not_blamed_on_those_who_name_it(write):
    broken = PACK.replace("label: chair", "labl: chair")

    [problem] = refused(write(pack=broken))

    assert problem.entry == "role chair"


JUNK = ["", None, "x", [], {}, ["a", ["b"]], {"a": {"b": "c"}}, "-1", [{}], {"not": {}}, "1 days"]


def places(node, at=()):
    """Every place in a file, by its steps."""
    if at:
        yield at
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    if isinstance(node, dict | list):
        for step, each in inner:
            yield from places(each, (*at, step))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_stands_in_a_file_it_is_read_or_refused(write, seed):
    chance = random.Random(seed)
    data = yaml.load(PACK + DUTY, Loader=yaml.CBaseLoader)
    *way, last = chance.choice(list(places(data)))
    target = data
    for step in way:
        target = target[step]
    target[last] = chance.choice(JUNK)
    text = yaml.safe_dump(data, sort_keys=False)

    problems: list = []
    try:
        load_pack(write(duty="[]", pack=text))
    except PackRefused as refusal:
        problems = refusal.problems or [None]

    assert all(problem.line and problem.what for problem in problems)
