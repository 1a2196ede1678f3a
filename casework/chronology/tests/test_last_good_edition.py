"""A procedure that cannot be read any more is run from its last good edition."""

from __future__ import annotations

import logging
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as product
from django.core.management import call_command
from django.urls import reverse

from casework.cast import NOW
from casework.chronology import editions, policy
from casework.chronology.evaluating import evaluation
from pathways.packs import PackRefused

VOCABULARY = """
- {fact: rating.set, label: rating, meaning: A rating was agreed., subjects: [child]}
- {fact: discussion.held, label: discussion, meaning: It was discussed., subjects: [child]}
"""
PACK = """
- pack: surrey
  authority: Surrey
  title: A short procedure
  edition: "1"
  in_force_from: 2020-01-01
  nation: england-and-wales
  prevails: The source prevails.
- {role: chair, label: chair, agency: childrens_services}
- {stage: review, label: Review, sections: [one]}
- clause: T-one-01
  title: Review
  kind: timescale
  section: One
  says: It is reviewed.
  honoured: enforced
  proof: [example:in-time]
"""
DUTY = """
- duty: review
  title: Discuss again
  act: discuss
  must: {bearer: chair}
  clock: {after: {each: rating.set, within: 2 weeks}}
  met_by: [discussion.held]
  clauses: [T-one-01]
"""
EXAMPLE = """
- example: In time
  facts:
    - {at: 2026-02-02, fact: rating.set}
  moment: 2026-02-10 09:00
  expect:
    - {duty: review, due: 2026-02-16, clause: T-one-01}
"""
FORM = """
form: visit
version: "1"
label: Visit
sections:
  - section: first
    label: First
    questions: [{question: seen, label: Was the child seen, type: yes_no}]
"""


@pytest.fixture
def folder(tmp_path, settings):
    """A folder of policy with one short procedure, which may be spoiled; nothing is kept yet."""
    target = tmp_path / "policy"
    shutil.copytree(Path(product.POLICY) / "calendars", target / "calendars")
    texts = {
        "vocabulary.yaml": VOCABULARY,
        "surrey/pack.yaml": PACK,
        "surrey/reviews.yaml": DUTY,
        "surrey/examples/reviews.yaml": EXAMPLE,
        "surrey/forms/visit.yaml": FORM,
        "surrey/forms/published.yaml": "[]",
    }
    for name, text in texts.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    settings.POLICY, settings.VAR = target, tmp_path / "var"
    policy.forget()
    yield target
    policy.forget()


def spoil(path: Path, right: str = "- duty:", wrong: str = "- dooty:") -> None:
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, wrong, 1))
    policy.forget()


def accept() -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    call_command("policy", "accept", stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


PUBLISHED = '- {form: visit, version: "1", sha256: "0"}'
SPOILT = {
    "an unknown key": ("surrey/reviews.yaml", "  act:", "  akt:"),
    "no citation": ("surrey/reviews.yaml", "[T-one-01]", "[]"),
    "a form that was published": ("surrey/forms/published.yaml", "[]", PUBLISHED),
    "an example that cannot be parsed": ("surrey/examples/reviews.yaml", "moment:", "momint:"),
    "an example of nothing": ("surrey/examples/reviews.yaml", "rating.set", "ratin.set"),
    "words that cannot be read": ("vocabulary.yaml", "- {fact:", "- {fakt:"),
}


@pytest.mark.parametrize("case", SPOILT)
def test_the_last_good_edition_stays_in_force(folder, caplog, case):
    file, right, wrong = SPOILT[case]
    accept()
    before = policy.pack_for("surrey")

    spoil(folder / file, right, wrong)
    with caplog.at_level(logging.ERROR):
        found = policy.in_force("surrey")

    assert found.pack.identity == before.identity
    assert found.refused[0].remedy
    assert found.folder.is_relative_to(policy.kept())
    assert "stays in force" in caplog.text
    assert "rating.set" in policy.vocabulary().kinds


def test_what_follows_for_a_case_is_the_same_as_before(cast, folder):
    accept()
    before = evaluation(cast.ellis, now=NOW)

    spoil(folder / "surrey" / "reviews.yaml")

    assert evaluation(cast.ellis, now=NOW).obligations == before.obligations


def test_once_it_is_put_right_the_new_edition_is_in_force(folder):
    accept()
    spoil(folder / "surrey" / "reviews.yaml")
    assert policy.held_back()

    spoil(folder / "surrey" / "reviews.yaml", "- dooty:", "- duty:")
    spoil(folder / "surrey" / "pack.yaml", 'edition: "1"', 'edition: "2"')
    out, errors = accept()

    assert policy.in_force("surrey").refused == ()
    assert policy.pack_for("surrey").edition == "2"
    assert ("accepted" in out, errors) == (True, "")


def test_accepting_says_what_is_refused_and_what_stays(folder):
    first, _ = accept()
    spoil(folder / "surrey" / "reviews.yaml")

    again, errors = accept()

    edition = first.split()[2]
    assert again == f"surrey: not taken in; edition {edition} stays in force.\n"
    assert "Did you mean duty?" in errors
    assert editions._edition_in_force(policy.kept(), "surrey").startswith(edition)


def test_the_same_files_are_kept_once(folder):
    accept()
    out, _ = accept()

    assert "in force already" in out
    assert len([path for path in (policy.kept() / "surrey").iterdir() if path.is_dir()]) == 1


def test_without_a_good_edition_the_refusal_stands(folder):
    spoil(folder / "surrey" / "reviews.yaml")

    with pytest.raises(PackRefused):
        policy.pack_for("surrey")
    with pytest.raises(SystemExit):
        accept()
    assert policy.held_back() == []


def test_the_page_of_procedures_says_why_a_newer_edition_is_not_in_force(
    cast, folder, signed_in, time_stands_still
):
    accept()
    spoil(folder / "surrey" / "reviews.yaml")

    page = signed_in(cast.hannah).get(reverse("procedure:index")).content.decode()

    assert "a newer edition is not taken in" in page
    assert "policy/surrey/reviews.yaml, line" in page
    assert "Did you mean duty?" in page
