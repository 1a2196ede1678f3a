"""A worked example with every key, read whole; and what cannot be read, in full."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pathways.answers import LONDON
from pathways.examples_read import (
    Example,
    Expected,
    NotAMoment,
    load_examples,
    moment_of,
    slug,
)
from pathways.facts import Fact, Precision, Subject
from pathways.sources import PackRefused

WHOLE = """\
- example: A rating, and what follows — in 2 weeks!
  pack: elsewhere
  story: A child was rated.
  subject: {kind: care_leaver, born: 2009-03-02, legal_status: former}
  facts:
    - {at: 2026-02-02 09:30, fact: rating.set, level: high, risks: [harm, loss]}
    - {at: 2026-02-03, fact: discussion.held, id: talk, recorded: 2026-02-04 10:00, withdrawn: 2026-02-05}
    - {at: 2026-02-06 11:00, fact: discussion.held, precision: proxy}
  moment: 2026-02-20 09:00
  known_at: 2026-02-10
  expect:
    - {duty: review, due: 2026-02-16, clause: T-01}
    - {none: write}
    - {verdict: talk, effect: effective, clause: T-02}
- {example: Short, moment: 2026-07-01T12:00:00+00:00}
"""  # noqa: E501


@pytest.fixture
def file(tmp_path):
    def _file(text: str = WHOLE, name: str = "first.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return _file


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_an_example_is_read_whole(file):
    path = file()

    first, second = load_examples(path, "testshire")

    assert first == Example(
        id="a-rating-and-what-follows-in-2-weeks",
        title="A rating, and what follows — in 2 weeks!",
        pack="elsewhere",
        story="A child was rated.",
        subject=Subject("care_leaver", date(2009, 3, 2), {"legal_status": "former"}),
        facts=(
            Fact(
                "f1",
                "rating.set",
                at("2026-02-02 09:30"),
                data={"level": "high", "risks": ["harm", "loss"]},
            ),
            Fact(
                "talk",
                "discussion.held",
                at("2026-02-03"),
                Precision.DATE,
                recorded_at=at("2026-02-04 10:00"),
                withdrawn_at=at("2026-02-05"),
            ),
            Fact("f3", "discussion.held", at("2026-02-06 11:00"), Precision.PROXY),
        ),
        moment=at("2026-02-20 09:00"),
        known_at=at("2026-02-10"),
        expect=(
            Expected(duty="review", due="2026-02-16", clause="T-01"),
            Expected(none="write"),
            Expected(verdict="talk", effect="effective", clause="T-02"),
        ),
        file=str(path),
        line=1,
    )
    assert first.clauses == {"T-01", "T-02"}
    assert second == Example(
        id="short",
        title="Short",
        pack="testshire",
        story="",
        subject=Subject("child", None, {}),
        facts=(),
        moment=datetime(2026, 7, 1, 12, tzinfo=UTC),
        known_at=None,
        expect=(),
        file=str(path),
        line=15,
    )


def test_an_example_may_stand_alone_in_its_file(file):
    [only] = load_examples(file("example: Alone\nmoment: 2026-02-20\n"))

    assert (only.id, only.pack, only.line) == ("alone", "", 1)


def test_a_mistake_in_a_file_of_one_example_is_told_with_its_line(file):
    path = file("example: Alone\nmoment: 2026-02-20\nstary: It was so.\n")

    with pytest.raises(PackRefused) as refused:
        load_examples(path)

    assert str(refused.value) == (
        f"{path}:3: example Alone: “stary” is not known here. Did you mean story?"
    )


def test_the_files_of_a_folder_are_read_in_the_order_of_their_names(file, tmp_path):
    file("- {example: Two, moment: 2026-02-20}", "b.yaml")
    file("- {example: One, moment: 2026-02-20}", "a.yaml")
    file("no example", "notes.txt")

    assert [each.id for each in load_examples(tmp_path)] == ["one", "two"]


REFUSED = {
    "no moment": ("  moment: 2026-02-20 09:00\n", "", "1: {it}: “moment” is missing. Add it."),
    "a key misspelt": (
        "story:",
        "stary:",
        "3: {it}: “stary” is not known here. Did you mean story?",
    ),
    "a day that is none": (
        "at: 2026-02-03,",
        "at: 2026-02-30,",
        "1: {it}: “2026-02-30” is not a day or a moment. Write 2026-11-20 09:30.",
    ),
    "a birthday that is none": (
        "born: 2009-03-02",
        "born: young",
        "1: {it}: “young” is not a day or a moment. Write 2026-11-20 09:30.",
    ),
    "a precision": (
        "precision: proxy",
        "precision: rough",
        "8: {it}: “rough” is not a value of precision. Use one of: instant, date or proxy.",
    ),
    "an expectation misspelt": (
        "{none: write}",
        "{non: write}",
        "13: {it}: “non” is not known here. Did you mean none?",
    ),
    "an expectation that is no mapping": (
        "- {none: write}",
        "- write",
        "13: {it}: The value is not a mapping. Write it as “key: value”.",
    ),
    "no list of facts": (
        "- {example: Short, ",
        "- {example: Short, facts: none, ",
        "15: example Short: The value of facts is not a list."
        " Write each item on a line of its own after “- ”, or in [ ].",
    ),
    "no title": (
        "- {example: Short, ",
        "- {",
        "15: example : “example” is missing. Add it.",
    ),
    "no example": (
        "- {example: Short, moment: 2026-07-01T12:00:00+00:00}",
        "- Short",
        "15: example : The value is not a mapping. Write it as “key: value”.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_told_with_its_line(file, case):
    old, new, said = REFUSED[case]
    assert old in WHOLE
    path = file(WHOLE.replace(old, new, 1))

    with pytest.raises(PackRefused) as refused:
        load_examples(path)

    title = "example A rating, and what follows — in 2 weeks!"
    assert str(refused.value) == f"{path}:{said.format(it=title)}"


def test_the_mistakes_of_all_files_are_told_at_once(file, tmp_path):
    one = file("- {example: One}\n- {example: Two, moment: soon}\n", "a.yaml")
    other = file("- [", "b.yaml")
    empty = file("", "c.yaml")

    with pytest.raises(PackRefused) as refused:
        load_examples(tmp_path)

    assert str(refused.value).splitlines() == [
        f"{one}:1: example One: “moment” is missing. Add it.",
        f"{one}:2: example Two: “soon” is not a day or a moment. Write 2026-11-20 09:30.",
        f"{other}:2: This is not YAML: did not find expected node content."
        " Check the indentation and the quotes on this line and the one before.",
        f"{empty}:1: The file holds no example. Begin with “- example: …”.",
    ]


def test_two_examples_of_one_title_are_refused(file, tmp_path):
    one = file("- {example: Once more, moment: 2026-02-20}", "a.yaml")
    other = file("\n- {example: 'Once, more', moment: 2026-02-20}", "b.yaml")

    with pytest.raises(PackRefused) as refused:
        load_examples(tmp_path)

    assert str(refused.value) == (
        f"{other}:2: Once, more: There is an example of this title in {one} already."
        " Give it another title."
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-20", at("2026-02-20 00:00")),
        ("2026-07-01 09:30", at("2026-07-01 09:30")),
        ("2026-07-01T09:30+02:00", datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        ("1900-01-01", at("1900-01-01")),
        ("2199-12-31", at("2199-12-31")),
    ],
)
def test_a_moment_is_one_on_a_clock_in_london(text, moment):
    assert moment_of(text) == moment


@pytest.mark.parametrize("text", ["1899-12-31", "2200-01-01", "soon", "2026-13-01"])
def test_what_no_record_can_hold_is_no_moment(text):
    with pytest.raises(NotAMoment) as refused:
        moment_of(text)

    assert str(refused.value) == text


@pytest.mark.parametrize(
    ("expected", "proves"),
    [
        (Expected(duty="review", clause="T-01"), "T-01"),
        (Expected(duty="review"), ""),
        (Expected(none="review", clause="T-01"), ""),
        (Expected(not_attending="police", clause="T-01"), ""),
        (Expected(changes="never", clause="T-01"), ""),
        (Expected(verdict="talk", effect="not judged", clause="T-01"), ""),
        (Expected(verdict="talk", effect="void", clause="T-01"), "T-01"),
    ],
)
def test_only_what_has_to_arise_proves_a_clause(expected, proves):
    assert expected.proves == proves


def test_a_title_becomes_a_name():
    assert slug("  It's late: 3 months, at most. ") == "it-s-late-3-months-at-most"
