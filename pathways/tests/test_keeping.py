"""Until when a record is kept: the longest wins, and what is not known keeps it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.keeping import Life, Rule, Schedule, Status, applying, kept, later
from pathways.packs import PackRefused
from pathways.schedules import load_schedule

POLICY = Path(__file__).resolve().parents[2] / "policy"
NATIONAL = load_schedule(POLICY)
BORN, CLOSED = date(2011, 5, 2), date(2027, 3, 1)
VALUES = ["looked_after", "care_leaver", "adopted", "child_protection"]


def life(*values, **more):
    statuses = tuple(Status(value, date(2020, 1, 6)) for value in values)
    known = {"kind": "child", "born": BORN, "statuses": statuses, "closed_on": CLOSED}
    return Life(**(known | more))


# --- by example -----------------------------------------------------------------------


@pytest.mark.parametrize(("values", "until", "rule"), [
    (["looked_after"], date(2086, 5, 2), "looked-after"),
    (["care_leaver"], date(2086, 5, 2), "care-leaver"),
    (["child_protection"], date(2062, 3, 1), "child-protection"),
    (["adopted"], date(2120, 1, 6), "adopted"),
    (["child_protection", "looked_after"], date(2086, 5, 2), "looked-after"),
    (["looked_after", "adopted"], date(2120, 1, 6), "adopted"),
])  # fmt: skip
def test_the_longest_of_what_a_child_ever_was_decides(values, until, rule):
    found = kept(NATIONAL, life(*values))

    assert (found.until, found.rule.id) == (until, rule)


def test_who_died_under_eighteen_is_counted_from_death():
    found = kept(NATIONAL, life("looked_after", died=date(2026, 2, 1)))

    assert found.until == date(2041, 2, 1)
    assert found.words == "15 years from death on 1 February 2026, under 18"


def test_who_died_on_the_eighteenth_birthday_is_counted_from_birth():
    assert kept(NATIONAL, life("looked_after", died=date(2029, 5, 2))).until == date(2086, 5, 2)
    assert kept(NATIONAL, life("looked_after", died=date(2029, 5, 1))).until == date(2044, 5, 1)


@pytest.mark.parametrize(("more", "because"), [
    ({"held": True}, "hold"),
    ({"closed_on": None}, "open"),
    ({"unclear": True}, "cannot tell"),
    ({"born": None}, "birth unknown"),
    ({"born": None, "died": date(2026, 2, 1)}, "birth unknown"),
    ({"kind": "elsewhere"}, "no rule"),
])  # fmt: skip
def test_what_is_held_open_or_not_known_is_kept(more, because):
    found = kept(NATIONAL, life("looked_after", **more))

    assert (found.until, found.because) == (None, because)
    assert found.words


@pytest.mark.parametrize("kind", ["child", "person_of_concern", "place", "peer_group", "forum"])
def test_a_figure_that_no_source_gives_keeps_the_record_until_the_authority_sets_it(kind):
    found = kept(NATIONAL, life(kind=kind))

    assert (found.until, found.because, found.rule.basis) == (None, "not set", "own")


def test_a_figure_not_set_is_not_beaten_by_one_that_is():
    assert kept(NATIONAL, life("child_protection", "child_in_need")).because == "not set"


def test_its_day_has_come_the_day_after_the_last():
    found = kept(NATIONAL, life("child_protection"))

    assert not found.due(date(2062, 3, 1))
    assert found.due(date(2062, 3, 2))


def test_a_day_that_a_year_does_not_have_is_the_next_one():
    assert later(date(2012, 2, 29), 75) == date(2087, 3, 1)
    assert later(date(2012, 2, 29), 76) == date(2088, 2, 29)
    assert later(date(9990, 1, 1), 75) == date.max


# --- for any life ---------------------------------------------------------------------

days = st.dates(date(1900, 1, 1), date(2200, 1, 1))
statuses = st.builds(Status, st.sampled_from(VALUES), days)
lives = st.builds(
    Life, kind=st.just("child"), born=st.none() | days, died=st.none() | days,
    statuses=st.lists(statuses, min_size=1, max_size=6).map(tuple),
    closed_on=st.none() | days, held=st.booleans(),
)  # fmt: skip


def _with(one, **more):
    return Life(one.kind, **({"born": one.born, "died": one.died, "statuses": one.statuses,
                              "closed_on": one.closed_on, "held": one.held} | more))  # fmt: skip


@given(lives, days)
def test_whoever_is_held_or_open_or_unknown_is_never_due(one, today):
    found = kept(NATIONAL, one)

    if one.held or one.closed_on is None:
        assert not found.due(today)
    if found.until is None:
        assert found.because != "schedule"
        assert not found.due(date.max)


@given(lives, statuses)
def test_one_more_status_never_brings_the_day_nearer(one, more):
    before = kept(NATIONAL, one)
    after = kept(NATIONAL, _with(one, statuses=(*one.statuses, more)))

    assert after.until is None or (before.until is not None and after.until >= before.until)


@given(lives, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_told_does_not_matter(one, chance):
    shuffled = list(one.statuses)
    chance.shuffle(shuffled)

    assert kept(NATIONAL, _with(one, statuses=tuple(shuffled))) == kept(NATIONAL, one)


@given(lives)
def test_a_hold_beats_everything_and_lifting_it_gives_the_same_as_before(one):
    held = kept(NATIONAL, _with(one, held=True))
    lifted = kept(NATIONAL, _with(one, held=False))

    assert (held.until, held.because) == (None, "hold")
    assert lifted == kept(NATIONAL, _with(_with(one, held=True), held=False))


@given(lives)
def test_no_rule_that_applies_keeps_it_longer_than_is_said(one):
    found = kept(NATIONAL, one)

    for rule in applying(NATIONAL, one):
        alone = kept(Schedule((rule,)), one)
        assert found.until is None or (alone.until is not None and alone.until <= found.until)


@given(lives, st.integers(1, 60))
def test_closing_a_record_later_never_brings_the_day_nearer(one, more):
    if one.closed_on is None:
        return
    after = kept(NATIONAL, _with(one, closed_on=one.closed_on + timedelta(more)))
    before = kept(NATIONAL, one)

    assert before.until is None or (after.until is not None and after.until >= before.until)


# --- the files ------------------------------------------------------------------------


@pytest.fixture
def policy(tmp_path):
    """A folder of policy with the national schedule, and a file of Surrey's own."""
    (tmp_path / "surrey").mkdir()
    (tmp_path / "retention.yaml").write_text((POLICY / "retention.yaml").read_text())

    def own(text):
        (tmp_path / "surrey" / "retention.yaml").write_text(text)
        return tmp_path

    return own


def refused(folder, authority="surrey"):
    with pytest.raises(PackRefused) as found:
        load_schedule(folder, authority)
    return [str(problem) for problem in found.value.problems]


def test_every_figure_has_a_source_and_what_has_none_gives_no_figure():
    for rule in NATIONAL.rules:
        assert (rule.years is None) == (rule.basis == "own")
        assert (rule.source == "") == (rule.basis == "own")


def test_an_authority_sets_what_is_its_own(policy):
    folder = policy("- {keep: child-in-need, years: 10, from: closure, source: Cabinet of 3 May}\n")

    found = kept(load_schedule(folder, "surrey"), life("child_in_need"))

    assert (found.until, found.rule.set_by) == (date(2037, 3, 1), "surrey")
    assert kept(load_schedule(folder, "kent"), life("child_in_need")).because == "not set"


def test_an_authority_may_keep_longer_than_the_law_and_not_shorter(policy):
    longer = load_schedule(policy("- {keep: looked-after, years: 125, source: S}\n"), "surrey")
    shorter = refused(policy("\n- {keep: looked-after, years: 74, source: S}\n"))
    otherwise = refused(policy("- {keep: looked-after, years: 80, from: closure, source: S}\n"))

    assert kept(longer, life("looked_after")).until == date(2136, 5, 2)
    assert len(shorter) == len(otherwise) == 1
    assert "retention.yaml:2: keep looked-after: The law asks for at least 75" in shorter[0]
    assert "An authority may keep longer, never shorter." in shorter[0]


@pytest.mark.parametrize(("text", "told"), [
    ("- {keep: lookd-after, years: 80, source: S}\n", "Did you mean looked-after?"),
    ("- {keep: child-in-need, years: 0, source: S}\n", "keep child-in-need"),
    ("- {keep: child-in-need, years: 9}\n", "“source” is missing."),
    ("- {keep: child-in-need, years: 9, source: S, label: Other}\n", "label"),
    ("- {keep: place, years: 9, source: S}\n- {keep: place, years: 8, source: S}\n", "already"),
    ("keep: place\n", "not a list"),
    ("- {keep: place, years: &a 9, source: S}\n", "anchor"),
])  # fmt: skip
def test_what_is_wrong_in_a_file_is_told_with_its_remedy(text, told, policy):
    [problem] = refused(policy(text))

    assert "retention.yaml:" in problem
    assert told in problem


def test_a_figure_without_a_source_is_refused(policy):
    folder = policy("")
    text = (folder / "retention.yaml").read_text()
    (folder / "retention.yaml").write_text(text.replace("  basis: own\n", "  basis: law\n", 1))

    [problem] = refused(folder)

    assert "lacks “years” or “source”" in problem


def test_without_a_schedule_nothing_is_read(tmp_path):
    assert "There is no schedule" in refused(tmp_path)[0]


def test_a_rule_of_ones_own_is_for_whom_no_other_applies():
    everybody = Rule("all", "All", ("child",), years=1)
    some = Rule("some", "Some", ("child",), ("adopted",), years=1)
    both = Schedule((everybody, some))

    assert applying(both, life()) == [everybody]
    assert applying(both, life("adopted")) == [some]
