"""What a policy folder holds, and what is said when something of it is not there."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from pathways.packs import PackRefused, load_all, load_pack, load_vocabulary
from pathways.tests.written import DUTY, FORM, PACK, VOCABULARY


def refused(folder: Path) -> str:
    with pytest.raises(PackRefused) as refusal:
        load_pack(folder)
    assert all(isinstance(problem.entry, str) for problem in refusal.value.problems)
    return str(refusal.value)


def another(folder: Path, name: str, pack: str = PACK, duty: str = DUTY) -> Path:
    """A second pack beside the first."""
    other = folder.parent / name
    other.mkdir()
    (other / "pack.yaml").write_text(pack.replace("pack: testshire", f"pack: {name}"))
    (other / "duties.yaml").write_text(duty)
    return other


# --- many packs -----------------------------------------------------------------------


def test_every_folder_with_a_pack_is_read(write):
    folder = write()
    another(folder, "elsewhere")
    (folder.parent / "calendars").mkdir()

    packs = load_all(folder.parent)

    assert {id: pack.id for id, pack in packs.items()} == {
        "elsewhere": "elsewhere",
        "testshire": "testshire",
    }


def test_the_mistakes_of_all_packs_are_told_together(write):
    folder = write(DUTY.replace("bearer: chair", "bearer: chiar"))
    another(folder, "elsewhere", duty=DUTY.replace("  act: discuss\n", ""))
    another(folder, "sound")

    with pytest.raises(PackRefused) as refusal:
        load_all(folder.parent)

    assert str(refusal.value) == (
        "policy/elsewhere/duties.yaml:2: duty review: “act” is missing. Add it.\n"
        "policy/testshire/duties.yaml:5: duty review: “chiar” is not a role of the pack."
        " Did you mean chair?"
    )


# --- what is not there ----------------------------------------------------------------


def test_a_folder_without_a_vocabulary_is_refused(write):
    folder = write()
    (folder.parent / "vocabulary.yaml").unlink()

    said = refused(folder)

    assert said == (
        f"{folder.parent}/vocabulary.yaml:1: There is no vocabulary. Put vocabulary.yaml there."
    )


def test_a_folder_without_a_pack_is_refused(write):
    folder = write()
    (folder / "pack.yaml").unlink()

    assert refused(folder) == (
        "policy/testshire/pack.yaml:1: There is no pack in this folder."
        " Name the folder that holds pack.yaml."
    )


def test_a_pack_that_does_not_say_what_it_is_is_refused(write):
    headless = PACK[PACK.index("- {role") :]

    assert refused(write(pack=headless)) == (
        "policy/testshire/pack.yaml:1: The folder has no entry “pack”."
        " Begin pack.yaml with “- pack: …”."
    )


def test_a_head_with_a_mistake_is_not_also_said_to_be_missing(write):
    assert refused(write(pack=PACK.replace("  nation: england-and-wales\n", ""))) == (
        "policy/testshire/pack.yaml:2: pack testshire: “nation” is missing. Add it."
    )


@pytest.mark.parametrize("text", ["duty: review", "review"])
def test_a_file_that_is_no_list_is_refused(write, text):
    assert refused(write(duty=text)) == (
        "policy/testshire/duties.yaml:1: The file is not a list of entries."
        " Begin each entry with “- ”."
    )


def test_an_entry_of_no_kind_is_refused_with_its_line(write):
    assert refused(write(DUTY + "- []\n- {}\n")) == (
        "policy/testshire/duties.yaml:10: “[]” is not a kind of entry."
        " Use one of: clause, duty, edition, gate, guidance, meeting, pack, prompt ….\n"
        "policy/testshire/duties.yaml:11: “” is not a kind of entry."
        " Use one of: clause, duty, edition, gate, guidance, meeting, pack, prompt …."
    )


def test_an_id_that_stands_in_two_files_is_refused(write):
    folder = write()
    (folder / "more.yaml").write_text("\n\n" + DUTY)

    assert refused(folder) == (
        "policy/testshire/more.yaml:4: duty review:"
        " It is already in policy/testshire/duties.yaml. Give one of them another id."
    )


def test_a_vocabulary_with_a_mistake_is_refused(write):
    folder = write()
    path = folder.parent / "vocabulary.yaml"
    path.write_text(VOCABULARY.replace("ends: [discussion.held]", "ends: [discussion.hled]"))

    assert refused(folder) == (
        "policy/vocabulary.yaml:19: state listed: “discussion.hled” is not a kind of fact."
        " Did you mean discussion.held?"
    )


def test_the_register_and_the_list_of_published_forms_are_no_part_of_a_pack(write):
    folder = write(visit=FORM)
    (folder / "register.yaml").write_text("- {id: T-01}\n")
    (folder / "forms" / "published.yaml").write_text("[]\n")

    pack = load_pack(folder)

    assert list(pack.forms) == ["visit"]


# --- nobody is blamed for the mistake of another ---------------------------------------


def test_values_of_a_scale_that_cannot_be_read_are_taken_as_they_are(write):
    scale = "- {scale: risk, label: Risk, levels: [{id: low, label: Low}]}\n"
    folder = write(pack=PACK + scale, visit=FORM.replace("type: yes_no", LEVELS))
    path = folder.parent / "vocabulary.yaml"
    path.write_text(VOCABULARY.replace("options: [low, high]", "options_from: levels"))

    said = refused(folder)

    assert said == "policy/testshire/pack.yaml:16: scale risk: “clauses” is missing. Add it."


def test_a_scale_has_two_levels_or_more(write):
    scale = "- {scale: risk, label: Risk, levels: [{id: low, label: Low, clauses: T-01}]}\n"

    assert refused(write(pack=PACK + scale)) == (
        "policy/testshire/pack.yaml:16: scale risk: “levels” is too short. Give at least 2."
    )


LEVELS = "type: choice, options_from: levels"
TALK = """
- meeting: talk
  label: talk
  name: Talk
  plural: talks
  clauses: [T-01]
  forms: {record: visit}
"""


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (FORM.replace("label: Visit", "labl: Visit"), "form visit: “labl” is not known here."),
        (FORM.replace("sections:", "sections: ["), "This is not YAML"),
    ],
)
def test_a_meeting_may_name_a_form_that_cannot_be_read(write, form, said):
    [line] = refused(write(DUTY + TALK, visit=form)).splitlines()

    assert said in line


# --- versions and identity ------------------------------------------------------------


@pytest.mark.parametrize(
    ("versions", "newest"),
    [(("1", "2"), "2"), (("9", "10"), "10"), (("1.9", "1.10"), "1.10"), (("2", "1.9"), "2")],
)
def test_the_newest_version_of_a_form_counts_by_its_numbers(write, versions, newest):
    first, second = (FORM.replace('version: "1"', f'version: "{each}"') for each in versions)

    assert load_pack(write(a=first, b=second)).forms["visit"].version == newest
    assert load_pack(write(a=second, b=first)).forms["visit"].version == newest


SMALL = """
- {role: head, label: Größe, agency: police}
- {clause: C, title: T, kind: scope, section: S, says: Y, honoured: shown}
"""
CANONICAL = (
    '[["clause","C",{"clause":"C","honoured":"shown","kind":"scope","says":"Y","section":"S",'
    '"title":"T"}],'
    '["form","f@1",{"form":"f","label":"F","sections":[{"label":"S","questions":[{"label":"Q",'
    '"question":"q","type":"text"}],"section":"s"}],"version":"1"}],'
    '["pack","testshire",{"authority":"Testshire","edition":"1","in_force_from":"2026-01-01",'
    '"nation":"england-and-wales","pack":"testshire","prevails":"The source prevails.",'
    '"title":"A procedure"}],'
    '["role","head",{"agency":"police","label":"Größe","role":"head"}]]'
)
TINY = "{form: f, version: '1', label: F, sections: [{section: s, label: S, questions: [{question: q, label: Q, type: text}]}]}"  # noqa: E501


def test_the_identity_is_that_of_the_entries_in_the_order_of_their_ids(write):
    head = PACK[: PACK.index("- {role")]

    pack = load_pack(write(duty=SMALL, pack=head, small=TINY))

    assert pack.identity == hashlib.sha256(CANONICAL.encode()).hexdigest()


# --- what was read is kept ------------------------------------------------------------


def test_a_pack_is_read_again_when_a_file_of_it_changes(write):
    folder = write()
    before = load_pack(folder)

    (folder / "duties.yaml").write_text(DUTY.replace("title: Discuss again", "title: Talk"))
    after = load_pack(folder)

    assert load_pack(str(folder)) is after
    assert (before.duties[0].title, after.duties[0].title) == ("Discuss again", "Talk")


def test_a_pack_is_read_again_when_the_vocabulary_changes(write):
    folder = write()
    before = load_pack(folder)
    path = folder.parent / "vocabulary.yaml"

    path.write_text(VOCABULARY.replace("label: rating\n", "label: assessment\n"))
    after = load_pack(folder)

    assert before.vocabulary.kinds["rating.set"].label == "rating"
    assert after.vocabulary.kinds["rating.set"].label == "assessment"


def test_a_pack_can_be_read_with_another_vocabulary(write):
    folder = write()
    usual = load_vocabulary(folder.parent / "vocabulary.yaml")
    kinds = dict(usual.kinds)
    other = replace(usual, kinds={**kinds, "rating.set": replace(kinds["rating.set"], label="x")})
    without = replace(usual, kinds={kind: kinds[kind] for kind in kinds if kind != "rating.set"})

    assert load_pack(folder).vocabulary is usual
    assert load_pack(folder, other).vocabulary is other
    assert load_pack(folder, usual) is load_pack(folder)
    with pytest.raises(PackRefused, match=r"“rating\.set” is not a kind of fact"):
        load_pack(folder, without)


def test_the_same_words_in_another_folder_are_another_pack(write):
    folder = write()
    other = another(folder, "elsewhere")
    (other / "pack.yaml").write_text(PACK)

    assert load_pack(other) is not load_pack(folder)
    assert load_pack(other) == load_pack(folder)
