"""Who may be the same person; people decide, the score only puts the likeliest first."""

from __future__ import annotations

from datetime import date

import pytest

from casework.exchange.matching import LOOK, PROBABLE, Known, Register, alike

ELLIS = Known(1, "Ellis", "Hartwood", date(2011, 5, 2))


def like(**changes):
    fields = {"forename": "Ellis", "surname": "Hartwood", "born": date(2011, 5, 2)}
    return Known(2, **(fields | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"forename": "Hartwood", "surname": "Ellis"},
        {"surname": "Hartwood-Price"},
        {"born": date(2011, 2, 5)},
        {"surname": "Hartwoode"},
        {"forename": "Elis"},
    ],
)
def test_a_hurried_spelling_of_the_same_child_is_probable(changes):
    assert alike(ELLIS, like(**changes)) >= PROBABLE


def test_a_sibling_born_on_another_day_is_not_even_looked_at():
    assert alike(ELLIS, like(forename="Poppy", born=date(2007, 3, 9))) < LOOK


def test_a_stranger_with_the_same_birthday_is_not_looked_at():
    assert alike(ELLIS, like(forename="Tegan", surname="Marlowe")) < LOOK


def test_two_different_nhs_numbers_speak_against_it():
    one = Known(1, "Ellis", "Hartwood", date(2011, 5, 2), "9990000018")
    other = Known(2, "Ellis", "Hartwood", date(2011, 5, 2), "9990000026")

    assert alike(one, other) < PROBABLE


def test_the_same_nhs_number_is_probable_whatever_the_names_and_the_birth():
    one = Known(1, "Ellis", "Hartwood", date(2011, 5, 2), "9990000018")
    other = Known(2, "E", "Price", None, "9990000018")

    [found] = Register([one, other]).matches(one)

    assert found.is_probable


def test_the_likeliest_comes_first_and_nobody_matches_themselves():
    register = Register([ELLIS, like(forename="Elis"), Known(3, "Ellis", "Hartwood", None)])

    found = register.matches(ELLIS)

    assert [match.other.key for match in found] == [2, 3]


def test_a_name_that_only_sounds_alike_is_found_by_the_day_of_birth():
    register = Register([Known(5, "Siobhan", "Farrell", date(2010, 1, 1))])

    [match] = register.matches(Known(6, "Shivaun", "Farrell", date(2010, 1, 1)), least=0.5)

    assert match.other.key == 5
