"""What is wrong in a pack is refused at load: with file, line, entry, reason and remedy."""

from __future__ import annotations

import pytest

from pathways.examples import load_examples
from pathways.forms import fingerprint
from pathways.packs import PackRefused, load_pack
from pathways.sources import read
from pathways.tests.written import DUTY, FORM, PACK

FILE = "policy/testshire/duties.yaml"
REST = """
- supersession: {0}
  title: One gives way to another
  supersedes: [{1}]
  replaced_by: [{2}]
  effect: replace
  when: {{open: listed}}
  clauses: [T-01]
"""
TWO_DUTIES = DUTY + DUTY.replace("duty: review", "duty: visit").replace("act: discuss", "act: see")
AGAIN = DUTY.replace("duty: review", "duty: review-again").replace("3 months", "6 weeks")
GUIDANCE = """
- guidance: family
  title: Think of the family
  when: {latest: rating.set, where: {level: high}}
  clauses: [T-01]
"""
MEETING = """
- meeting: talk
  label: talk
  name: Talk
  plural: talks
  clauses: [T-01]
  core_members: [{member: police, label: Police, agency: police, clauses: T-01, when: {open: listed}}]
"""  # noqa: E501
EDITION = """
- {edition: first, label: First, title: The first text, in_force_from: 2020-01-01, prefixes: [T]}
"""

# What is written, and of what is said: line, entry, reason, remedy.
REFUSED = {
    "an unknown key": (
        DUTY.replace("act: discuss", "act: discuss\n  urgency: high"),
        (5, "duty review", "“urgency” is not known here.", "Use one of: "),
    ),
    "a duty without citation": (
        DUTY.replace("  clauses: [T-01]\n", ""),
        (2, "duty review", "“clauses” is missing.", "Add it."),
    ),
    "a clause id that does not exist": (
        DUTY.replace("[T-01]", "[T-02]"),
        (9, "duty review", "“T-02” is not a clause of the ledger.", "Did you mean T-01?"),
    ),
    "a clock with a negative amount": (
        DUTY.replace("3 months", "-3 months"),
        (7, "duty review", "“-3 months” is negative.", "Write the number of units as 0 or more."),
    ),
    "a condition on a fact that does not exist": (
        DUTY.replace("latest: rating.set", "latest: rating.sett"),
        (6, "duty review", "“rating.sett” is not a kind of fact.", "Did you mean rating.set?"),
    ),
    "the same duty from two entries": (
        DUTY + AGAIN,
        (13, "duty review-again", "It asks for the same act from the same facts as review.",
         "Say in “when” where they differ, give one another act, or keep the stricter."),
    ),
    "the same duty where the subjects overlap": (
        DUTY + AGAIN + "  subjects: [care_leaver, child]\n",
        (13, "duty review-again", "It asks for the same act from the same facts as review.",
         "Say in “when” where they differ, give one another act, or keep the stricter."),
    ),
    "the same duty on one day of two editions": (
        DUTY + "  in_force_to: 2026-06-30\n" + AGAIN + "  in_force_from: 2026-06-30\n",
        (14, "duty review-again", "It asks for the same act from the same facts as review.",
         "Say in “when” where they differ, give one another act, or keep the stricter."),
    ),
    "guidance on a fact that does not exist": (
        DUTY + GUIDANCE.replace("rating.set", "rating.sett"),
        (13, "guidance family", "“rating.sett” is not a kind of fact.",
         "Did you mean rating.set?"),
    ),
    "guidance at a point that does not exist": (
        DUTY + GUIDANCE.replace("  when:", "  at: [recrd]\n  when:"),
        (13, "guidance family", "“recrd” is not a value of at.", "Use one of: record, referral"),
    ),
    "a member by a state that does not exist": (
        DUTY + MEETING.replace("open: listed", "open: lsted"),
        (16, "meeting talk", "“lsted” is not a state of the vocabulary.", "Did you mean listed?"),
    ),
    "a strength that does not exist": (
        DUTY + MEETING.replace("when: {open: listed}", "strength: shall"),
        (16, "meeting talk", "“shall” is not a value of strength.", "Use one of: must, should"),
    ),
    "an edition without a date": (
        DUTY + EDITION.replace("2020-01-01", "soon"),
        (11, "edition first", "“soon” is not a date.", "Write it as 2026-11-20."),
    ),
    "an entry that ends before it begins": (
        DUTY + "  in_force_from: 2026-07-01\n  in_force_to: 2026-06-30\n",
        (2, "duty review", "It ends before it begins.", "Put in_force_to on or after"),
    ),
    "a clause of two editions": (
        DUTY + EDITION + EDITION.replace("edition: first", "edition: second"),
        (13, "edition second", "The clauses of T stand in first already.", "Give each text its"),
    ),
}  # fmt: skip


def problems(folder):
    with pytest.raises(PackRefused) as refusal:
        load_pack(folder)
    return refusal.value.problems


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_file_line_entry_reason_and_remedy(write, case):
    text, (line, entry, reason, remedy) = REFUSED[case]

    [problem] = problems(write(text))

    assert (problem.file, problem.line) == (FILE, line)
    assert (problem.entry, problem.what) == (entry, reason)
    assert problem.remedy.startswith(remedy)


def test_a_cycle_of_supersession_is_refused(write):
    circle = REST.format("one", "review", "visit") + REST.format("other", "visit", "review")

    first, second = problems(write(TWO_DUTIES + circle))

    assert (first.file, first.line, first.entry) == (FILE, 22, "supersession one")
    assert first.what == "review would in the end be replaced by itself."
    assert first.remedy == "Take one link out of the circle."
    assert second.entry == "supersession other"


def test_a_clause_of_no_edition_is_refused(write):
    [problem] = problems(write(DUTY + EDITION.replace("[T]", "[S]")))

    assert problem.entry == "clause T-01"
    assert problem.what == "No edition of the pack has clauses that begin like “T-01”."


# --- forms ----------------------------------------------------------------------------

PUBLISHED = '- {{form: visit, version: "1", sha256: {0}}}\n'


@pytest.fixture
def published(write):
    """Writes a form together with the mark that it was published as it is."""

    def _published(form: str = FORM, **more: str):
        folder = write(visit=FORM, **more)
        mark = fingerprint(read(folder / "forms" / "visit.yaml"))
        (folder / "forms" / "published.yaml").write_text(PUBLISHED.format(mark))
        (folder / "forms" / "visit.yaml").write_text(form)
        return folder

    return _published


def test_a_published_form_is_taken_in_as_long_as_it_says_the_same(published):
    laid_out_anew = "# A comment\n" + FORM.replace("[T-01]", "\n  - T-01")

    assert load_pack(published(laid_out_anew)).forms["visit"].version == "1"


def test_a_form_that_changed_after_it_was_published_is_refused(published):
    [problem] = problems(published(FORM.replace("Was the child seen", "Was the child seen alone")))

    assert problem.file == "policy/testshire/forms/visit.yaml"
    assert problem.entry == "form visit"
    assert problem.what == "Version 1 was published and has changed since."
    assert problem.remedy == "Undo the change, or give the changed form the next version."


def test_a_published_form_that_is_gone_is_refused(published):
    folder = published()
    (folder / "forms" / "visit.yaml").unlink()

    [problem] = problems(folder)

    assert (problem.file, problem.line) == ("policy/testshire/forms/published.yaml", 1)
    assert problem.what == "Version 1 was published and is not there any more."


def test_the_next_version_stands_beside_the_published_one(published):
    folder = published(next=FORM.replace('version: "1"', 'version: "2"'))

    assert load_pack(folder).forms["visit"].version == "2"


def test_a_version_that_stands_in_two_files_is_refused(write):
    [problem] = problems(write(first=FORM, second=FORM))

    assert problem.file == "policy/testshire/forms/second.yaml"
    assert problem.what.endswith("forms/first.yaml holds version 1 of this form already.")


def test_a_form_that_cannot_be_read_is_not_said_to_be_gone(published):
    [problem] = problems(published(FORM.replace("label: Visit", "labl: Visit")))

    assert problem.remedy == "Did you mean label?"


@pytest.mark.parametrize("text", ["- {form: visit}", "a: b", "- {form: visit", "[[1]]"])
def test_a_list_of_published_forms_that_cannot_be_read_is_refused(write, text):
    found = problems(write(visit=FORM, published=text))

    assert {problem.file for problem in found} == {"policy/testshire/forms/published.yaml"}
    assert all(problem.what and problem.remedy for problem in found)


# --- examples -------------------------------------------------------------------------

EXAMPLE = """
- example: In time
  facts:
    - {at: 2026-02-02, fact: rating.set}
  moment: 2026-02-10 09:00
  expect:
    - {duty: review, due: 2026-02-16}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "line", "reason", "remedy"),
    [
        ("moment:", "momint:", 5, "“momint” is not known here.", "Did you mean moment?"),
        ("2026-02-10 09:00", "soon", 2, "“soon” is not a day or a moment.", "Write 2026-11-20"),
        ("{duty:", "{dutty:", 7, "“dutty” is not known here.", "Did you mean duty?"),
    ],
)
def test_an_example_that_cannot_be_parsed_is_refused(write, right, wrong, line, reason, remedy):
    folder = write() / "examples"
    folder.mkdir()
    (folder / "first.yaml").write_text(EXAMPLE.replace(right, wrong))

    with pytest.raises(PackRefused) as refusal:
        load_examples(folder, "testshire")

    [problem] = refusal.value.problems
    assert problem.file.endswith("policy/testshire/examples/first.yaml")
    assert (problem.line, problem.entry) == (line, "example In time")
    assert problem.what == reason
    assert problem.remedy.startswith(remedy)


def test_an_example_that_is_not_yaml_is_refused(write):
    folder = write() / "examples"
    folder.mkdir()
    (folder / "first.yaml").write_text(EXAMPLE.replace("facts:", "facts: ["))

    with pytest.raises(PackRefused, match="This is not YAML"):
        load_examples(folder, "testshire")


def test_nothing_of_a_pack_with_a_mistake_is_taken_in(write):
    broken = PACK.replace("label: chair", "labl: chair")

    [problem] = problems(write(pack=broken))

    assert (problem.file, problem.entry) == ("policy/testshire/pack.yaml", "role chair")
