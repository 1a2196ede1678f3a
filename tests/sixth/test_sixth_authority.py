"""A sixth authority by data alone: invented, whole, and known to no line of code."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from django.urls import reverse

from casework.agencies.models import Authority, Post
from casework.cast import NOW
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.chronology.handbook import beside, books
from casework.subjects.models import Case
from pathways import ledger, schema, schema_clocks, schema_entries
from pathways.definitions import Period, QuestionType, Unit
from pathways.examples import load_examples, run
from tests.sixth.structures import all_structures, used

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = HERE / "merrowdale"
NOT_IN_ONE_PACK = {("PackEntry.nation", "northern-ireland"), ("PackEntry.nation", "scotland")}
"""A pack is for one nation."""
OURS = [
    path
    for place in ("pathways", "casework")
    for path in sorted((ROOT / place).rglob("*"))
    if path.suffix in {".py", ".html", ".js", ".mjs", ".scss", ".txt"}
    and not {"tests", "migrations", "demonstration", "static", "node_modules"} & set(path.parts)
    and path.name not in {"cast.py", "demonstrate.py", "demonstration.py", "look.html"}
    and path.stem not in {"look", "look_record"}
]
"""All code but tests and what stages the demonstration and the pattern page."""


def _everything(node: object, sort: type) -> list[object]:
    """Every object of a sort that a pack is built of."""
    found = [node] if isinstance(node, sort) else []
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, tuple) else ()
    if hasattr(node, "__dataclass_fields__"):
        parts = [getattr(node, name) for name in node.__dataclass_fields__ if name != "vocabulary"]
    return found + [each for part in parts for each in _everything(part, sort)]


# --- the language ---------------------------------------------------------------------


def test_it_uses_every_structure_of_the_language():
    missing = all_structures() - used(FOLDER) - NOT_IN_ONE_PACK

    assert sorted(missing) == [], "use these in tests/sixth/merrowdale and explain them in docs"


def test_it_uses_every_kind_of_entry_condition_clock_question_and_unit(with_sixth):
    text = "".join(path.read_text() for path in FOLDER.rglob("*.yaml"))
    pack = policy.pack_for("merrowdale")

    assert {
        k for k in schema_entries.PACK_KINDS if not re.search(rf"(?m)^- \{{?{k}:", text)
    } == set()
    assert {op for op in schema.OPERATORS if not re.search(rf"[{{\s-]{op}:", text)} == set()
    assert {clock for clock in schema_clocks.CLOCKS if f"{clock}:" not in text} == set()
    types = {question.type for form in pack.forms.values() for question in form.questions()}
    assert types == set(get_args(QuestionType))
    assert {each.unit for each in _everything(pack, Period)} == set(get_args(Unit))


def test_its_examples_hold(with_sixth):
    pack = policy.pack_for("merrowdale")
    examples = load_examples(FOLDER / "examples", "merrowdale")

    outcomes = [run(each, pack, policy.calendar_for(pack)) for each in examples]

    assert [(one.example.title, one.differences) for one in outcomes if not one.holds] == []
    assert [line.faults for line in ledger.lines(pack, examples) if line.faults] == []


def test_each_way_of_honouring_a_clause_is_there(with_sixth):
    pack = policy.pack_for("merrowdale")

    assert {clause.honoured for clause in pack.clauses.values()} == set(books.KEPT)


# --- the pages ------------------------------------------------------------------------


@pytest.fixture
def read(cast, signed_in, time_stands_still, with_sixth):
    """Reads an address of the procedures as Hannah, who works in another authority."""

    def _read(name: str, *args: str, **given: str) -> str:
        page = signed_in(cast.hannah).get(reverse(f"procedure:{name}", args=args), given)
        assert page.status_code == 200, (name, args)
        return re.sub(r"\s+", " ", page.content.decode())

    return _read


def test_every_page_of_its_handbook_is_there(read):
    book = books.handbook("merrowdale")
    parts = ("procedure", "clauses", "meetings", "forms", "scales", "roles", "glossary", "examples")

    for part in parts:
        assert "Merrowdale" in read(part, "merrowdale")
    for stage in book.pack.stages:
        if stage.sections:
            assert stage.label in read("stage", "merrowdale", stage.id)
    for entry in book.entries:
        assert entry.title in read("entry", "merrowdale", books.kind_of(entry), entry.id)
    for kind in books.ENTRY_KINDS:
        read("entries", "merrowdale", kind)
    for meeting in book.pack.meeting_kinds:
        read("meeting", "merrowdale", meeting)
    for form in book.pack.forms:
        read("form", "merrowdale", form)
    for example in book.examples:
        assert "As expected" in read("example", "merrowdale", example.id)
    for clause in book.pack.clauses:
        assert clause in read("clause", clause)


def test_an_entry_leads_to_its_clauses_and_each_clause_back_to_all_that_rests_on_it(with_sixth):
    book = books.handbook("merrowdale")
    to = books.Pages("merrowdale")

    rests = {one["sort"] for one in beside.rests_on("MERA-around-01", book, to)}
    scale = {one["sort"] for one in beside.rests_on("MERA-circle-02", book, to)}

    assert rests == {"Duties", "Guidance", "Form"}
    assert scale == {"Who decides", "Scale"}
    for line in book.lines.values():
        for entry in line.entries:
            assert to.entry(entry) in {
                one["href"] for one in beside.rests_on(line.clause.id, book, to)
            }


@pytest.mark.parametrize(
    ("on", "there", "not_there"),
    [
        ("2025-03-31", "Come together again<", "Come together again, sooner"),
        ("2025-04-01", "Come together again, sooner", "Come together again<"),
    ],
)
def test_the_handbook_is_read_as_on_a_day(read, on, there, not_there):
    page = read("entries", "merrowdale", "duties", on=on)

    assert there in page
    assert not_there not in page
    assert f"?on={on}" in page


def test_a_page_names_the_text_that_a_rule_comes_from_and_when_it_holds(read):
    page = read("entry", "merrowdale", "duties", "again-sooner")

    assert "Second text" in page
    assert "From 1 April 2025" in page
    assert "four weeks" in page


@pytest.mark.parametrize("text", ["nurse", "Railway", "lantern", "walked past"])
def test_whatever_stands_in_the_handbook_is_found(read, text):
    page = read("find", "merrowdale", text=text)

    assert "Nothing in the handbook" not in page
    assert text.lower() in page.lower()


def test_what_does_not_stand_there_is_not_found(read):
    assert "Nothing in the handbook" in read("find", "merrowdale", text="aeroplane")


def test_today_in_reach_is_counted_for_ones_own_authority_alone(read):
    assert "Today, where you can see" not in read("clause", "MERA-start-01")
    assert "Today, where you can see" in read("clause", "SURR-interval-04")


def test_procedures_stand_side_by_side(read):
    index, compared = read("index"), read("compare")

    assert "Merrowdale" in index
    assert "Surrey" in index
    assert "Circle: the circle chair" in compared
    assert "RMM: the service manager" in compared


# --- no code knows any authority ------------------------------------------------------


def test_no_code_names_an_authority_or_its_meeting(with_sixth):
    named = {path.parent.name for path in (ROOT / "policy").glob("*/pack.yaml")} | {"merrowdale"}
    named |= {"bristol", "south-gloucestershire", "surrey", "hertfordshire", "harrowby"}
    spelled = [name.replace("-", "[-_ ]") for name in named]
    names = re.compile(rf"(?i)\b(?:{'|'.join(spelled)}|RMM|MARMM|MARM|CHaRMM)\b")
    kinds = sorted(policy.vocabulary().kinds, key=len, reverse=True)
    common = re.compile("|".join(map(re.escape, kinds)))

    speaking = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in OURS
        for number, line in enumerate(_without_words_to_people(path).splitlines(), 1)
        if names.search(line) and names.search(common.sub("", line))
    ]

    assert speaking == []


def _without_words_to_people(path: Path) -> str:
    """The code of a file without its comments and docstrings, which may give examples.

    The facts of the common vocabulary have one name everywhere and count for no authority.
    """
    text = path.read_text()
    patterns = {".py": r'"""[\s\S]*?"""|#[^\n"]*$', ".html": r"\{#[\s\S]*?#\}"}
    pattern = patterns.get(path.suffix, r"/\*[\s\S]*?\*/|//[^\n]*")
    return re.sub(pattern, lambda found: "\n" * found[0].count("\n"), text, flags=re.MULTILINE)


# --- guidance at the point of use -----------------------------------------------------


@pytest.fixture
def merrowdale(with_sixth, cast):
    """Ellis and Hannah, as if both belonged to the invented authority."""
    other = Authority.objects.create(code="merrowdale", name="Merrowdale")
    Post.objects.filter(pk=cast.hannah.pk).update(authority=other)
    Case.objects.filter(pk__in=[cast.ellis.pk, cast.forum_nw.pk]).update(authority=other)
    cast.hannah.refresh_from_db()
    cast.ellis.refresh_from_db()
    return cast


@pytest.mark.parametrize(
    "address",
    [
        "concerns:record",
        "concerns:refer",
        "concerns:tool",
        "concerns:missing",
        "plans:plan",
        "plans:sharing",
    ],
)
def test_what_the_procedure_says_is_shown_where_it_is_needed(
    merrowdale, signed_in, time_stands_still, address
):
    page = signed_in(merrowdale.hannah).get(reverse(address, args=[merrowdale.ellis.reference]))

    said = page.content.decode()
    assert "Begin with what the child says" in said
    assert "Three things to think of" in said
    assert "/procedure/MERA-circle-03/" in said


def test_guidance_with_a_condition_is_shown_while_it_holds(
    merrowdale, signed_in, time_stands_still
):
    address = reverse("concerns:missing", args=[merrowdale.ellis.reference])
    before = signed_in(merrowdale.hannah).get(address).content.decode()

    for hours, kind in [(30, "missing.started"), (10, "missing.ended")]:
        chronology.record(
            case=merrowdale.ellis, kind=kind, at=NOW - timedelta(hours=hours),
            by=merrowdale.hannah, now=NOW, data={"episode": "e1"},
        )  # fmt: skip

    after = signed_in(merrowdale.hannah).get(address).content.decode()
    assert "A long night away" not in before
    assert "A long night away" in after


def test_guidance_that_rests_on_what_one_may_not_see_is_not_shown(
    merrowdale, signed_in, time_stands_still
):
    for hours, kind in [(30, "missing.started"), (10, "missing.ended")]:
        chronology.record(
            case=merrowdale.ellis, kind=kind, at=NOW - timedelta(hours=hours),
            by=merrowdale.colin, now=NOW, data={"episode": "e1"}, compartment="intelligence",
        )  # fmt: skip

    for address in ("concerns:missing", "concerns:record"):
        page = signed_in(merrowdale.hannah).get(reverse(address, args=[merrowdale.ellis.reference]))
        assert "A long night away" not in page.content.decode()


def test_places_show_what_is_said_about_places(merrowdale, signed_in, time_stands_still):
    page = signed_in(merrowdale.hannah).get(reverse("places"))

    assert "Walk the path before you judge it" in page.content.decode()
