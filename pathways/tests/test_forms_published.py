"""The fingerprint of a form, and the list of those that are published."""

from __future__ import annotations

import hashlib

import pytest

from pathways import forms
from pathways.sources import read

FIRST = """\
form: first
version: "1"
label: Größe
sections: [{section: s, label: S, questions: [{question: q, label: Q, type: text}]}]
"""
CANONICAL = (
    '{"form":"first","label":"Größe","sections":[{"label":"S","questions":'
    '[{"label":"Q","question":"q","type":"text"}],"section":"s"}],"version":"1"}'
)
SHA256 = hashlib.sha256(CANONICAL.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "policy" / "testshire" / "forms"
    folder.mkdir(parents=True)
    (folder / "first.yaml").write_text(FIRST)
    return folder


def changed(folder, *, whole=True):
    sources = {"first@1": read(folder / "first.yaml", shown_as="first.yaml")}
    found = forms.changed_since_published(folder, sources, whole=whole)
    return [str(problem) for problem in found]


def test_the_fingerprint_is_that_of_what_the_form_says_in_one_layout(folder):
    assert forms.fingerprint(read(folder / "first.yaml")) == SHA256


def test_forms_that_may_still_change_are_listed_as_they_would_be_published(folder):
    (folder / "second.yaml").write_text(FIRST.replace('version: "1"', 'version: "2"'))
    (folder / "third.yaml").write_text("- no form")

    both = forms.unpublished(folder)
    (folder / "published.yaml").write_text(both[0])

    assert both[0] == f'- {{form: first, version: "1", sha256: {SHA256}}}'
    assert [line[:37] for line in both[1:]] == ['- {form: first, version: "2", sha256:']
    assert forms.unpublished(folder) == both[1:]
    assert changed(folder) == []


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("", []),
        (f"- {{form: first, version: '1', sha256: {SHA256}}}\n", []),
        (
            "- {form: first, version: '1', sha256: abc}\n",
            [
                "first.yaml:1: form first: Version 1 was published and has changed since."
                " Undo the change, or give the changed form the next version."
            ],
        ),
        (
            f"- {{form: first, version: '1', sha256: {SHA256}}}\n"
            "- {form: other, version: '1.2', sha256: abc}\n",
            [
                "policy/testshire/forms/published.yaml:2: form other:"
                " Version 1.2 was published and is not there any more."
                " Put its file back: records were made on it."
            ],
        ),
        (
            "- {form: first, version: '1'}\n",
            [
                "policy/testshire/forms/published.yaml:1: published: “sha256” is missing. Add it.",
            ],
        ),
        (
            "first: 1\n",
            [
                "policy/testshire/forms/published.yaml:1: published: The value is not a list."
                " Write each item on a line of its own after “- ”, or in [ ].",
            ],
        ),
        (
            "- {form: first, form: first, version: '1', sha256: abc}\n",
            [
                "policy/testshire/forms/published.yaml:1: “form” is given twice. Keep one of them.",
                "first.yaml:1: form first: Version 1 was published and has changed since."
                " Undo the change, or give the changed form the next version.",
            ],
        ),
        (
            "- [\n",
            [
                "policy/testshire/forms/published.yaml:2: This is not YAML: did not find expected"
                " node content. Check the indentation and the quotes on this line and the one"
                " before.",
            ],
        ),
    ],
)
def test_a_published_form_stays_as_it_was(folder, published, said):
    (folder / "published.yaml").write_text(published)

    assert changed(folder) == said


def test_a_form_is_not_said_to_be_gone_where_some_cannot_be_read(folder):
    (folder / "published.yaml").write_text(
        "- {form: other, version: '1', sha256: a}\n- {form: first, version: '1', sha256: b}\n"
    )

    assert changed(folder, whole=False) == [
        "first.yaml:1: form first: Version 1 was published and has changed since."
        " Undo the change, or give the changed form the next version."
    ]
    assert len(changed(folder)) == 2


def test_without_a_list_nothing_is_published(folder):
    assert changed(folder) == []
    assert len(forms.unpublished(folder)) == 1
