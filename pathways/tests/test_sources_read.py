"""A file is read as the text that somebody wrote; where it is not, the line is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways.sources import PackRefused, Problem, nearest, read, shown

TEXT = """\
# A comment
- duty: review
  title: no
  when: {latest: rating.set}
  words:
    - one
    - 12:30
- duty: tell
  title: review
"""


@pytest.fixture
def source(tmp_path):
    """Reads a text as a file of its own."""

    def _source(text: str = TEXT):
        path = tmp_path / "rules.yaml"
        path.write_text(text, encoding="utf-8")
        return read(path, shown_as="rules.yaml")

    return _source


def test_every_value_is_text(source):
    found = source()

    assert found.problems == []
    assert found.data == [
        {
            "duty": "review",
            "title": "no",
            "when": {"latest": "rating.set"},
            "words": ["one", "12:30"],
        },
        {"duty": "tell", "title": "review"},
    ]


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_a_file_without_content_holds_nothing(source, text):
    assert (source(text).data, source(text).problems) == ([], [])


def test_a_file_is_named_by_its_path_unless_told_otherwise(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text("- {a: b, a: c}")

    assert read(path).file == str(path)
    assert read(path).problems[0].file == str(path)
    assert read(path, shown_as="rules.yaml").file == "rules.yaml"


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ((), 2),
        ((0,), 2),
        ((0, "title"), 3),
        ((0, "when", "latest"), 4),
        ((0, "words"), 5),
        ((0, "words", 1), 7),
        ((0, "words", 2), 5),
        ((0, "nowhere"), 2),
        ((0, "nowhere", "title"), 3),
        ((1,), 8),
        ((1, "title"), 9),
        ((2,), 2),
        (("duty",), 2),
    ],
)
def test_the_line_of_a_value_is_found_by_its_steps(source, steps, line):
    assert source().line(steps) == line


@pytest.mark.parametrize(
    ("entry", "word", "line"),
    [
        (0, "review", 2),
        (1, "review", 9),
        (0, "rating.set", 4),
        (0, "12:30", 7),
        (1, "title", 9),
        (1, "nowhere", 8),
        (7, "review", 1),
    ],
)
def test_the_line_of_a_word_is_found_inside_its_entry(source, entry, word, line):
    assert source().line_of(entry, word) == line


def test_the_line_of_a_word_is_found_in_the_file(source):
    words = ("review", "words", "12:30", "nowhere")

    assert [source().line_of_word(word) for word in words] == [2, 5, 7, 1]
    assert source("").line_of_word("review") == 1
    assert source("").line((0, "title")) == 1
    assert source("").line_of(0, "title") == 1


REFUSED = {
    "a key given twice": (
        "- duty: a\n  title: b\n  title: c\n",
        ["rules.yaml:3: “title” is given twice. Keep one of them."],
    ),
    "two keys given twice": (
        "- {duty: a, duty: b}\n- duty: c\n  act: d\n  act: e\n",
        [
            "rules.yaml:1: “duty” is given twice. Keep one of them.",
            "rules.yaml:4: “act” is given twice. Keep one of them.",
        ],
    ),
    "an anchor": (
        "- duty: a\n  when: &one b\n",
        ["rules.yaml:2: An anchor or alias is used. Write it out in full."],
    ),
    "an alias": (
        "- duty: &one a\n  title: x\n  when: *one\n",
        [
            "rules.yaml:1: An anchor or alias is used. Write it out in full.",
            "rules.yaml:3: An anchor or alias is used. Write it out in full.",
        ],
    ),
    "an anchor on a list and on an entry": (
        "- &all\n  duty: &b [c]\n",
        [
            "rules.yaml:1: An anchor or alias is used. Write it out in full.",
            "rules.yaml:2: An anchor or alias is used. Write it out in full.",
        ],
    ),
    "a tag": (
        "- duty: !!str a\n- !own {b: c}\n",
        [
            "rules.yaml:1: A tag is used. Leave it out: all values are text.",
            "rules.yaml:2: A tag is used. Leave it out: all values are text.",
        ],
    ),
    "a tab": (
        "- duty: a\n\ttitle: b\n",
        [
            "rules.yaml:2: This is not YAML: found a tab character that violates indentation."
            " Indent with spaces, and put text that holds “: ” or “#” in quotes.",
        ],
    ),
    "a sign that begins nothing": (
        "- duty: a\n- title: @b\n",
        [
            "rules.yaml:2: This is not YAML: found character that cannot start any token."
            " Indent with spaces, and put text that holds “: ” or “#” in quotes.",
        ],
    ),
    "a sign that no text has": (
        "- duty: a\n- title: \x07\n",
        [
            "rules.yaml:1: This is not YAML: a character stands in it that is no text."
            " Check the indentation and the quotes on this line and the one before.",
        ],
    ),
    "a bracket left open": (
        "- duty: a\n- title: [b\n",
        [
            "rules.yaml:3: This is not YAML: did not find expected ',' or ']'."
            " Check the indentation and the quotes on this line and the one before.",
        ],
    ),
    "a colon in the text": (
        "- duty: a\n  title: b: c\n",
        [
            "rules.yaml:2: This is not YAML: mapping values are not allowed in this context."
            " Check the indentation and the quotes on this line and the one before.",
        ],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_two_readers_could_read_in_two_ways_is_refused(source, case):
    text, said = REFUSED[case]

    found = source(text)

    assert [str(problem) for problem in found.problems] == said
    assert {problem.entry for problem in found.problems} == {""}


@pytest.mark.parametrize("text", ["- duty: &one a\n", "- duty: [\n", "- duty: !!str a\n"])
def test_nothing_is_taken_from_a_file_that_cannot_be_read(source, text):
    assert source(text).data is None


@pytest.mark.parametrize("text", ["a & b", "a*b", "Stop!", "R&D", "2 * 3", "“!”"])
def test_the_signs_may_stand_in_a_text(source, text):
    found = source(f'- title: "{text}"\n')

    assert (found.data, found.problems) == ([{"title": text}], [])


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_bytes(b"- duty: \xff")

    found = read(path, shown_as="rules.yaml")

    assert [str(each) for each in found.problems] == [
        "rules.yaml:1: The file is not UTF-8 text. Save it as UTF-8."
    ]
    assert (found.file, found.data, found.node) == ("rules.yaml", None, None)
    assert found.line((0,)) == 1


@pytest.mark.parametrize(
    ("wrong", "known", "remedy"),
    [
        ("ratng", ["rating", "other"], "Did you mean rating?"),
        ("rating", ["ratings", "ratingss"], "Did you mean ratings?"),
        ("abcde", ["abcxy", "z"], "Did you mean abcxy?"),
        ("abcde", ["abxyz", "z"], "Use one of: abxyz, z."),
        ("x", [], "None is declared."),
        ("x", ["two", "one"], "Use one of: one, two."),
        ("x", list("hgfedcba"), "Use one of: a, b, c, d, e, f, g, h."),
        ("x", list("ihgfedcba"), "Use one of: a, b, c, d, e, f, g, h …."),
    ],
)
def test_the_remedy_names_the_likeliest_word_or_a_few(wrong, known, remedy):
    assert nearest(wrong, known) == remedy


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/srv/policy/testshire/pack.yaml", "policy/testshire/pack.yaml"),
        ("/srv/policy/copy/policy/testshire/pack.yaml", "policy/testshire/pack.yaml"),
        ("policy/vocabulary.yaml", "policy/vocabulary.yaml"),
        ("/srv/packs/testshire/pack.yaml", "/srv/packs/testshire/pack.yaml"),
    ],
)
def test_a_path_is_told_from_the_policy_folder_on(path, said):
    assert shown(Path(path)) == said


def test_mistakes_are_told_once_and_in_the_order_of_their_places():
    first = Problem("a.yaml", 2, "duty review", "It is wrong.", "Put it right.")
    second = Problem("b.yaml", 1, "", "It is empty.", "")

    refused = PackRefused([second, first, second])

    assert refused.problems == [first, second]
    assert (
        str(refused) == "a.yaml:2: duty review: It is wrong. Put it right.\nb.yaml:1: It is empty."
    )
